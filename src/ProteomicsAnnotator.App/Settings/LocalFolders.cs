using System.Security.Cryptography;
using System.Text;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>This account's own folders on this machine, where each system expects them. This does not create them.</summary>
/// <param name="State">What must outlive a restart: labels not delivered yet, remembered roots, the running instance.</param>
/// <param name="Cache">What may be deleted at any time.</param>
public sealed record LocalFolders(string State, string Cache)
{
    private const string Name = "proteomics-annotator";

    public static LocalFolders Of(Func<string, string?> environment)
    {
        string home = Known(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
        {
            string local = Path.Combine(Known(Environment.SpecialFolder.LocalApplicationData), Name);
            return new LocalFolders(local, Path.Combine(local, "cache"));
        }

        if (OperatingSystem.IsMacOS())
        {
            string library = Path.Combine(home, "Library");
            return new LocalFolders(
                Path.Combine(library, "Application Support", Name), Path.Combine(library, "Caches", Name));
        }

        return new LocalFolders(
            Path.Combine(Rooted(environment("XDG_STATE_HOME")) ?? Path.Combine(home, ".local", "state"), Name),
            Path.Combine(Rooted(environment("XDG_CACHE_HOME")) ?? Path.Combine(home, ".cache"), Name));
    }

    /// <summary>A short name that is the same for the same roots, safe in file names.</summary>
    public static string NameOf(AnnotatorOptions options)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(options.DataRoot + "\n" + options.AnnotationsRoot));
        return Convert.ToHexStringLower(digest.AsSpan(0, 8));
    }

    private static string Known(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);

    private static string? Rooted(string? folder) => Path.IsPathRooted(folder) ? folder : null;
}
