using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// Names the machine whose process numbers are those this program sees: 16 hex digits. It outlives a change of the host's
/// name, and two containers of one machine differ. Sources: machine-id(5), MachineGuid of the Windows registry,
/// gethostuuid(2) of macOS; a machine that has none is named by its host name.
/// </summary>
internal static partial class MachineId
{
    private const string Purpose = "proteomics-annotator";
    private const string MacLibrary = "libSystem.dylib";

    public static string Current { get; } = HashOf(Source());

    private static string Source()
    {
        try
        {
            return OperatingSystem.IsWindows() ? WindowsGuid()
                : OperatingSystem.IsMacOS() ? MacUuid()
                : LinuxId();
        }
        catch (Exception error) when (StorageFault.IsFileError(error) || error is EntryPointNotFoundException or DllNotFoundException)
        {
            return Environment.MachineName;
        }
    }

    private static string LinuxId()
    {
        string id = File.ReadAllText("/etc/machine-id").Trim();
        return id.Length == 0 ? Environment.MachineName : id + " " + new FileInfo("/proc/self/ns/pid").LinkTarget;
    }

    [SupportedOSPlatform("windows")]
    private static string WindowsGuid()
    {
        using var machine = RegistryKey.OpenBaseKey(RegistryHive.LocalMachine, RegistryView.Registry64);
        using RegistryKey? key = machine.OpenSubKey(@"SOFTWARE\Microsoft\Cryptography");
        return key?.GetValue("MachineGuid") as string ?? Environment.MachineName;
    }

    private static unsafe string MacUuid()
    {
        Span<byte> id = stackalloc byte[16];
        Span<long> second = [1, 0];
        fixed (byte* bytes = id)
        fixed (long* wait = second)
        {
            return GetHostUuid(bytes, wait) == 0 ? Convert.ToHexString(id) : Environment.MachineName;
        }
    }

    /// <summary>The systems ask that their own ids are not spread as they are.</summary>
    private static string HashOf(string source) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Purpose + " " + source)))[..16];

    [LibraryImport(MacLibrary, EntryPoint = "gethostuuid")]
    private static unsafe partial int GetHostUuid(byte* id, long* wait);
}
