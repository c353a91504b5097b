using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>
/// Which blocks need no further vote. Error rates of annotators and shares of classes by expectation and maximisation (Dawid and
/// Skene, 1979) with a stated prior: before any label, an annotator counts as right on <see cref="ErrorRates.PriorRight"/> of
/// <see cref="ErrorRates.PriorRight"/> + <see cref="ErrorRates.PriorWrong"/> blocks of each class, the wrong ones shared by the other classes, so that few
/// labels never make certain. Starts from the votes; known answers are anchors. Logarithms; ends by an absolute step or a cap.
/// </summary>
public sealed class SureBlocks
{
    /// <summary>Blocks that others labelled too, or whose answer is known, until an annotator's votes count here.</summary>
    public const int LeastSettled = 20;

    private readonly int[] _classes;
    private readonly BlockVotes[] _blocks;
    private readonly ErrorRates _rates;
    private readonly bool[] _counts;

    private Dictionary<BlockId, BlockVotes>? _byId;

    /// <summary>The same without the known answers; null: there are none.</summary>
    private SureBlocks? _unanchored;

    private SureBlocks(int[] classes, BlockVotes[] blocks, int raters)
    {
        (_classes, _blocks) = (classes, blocks);
        _rates = ErrorRates.Of(blocks, classes.Length, raters);
        _counts = [.. Enumerable.Range(0, raters).Select(rater => blocks.Count(block => (block.Known is not null || block.Votes.Length > 1) && Array.Exists(block.Votes, vote => vote.Rater == rater)) >= LeastSettled)];
    }

    /// <summary>The rates still moved when the cap was hit.</summary>
    public bool HitCap => _rates.HitCap;

    /// <summary>The share of the commonest class: what is known of a block without votes. 0: nobody has labelled anything.</summary>
    public double LargestShare => _rates.LargestShare;

    /// <summary>The same votes without the known answers: what these are checked by.</summary>
    public SureBlocks Unanchored => _unanchored ?? this;

    /// <summary>How well the certainty holds on known answers, found without them.</summary>
    public Calibration Calibration { get; private set; } = new(0, null, null);

    /// <param name="votes">Everyone's labels.</param>
    /// <param name="known">Known answers: class numbers.</param>
    public static SureBlocks Of(IReadOnlyList<UserVotes> votes, IReadOnlyDictionary<BlockId, int> known)
    {
        int[] classes = [.. votes.SelectMany(user => user.Votes.Values.Select(vote => vote.Label)).Concat(known.Values).Distinct().Order()];
        var given = new Dictionary<BlockId, List<(int Rater, int Label, DateTimeOffset At)>>();
        foreach ((int rater, UserVotes user) in votes.Index())
        {
            foreach ((BlockId block, Vote vote) in user.Votes)
            {
                (given.TryGetValue(block, out List<(int, int, DateTimeOffset)>? list) ? list : given[block] = []).Add((rater, Array.IndexOf(classes, vote.Label), vote.At));
            }
        }

        BlockVotes[] blocks = [.. given.OrderBy(block => block.Key).Select(block => new BlockVotes(block.Key, InTime(block.Value), known.TryGetValue(block.Key, out int label) ? Array.IndexOf(classes, label) : null))];
        var model = new SureBlocks(classes, blocks, votes.Count);
        if (known.Count > 0)
        {
            model._unanchored = new SureBlocks(classes, [.. blocks.Select(block => block with { Known = null })], votes.Count);
        }

        return model;
    }

    /// <summary>Blocks with votes enough of people who count, whose likeliest class has at least this probability.</summary>
    /// <param name="least">Votes.</param>
    /// <param name="posterior">As 0.95.</param>
    public IReadOnlyList<SureBlock> At(int least, double posterior)
    {
        var sure = new List<SureBlock>();

        // Where only one class was used, nothing was ever told apart.
        foreach (BlockVotes block in _classes.Length < 2 ? [] : _blocks)
        {
            (int Rater, int Label)[] counted = Counted(block);
            if (counted.Length >= least && Likeliest(block.Block, counted) is var found && found.Posterior >= posterior)
            {
                sure.Add(found);
            }
        }

        Calibration = CheckOn(_blocks.Where(block => block.Known is not null).ToDictionary(block => block.Block, block => _classes[block.Known!.Value]), least, posterior);
        return sure;
    }

    /// <summary>
    /// How well it holds on blocks whose class is known otherwise, by the votes alone, and by no more of these than such a block gets: in the
    /// order of time, until they are enough and sure.
    /// </summary>
    /// <param name="right">The class numbers.</param>
    /// <param name="least">As <see cref="At"/> has it.</param>
    /// <param name="posterior">As <see cref="At"/> has it.</param>
    public Calibration CheckOn(IReadOnlyDictionary<BlockId, int> right, int least, double posterior)
    {
        (int sure, int agreed, double said) = (0, 0, 0);
        foreach (BlockVotes block in _blocks.Where(block => right.ContainsKey(block.Block)))
        {
            if (Stopped(block, least, posterior) is { } found)
            {
                sure++;
                agreed += found.Label == right[block.Block] ? 1 : 0;
                said += found.Posterior;
            }
        }

        return new Calibration(sure, sure == 0 ? null : said / sure, sure == 0 ? null : (double)agreed / sure);
    }

    /// <summary>The same on blocks that get all votes, however sure they are: by the final label, else by all votes where they are more and have no tie.</summary>
    /// <param name="share">Which.</param>
    /// <param name="finalLabels">Class numbers.</param>
    /// <param name="least">As <see cref="At"/> has it.</param>
    /// <param name="posterior">As <see cref="At"/> has it.</param>
    public Calibration CheckOnShare(IReadOnlySet<BlockId> share, IReadOnlyDictionary<BlockId, int> finalLabels, int least, double posterior)
    {
        var right = new Dictionary<BlockId, int>();
        foreach (BlockVotes block in _blocks.Where(block => block.Known is null && share.Contains(block.Block)))
        {
            if (finalLabels.TryGetValue(block.Block, out int label))
            {
                right[block.Block] = label;
            }
            else if (Stopped(block, least, posterior) is { } stopped && block.Votes.Length > stopped.Votes && Commonest(block.Votes) is { } commonest)
            {
                right[block.Block] = _classes[commonest];
            }
        }

        return CheckOn(right, least, posterior);
    }

    /// <summary>The block as if it had only its first votes: their class numbers, and the likeliest class by those of people who count; null: there are none, or only one class was used.</summary>
    public (IReadOnlyList<int> Labels, SureBlock? Likeliest) AtFirst(BlockId block, int votes)
    {
        _byId ??= _blocks.ToDictionary(known => known.Block);
        if (!_byId.TryGetValue(block, out BlockVotes? found))
        {
            return ([], null);
        }

        (int Rater, int Label)[] first = [.. found.Votes.Take(votes)];
        (int Rater, int Label)[] counted = [.. first.Where(vote => _counts[vote.Rater])];
        return ([.. first.Select(vote => _classes[vote.Label])], counted.Length == 0 || _classes.Length < 2 ? null : Likeliest(block, counted));
    }

    /// <summary>
    /// The likeliest class of each block with a vote of somebody who counts, by those votes; empty where only one class was used, as
    /// nothing was ever told apart then.
    /// </summary>
    public IReadOnlyDictionary<BlockId, SureBlock> Likeliest()
    {
        var likeliest = new Dictionary<BlockId, SureBlock>(_blocks.Length);
        foreach (BlockVotes block in _classes.Length < 2 ? [] : _blocks)
        {
            if (Counted(block) is { Length: > 0 } counted)
            {
                likeliest[block.Block] = Likeliest(block.Block, counted);
            }
        }

        return likeliest;
    }

    /// <summary>The likeliest class of each block with a vote, by all votes.</summary>
    public IReadOnlyDictionary<BlockId, int> Labels() => _blocks.ToDictionary(
        block => block.Block,
        block => Likeliest(block.Block, block.Votes).Label);

    /// <summary>The one of most votes; null: several have as many.</summary>
    private static int? Commonest((int Rater, int Label)[] votes)
    {
        IGrouping<int, (int, int)>[] byLabel = [.. votes.GroupBy(vote => vote.Label).OrderByDescending(label => label.Count())];
        return byLabel.Length == 1 || byLabel[0].Count() > byLabel[1].Count() ? byLabel[0].Key : null;
    }

    /// <summary>By the votes alone, at the first of them by which the block is sure; null: it never is.</summary>
    private SureBlock? Stopped(BlockVotes block, int least, double posterior)
    {
        (int Rater, int Label)[] counted = _classes.Length < 2 ? [] : Counted(block);
        for (int votes = Math.Max(1, least); votes <= counted.Length; votes++)
        {
            if (Unanchored.Likeliest(block.Block, counted[..votes]) is { } found && found.Posterior >= posterior)
            {
                return found;
            }
        }

        return null;
    }

    private SureBlock Likeliest(BlockId block, (int Rater, int Label)[] votes)
    {
        double[] found = _rates.Posterior(votes);
        int likeliest = Array.IndexOf(found, found.Max());
        return new SureBlock(block, _classes[likeliest], found[likeliest]) { Votes = votes.Length };
    }

    private (int Rater, int Label)[] Counted(BlockVotes block) => [.. block.Votes.Where(vote => _counts[vote.Rater])];

    private static (int Rater, int Label)[] InTime(List<(int Rater, int Label, DateTimeOffset At)> votes) =>
        [.. votes.OrderBy(vote => vote.At).ThenBy(vote => vote.Rater).Select(vote => (vote.Rater, vote.Label))];
}

/// <summary>The votes on a block, in the order of time; raters and classes by index.</summary>
internal sealed record BlockVotes(BlockId Block, (int Rater, int Label)[] Votes, int? Known);
