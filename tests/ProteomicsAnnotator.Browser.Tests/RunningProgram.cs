using System.Diagnostics;
using System.Text;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The real program, started as a person starts it: <c>sh launch.sh</c>.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private const string Ready = "Proteomics Annotator is ready at ";

    private readonly StringBuilder _errors;

    private RunningProgram(Process process, string link, StringBuilder errors)
    {
        Process = process;
        Link = link;
        _errors = errors;
    }

    /// <summary>What it has said on standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    public Process Process { get; }

    /// <summary>The printed link, token and all.</summary>
    public string Link { get; }

    public static Task<RunningProgram> StartAsync(Campaign campaign) => StartAsync(campaign, ["--no-browser"]);

    public static async Task<RunningProgram> StartAsync(
        Campaign campaign, IReadOnlyList<string> options, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("sh", [Checkout.Launcher, .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach ((string name, string value) in campaign.Environment)
        {
            start.Environment[name] = value;
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
            {
                errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
        string? said = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        lock (errors)
        {
            Assert.True(said?.StartsWith(Ready, StringComparison.Ordinal), $"The program said: {said}\n{errors}");
        }

        return new RunningProgram(process, said![Ready.Length..], errors);
    }

    public Task FreezeAsync() => Shell.RunAsync("kill", "-STOP", $"{Process.Id}");

    public Task ThawAsync() => Shell.RunAsync("kill", "-CONT", $"{Process.Id}");

    /// <summary>Ends it as a terminal does and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (!Process.HasExited)
        {
            await Shell.TryAsync("kill", "-TERM", $"{Process.Id}");
            using var limit = new CancellationTokenSource(Eventually.Limit);
            await Process.WaitForExitAsync(limit.Token);
        }

        return Process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        catch (OperationCanceledException)
        {
            Process.Kill(entireProcessTree: true);
            await Process.WaitForExitAsync(CancellationToken.None);
        }

        Process.Dispose();
    }
}
