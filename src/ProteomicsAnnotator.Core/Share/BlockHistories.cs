using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>Who decided what about one block, repeats left out: everything on the share, and what only this program knows.</summary>
internal sealed class BlockHistories(LabelShareSettings settings, SharedRoot root, OpenStores stores)
{
    private static readonly ReadingLimits Limits = new() { Files = TimeSpan.FromSeconds(5) };
    private static readonly TimeSpan Grace = BoundedReads.Usual + TimeSpan.FromSeconds(1);
    private Task _reading = Task.CompletedTask;

    /// <summary>As of <see cref="LabelShare.ReadHistoryAsync"/>.</summary>
    public async Task<BlockHistory> ReadAsync(LabelKey key, bool withEvidence, CancellationToken cancellationToken)
    {
        ShareHistory read = await ReadShareAsync(key, cancellationToken);
        (EvidenceForgetting? forgetting, string? fault) = withEvidence ? await ReadForgettingAsync() : default;
        bool isEvidenceKnown = withEvidence && fault is null;
        IEnumerable<(LabelOwner Owner, LabelEvent Event)> all = stores.DecisionsOn(key)
            .Concat(read.Decisions.Where(decision => !decision.Event.IsAnswer))
            .DistinctBy(decision => (decision.Owner.Key, decision.Event.Id));
        return new BlockHistory(
            [.. ShareHistory.Sort(all).Reverse().Select(decision => HistoryEntry.Of(decision.Event, decision.Owner) with
            {
                Evidence = isEvidenceKnown && decision.Owner.Owner is not null ? EvidenceForgetting.Kept(decision.Event, forgetting) : null,
            })],
            fault is null ? read.Faults : [.. read.Faults, fault]);
    }

    private async Task<(EvidenceForgetting? Forgetting, string? Fault)> ReadForgettingAsync()
    {
        try
        {
            return (await root.RunAsync(() => AdminDecisions.Read(root).Forgetting, settings.Limits.Answer, "forgotten evidence"), null);
        }
        catch (StorageException error)
        {
            return (null, $"Evidence is not shown: {error.Message}");
        }
    }

    private async Task<ShareHistory> ReadShareAsync(LabelKey key, CancellationToken cancellationToken)
    {
        if (root.IsHanging || !_reading.IsCompleted)
        {
            return NotRead(StorageFault.ShareDoesNotAnswer);
        }

        if (root.State is { IsAvailable: false, Reason: { } reason } && !root.IsReadable)
        {
            return NotRead(reason);
        }

        Task<ShareHistory> reading = Task.Run(() => ShareHistory.Read(root, key, Limits, cancellationToken), CancellationToken.None);
        _reading = reading;
        try
        {
            return await reading.WaitAsync(Limits.DataSets + Limits.Files!.Value + Grace, settings.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            return NotRead(StorageFault.ShareDoesNotAnswer);
        }
    }

    private static ShareHistory NotRead(string reason) => new([], [$"Other machines' decisions were not read: {reason}."]);
}
