using System.Diagnostics;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>The program of the last release, as far as tests start it.</summary>
internal static class VersionBefore
{
    /// <summary>Where its label worker is; built when it is not there yet.</summary>
    public static async Task<string> LabelWorkerAsync()
    {
        string home = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(home, "ProteomicsAnnotator.slnx")))
        {
            home = Path.GetDirectoryName(home)!;
        }

        using Process build = Process.Start(new ProcessStartInfo("sh", [Path.Combine(home, "tests", "version-before.sh")]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        string said = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, "the version before could not be built; its messages are above");
        return said.Trim();
    }
}
