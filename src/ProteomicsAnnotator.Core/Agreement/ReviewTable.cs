using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Ties;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Blocks x annotators with consensus and final labels; immutable. Rows follow the block list, columns are sorted by
/// username. All cells live in arrays, so 100,000 blocks x 50 annotators are a matter of megabytes.
/// </summary>
public sealed class ReviewTable
{
    private readonly BlockId[] _blocks;
    private readonly Dictionary<string, AnnotatorColumn> _byUsername;
    private readonly LabelCounts _counts;
    private readonly TieBreaking _ties;
    private readonly (FinalLabel? Label, bool HasNewVotes)[] _finals;
    private readonly Lazy<ILookup<BlockId, ChangedLabel>> _changedLabels;
    private readonly Lazy<ILookup<BlockId, KeyValuePair<string, BlockMark>>> _marks;
    private readonly Lazy<ReviewProgress> _progress;
    private readonly Lazy<ReviewTable> _rated;

    private ReviewTable(ReviewInput input, BlockId[] blocks, AnnotatorColumn[] columns, (ReviewTable? Table, TieBreaking? Ties) previous)
    {
        Input = input;
        _changedLabels = new(() => input.Changed.Value.ToLookup(label => label.Block));
        _marks = new(() => MarksIn(columns));
        _progress = new(() => ReviewProgress.Of(this));
        _rated = new(() => NotBlindVotes == 0 || input.KeepsNotBlind ? this : Of(input.WithoutNotBlind(), this));
        _blocks = blocks;
        Annotators = columns;
        _byUsername = columns.ToDictionary(column => column.Username, StringComparer.Ordinal);
        Counted = [.. columns.Where(column => !input.Excluded.Contains(column.Username))];

        bool sameVotes = previous.Table is { } other && ReferenceEquals(other._blocks, blocks)
            && other.Input.Campaign.Ties == input.Campaign.Ties
            && (input.Campaign.Ties != TieRule.Reliable || (other.Input.KeepsNotBlind == input.KeepsNotBlind && !other._ties.IsProvisional))
            && other.Counted.SequenceEqual(Counted);
        _counts = sameVotes ? previous.Table!._counts : LabelCounts.Of(Counted, Blocks.Count);
        _ties = previous.Ties ?? (sameVotes ? previous.Table!._ties : TieBreaking.Of(this, _counts.ConsensusOfAll()));
        _finals = new (FinalLabel?, bool)[Blocks.Count];
        Vanished = PlaceFinalLabels();
        LaterVotes = FindLaterVotes();
        Statistics = new ReviewStatistics(
            Blocks.Count,
            _ties.Counted.Count(consensus => consensus.VoteCount > 0),
            _ties.Counted.Count(consensus => consensus.HasDisagreement),
            Counted.Count(column => column.LabelCount > 0))
        {
            ComparableBlocks = _ties.Counted.Count(consensus => consensus.VoteCount > 1),
        };
    }

    public ReviewInput Input { get; }

    public IReadOnlyList<BlockId> Blocks => Input.Blocks;

    /// <summary>Every annotator, also those excluded or unreadable.</summary>
    public IReadOnlyList<AnnotatorColumn> Annotators { get; }

    /// <summary>The annotators whose votes count.</summary>
    public IReadOnlyList<AnnotatorColumn> Counted { get; }

    /// <summary>Usernames of the annotators whose votes do not count, sorted.</summary>
    public IReadOnlyList<string> ExcludedNames =>
        [.. Annotators.Select(column => column.Username).Where(Input.Excluded.Contains)];

    /// <summary>The distinct labels of the counted votes, ascending.</summary>
    public IReadOnlyList<int> Labels => _counts.Labels;

    /// <summary>Labels of blocks that are not in the list, by block, then username; final labels last.</summary>
    public IReadOnlyList<OrphanedLabel> Vanished { get; }

    /// <summary>Votes, also of annotators not counted, that are younger than their block's final label.</summary>
    public IReadOnlyList<LaterVote> LaterVotes { get; }

    /// <summary>Votes, also of annotators not counted, that are not blind: they stand in the table, and count in the consensus.</summary>
    public int NotBlindVotes => Annotators.Sum(column => column.NotBlindCount);

    /// <summary>What agreement, error rates and certainty are computed from: without votes that are not blind, unless these are to be kept. The same rows and columns.</summary>
    public ReviewTable Rated => _rated.Value;

    public ReviewStatistics Statistics { get; }

    public ReviewProgress Progress => _progress.Value;

    public int Count => Blocks.Count;

    public ReviewRow this[int index] => new(this, index);

    public IEnumerable<ReviewRow> Rows => Enumerable.Range(0, Count).Select(index => this[index]);

    internal LabelCounts Counts => _counts;

    /// <summary>Columns of <paramref name="previous"/> whose votes and block list are the same objects are taken over.</summary>
    /// <exception cref="ArgumentException">The blocks are not sorted, or one is listed twice.</exception>
    public static ReviewTable Of(ReviewInput input, ReviewTable? previous = null)
    {
        bool sameBlocks = previous is not null && ReferenceEquals(previous.Blocks, input.Blocks);
        BlockId[] blocks = sameBlocks ? previous!._blocks : Sorted(input.Blocks);
        var known = new Dictionary<string, AnnotatorColumn>(StringComparer.Ordinal);
        foreach (AnnotatorColumn column in sameBlocks ? previous!.Annotators : [])
        {
            known[column.Username] = column;
        }

        AnnotatorVotes[] sources = [.. input.Annotators
            .DistinctBy(source => source.Username, StringComparer.Ordinal)
            .OrderBy(source => source.Username, StringComparer.Ordinal)];
        var columns = new AnnotatorColumn[sources.Length];
        _ = Parallel.For(0, sources.Length, i =>
        {
            AnnotatorColumn? old = known.GetValueOrDefault(sources[i].Username);
            bool unchanged = old is not null
                && ReferenceEquals(old.Source.Votes, sources[i].Votes)
                && ReferenceEquals(old.Source.Marks, sources[i].Marks)
                && old.Source.Fault == sources[i].Fault;
            columns[i] = unchanged ? old! : AnnotatorColumn.Of(sources[i], blocks);
        });
        return new ReviewTable(input, blocks, columns, (previous, null));
    }

    /// <summary>The ties are broken, so that no row's consensus waits for the model.</summary>
    public bool HasBrokenTies => _ties.IsBroken;

    /// <summary>Returns once the ties are broken; a row with a tie that is asked before does it, and cannot be cancelled.</summary>
    /// <exception cref="OperationCanceledException">They are not.</exception>
    public void BreakTies(CancellationToken ct) => _ = _ties.Break(ct);

    /// <summary>The same table to show until its ties are broken: a tie is what it was in <paramref name="before"/>, or has no consensus yet.</summary>
    public ReviewTable Awaiting(ReviewTable before) => HasBrokenTies
        ? this
        : new ReviewTable(Input, _blocks, [.. Annotators], (this, _ties.Awaiting(_counts, ReferenceEquals(before._blocks, _blocks) ? before._ties : null)));

    /// <summary>The same table with these annotators not counted.</summary>
    public ReviewTable Without(IReadOnlySet<string> excluded) =>
        excluded.Count == 0 ? this : Of(Input.Without(excluded), this);

    /// <summary>The same table with another rule for ties.</summary>
    public ReviewTable WithTies(TieRule rule) => rule == Input.Campaign.Ties ? this : Of(Input with { Campaign = Input.Campaign.With(rule) }, this);

    /// <summary>As if these blocks were not there, and nobody had labelled them.</summary>
    public ReviewTable WithoutBlocks(IReadOnlySet<BlockId> blocks) => blocks.Count == 0 ? this : Of(Input.WithoutBlocks(blocks));

    /// <summary>What the table would be if labels of some classes were of others.</summary>
    public ReviewTable Mapped(ClassMap map) => map.IsNone ? this : Of(map.Applied(Input));

    /// <summary>The same table with votes that are not blind counted in agreement as others.</summary>
    public ReviewTable KeepingNotBlind() => Input.KeepsNotBlind ? this : Of(Input with { KeepsNotBlind = true }, this);

    /// <summary>The same table with these of <see cref="LaterVotes"/> known to say nothing new.</summary>
    public ReviewTable WithRepeated(IReadOnlySet<LaterVote> repeated) =>
        repeated.Count == 0 ? this : Of(Input with { Repeated = repeated }, this);

    /// <summary>Blocks of which whoever sees this table, or a file made of it, sees another person's vote or the final label.</summary>
    public IEnumerable<BlockId> ShownTo(string username)
    {
        string person = Input.People.PersonOf(username);
        return Rows.Where(row => row.ShowsOthersTo(username)).Select(row => row.Block)
            .Concat(Vanished.Where(label => label.Username != person).Select(label => label.Block));
    }

    public AnnotatorColumn? FindAnnotator(string username) => _byUsername.GetValueOrDefault(username);

    public ReviewRow? Find(BlockId block) => Array.BinarySearch(_blocks, block) is >= 0 and int index ? this[index] : null;

    internal Consensus ConsensusAt(int index) => _ties[index];

    internal FinalLabel? FinalLabelAt(int index) => _finals[index].Label;

    internal bool HasNewVotesAt(int index) => _finals[index].HasNewVotes;

    internal IEnumerable<ChangedLabel> ChangedLabelsOf(BlockId block) => _changedLabels.Value[block];

    internal IEnumerable<KeyValuePair<string, BlockMark>> MarksOf(BlockId block) => _marks.Value[block];

    internal int CountAt(int index, int label) => _counts.At(index, label);

    internal double VoteEntropyAt(int index) => _counts.EntropyAt(index);

    private static ILookup<BlockId, KeyValuePair<string, BlockMark>> MarksIn(AnnotatorColumn[] columns) => columns
        .SelectMany(column => column.Source.Marks.Select(mark => (mark.Key, Mark: KeyValuePair.Create(column.Username, mark.Value))))
        .ToLookup(item => item.Key, item => item.Mark);

    private static BlockId[] Sorted(IReadOnlyList<BlockId> list)
    {
        BlockId[] blocks = list as BlockId[] ?? [.. list];
        for (int i = 1; i < blocks.Length; i++)
        {
            if (blocks[i - 1].CompareTo(blocks[i]) >= 0)
            {
                throw new ArgumentException($"'{blocks[i]}' stands behind '{blocks[i - 1]}'; expected the ordinal order.", nameof(list));
            }
        }

        return blocks;
    }

    private List<LaterVote> FindLaterVotes()
    {
        List<LaterVote> later = [];
        var counted = Counted.ToHashSet();
        for (int i = 0; i < _finals.Length; i++)
        {
            if (_finals[i].Label is not { } final)
            {
                continue;
            }

            foreach (AnnotatorColumn column in Annotators.Where(column => column.UtcTicks[i] > final.SetAt.UtcTicks))
            {
                var vote = new LaterVote(column.Username, Blocks[i], column.Labels[i], final.SetAt);
                later.Add(vote);
                _finals[i].HasNewVotes |= counted.Contains(column) && !Input.Repeated.Contains(vote);
            }
        }

        return later;
    }

    private List<OrphanedLabel> PlaceFinalLabels()
    {
        List<OrphanedLabel> vanished = [];
        foreach (AnnotatorColumn column in Annotators)
        {
            vanished.AddRange(column.Vanished.Select(entry =>
                new OrphanedLabel(entry.Key, column.Username, entry.Value.Label, entry.Value.At)));
        }

        foreach ((BlockId block, FinalLabel final) in Input.FinalLabels)
        {
            int index = Array.BinarySearch(_blocks, block);
            if (index < 0)
            {
                vanished.Add(new OrphanedLabel(block, null, final.Label, final.SetAt));
                continue;
            }

            _finals[index].Label = final;
        }

        return [.. vanished
            .OrderBy(label => label.Block)
            .ThenBy(label => label.Username is null)
            .ThenBy(label => label.Username, StringComparer.Ordinal)];
    }
}
