using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>Places that no export may write to, forced or not: the files that this program reads or owns.</summary>
internal sealed class ProtectedFiles(AnnotatorOptions options)
{
    private const string Marker = ".annotator-root";

    private static readonly string[] InHomeFolder = ["launch.sh", "launch.cmd", "launch.command", SiteSettings.FileName];

    /// <summary>What the program itself keeps below the annotations root.</summary>
    private static readonly string[] LabelFolders = ["users", "admin", "history", "preferences", "browsed", "campaign"];

    /// <summary>Endings of channels and focus points; no export has one.</summary>
    private static readonly string[] DataEndings = [".tif", ".tiff", ".npy"];

    private static readonly StringComparison Names = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private string[] Configuration =>
        [.. options.Configuration.Select(file => file.Path), InHome("configs", "roles.json"), InHome("configs", "classes.json")];

    /// <summary>What the path is, in words; null: it is none of these.</summary>
    public string? Find(string path)
    {
        string real = RealPathOf(path);
        return IsAmongLabels(real) ? "where the labels are kept"
            : IsChannel(real) ? "where channel files are kept"
            : Configuration.Any(file => IsSame(path, file)) ? "a configuration file of this program"
            : new[] { options.Folders.State, options.Folders.Cache }.Any(folder => IsBelow(real, folder)) ? "where this program keeps its own files"
            : IsOfProgram(path, real) ? "a file of this program"
            : null;
    }

    /// <summary>Whether the path lies below the annotations root or the data root, is one of them, or is what <see cref="Find"/> finds, in words; null: none of this.</summary>
    public string? FindInRoots(string path)
    {
        string real = RealPathOf(path);
        return IsIn(options.AnnotationsRoot) ? "in the annotations root" : IsIn(options.DataRoot) ? "in the data root" : Find(path);

        bool IsIn(string root) => IsBelow(real, root) || real.Equals(Path.TrimEndingDirectorySeparator(RealPath.Of(root)), Names);
    }

    /// <summary>Follows the links of its folder, not of the file: an export would replace the link.</summary>
    public static string RealPathOf(string path) => Path.GetDirectoryName(path) is { } folder
        ? Path.Combine(RealPath.Of(folder), Path.GetFileName(path))
        : path;

    private static bool IsBelow(string real, string folder) =>
        real.StartsWith(Path.TrimEndingDirectorySeparator(RealPath.Of(folder)) + Path.DirectorySeparatorChar, Names);

    /// <summary>Also under another name: a hard link is the same file.</summary>
    private static bool IsSame(string path, string other) =>
        RealPathOf(path).Equals(RealPathOf(other), Names)
        || RealPath.Of(path).Equals(RealPath.Of(other), Names)
        || (FileIdentity.Of(path) is { } identity && identity == FileIdentity.Of(other));

    private bool IsAmongLabels(string real) =>
        real.Equals(Path.Combine(RealPath.Of(options.AnnotationsRoot), Marker), Names)
        || LabelFolders.Any(folder => IsBelow(real, Path.Combine(options.AnnotationsRoot, folder)));

    private bool IsChannel(string real) =>
        DataEndings.Contains(Path.GetExtension(real), StringComparer.OrdinalIgnoreCase)
        || (IsBelow(real, options.DataRoot) && FoldersOf(real).Any(BlockId.IsBlockName));

    private static string[] FoldersOf(string real) =>
        (Path.GetDirectoryName(real) ?? "").Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);

    private bool IsOfProgram(string path, string real) =>
        (File.Exists(path) && IsBelow(real, AppContext.BaseDirectory))
        || Array.Exists(InHomeFolder, name => IsSame(path, InHome(name)));

    private string InHome(params string[] parts) => Path.Combine([options.Home, .. parts]);
}
