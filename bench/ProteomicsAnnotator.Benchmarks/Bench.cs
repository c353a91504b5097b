using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// Times things against each other in one run. Rivals take turns round by round, so that a slow moment of the machine
/// hits all of them; the first rounds warm up and do not count.
/// </summary>
public static class Bench
{
    public static async Task<Timing> MeasureAsync(string name, int rounds, Func<Task> action)
    {
        IReadOnlyList<Timing> timings = await CompareAsync(rounds, (name, action));
        return timings[0];
    }

    public static async Task<IReadOnlyList<Timing>> CompareAsync(
        int rounds, params (string Name, Func<Task> Action)[] rivals)
    {
        int warmUps = Math.Max(2, rounds / 5);
        List<double>[] times = [.. rivals.Select(_ => new List<double>(rounds))];
        for (int round = -warmUps; round < rounds; round++)
        {
            for (int i = 0; i < rivals.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                await rivals[i].Action();
                double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (round >= 0)
                {
                    times[i].Add(milliseconds);
                }
            }
        }

        return [.. rivals.Select((rival, i) => new Timing(rival.Name, times[i]))];
    }

    /// <summary>
    /// How often something is measured in one run. <c>ANNOTATOR_BENCH_PART=3</c> in the environment makes it a third: for several
    /// short runs that alternate with those of another version.
    /// </summary>
    public static int Repeats(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("ANNOTATOR_BENCH_PART"), NumberStyles.None, CultureInfo.InvariantCulture, out int part) && part > 1
            ? Math.Max(1, usual / part)
            : usual;

    public static void Print(string title, IEnumerable<Timing> timings)
    {
        Console.WriteLine($"\n### {title}\n\n{Timing.MarkdownHeader}");
        foreach (Timing timing in timings)
        {
            Console.WriteLine(timing.MarkdownRow);
        }
    }

    /// <summary>One line on where the figures come from: runtime, system, cores.</summary>
    public static string Machine =>
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, "
        + $"{Environment.ProcessorCount} cores";
}
