using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Which share the decisions in memory belong to. A start without a share shows what this machine knows of the one it saw
/// last; when another one is mounted then, memory forgets all but what was decided since, so that nothing of the former
/// share gets into the files of this one. Blocking.
/// </summary>
internal sealed class MemoryOrigin(OwnerContext context, OwnerMemory memory, Outbox outbox, JournalIntake intake, IReadOnlyList<LabelFileProjection> projections)
{
    /// <summary>Marker of that share; null before one is known.</summary>
    public string? RootId { get; private set; } = context.Root.KnownId;

    /// <summary>Call this when the share is verified, before reading from it.</summary>
    /// <returns>True when memory has forgotten another share.</returns>
    /// <exception cref="StorageException">What this program has written to this share cannot be read.</exception>
    public bool Follow()
    {
        if (context.Root.State.RootId is not { } here || here == RootId)
        {
            return false;
        }

        outbox.SetAsideOthers(here);
        memory.Forget();
        context.Notices.ForgetNewer();
        foreach (LabelFileProjection projection in projections)
        {
            projection.Forget();
        }

        IReadOnlySet<EventId> waiting = outbox.Waiting;
        memory.Keep([.. outbox.Events.Where(item => waiting.Contains(item.Id))]);
        intake.StartAgain();
        RootId = here;
        return true;
    }
}
