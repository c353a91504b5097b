using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>Takes over what programs that have ended left on this machine for the share. Blocking.</summary>
internal sealed class LeftoverIntake(OwnerContext context, LocalJournals files, OwnerMemory memory, Outbox outbox)
{
    public void Run()
    {
        foreach (OrphanedOutbox leftover in files.FindLeftovers())
        {
            TakeOver(leftover);
        }
    }

    private void TakeOver(OrphanedOutbox leftover)
    {
        if (leftover.RootId is { } id && context.RootId is { } here && id != here)
        {
            context.Notices.Add(leftover.NoticeOfOtherShare);
        }
        else if (!leftover.IsUnderstood)
        {
            TakeOverInPart(leftover);
        }
        else if (leftover.Events.Count == 0)
        {
            _ = files.Delete([leftover.Path], static () => false);
        }
        else
        {
            outbox.TakeOver(leftover);
        }
    }

    /// <summary>The file stays for the program that can read it. Decisions that are known already are not brought again.</summary>
    private void TakeOverInPart(OrphanedOutbox leftover)
    {
        context.Notices.Add($"{leftover.Path} holds lines this program does not know (a newer version wrote them, or they are damaged): it stays as it is.");
        List<LabelEvent> waiting = leftover.IsNewer ? [] : memory.Unknown(leftover.Events);
        if (waiting.Count > 0)
        {
            outbox.TakeOver(leftover with { Events = waiting });
        }
    }
}
