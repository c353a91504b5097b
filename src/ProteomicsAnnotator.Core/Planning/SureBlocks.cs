using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>
/// Which blocks need no further vote. Error rates of annotators and shares of classes by expectation and maximisation (Dawid and
/// Skene, 1979) with a stated prior: before any label, an annotator counts as right on <see cref="PriorRight"/> of
/// <see cref="PriorRight"/> + <see cref="PriorWrong"/> blocks of each class, the wrong ones shared by the other classes, so that few
/// labels never make certain. Starts from the votes; known answers are anchors. Logarithms; ends by an absolute step or a cap.
/// </summary>
public sealed class SureBlocks
{
    public const double PriorRight = 3;
    public const double PriorWrong = 1;

    /// <summary>Blocks that others labelled too, or whose answer is known, until an annotator's votes count here.</summary>
    public const int LeastSettled = 20;

    private const double Step = 1e-6;
    private const int MostRounds = 200;

    private readonly int[] _classes;
    private readonly BlockVotes[] _blocks;
    private readonly double[][] _posteriors;
    private readonly double[][,] _rates;
    private readonly double[] _shares;
    private readonly bool[] _counts;

    /// <summary>The same without the known answers; null: there are none.</summary>
    private SureBlocks? _unanchored;

    private SureBlocks(int[] classes, BlockVotes[] blocks, int raters)
    {
        (_classes, _blocks) = (classes, blocks);
        _posteriors = [.. blocks.Select(block => Start(block, classes.Length))];
        _rates = [.. Enumerable.Range(0, raters).Select(_ => new double[classes.Length, classes.Length])];
        _shares = new double[classes.Length];
        _counts = [.. Enumerable.Range(0, raters).Select(rater => blocks.Count(block => (block.Known is not null || block.Votes.Length > 1) && Array.Exists(block.Votes, vote => vote.Rater == rater)) >= LeastSettled)];
    }

    /// <summary>The rates still moved when the cap was hit.</summary>
    public bool HitCap { get; private set; }

    /// <summary>The share of the commonest class: what is known of a block without votes. 0: nobody has labelled anything.</summary>
    public double LargestShare => _shares.Length == 0 ? 0 : _shares.Max();

    /// <summary>The same votes without the known answers: what these are checked by.</summary>
    public SureBlocks Unanchored => _unanchored ?? this;

    /// <summary>How well the certainty holds on known answers, found without them.</summary>
    public Calibration Calibration { get; private set; } = new(0, null, null);

    /// <param name="votes">Everyone's labels.</param>
    /// <param name="known">Known answers: class numbers.</param>
    public static SureBlocks Of(IReadOnlyList<UserVotes> votes, IReadOnlyDictionary<BlockId, int> known)
    {
        int[] classes = [.. votes.SelectMany(user => user.Votes.Values.Select(vote => vote.Label)).Concat(known.Values).Distinct().Order()];
        var given = new Dictionary<BlockId, List<(int Rater, int Label)>>();
        foreach ((int rater, UserVotes user) in votes.Index())
        {
            foreach ((BlockId block, Vote vote) in user.Votes)
            {
                (given.TryGetValue(block, out List<(int, int)>? list) ? list : given[block] = []).Add((rater, Array.IndexOf(classes, vote.Label)));
            }
        }

        BlockVotes[] blocks = [.. given.OrderBy(block => block.Key).Select(block => new BlockVotes(block.Key, [.. block.Value], known.TryGetValue(block.Key, out int label) ? Array.IndexOf(classes, label) : null))];
        var model = new SureBlocks(classes, blocks, votes.Count);
        model.Fit();
        if (known.Count > 0)
        {
            model._unanchored = new SureBlocks(classes, [.. blocks.Select(block => block with { Known = null })], votes.Count);
            model._unanchored.Fit();
        }

        return model;
    }

    /// <summary>Blocks with votes enough of people who count, whose likeliest class has at least this probability.</summary>
    /// <param name="least">Votes.</param>
    /// <param name="posterior">As 0.95.</param>
    public IReadOnlyList<SureBlock> At(int least, double posterior)
    {
        var sure = new List<SureBlock>();
        (int answered, int right, double said) = (0, 0, 0);

        // Where only one class was used, nothing was ever told apart.
        foreach (BlockVotes block in _classes.Length < 2 ? [] : _blocks)
        {
            (int Rater, int Label)[] counted = Counted(block);
            double[] found = Posterior(counted);
            int likeliest = Array.IndexOf(found, found.Max());
            if (counted.Length < least || found[likeliest] < posterior)
            {
                continue;
            }

            sure.Add(new SureBlock(block.Block, _classes[likeliest], found[likeliest]));
        }

        // By the votes alone, of every known answer: those that the answers themselves make unsure are no better for that.
        foreach (BlockVotes block in _classes.Length < 2 ? [] : _blocks.Where(block => block.Known is not null))
        {
            (int Rater, int Label)[] counted = Counted(block);
            if (counted.Length >= least && _unanchored!.Posterior(counted) is var blind && blind.Max() >= posterior)
            {
                answered++;
                right += Array.IndexOf(blind, blind.Max()) == block.Known ? 1 : 0;
                said += blind.Max();
            }
        }

        Calibration = new Calibration(answered, answered == 0 ? null : said / answered, answered == 0 ? null : (double)right / answered);
        return sure;
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
            if (Counted(block) is { Length: > 0 } counted && Posterior(counted) is var found)
            {
                likeliest[block.Block] = new SureBlock(block.Block, _classes[Array.IndexOf(found, found.Max())], found.Max());
            }
        }

        return likeliest;
    }

    /// <summary>The likeliest class of each block with a vote, by all votes.</summary>
    public IReadOnlyDictionary<BlockId, int> Labels() => _blocks.ToDictionary(
        block => block.Block,
        block => Posterior(block.Votes) is var found ? _classes[Array.IndexOf(found, found.Max())] : 0);

    private (int Rater, int Label)[] Counted(BlockVotes block) => [.. block.Votes.Where(vote => _counts[vote.Rater])];

    private static double[] Start(BlockVotes block, int classes)
    {
        double[] start = new double[classes];
        if (block.Known is { } known)
        {
            start[known] = 1;
            return start;
        }

        foreach ((_, int label) in block.Votes)
        {
            start[label] += 1.0 / block.Votes.Length;
        }

        return start;
    }

    private void Fit()
    {
        for (int round = 0; round < MostRounds; round++)
        {
            Maximize();
            double step = 0;
            for (int i = 0; i < _blocks.Length; i++)
            {
                if (_blocks[i].Known is not null)
                {
                    continue;
                }

                double[] found = Posterior(_blocks[i].Votes);
                for (int k = 0; k < found.Length; k++)
                {
                    step = Math.Max(step, Math.Abs(found[k] - _posteriors[i][k]));
                }

                _posteriors[i] = found;
            }

            if (step < Step)
            {
                return;
            }
        }

        HitCap = true;
    }

    private void Maximize()
    {
        int classes = _classes.Length;
        Array.Fill(_shares, 1);
        foreach (double[,] rates in _rates)
        {
            for (int k = 0; k < classes; k++)
            {
                for (int label = 0; label < classes; label++)
                {
                    rates[k, label] = k == label ? PriorRight : PriorWrong / Math.Max(1, classes - 1);
                }
            }
        }

        for (int i = 0; i < _blocks.Length; i++)
        {
            for (int k = 0; k < classes; k++)
            {
                _shares[k] += _posteriors[i][k];
                foreach ((int rater, int label) in _blocks[i].Votes)
                {
                    _rates[rater][k, label] += _posteriors[i][k];
                }
            }
        }

        Normalize();
    }

    private void Normalize()
    {
        double all = _shares.Sum();
        for (int k = 0; k < _shares.Length; k++)
        {
            _shares[k] /= all;
            foreach (double[,] rates in _rates)
            {
                double row = Enumerable.Range(0, _shares.Length).Sum(label => rates[k, label]);
                for (int label = 0; label < _shares.Length; label++)
                {
                    rates[k, label] /= row;
                }
            }
        }
    }

    private double[] Posterior((int Rater, int Label)[] votes)
    {
        double[] found = new double[_classes.Length];
        for (int k = 0; k < found.Length; k++)
        {
            found[k] = Math.Log(_shares[k]);
            foreach ((int rater, int label) in votes)
            {
                found[k] += Math.Log(_rates[rater][k, label]);
            }
        }

        double highest = found.Max();
        double sum = 0;
        for (int k = 0; k < found.Length; k++)
        {
            sum += found[k] = Math.Exp(found[k] - highest);
        }

        for (int k = 0; k < found.Length; k++)
        {
            found[k] /= sum;
        }

        return found;
    }

    private sealed record BlockVotes(BlockId Block, (int Rater, int Label)[] Votes, int? Known);
}

/// <summary>What is known of a block by its votes.</summary>
/// <param name="Block">Which.</param>
/// <param name="Label">Its likeliest class.</param>
/// <param name="Posterior">The probability of that class.</param>
public readonly record struct SureBlock(BlockId Block, int Label, double Posterior);

/// <summary>What was said of blocks with a known answer, and what was right.</summary>
/// <param name="Blocks">Sure blocks with a known answer.</param>
/// <param name="Said">Mean probability of their likeliest class; null: there is none.</param>
/// <param name="Right">The share of them whose likeliest class is the known one; null: there is none.</param>
public readonly record struct Calibration(int Blocks, double? Said, double? Right)
{
    /// <summary>Fewer say nothing.</summary>
    public const int Least = 20;

    /// <summary>As "said 0.95, was right in 0.93 (of 41 known answers)".</summary>
    public string Words => this is { Said: { } said, Right: { } right, Blocks: >= Least }
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"said {said:0.00}, was right in {right:0.00} (of {Blocks} known answers)")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"too few labels to be sure how well this holds ({Blocks} known answers, {Least} are needed)");
}
