using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// One annotator's votes laid out along the block list: arrays indexed by the block's position. It depends on nothing
/// but its own votes and the block list, so an unchanged annotator keeps the column from refresh to refresh.
/// </summary>
public sealed class AnnotatorColumn
{
    internal const int None = int.MinValue;

    private readonly int[] _labels;
    private readonly long[] _utcTicks;

    private AnnotatorColumn(AnnotatorVotes source, int blockCount)
    {
        Source = source;
        _labels = new int[blockCount];
        _utcTicks = new long[blockCount];
        Array.Fill(_labels, None);
    }

    public string Username => Source.Username;

    /// <summary>Why this annotator's file could not be read; null when it could.</summary>
    public string? Fault => Source.Fault;

    /// <summary>Labels of blocks in the list; never more than the list has blocks.</summary>
    public int LabelCount { get; private set; }

    /// <summary>The labels this annotator used, ascending.</summary>
    public IReadOnlyList<int> DistinctLabels { get; private set; } = [];

    /// <summary>Votes for blocks that are not in the list, in block order.</summary>
    public IReadOnlyList<KeyValuePair<BlockId, Vote>> Vanished { get; private set; } = [];

    internal AnnotatorVotes Source { get; }

    internal ReadOnlySpan<int> Labels => _labels;

    internal ReadOnlySpan<long> UtcTicks => _utcTicks;

    public Vote? At(int block) => _labels[block] == None
        ? null
        : new Vote(_labels[block], new DateTimeOffset(_utcTicks[block], TimeSpan.Zero));

    internal static AnnotatorColumn Of(AnnotatorVotes source, IReadOnlyDictionary<BlockId, int> positions)
    {
        var column = new AnnotatorColumn(source, positions.Count);
        column.Fill(positions);
        return column;
    }

    private void Fill(IReadOnlyDictionary<BlockId, int> positions)
    {
        List<KeyValuePair<BlockId, Vote>> vanished = [];
        var distinct = new SortedSet<int>();
        int last = None;
        foreach (KeyValuePair<BlockId, Vote> entry in Source.Votes)
        {
            if (!positions.TryGetValue(entry.Key, out int position))
            {
                vanished.Add(entry);
                continue;
            }

            _labels[position] = entry.Value.Label;
            _utcTicks[position] = entry.Value.At.UtcTicks;
            LabelCount++;
            if (entry.Value.Label != last)
            {
                last = entry.Value.Label;
                distinct.Add(last);
            }
        }

        vanished.Sort((a, b) => a.Key.CompareTo(b.Key));
        Vanished = vanished;
        DistinctLabels = [.. distinct];
    }
}
