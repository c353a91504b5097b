using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Agreement.Progress;

/// <summary>
/// Whether one person changed: the own votes in the order of their times, each right where it says what most others say of the block.
/// The place at which two shares fit best (likelihood ratio of one change) is taken; its p is the share of 999 shuffled orders, of a fixed
/// seed, in which some place fits as well. Blocks on which the others tie, or of which nobody else says anything, do not count; nor do votes whose time is not known: they have no place in the order.
/// </summary>
/// <param name="Username">Who.</param>
/// <param name="N">Votes that can be compared.</param>
/// <param name="After">Own votes of known time up to the change, those that cannot be compared too.</param>
/// <param name="At">Time of the first vote behind it.</param>
/// <param name="Before">Share that agrees with most others up to it, 0 to 1.</param>
/// <param name="Since">The same behind it.</param>
/// <param name="P">The probability of a change as large by chance.</param>
public sealed record Drift(string Username, int N, int After, DateTimeOffset At, double Before, double Since, double P)
{
    /// <summary>Of votes on each side of a change: fewer say nothing.</summary>
    public const int Least = 20;

    private const int Shuffles = 999;
    private const double Significant = 0.01;
    private const int Seed = 20240102;

    /// <summary>It is more than chance would make of one person in a hundred.</summary>
    public bool IsFound => P <= Significant;

    /// <summary>Of everybody who counts with enough votes, by name.</summary>
    public static IReadOnlyList<Drift> AllOf(ReviewTable all, CancellationToken ct = default)
    {
        ReviewTable table = all.Rated;
        return [.. table.Counted.Select(person => Of(table, person, ct)).OfType<Drift>()];
    }

    /// <summary>In words how many votes are left out as nobody knows when they were given; null: none.</summary>
    public static string? LeftOutOf(ReviewTable all)
    {
        ReviewTable table = all.Rated;
        int votes = table.Counted.Sum(person => Enumerable.Range(0, table.Count).Count(i => person.Labels[i] != AnnotatorColumn.None && person.UtcTicks[i] == LabelTime.Unknown.UtcTicks));
        return votes == 0 ? null : $"{Counted.Of(votes, "label")} of unknown time {(votes == 1 ? "is" : "are")} left out.";
    }

    private static Drift? Of(ReviewTable table, AnnotatorColumn person, CancellationToken ct)
    {
        int[] order = [.. Enumerable.Range(0, table.Count).Where(i => person.Labels[i] != AnnotatorColumn.None).Where(i => person.UtcTicks[i] != LabelTime.Unknown.UtcTicks).OrderBy(i => person.UtcTicks[i]).ThenBy(i => i)];
        var compared = new List<(int Place, bool Agrees)>();
        for (int place = 0; place < order.Length; place++)
        {
            if (OthersSay(table[order[place]], person.Labels[order[place]]) is { } label)
            {
                compared.Add((place, label == person.Labels[order[place]]));
            }
        }

        if (compared.Count < 2 * Least)
        {
            return null;
        }

        bool[] agrees = [.. compared.Select(vote => vote.Agrees)];
        double[] logs = [.. Enumerable.Range(0, agrees.Length + 1).Select(n => n == 0 ? 0 : n * Math.Log(n))];
        (int at, double best) = BestOf(agrees, logs);
        return new Drift(
            person.Username,
            agrees.Length,
            compared[at].Place,
            new DateTimeOffset(person.UtcTicks[order[compared[at].Place]], TimeSpan.Zero),
            agrees.Take(at).Average(one => one ? 1.0 : 0),
            agrees.Skip(at).Average(one => one ? 1.0 : 0),
            ChanceOf(agrees, (logs, best), person.Username, ct));
    }

    /// <summary>The label of most others; null: they tie, or there are none.</summary>
    private static int? OthersSay(ReviewRow row, int own)
    {
        (int Label, int Count)[] others = [.. row.VoteCounts.Select(vote => (vote.Label, vote.Count - (vote.Label == own ? 1 : 0))).OrderByDescending(vote => vote.Item2).Take(2)];
        return others is [{ Count: > 0 } most, ..] && (others.Length == 1 || others[1].Count < most.Count) ? most.Label : null;
    }

    private static double ChanceOf(bool[] agrees, (double[] Logs, double Best) found, string username, CancellationToken ct)
    {
        var random = new SeededRandom(Seed, username);
        bool[] shuffled = [.. agrees];
        int asGood = 1;
        for (int i = 0; i < Shuffles; i++)
        {
            ct.ThrowIfCancellationRequested();
            random.Shuffle(shuffled);
            asGood += BestOf(shuffled, found.Logs).Gain >= found.Best - 1e-9 ? 1 : 0;
        }

        return asGood / (Shuffles + 1.0);
    }

    /// <param name="agrees">In their order.</param>
    /// <param name="logs">n ln n.</param>
    private static (int At, double Gain) BestOf(bool[] agrees, double[] logs)
    {
        int total = agrees.Count(one => one);
        double whole = LogLikelihood(total, agrees.Length);
        (int at, double gain, int right) = (Least, double.NegativeInfinity, 0);
        for (int i = 1; i <= agrees.Length - Least; i++)
        {
            right += agrees[i - 1] ? 1 : 0;
            if (i >= Least && LogLikelihood(right, i) + LogLikelihood(total - right, agrees.Length - i) - whole is var found && found > gain)
            {
                (at, gain) = (i, found);
            }
        }

        return (at, gain);

        double LogLikelihood(int right, int n) => logs[right] + logs[n - right] - logs[n];
    }
}
