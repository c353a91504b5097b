using System.Diagnostics;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Short commands of the system.</summary>
internal static class Shell
{
    /// <summary>Exit code and everything it said.</summary>
    public static async Task<(int ExitCode, string Output)> TryAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        (int exitCode, string output) = await TryAsync(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}: {exitCode}\n{output}");
        return output;
    }
}
