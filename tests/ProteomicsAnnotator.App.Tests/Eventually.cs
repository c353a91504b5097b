using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ProteomicsAnnotator.App.Tests;

/// <summary>Waits for a condition with a deadline that only a broken program reaches.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    public static Task IsTrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") => IsTrueAsync(() => Task.FromResult(condition()), what);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Deadline, "never happened: " + what);
            await ticks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
