using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Desktop;

/// <summary>
/// The browser that already runs with a profile, left behind by a program that was killed: it takes the window over, and
/// the process started for it ends at once. Chromium says so by a link to "host-pid" (Linux, macOS), or by a file that it
/// holds open for itself (Windows). A link that a killed browser left may name a number that another process has by now, or that
/// means something on another machine or in a sandbox only: the process has to have been started with the profile.
/// </summary>
public sealed class ProfileOwner : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Process? _process;
    private readonly string? _heldFile;

    private ProfileOwner(Process? process, string? heldFile)
    {
        _process = process;
        _heldFile = heldFile;
    }

    /// <summary>Null: nobody has the profile.</summary>
    public static ProfileOwner? Find(string profileFolder)
    {
        if (OperatingSystem.IsWindows())
        {
            string file = Path.Combine(profileFolder, "lockfile");
            return IsHeld(file) ? new ProfileOwner(null, file) : null;
        }

        string? target = new FileInfo(Path.Combine(profileFolder, "SingletonLock")).LinkTarget;
        string pid = target?[(target.LastIndexOf('-') + 1)..] ?? "";
        return int.TryParse(pid, CultureInfo.InvariantCulture, out int id) && ProcessOf(id) is { } process && HasProfile(id, profileFolder)
            ? new ProfileOwner(process, null)
            : null;
    }

    public async Task WaitForCloseAsync(CancellationToken cancellationToken)
    {
        if (_process is not null)
        {
            await _process.WaitForExitAsync(cancellationToken);
            return;
        }

        while (IsHeld(_heldFile!))
        {
            await Task.Delay(Pause, cancellationToken);
        }
    }

    public void Dispose() => _process?.Dispose();

    /// <summary>False also for one that a browser left when it was killed: nobody holds it.</summary>
    private static bool IsHeld(string file)
    {
        try
        {
            using (File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                return false;
            }
        }
        catch (Exception fault) when (StorageFault.IsFileError(fault))
        {
            return StorageFault.IsSharingViolation(fault);
        }
    }

    /// <summary>Browsers put blanks between their arguments when they name their processes anew.</summary>
    private static bool HasProfile(int id, string profileFolder)
    {
        string option = $" --user-data-dir={profileFolder} ";
        return $" {CommandLineOf(id).Replace('\0', ' ')} ".Contains(option, StringComparison.Ordinal);
    }

    /// <summary>"" where it cannot be told: of another account's process.</summary>
    private static string CommandLineOf(int id)
    {
        string number = id.ToString(CultureInfo.InvariantCulture);
        try
        {
            if (OperatingSystem.IsLinux())
            {
                return File.ReadAllText($"/proc/{number}/cmdline");
            }

            using Process ps = Process.Start(new ProcessStartInfo("ps", ["-ww", "-o", "command=", "-p", number]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            return ps.StandardOutput.ReadToEnd().TrimEnd('\n');
        }
        catch (Exception fault) when (fault is Win32Exception || StorageFault.IsFileError(fault))
        {
            return "";
        }
    }

    /// <summary>A zombie shows no window.</summary>
    private static Process? ProcessOf(int id)
    {
        try
        {
            return SystemProcess.HasEnded(id) ? null : Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
