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
    private readonly IReadOnlyDictionary<BlockId, SureBlock> _unanchored;
    private readonly IReadOnlyDictionary<BlockId, int> _known;

    private ConsensusCertainty(ReviewTable table, SureBlocks model, IReadOnlyDictionary<BlockId, int> known)
    {
        (_table, _model, _known) = (table, model, known);
        _likeliest = model.Likeliest();
        _unanchored = model.Unanchored.Likeliest();
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
    public double? Of(ReviewRow row) => Of(row, _likeliest);

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
        int needed = contested.Count(row => !(Of(row) >= threshold));
        return new StopRule(contested.Length, needed, Check(_known, _unanchored, threshold), Check(GivenOneByOne(), _likeliest, threshold));
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

    private static double? Of(ReviewRow row, IReadOnlyDictionary<BlockId, SureBlock> likeliest) =>
        row.Consensus is { Label: { } consensus, IsTie: false } && likeliest.TryGetValue(row.Block, out SureBlock found) && found.Label == consensus
            ? found.Posterior
            : null;

    /// <summary>On blocks that annotators disagree on, as it is about these.</summary>
    private CheckedConsensus Check(IReadOnlyDictionary<BlockId, int> right, IReadOnlyDictionary<BlockId, SureBlock> likeliest, double threshold)
    {
        ReviewRow[] checkedRows = [.. right.Keys.Select(_table.Find).OfType<ReviewRow>().Where(row => row.Status == ReviewStatus.Disagree && Of(row, likeliest) >= threshold)];
        return new CheckedConsensus(checkedRows.Length, checkedRows.Count(row => row.Consensus.Label == right[row.Block]));
    }

    /// <summary>An accepted consensus would confirm itself: its reason tells, and that final labels set on many blocks at once share author and time.</summary>
    private Dictionary<BlockId, int> GivenOneByOne() => _table.Input.FinalLabels
        .Where(final => !Acceptance.IsReason(final.Value.Reason))
        .GroupBy(final => (final.Value.SetBy, final.Value.SetAt))
        .Where(step => step.Count() == 1)
        .SelectMany(step => step)
        .ToDictionary(final => final.Key, final => final.Value.Label);
}
