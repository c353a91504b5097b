using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Brings back what an older copy of the folder, put in the place of the one that was written, does not have: decisions that
/// memory, or what this machine remembers, holds and no journal of the share. A loss that cannot be looked into, or made good
/// on no disk, is looked into again at the next round.
/// </summary>
internal sealed class RollbackRepair(
    OwnerContext context, OwnerMemory memory, MemoryOrigin origin, Outbox outbox, WriteQueue queue, JournalIntake intake, RememberedDecisions remembered)
{
    /// <summary>What the save state says meanwhile.</summary>
    public const string Reason = "labels that were saved are missing on the share now (was an older copy put in its place?)";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly Leftovers _remembered = new(context.Settings, context.Root, OwnerPaths.RememberedFolder);
    private bool _isRecalled;
    private int _losses;
    private int _lossesMadeGood;

    /// <summary>Decisions are missing on the share, or may be.</summary>
    public bool HasLoss => Volatile.Read(ref _losses) != Volatile.Read(ref _lossesMadeGood);

    /// <summary>Another share has taken the place of the one that memory came from.</summary>
    public void StartAgain()
    {
        _isRecalled = false;
        Volatile.Write(ref _lossesMadeGood, Volatile.Read(ref _losses));
    }

    /// <summary>What the journals were found to lack counts from now on.</summary>
    public void NoteLosses()
    {
        if (intake.TakeLoss())
        {
            Interlocked.Increment(ref _losses);
        }
    }

    /// <summary>
    /// Compares what this machine remembers with the share, once. Decisions that the share lacks count as lost. Without a
    /// look at the share, that is found out at the next one.
    /// </summary>
    /// <param name="isRead">All journals of the share have been read.</param>
    public async Task RunAsync(bool isRead)
    {
        await Task.Run(() => Recall(isRead));
        await KeepResurfacedAsync();
        await BringBackAsync();
    }

    /// <summary>Brings decisions that have resurfaced to a disk that can be trusted.</summary>
    public async Task KeepResurfacedAsync()
    {
        try
        {
            if (memory.HasResurfaced && await queue.KeepResurfacedAsync())
            {
                context.Notify();
            }
        }
        catch (StorageException error)
        {
            context.Notices.Add(error.Message);
        }
    }

    /// <summary>Appends what is lost, under its own ids, those of other programs too.</summary>
    public async Task BringBackAsync()
    {
        NoteLosses();
        int noticed = Volatile.Read(ref _losses);
        if (!HasLoss || context.Root.State.RootId is not { } here)
        {
            return;
        }

        try
        {
            int count = here == origin.RootId ? await BringBackLostAsync() : 0;
            if (count > 0)
            {
                context.Notices.Add(
                    $"{context.JournalFolder} lacked {Counted.Of(count, "decision")} that had been saved there "
                    + "(an older copy seems to have been put in its place): brought there again.");
            }

            // Comes last: whoever sees that all is well finds the notice.
            Volatile.Write(ref _lossesMadeGood, noticed);
        }
        catch (StorageException)
        {
            // The save state says that labels are missing.
        }

        context.Notify();
    }

    private void Recall(bool isRead)
    {
        if (_isRecalled || context.RootId is not { } here)
        {
            return;
        }

        if (ReadElsewhere(here) is not { } elsewhere)
        {
            return;
        }

        _isRecalled = true;
        IReadOnlyList<OrphanedOutbox> all = _remembered.Here(context.Owner);
        List<OrphanedOutbox> ours = [.. all.Where(journal => journal.RootId is null || journal.RootId == here), .. elsewhere];
        List<LabelEvent> missing = memory.Unknown(ours.Where(journal => !journal.IsNewer).SelectMany(journal => journal.Events));
        if (missing.Count > 0)
        {
            memory.Keep(missing);
            Interlocked.Increment(ref _losses);
        }
        else if (isRead && !HasLoss && context.Root.Flushes.HasSucceeded)
        {
            remembered.ForgetOld(ours);
        }

        remembered.ForgetOldOfOtherShares([.. all.Except(ours)]);
    }

    /// <summary>Null: this machine's folders cannot be listed now.</summary>
    private IReadOnlyList<OrphanedOutbox>? ReadElsewhere(string rootId)
    {
        try
        {
            return _remembered.Elsewhere(context.Owner, rootId);
        }
        catch (StorageException)
        {
            return null;
        }
    }

    /// <exception cref="StorageException">
    /// It is not known which are missing, or no disk took them. Where only some journals cannot be read now, what is
    /// missing for certain has been brought back.
    /// </exception>
    private async Task<int> BringBackLostAsync()
    {
        IReadOnlySet<EventId> waiting = outbox.Waiting;
        List<LabelEvent> known = [.. memory.Events.Where(item => !waiting.Contains(item.Id))];
        LostDecisions lost = await context.Lane.RunAsync(
            () =>
            {
                context.VerifyForReading();
                return LostDecisions.Find(context.Root.JournalsOf(context.Owner), known);
            },
            Limit);
        if (lost.Events.Count > 0)
        {
            LabelResult result = await queue.KeepAsync(lost.Events);
            if (!result.Accepted)
            {
                throw new StorageException(context.JournalFolder, result.Reason ?? Reason);
            }
        }

        return lost.Failure is { } failure ? throw failure : lost.Events.Count;
    }
}
