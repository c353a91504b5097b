using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Progress;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

/// <summary>
/// How often the 95 % intervals hold the true value: campaigns of 500 blocks and six people with known error rates, by a seed fixed in
/// advance. The true values are computed here from the rates, by the definitions of the figures.
/// </summary>
public sealed class IntervalCoverageTests
{
    private const int Blocks = 500;
    private const ulong Seed = 20240617;
    private static readonly double[] Prevalence = [0.5, 0.3, 0.2];
    private static readonly double[] Accuracy = [0.92, 0.88, 0.85, 0.8, 0.75, 0.7];
    private static readonly string[] People = [.. Enumerable.Range(1, Accuracy.Length).Select(i => $"person_{i}")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Two thousand campaigns hold each true value in 92.5 to 97.5 %; fewer campaigns in four standard errors around 95 %.</summary>
    [Fact]
    public void Intervals_HoldTheTrueValue()
    {
        int campaigns = TestScale.Of(usual: 60, ci: 60, full: 2000);
        Dictionary<string, double> truth = Truth();
        Dictionary<string, int> held = truth.Keys.ToDictionary(name => name, _ => 0, StringComparer.Ordinal);
        for (int campaign = 0; campaign < campaigns; campaign++)
        {
            Dictionary<string, (double Low, double High)> intervals = IntervalsOf(Simulated(Seed + (ulong)campaign));
            Assert.Equal(truth.Keys.Order(StringComparer.Ordinal), intervals.Keys.Order(StringComparer.Ordinal));
            foreach ((string name, (double low, double high)) in intervals)
            {
                held[name] += low <= truth[name] && truth[name] <= high ? 1 : 0;
            }
        }

        string[] lines = [.. held.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Key}: {100.0 * item.Value / campaigns:0.0} % of {campaigns}, true value {truth[item.Key]:0.0000}"))];
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', lines));
        double most = campaigns >= 2000 ? 0.025 : 4 * Math.Sqrt(0.95 * 0.05 / campaigns);
        foreach ((string name, int count) in held)
        {
            Assert.True(Math.Abs(((double)count / campaigns) - 0.95) <= most, string.Join('\n', lines.Prepend(name)));
        }
    }

    private const string Week = "agreement of a week";

    private static Dictionary<string, (double, double)> IntervalsOf(ReviewTable table)
    {
        var found = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
        var all = AgreementCoefficients.WithIntervals(table, ct: Ct);
        Add("percent agreement", all.PercentAgreement);
        Add("Fleiss' kappa", all.FleissKappa);
        Add("Krippendorff's alpha", all.KrippendorffAlpha);
        Add("Gwet's AC1", all.GwetAc1);
        foreach (ClassAgreement item in ClassAgreement.AllOf(table, null, Ct))
        {
            Add($"specific agreement of class {item.Label}", item.Specific);
            Add($"alpha of class {item.Label}", item.Alpha);
        }

        foreach (PairKappa pair in PairKappa.AllOf(table, Ct).Where(pair => IsCompared(pair.A, pair.B)))
        {
            found.Add($"Cohen's kappa of {pair.A} and {pair.B}", (pair.Interval!.Value.Low, pair.Interval.Value.High));
        }

        WilsonInterval share = WilsonInterval.Of(table.FindAnnotator(People[0])!.Labels.ToArray().Count(label => label == 1), Blocks);
        found.Add("share of class 1 by person_1 (Wilson)", (share.Low, share.High));
        WilsonInterval week = Assert.Single(WeekOfAgreement.AllOf(table, TimeZoneInfo.Utc)).Interval;
        found.Add(Week, (week.Low, week.High));
        return found;

        void Add(string name, Coefficient figure) => found.Add(name, (figure.Low!.Value, figure.High!.Value));
    }

    private static bool IsCompared(string a, string b) => (a, b) == (People[0], People[1]) || (a, b) == (People[4], People[5]);

    /// <summary>Of a person: the probability of saying b of a block of class a. Two thirds of the errors go to the next class.</summary>
    private static double Rate(int person, int a, int b) => a == b ? Accuracy[person] : (1 - Accuracy[person]) * (b == (a + 1) % 3 ? 2.0 / 3 : 1.0 / 3);

    /// <summary>The probability that one says k and the other l of a block.</summary>
    private static double Both(int one, int k, int other, int l) => Enumerable.Range(0, 3).Sum(truth => Prevalence[truth] * Rate(one, truth, k) * Rate(other, truth, l));

    private static double Says(int person, int k) => Enumerable.Range(0, 3).Sum(truth => Prevalence[truth] * Rate(person, truth, k));

    private static Dictionary<string, double> Truth()
    {
        int[] people = [.. Enumerable.Range(0, Accuracy.Length)];
        int[] classes = [0, 1, 2];
        (int A, int B)[] pairs = [.. from a in people from b in people where a != b select (a, b)];
        double agreed = pairs.Average(pair => classes.Sum(k => Both(pair.A, k, pair.B, k)));
        double[] shares = [.. classes.Select(k => people.Average(person => Says(person, k)))];
        double alike = shares.Sum(share => share * share);
        double chance = shares.Sum(share => share * (1 - share)) / 2;
        var truth = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["percent agreement"] = agreed,
            [Week] = agreed,
            ["Fleiss' kappa"] = (agreed - alike) / (1 - alike),
            ["Krippendorff's alpha"] = 1 - ((1 - agreed) / (1 - alike)),
            ["Gwet's AC1"] = (agreed - chance) / (1 - chance),
            ["share of class 1 by person_1 (Wilson)"] = Says(0, 0),
        };
        foreach (int k in classes)
        {
            double both = pairs.Average(pair => Both(pair.A, k, pair.B, k));
            truth[$"specific agreement of class {k + 1}"] = both / shares[k];

            // Of the class against the rest: two people differ where exactly one of them says it.
            double differ = 2 * (shares[k] - both);
            truth[$"alpha of class {k + 1}"] = 1 - (differ / (2 * shares[k] * (1 - shares[k])));
        }

        foreach ((int a, int b) in ((int, int)[])[(0, 1), (4, 5)])
        {
            double same = classes.Sum(k => Both(a, k, b, k));
            double expected = classes.Sum(k => Says(a, k) * Says(b, k));
            truth[$"Cohen's kappa of {People[a]} and {People[b]}"] = (same - expected) / (1 - expected);
        }

        return truth;
    }

    private static ReviewTable Simulated(ulong seed)
    {
        // Of its own for each seed: with the seed itself, the numbers of one campaign would be those of the one before, moved by one.
        ulong state = Mixed(seed * 0xD1342543DE82EF95);
        var labels = new IReadOnlyList<int?>[Blocks];
        for (int block = 0; block < Blocks; block++)
        {
            int truth = Drawn(k => Prevalence[k]);
            labels[block] = [.. People.Select((_, person) => (int?)(Drawn(k => Rate(person, truth, k)) + 1))];
        }

        return Reviews.Table(People, labels);

        int Drawn(Func<int, double> share)
        {
            double left = Next();
            int k = 0;
            while (k < 2 && (left -= share(k)) >= 0)
            {
                k++;
            }

            return k;
        }

        double Next() => (Mixed(state += 0x9E3779B97F4A7C15) >> 11) / (double)(1UL << 53);
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong Mixed(ulong value)
    {
        ulong mixed = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
