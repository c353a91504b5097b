using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Snapshots;

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

    /// <summary>Null: every vote is blind.</summary>
    private bool[]? _notBlind;

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

    /// <summary>Of these the ones that are not blind.</summary>
    public int NotBlindCount { get; private set; }

    /// <summary>The labels this annotator used, ascending.</summary>
    public IReadOnlyList<int> DistinctLabels { get; private set; } = [];

    /// <summary>Votes for blocks that are not in the list, in block order.</summary>
    public IReadOnlyList<KeyValuePair<BlockId, Vote>> Vanished { get; private set; } = [];

    internal AnnotatorVotes Source { get; }

    internal ReadOnlySpan<int> Labels => _labels;

    internal ReadOnlySpan<long> UtcTicks => _utcTicks;

    public Vote? At(int block) => _labels[block] == None
        ? null
        : new Vote(_labels[block], new DateTimeOffset(_utcTicks[block], TimeSpan.Zero)) { IsNotBlind = _notBlind?[block] == true };

    /// <summary>Flag and note of a block.</summary>
    public BlockMark MarkOf(BlockId block) => Source.Marks.GetValueOrDefault(block);

    /// <param name="source">The votes.</param>
    /// <param name="blocks">Sorted, without duplicates.</param>
    internal static AnnotatorColumn Of(AnnotatorVotes source, ReadOnlySpan<BlockId> blocks)
    {
        var column = new AnnotatorColumn(source, blocks.Length);
        column.Fill(source.Votes as VoteDictionary ?? VoteDictionary.Of(source.Votes), blocks);
        return column;
    }

    // Both are in block order: one walk along the two finds each vote's row.
    private void Fill(VoteDictionary votes, ReadOnlySpan<BlockId> blocks)
    {
        List<KeyValuePair<BlockId, Vote>> vanished = [];
        var distinct = new SortedSet<int>();
        int last = None;
        int row = 0;
        for (int i = 0; i < votes.Count; i++)
        {
            BlockId block = votes.Blocks[i];
            int order = -1;
            while (row < blocks.Length && (order = blocks[row].CompareTo(block)) < 0)
            {
                row++;
            }

            if (order != 0)
            {
                vanished.Add(KeyValuePair.Create(block, votes[block]));
                continue;
            }

            _labels[row] = votes.Labels[i];
            _utcTicks[row] = votes.UtcTicks[i];
            LabelCount++;
            if (!votes.NotBlind.IsEmpty && votes.NotBlind[i])
            {
                (_notBlind ??= new bool[blocks.Length])[row] = true;
                NotBlindCount++;
            }

            if (_labels[row] != last)
            {
                last = _labels[row];
                distinct.Add(last);
            }
        }

        Vanished = vanished;
        DistinctLabels = [.. distinct];
    }
}
