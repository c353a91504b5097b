using System.Diagnostics;

namespace ProteomicsAnnotator.Core.Tests.Planning;

/// <summary><c>tests/check_plan.py</c>: it reads the files of plans, and shares no code with what made them.</summary>
internal static class PlanChecker
{
    /// <param name="roots">Annotations roots.</param>
    public static async Task AssertRightAsync(IEnumerable<string> roots)
    {
        string home = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(home, "ProteomicsAnnotator.slnx")))
        {
            home = Path.GetDirectoryName(home)!;
        }

        using Process python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(home, "tests", "check_plan.py"), .. roots])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string faults = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await error);
        Assert.True(faults.Length == 0, faults[..Math.Min(faults.Length, 4000)]);
        Assert.Equal(0, python.ExitCode);
    }
}
