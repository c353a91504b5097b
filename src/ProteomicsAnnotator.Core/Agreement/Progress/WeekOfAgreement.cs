using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Agreement.Progress;

/// <summary>How far two annotators agree, by the week in which the later of two votes on a block was given.</summary>
/// <param name="Monday">First day of the week, in the campaign's time zone.</param>
/// <param name="Pairs">Of two votes on one block.</param>
/// <param name="Same">Of these the ones that say the same.</param>
/// <param name="Effective">How many independent pairs would tell as much: pairs of one block go together, so it is less (design effect: Kish 1965).</param>
public readonly record struct WeekOfAgreement(DateOnly Monday, int Pairs, int Same, double Effective)
{
    private const int DaysOfWeek = 7;

    public double Share => (double)Same / Pairs;

    /// <summary>95 %, over blocks.</summary>
    public WilsonInterval Interval => WilsonInterval.OfShare(Share, Effective);

    /// <summary>Weeks with a pair, in their order. Without votes that are not blind, and without those whose time is not known.</summary>
    public static IReadOnlyList<WeekOfAgreement> AllOf(ReviewTable all, TimeZoneInfo zone)
    {
        ReviewTable table = all.Rated;
        var weeks = new SortedDictionary<DateOnly, PairSums>();
        var votes = new List<(DateTimeOffset At, int Label)>();
        for (int i = 0; i < table.Count; i++)
        {
            votes.Clear();
            foreach (AnnotatorColumn person in table.Counted)
            {
                if (person.At(i) is { } vote && LabelTime.Known(vote.At) is { } time)
                {
                    votes.Add((time, vote.Label));
                }
            }

            votes.Sort();
            foreach (IGrouping<DateOnly, int> week in Enumerable.Range(1, Math.Max(0, votes.Count - 1)).GroupBy(later => MondayOf(votes[later].At, zone)))
            {
                weeks[week.Key] = weeks.GetValueOrDefault(week.Key).With(week.Sum(), week.Sum(later => votes[..later].Count(vote => vote.Label == votes[later].Label)));
            }
        }

        return [.. weeks.Select(week => new WeekOfAgreement(week.Key, week.Value.Pairs, week.Value.Same, week.Value.Effective))];
    }

    private static DateOnly MondayOf(DateTimeOffset time, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);
        return day.AddDays(-(((int)day.DayOfWeek + DaysOfWeek - 1) % DaysOfWeek));
    }
}

/// <summary>What the variance of a share of pairs follows from, block by block: that of a ratio of two sums (Cochran 1977, Sampling Techniques, section 2.11).</summary>
internal readonly record struct PairSums(int Blocks, int Pairs, int Same, double PairsSquared, double PairsSame, double SameSquared)
{
    public double Effective
    {
        get
        {
            double share = (double)Same / Pairs;
            double spread = SameSquared - (2 * share * PairsSame) + (share * share * PairsSquared);
            bool isKnown = Blocks > 1 && share > 0 && share < 1 && spread > 0;
            double variance = isKnown ? spread * Blocks / (Blocks - 1) / ((double)Pairs * Pairs) : 0;
            return isKnown ? Math.Clamp(share * (1 - share) / variance, 1, Pairs) : Blocks;
        }
    }

    /// <summary>And those of one more block.</summary>
    public PairSums With(int pairs, int same) => new(
        Blocks + 1, Pairs + pairs, Same + same, PairsSquared + ((double)pairs * pairs), PairsSame + ((double)pairs * same), SameSquared + ((double)same * same));
}
