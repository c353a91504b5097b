using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Share;

/// <content>Who decided what about one block.</content>
public sealed partial class LabelShare
{
    private static readonly TimeSpan HistoryLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HistoryGrace = TimeSpan.FromSeconds(1);
    private Task _historyReading = Task.CompletedTask;

    /// <summary>
    /// All annotators' decisions about the block and those about its final label: of the owners this program has open
    /// from memory, of the others from their journals. Returns within some ten seconds with what could be read by then.
    /// A long reading does not count as a share that hangs: labels are saved meanwhile.
    /// </summary>
    public async Task<BlockHistory> ReadHistoryAsync(LabelKey key, CancellationToken cancellationToken)
    {
        Dictionary<string, OwnerLabelStore> open = _open.ToDictionary(log => log.Key, log => log.Value, StringComparer.Ordinal);
        BlockHistory read = await ReadJournalsAsync(key, owner => open.ContainsKey(owner.Key), cancellationToken);
        IEnumerable<HistoryEntry> known = open.Values.SelectMany(log => log.History(key));
        return read with { Entries = [.. known.Concat(read.Entries).OrderBy(entry => entry.At)] };
    }

    private async Task<BlockHistory> ReadJournalsAsync(
        LabelKey key, Func<LabelOwner, bool> isInMemory, CancellationToken cancellationToken)
    {
        if (_root.IsHanging || !_historyReading.IsCompleted)
        {
            return NotRead("the share does not answer");
        }

        if (_root.State is { IsAvailable: false, Reason: { } reason } && !_root.IsReadable)
        {
            return NotRead(reason);
        }

        using var limit = new CancellationTokenSource(HistoryLimit, _settings.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        CancellationToken end = either.Token;
        Task<BlockHistory> reading = Task.Run(() => new BlockHistoryReader(_settings, _root, key).Read(isInMemory, end), CancellationToken.None);
        _historyReading = reading;
        try
        {
            return await reading.WaitAsync(HistoryLimit + HistoryGrace, _settings.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            return NotRead("the share does not answer");
        }
    }

    private static BlockHistory NotRead(string reason) => new([], [$"Other machines' decisions were not read: {reason}."]);
}
