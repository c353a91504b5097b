using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Predictions.Figures;

/// <summary>One class against all others, by its probability.</summary>
/// <param name="Label">Its number.</param>
/// <param name="N">Blocks with the probability and a label by people.</param>
/// <param name="Positives">Of these the ones that people say are of it.</param>
/// <param name="Points">By threshold, 0 to 1 in steps of 0.01: a block counts as of the class from the threshold on.</param>
/// <param name="Chosen">The point with the highest F1, of equal ones the lowest threshold; null: people say the class of no block, so none is better.</param>
/// <param name="Brier">Mean squared distance between the probability and what people say, 0 to 1.</param>
/// <param name="CalibrationError">
/// Mean over blocks of the distance between the mean probability of their bin and the share of it that people say is of the class: the expected
/// calibration error of Naeini, Cooper and Hauskrecht (2015), AAAI 29, with ten bins of equal width.
/// </param>
/// <param name="Bins">Those with a block.</param>
public sealed record ScoreCurve(
    int Label, int N, int Positives, IReadOnlyList<ThresholdPoint> Points, ThresholdPoint? Chosen, double Brier, double CalibrationError, IReadOnlyList<ReliabilityBin> Bins)
{
    private const int Steps = 100;
    internal const int BinCount = 10;

    /// <summary>Null without a block.</summary>
    /// <param name="label">The class.</param>
    /// <param name="rows">Blocks with the probability.</param>
    /// <param name="missed">Blocks of the class, by people, without the probability, as the model says another class: recall has them.</param>
    internal static ScoreCurve? Of(int label, (double Score, bool IsIt)[] rows, int missed)
    {
        if (rows.Length == 0)
        {
            return null;
        }

        int positives = rows.Count(row => row.IsIt);
        ThresholdPoint[] points = PointsOf(rows, positives + missed);
        ReliabilityBin[] bins = [.. rows
            .GroupBy(row => BinOf(row.Score))
            .OrderBy(bin => bin.Key)
            .Select(bin => new ReliabilityBin(bin.Key, bin.Count(), bin.Count(row => row.IsIt), bin.Average(row => row.Score)))];
        return new ScoreCurve(
            label,
            rows.Length,
            positives,
            points,
            positives + missed == 0 ? null : points.MaxBy(point => point.F1 ?? -1),
            rows.Average(row => Math.Pow(row.Score - (row.IsIt ? 1 : 0), 2)),
            bins.Sum(bin => bin.N * Math.Abs(bin.MeanScore - bin.Share)) / rows.Length,
            bins);
    }

    /// <summary>Which of ten bins of equal width, from 0; the last one has 1 too.</summary>
    internal static int BinOf(double score) => Math.Min((int)(score * BinCount), BinCount - 1);

    private static ThresholdPoint[] PointsOf((double Score, bool IsIt)[] rows, int positives)
    {
        // Thresholds are hundredths as written: 0.29 is not below itself.
        double[] thresholds = [.. Enumerable.Range(0, Steps + 1).Select(step => (double)step / Steps)];
        int[] said = new int[thresholds.Length + 1];
        int[] right = new int[thresholds.Length + 1];
        foreach ((double score, bool isIt) in rows)
        {
            int at = Array.BinarySearch(thresholds, score);
            int last = at >= 0 ? at : ~at - 1;
            said[last]++;
            right[last] += isIt ? 1 : 0;
        }

        for (int i = thresholds.Length - 2; i >= 0; i--)
        {
            said[i] += said[i + 1];
            right[i] += right[i + 1];
        }

        return [.. thresholds.Select((threshold, i) => new ThresholdPoint(threshold, new ModelClass(0, positives, said[i], right[i])))];
    }
}

/// <summary>What follows from a threshold.</summary>
/// <param name="Threshold">A block counts as of the class from here on.</param>
/// <param name="Counts">Of blocks.</param>
public readonly record struct ThresholdPoint(double Threshold, ModelClass Counts)
{
    public double? Precision => Counts.Precision;

    public double? Recall => Counts.Recall;

    public double? F1 => Counts.F1;
}

/// <summary>Blocks whose probability lies in one tenth: a model is calibrated where the share is the mean probability.</summary>
/// <param name="Number">Of ten, from 0.</param>
/// <param name="N">Blocks.</param>
/// <param name="Positives">Of these the ones that people say are of the class.</param>
/// <param name="MeanScore">Mean probability.</param>
public readonly record struct ReliabilityBin(int Number, int N, int Positives, double MeanScore)
{
    /// <summary>From here on.</summary>
    public double Low => (double)Number / ScoreCurve.BinCount;

    /// <summary>Below; the last bin has 1 too.</summary>
    public double High => (Number + 1.0) / ScoreCurve.BinCount;

    public double Share => (double)Positives / N;

    public WilsonInterval Interval => WilsonInterval.Of(Positives, N);
}
