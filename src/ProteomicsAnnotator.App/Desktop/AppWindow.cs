using System.ComponentModel;
using System.Diagnostics;
using ProteomicsAnnotator.App.Settings;

namespace ProteomicsAnnotator.App.Desktop;

/// <summary>
/// The window the annotator sees: an app window of a Chromium-like browser with a profile of its own, else a tab of the
/// default browser. Only the app window has a process whose end means that the annotator has closed it.
/// </summary>
public sealed class AppWindow : IDisposable
{
    private readonly Process _process;
    private readonly ProfileOwner? _owner;

    private AppWindow(Process process, ProfileOwner? owner)
    {
        _process = process;
        _owner = owner;
    }

    /// <summary>Null when no app window could be opened.</summary>
    public static AppWindow? TryOpen(string url, AnnotatorOptions options)
    {
        if (BrowserProgram.Find(options.Browser, options.Folders.State, LocalFolders.NameOf(options)) is not { } program)
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(program.ProfileFolder);
            var owner = ProfileOwner.Find(program.ProfileFolder);
            Process started = Process.Start(StartOf(program, url))!;
            Drain(started);
            return new AppWindow(started, owner);
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{program.Path} could not be started: {fault.Message}");
            return null;
        }
    }

    /// <summary>Opens the default browser. False when this machine offers no way to.</summary>
    public static bool TryOpenTab(string url)
    {
        try
        {
            ProcessStartInfo start = OperatingSystem.IsWindows()
                ? new ProcessStartInfo(url) { UseShellExecute = true }
                : Quiet(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [url]);
            using Process? process = Process.Start(start);
            if (process is not null && !start.UseShellExecute)
            {
                Drain(process);
            }

            return true;
        }
        catch (Exception fault) when (fault is Win32Exception or IOException)
        {
            return false;
        }
    }

    /// <summary>Without a display server no window can open; the person then opens the link by hand.</summary>
    public static bool HasDisplay =>
        !OperatingSystem.IsLinux()
        || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };

    public Task WaitForCloseAsync(CancellationToken cancellationToken) =>
        _owner?.WaitForCloseAsync(cancellationToken) ?? _process.WaitForExitAsync(cancellationToken);

    /// <summary>Closes the window as its own close button would, without waiting.</summary>
    public void Close()
    {
        if (_owner is not null || _process.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            _process.CloseMainWindow();
            return;
        }

        using Process? kill = Process.Start(Quiet("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]));
    }

    public void Dispose()
    {
        _process.Dispose();
        _owner?.Dispose();
    }

    internal static ProcessStartInfo StartOf(BrowserProgram program, string url)
    {
        List<string> arguments =
        [
            $"--app={url}",
            $"--user-data-dir={program.ProfileFolder}",
            "--enable-unsafe-swiftshader",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-sync",
            // The browser only shows the page: no background work, and no question for a keyring's password.
            "--disable-background-networking",
            "--disable-background-mode",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-extensions",
            "--disable-features=Translate,MediaRouter,OptimizationHints",
            "--password-store=basic",
            "--window-size=1440,900",
        ];
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
        {
            arguments.Add("--no-sandbox");
        }

        return Quiet(program.Path, arguments);
    }

    private static ProcessStartInfo Quiet(string program, IEnumerable<string> arguments) => new(program, arguments)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    /// <summary>Reads the browser's output away: it would mix with ours, and a full pipe would stop the browser.</summary>
    private static void Drain(Process process)
    {
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }
}
