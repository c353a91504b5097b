using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;

namespace ProteomicsAnnotator.App.Tests.Hosting;

/// <summary>The program as a process of its own, with its own home, data and a browser that only notes its arguments.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RealProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly List<Process> _processes = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("annotator-real-").FullName;

    public IDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    public string BrowserLog => Path.Combine(Folder, "browser.log");

    public RealProgram()
    {
        TestTiff.WriteBlock(Path.Combine(Folder, "blocks", "block_0001"));
        Environment["ANNOTATOR_HOME"] = Folder;
        Environment["ANNOTATOR_DATA_ROOT"] = Path.Combine(Folder, "blocks");
        Environment["ANNOTATOR_TOKEN"] = "secret";
        Environment["XDG_STATE_HOME"] = Path.Combine(Folder, "state");
        Environment["XDG_CACHE_HOME"] = Path.Combine(Folder, "cache");
        Environment["DISPLAY"] = ":4711";
        Environment["PATH"] = $"{Path.Combine(Folder, "bin")}:/usr/bin:/bin";
        Environment["BROWSER_LOG"] = BrowserLog;
        Environment["BROWSER_CLOSE"] = Path.Combine(Folder, "close");
        WriteBrowser(Path.Combine(Folder, "bin", "google-chrome"));
    }

    /// <summary>Every window that was asked for: the browser's arguments, one line each.</summary>
    public string[] Windows => File.Exists(BrowserLog) ? File.ReadAllLines(BrowserLog) : [];

    /// <summary>The program has closed a window.</summary>
    public bool IsWindowTerminated => File.Exists(BrowserLog + ".terminated");

    /// <summary>As the annotator's click on the window's close button.</summary>
    public void CloseWindows() => File.WriteAllBytes(Path.Combine(Folder, "close"), []);

    /// <summary>Windows that are opened from now on stay.</summary>
    public void KeepWindows() => File.Delete(Path.Combine(Folder, "close"));

    public Process Start(params string[] arguments)
    {
        // A signal that this test ignores, as all do that a script starts in the background, would be ignored there too.
        string program = Path.Combine(AppContext.BaseDirectory, "ProteomicsAnnotator");
        var start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo("/usr/bin/env", ["--default-signal=HUP,INT,TERM", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        start.WorkingDirectory = Folder;
        foreach ((string name, string? value) in Environment)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        _processes.Add(process);
        return process;
    }

    public static async Task<(int ExitCode, string Output, string Error)> EndOfAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>The first line on standard output.</summary>
    public static async Task<string> ReadyLineOfAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Patience);
        return await process.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(limit.Token));
    }

    public static async Task SignalAsync(Process process, string signal)
    {
        using Process kill = Process.Start(
            "/bin/kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        CloseWindows();
        foreach (Process process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static void WriteBrowser(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, """
            #!/bin/sh
            trap 'touch "$BROWSER_LOG.terminated"; exit' TERM
            echo "$@" >> "$BROWSER_LOG"
            while [ ! -e "$BROWSER_CLOSE" ]; do sleep 0.05; done
            """u8);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
