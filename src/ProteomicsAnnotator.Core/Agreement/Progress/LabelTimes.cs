namespace ProteomicsAnnotator.Core.Agreement.Progress;

/// <summary>How long one person works on a label, from the evidence of votes that stand.</summary>
/// <param name="Username">Who.</param>
/// <param name="N">Votes with a time.</param>
/// <param name="LowerQuartile">Seconds: a quarter of the votes took no longer.</param>
/// <param name="Median">Seconds.</param>
/// <param name="UpperQuartile">Seconds: three quarters of the votes took no longer.</param>
public readonly record struct LabelTimes(string Username, int N, double LowerQuartile, double Median, double UpperQuartile)
{
    private const double MillisecondsOfSecond = 1000;

    /// <summary>Of everybody who counts and has such a vote, by name.</summary>
    public static IReadOnlyList<LabelTimes> AllOf(ReviewTable table)
    {
        var all = new List<LabelTimes>();
        foreach (AnnotatorColumn person in table.Counted)
        {
            double[] seconds = [.. table.Rows.Select(row => row.EvidenceOf(person.Username)?.Measured.ActiveMs).OfType<long>().Select(ms => ms / MillisecondsOfSecond).Order()];
            if (seconds.Length > 0)
            {
                all.Add(new LabelTimes(person.Username, seconds.Length, Quantile(seconds, 0.25), Quantile(seconds, 0.5), Quantile(seconds, 0.75)));
            }
        }

        return all;
    }

    /// <summary>By linear interpolation between the two nearest.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double at = share * (sorted.Length - 1);
        int low = (int)at;
        return low + 1 == sorted.Length ? sorted[low] : sorted[low] + ((at - low) * (sorted[low + 1] - sorted[low]));
    }
}
