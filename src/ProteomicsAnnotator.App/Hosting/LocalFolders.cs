using System.Security.Cryptography;
using System.Text;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>This account's own folders on this machine, by each system's custom. Not created here.</summary>
public static class LocalFolders
{
    private const string Name = "proteomics-annotator";

    /// <summary>What must outlive a restart: labels not delivered yet, remembered roots, the running instance.</summary>
    public static string State => Path.Combine(
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
            : FromVariable("XDG_STATE_HOME", Path.Combine(".local", "state")),
        Name);

    /// <summary>What may be deleted at any time.</summary>
    public static string Cache => OperatingSystem.IsWindows()
        ? Path.Combine(State, "cache")
        : Path.Combine(
            OperatingSystem.IsMacOS()
                ? Path.Combine(Home, "Library", "Caches")
                : FromVariable("XDG_CACHE_HOME", ".cache"),
            Name);

    private static string Home =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>A short name that is the same for the same roots, safe in file names.</summary>
    public static string NameOf(AnnotatorOptions options)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(options.DataRoot + "\n" + options.AnnotationsRoot));
        return Convert.ToHexStringLower(digest.AsSpan(0, 8));
    }

    private static string FromVariable(string name, string fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } folder && Path.IsPathRooted(folder)
            ? folder
            : Path.Combine(Home, fallback);
}
