using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Agreement.Certainty;

/// <summary>
/// How certain the consensus of each block is, by the model that stops votes (<see cref="SureBlocks"/>): which disagreements need a
/// person, and how often the others would be right. A pure function of a table and the known answers.
/// </summary>
public sealed class ConsensusCertainty
{
    /// <summary>A consensus with at least this probability needs no person, unless somebody chooses otherwise.</summary>
    public const double UsualThreshold = 0.95;

    private const int Digits = 9;

    private readonly ReviewTable _table;
    private readonly SureBlocks _model;
    private readonly IReadOnlyDictionary<BlockId, SureBlock> _likeliest;
    private readonly IReadOnlyDictionary<BlockId, int> _known;

    private ConsensusCertainty(ReviewTable table, SureBlocks model, IReadOnlyDictionary<BlockId, int> known)
    {
        (_table, _model, _known) = (table, model, known);
        _likeliest = model.Likeliest();
    }

    /// <summary>The rates still moved when the computation was ended.</summary>
    public bool HitCap => _model.HitCap;

    /// <param name="table">Votes that count, and final labels.</param>
    /// <param name="known">Known answers: class numbers.</param>
    public static ConsensusCertainty Of(ReviewTable table, IReadOnlyDictionary<BlockId, int> known) =>
        new(table, SureBlocks.Of([.. table.Rated.Counted.Select(column => new UserVotes(column.Username, column.Source.Votes))], known), known);

    /// <summary>
    /// The probability of the block's consensus; null: there is none without a tie, the votes make another class likelier, or nobody
    /// who voted has enough blocks for an error rate.
    /// </summary>
    public double? Of(ReviewRow row) =>
        row.Consensus is { Label: { } consensus, IsTie: false } && _likeliest.TryGetValue(row.Block, out SureBlock found) && found.Label == consensus
            ? found.Posterior
            : null;

    /// <summary>Disagreements that wait for a decision: first those without a certainty, then the least certain consensus.</summary>
    /// <param name="isListed">Which rows; null: those that wait for a final label.</param>
    public IReadOnlyList<BlockId> LeastCertainFirst(Func<ReviewRow, bool>? isListed = null) =>
    [
        .. _table.Rows.Where(isListed ?? (row => row.IsContested))
            .OrderBy(row => Of(row) is null ? 0 : 1)
            .ThenBy(row => Math.Round(_likeliest.GetValueOrDefault(row.Block).Posterior, Digits))
            .ThenBy(row => row.Index)
            .Select(row => row.Block),
    ];

    /// <summary>What follows from a threshold for the disagreements that wait for a decision.</summary>
    public StopRule At(double threshold)
    {
        ReviewRow[] contested = [.. _table.Rows.Where(row => row.IsContested)];
        int votes = contested.Length == 0 ? int.MaxValue : contested.Select(row => row.Consensus.VoteCount).Order().ElementAt(contested.Length / 2);
        int needed = contested.Count(row => !(Of(row) >= threshold));
        return new StopRule(contested.Length, needed, Check(_known, _model.Unanchored, threshold, votes), Check(GivenOneByOne(), _model, threshold, votes));
    }

    /// <summary>What it would mean to make the consensus the final label of these blocks where it is certain enough.</summary>
    /// <param name="blocks">Those to look at.</param>
    /// <param name="threshold">The probability of the consensus, at least.</param>
    /// <param name="leastVotes">Votes of the block, at least.</param>
    public Acceptance Accept(IEnumerable<BlockId> blocks, double threshold, int leastVotes)
    {
        var accepted = new Dictionary<BlockId, int>();
        (int listed, int decided, int fewVotes, int unsure) = (0, 0, 0, 0);
        foreach (ReviewRow row in blocks.Distinct().Select(_table.Find).OfType<ReviewRow>())
        {
            listed++;
            if (row.FinalLabel is not null)
            {
                decided++;
            }
            else if (row.Consensus.VoteCount < leastVotes)
            {
                fewVotes++;
            }
            else if (Of(row) >= threshold)
            {
                accepted[row.Block] = row.Consensus.Label!.Value;
            }
            else
            {
                unsure++;
            }
        }

        return new Acceptance(accepted, listed, decided, fewVotes, unsure)
        {
            Reason = Acceptance.ReasonFrom(threshold),
        };
    }

    /// <summary>
    /// On blocks that annotators disagree on, as it is about these, and by as many of their first votes as these have: a known answer that
    /// is in everybody's queue has many more, and would say nothing of a block with three.
    /// </summary>
    private CheckedConsensus Check(IReadOnlyDictionary<BlockId, int> right, SureBlocks model, double threshold, int votes)
    {
        (int sure, int agreed) = (0, 0);
        foreach (BlockId block in right.Keys.Where(block => _table.Find(block) is not null))
        {
            (IReadOnlyList<int> labels, SureBlock? likeliest) = model.AtFirst(block, votes);
            int[] byCount = [.. labels.CountBy(label => label).OrderByDescending(label => label.Value).Select(label => label.Value)];
            if (byCount is [var most, var next, ..] && most > next && likeliest is { } found && found.Posterior >= threshold
                && labels.Count(label => label == found.Label) == most)
            {
                sure++;
                agreed += found.Label == right[block] ? 1 : 0;
            }
        }

        return new CheckedConsensus(sure, agreed);
    }

    /// <summary>An accepted consensus would confirm itself: its reason tells, and that final labels set on many blocks at once share author and time.</summary>
    private Dictionary<BlockId, int> GivenOneByOne() => _table.Input.FinalLabels
        .Where(final => !Acceptance.IsReason(final.Value.Reason))
        .GroupBy(final => (final.Value.SetBy, final.Value.SetAt))
        .Where(step => step.Count() == 1)
        .SelectMany(step => step)
        .ToDictionary(final => final.Key, final => final.Value.Label);
}
