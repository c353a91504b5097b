using System.Diagnostics;
using System.Globalization;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Desktop;

/// <summary>
/// The browser that already runs with a profile, left behind by a program that was killed: it takes the window over, and
/// the process started for it ends at once. Chromium says so by a link to "host-pid" (Linux, macOS), or by a file that it
/// holds open for itself (Windows).
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
        return int.TryParse(pid, CultureInfo.InvariantCulture, out int id) && ProcessOf(id) is { } process ? new ProfileOwner(process, null) : null;
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
