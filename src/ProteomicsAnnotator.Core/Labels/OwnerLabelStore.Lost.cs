using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <content>Bringing back what an older copy of the folder, put in the place of the one that was written, does not have.</content>
internal sealed partial class OwnerLabelStore
{
    private const string LostReason = "labels that were saved are missing on the share now (was an older copy put in its place?)";
    private static readonly TimeSpan LostLimit = TimeSpan.FromMinutes(2);

    private int _losses;
    private int _lossesMadeGood;

    /// <summary>Marker of the share that the decisions in memory belong to; null before the first is known.</summary>
    private string? _rootId;

    private bool HasLoss => Volatile.Read(ref _losses) != Volatile.Read(ref _lossesMadeGood);

    /// <summary>
    /// Appends, under their own ids, decisions of this and of other programs that memory holds and no journal any more. A
    /// loss that cannot be looked into, or made good on no disk, is looked into again at the next poll.
    /// </summary>
    private async Task BringBackAsync()
    {
        NoteLosses();
        _rootId ??= _root.State.RootId;
        int noticed = Volatile.Read(ref _losses);
        if (!HasLoss || _root.State.RootId is not { } here)
        {
            return;
        }

        try
        {
            int count = here == _rootId ? await BringBackLostAsync() : 0;
            if (count > 0)
            {
                AddNotice(
                    $"{_owner.JournalPath(_root)} lacked {(count == 1 ? "1 decision" : $"{count} decisions")} that had been saved there "
                    + "(an older copy seems to have been put in its place): brought there again.");
            }

            // Last: who sees that all is well finds the notice.
            Volatile.Write(ref _lossesMadeGood, noticed);
        }
        catch (StorageException)
        {
            // The save state says that labels are missing.
        }

        Changed?.Invoke();
    }

    private void NoteLosses()
    {
        if (_writer.TakeLoss() | _journals.TakeLoss())
        {
            Interlocked.Increment(ref _losses);
        }
    }

    /// <exception cref="StorageException">
    /// It is not known which are missing, or no disk took them. Where only some journals cannot be read now, what is
    /// missing for certain has been brought back.
    /// </exception>
    private async Task<int> BringBackLostAsync()
    {
        List<LabelEvent> known;
        lock (_gate)
        {
            known = [.. _merge.Events];
        }

        IReadOnlySet<EventId> waiting = _delivery.Waiting;
        _ = known.RemoveAll(item => waiting.Contains(item.Id));
        string folder = _owner.JournalPath(_root);
        RollbackRepair lost = await _lane.RunAsync(
            () =>
            {
                VerifyForReading();
                return RollbackRepair.Find(_root.JournalsOf(_owner), known);
            },
            LostLimit);
        if (lost.Events.Count > 0)
        {
            using IDisposable turn = await _turns.TakeAsync(CancellationToken.None);
            LabelResult result = await _delivery.KeepAsync(lost.Events);
            if (!result.Accepted)
            {
                throw new StorageException(folder, result.Reason ?? LostReason);
            }
        }

        return lost.Failure is { } failure ? throw failure : lost.Events.Count;
    }
}
