using System.Diagnostics;
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
