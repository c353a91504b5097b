namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Dawid and Skene (1979), "Maximum likelihood estimation of observer error-rates using the EM algorithm", Applied
/// Statistics 28, 20-28. Starts from the vote shares, weighs repeated ratings by their count, floors probabilities at
/// 1e-12 inside logarithms, smooths nothing, and stops when the log-likelihood moves by less than 1e-9.
/// A second opinion beside the majority, never in its place.
/// </summary>
public sealed class DawidSkene
{
    private const double Floor = 1e-12;
    private const double Tolerance = 1e-9;
    private const int MaxIterations = 10_000;

    /// <summary>With fewer expected labels a rater's rates for a class say nothing of the rater: they come from the floor alone.</summary>
    private const double LeastExpected = 0.5;

    private readonly RatingList _ratings;
    private readonly int _width;
    private readonly double[] _posterior;
    private readonly double[] _errorRates;
    private readonly double[] _expected;
    private readonly double[] _classShares;
    private readonly Lazy<double?[]> _accuracies;

    private DawidSkene(RatingList ratings)
    {
        _ratings = ratings;
        _width = ratings.Labels.Count;
        _posterior = new double[ratings.ItemCount * _width];
        _errorRates = new double[ratings.RaterCount * _width * _width];
        _expected = new double[ratings.RaterCount * _width];
        _classShares = new double[_width];
        _accuracies = new(AccuracyOfEach);
        StartFromVoteShares();
    }

    /// <summary>The labels in use, ascending: the positions of every list here.</summary>
    public IReadOnlyList<int> Labels => _ratings.Labels;

    /// <summary>Estimated share of each true class.</summary>
    public IReadOnlyList<double> ClassShares => _classShares;

    public double LogLikelihood { get; private set; }

    public int Iterations { get; private set; }

    /// <summary>The likelihood still moved when the computation was ended.</summary>
    public bool HitCap { get; private set; }

    /// <summary>Probability of each class being the item's true one; all 0 for an item without ratings.</summary>
    public ReadOnlySpan<double> Posterior(int item) => _posterior.AsSpan(item * _width, _width);

    /// <summary>The likeliest class, the smallest on a tie; null without ratings.</summary>
    public int? LabelOf(int item)
    {
        ReadOnlySpan<double> posterior = Posterior(item);
        int best = -1;
        for (int k = 0; k < _width; k++)
        {
            best = posterior[k] > (best < 0 ? 0 : posterior[best]) ? k : best;
        }

        return best < 0 ? null : Labels[best];
    }

    /// <summary>1 - the highest posterior; 0 without ratings.</summary>
    public double UncertaintyOf(int item)
    {
        double highest = 0;
        foreach (double value in Posterior(item))
        {
            highest = Math.Max(highest, value);
        }

        return highest == 0 ? 0 : 1 - highest;
    }

    /// <summary>Probability that the rater reports a label where the true class is given; positions, rows sum to 1 or 0.</summary>
    public double ErrorRate(int rater, int trueClass, int reported) =>
        _errorRates[(((rater * _width) + trueClass) * _width) + reported];

    /// <summary>False: no label of the rater is likely to be on a block of the class, so there is no data for these rates.</summary>
    public bool HasRates(int rater, int trueClass) => _expected[(rater * _width) + trueClass] >= LeastExpected;

    /// <summary>The share of the rater's labels that are expected to be right: the mean posterior of what was given. Null without labels.</summary>
    public double? AccuracyOf(int rater) => _accuracies.Value[rater];

    /// <summary>Null when nothing is labelled.</summary>
    public static DawidSkene? Of(ReviewTable table, CancellationToken ct = default) => Of(RatingList.Of(table), ct);

    public static DawidSkene? Of(RatingList ratings, CancellationToken ct = default) => Of(ratings, MaxIterations, ct);

    internal static DawidSkene? Of(RatingList ratings, int iterations, CancellationToken ct)
    {
        if (ratings.Labels.Count == 0)
        {
            return null;
        }

        var model = new DawidSkene(ratings) { HitCap = true };
        double before = double.NegativeInfinity;
        while (model.Iterations < iterations)
        {
            ct.ThrowIfCancellationRequested();
            model.Maximize();
            model.LogLikelihood = model.Expect();
            model.Iterations++;
            if (Math.Abs(model.LogLikelihood - before) < Tolerance)
            {
                model.HitCap = false;
                break;
            }

            before = model.LogLikelihood;
        }

        return model;
    }

    private double?[] AccuracyOfEach()
    {
        double[] right = new double[_ratings.RaterCount];
        int[] given = new int[_ratings.RaterCount];
        for (int item = 0; item < _ratings.ItemCount; item++)
        {
            foreach ((int rater, int label, int count) in _ratings[item])
            {
                right[rater] += count * Posterior(item)[label];
                given[rater] += count;
            }
        }

        return [.. right.Select((sum, rater) => given[rater] == 0 ? (double?)null : sum / given[rater])];
    }

    private void StartFromVoteShares()
    {
        for (int item = 0; item < _ratings.ItemCount; item++)
        {
            Span<double> posterior = _posterior.AsSpan(item * _width, _width);
            double total = 0;
            foreach ((_, int label, int count) in _ratings[item])
            {
                posterior[label] += count;
                total += count;
            }

            Scale(posterior, total);
        }
    }

    /// <summary>Class shares and error rates from the posteriors (their equations 2.3 and 2.4).</summary>
    private void Maximize()
    {
        Array.Clear(_classShares);
        Array.Clear(_errorRates);
        for (int item = 0; item < _ratings.ItemCount; item++)
        {
            ReadOnlySpan<double> posterior = Posterior(item);
            for (int k = 0; k < _width; k++)
            {
                _classShares[k] += posterior[k];
            }

            foreach ((int rater, int label, int count) in _ratings[item])
            {
                for (int k = 0; k < _width; k++)
                {
                    _errorRates[(((rater * _width) + k) * _width) + label] += posterior[k] * count;
                }
            }
        }

        Scale(_classShares, _classShares.Sum());
        for (int start = 0; start < _errorRates.Length; start += _width)
        {
            Span<double> row = _errorRates.AsSpan(start, _width);
            double total = 0;
            foreach (double value in row)
            {
                total += value;
            }

            _expected[start / _width] = total;
            Scale(row, total);
        }
    }

    /// <summary>Posteriors from class shares and error rates (their equation 2.5); returns the log-likelihood.</summary>
    private double Expect()
    {
        double[] logShares = [.. _classShares.Select(share => Math.Log(Math.Max(share, Floor)))];
        double[] logRates = [.. _errorRates.Select(rate => Math.Log(Math.Max(rate, Floor)))];
        double logLikelihood = 0;
        for (int item = 0; item < _ratings.ItemCount; item++)
        {
            ReadOnlySpan<(int Rater, int Label, int Count)> ratings = _ratings[item];
            if (ratings.IsEmpty)
            {
                continue;
            }

            Span<double> posterior = _posterior.AsSpan(item * _width, _width);
            logShares.CopyTo(posterior);
            foreach ((int rater, int label, int count) in ratings)
            {
                for (int k = 0; k < _width; k++)
                {
                    posterior[k] += count * logRates[(((rater * _width) + k) * _width) + label];
                }
            }

            logLikelihood += Normalize(posterior);
        }

        return logLikelihood;
    }

    /// <summary>Turns logs into shares; returns the log of their sum.</summary>
    private static double Normalize(Span<double> logs)
    {
        double highest = double.NegativeInfinity;
        foreach (double value in logs)
        {
            highest = Math.Max(highest, value);
        }

        double total = 0;
        foreach (ref double value in logs)
        {
            value = Math.Exp(value - highest);
            total += value;
        }

        Scale(logs, total);
        return highest + Math.Log(total);
    }

    private static void Scale(Span<double> values, double total)
    {
        if (total > 0)
        {
            foreach (ref double value in values)
            {
                value /= total;
            }
        }
    }
}
