using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>Takes over what other programs left on this machine for the share. Blocking.</summary>
internal sealed class LeftoverIntake(OwnerContext context, LocalJournals files, OwnerMemory memory, Outbox outbox)
{
    private readonly Leftovers _leftovers = new(context.Settings, context.Root, OwnerPaths.WaitingFolder);

    // Guards the other fields: a look that is asked for may meet one that is due.
    private readonly Lock _gate = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private string? _takenFor;

    /// <summary>Of programs that had the root at this path, under this host's name.</summary>
    public void Run()
    {
        foreach (OrphanedOutbox leftover in _leftovers.Here(context.Owner))
        {
            TakeOver(leftover);
        }
    }

    /// <summary>
    /// Of those that had it elsewhere, or under another name, once this root has shown its marker. Called again, it looks
    /// again for what could not be taken over before, since its program still ran, say.
    /// </summary>
    public void RunElsewhere()
    {
        if (context.Root.State.RootId is not { } here || here == _takenFor)
        {
            return;
        }

        lock (_gate)
        {
            try
            {
                IReadOnlyList<OrphanedOutbox> found = _leftovers.Elsewhere(context.Owner, here, out bool isAll);
                foreach (OrphanedOutbox leftover in found.Where(file => _taken.Add(file.Path)))
                {
                    TakeOver(leftover);
                }

                _takenFor = isAll ? here : null;
            }
            catch (StorageException)
            {
                // The next round tries again; who looks for all owners says what is wrong.
            }
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
            context.Notices.Add($"{leftover.Path} holds lines this program does not know (a newer version wrote them, or they are damaged): it stays as it is.");
            TakeOverUnknown(leftover);
        }
        else if (leftover.MayGrow)
        {
            TakeOverUnknown(leftover);
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

    /// <summary>The file stays for the program that can read it, or writes it. What it says and is known already is not brought again.</summary>
    private void TakeOverUnknown(OrphanedOutbox leftover)
    {
        List<LabelEvent> waiting = leftover.IsNewer ? [] : memory.Unknown(leftover.Events);
        if (waiting.Count > 0)
        {
            outbox.TakeOver(leftover with { Events = waiting });
        }
    }
}
