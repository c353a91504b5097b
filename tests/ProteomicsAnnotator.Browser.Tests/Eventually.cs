using System.Diagnostics;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Waits for what must come about; the limit only bounds a failure.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static Task TrueAsync(string what, Func<bool> holds) => TrueAsync(what, () => Task.FromResult(holds()));

    public static async Task TrueAsync(string what, Func<Task<bool>> holds)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Limit, $"Still not so after {Limit}: {what}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
