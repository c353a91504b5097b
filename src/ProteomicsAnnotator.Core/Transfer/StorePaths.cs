using System.Text;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;

namespace ProteomicsAnnotator.Core.Transfer;

/// <summary>What a file of an annotations root is in the database: lines of a journal, or a file with versions.</summary>
internal static class StorePaths
{
    /// <summary>The identity of the campaign: two of them are never mixed.</summary>
    public const string Marker = RootMarker.Name;

    private const string History = "history/";
    private const int MostBytes = 1000;

    /// <summary>Owner and name of a journal; null: the file is none.</summary>
    public static (string Owner, string Journal)? JournalOf(string path)
    {
        int slash = path.LastIndexOf('/');
        return path.StartsWith(History, StringComparison.Ordinal) && slash > History.Length && path.EndsWith(JournalName.Ending, StringComparison.Ordinal)
            ? (path[History.Length..slash], path[(slash + 1)..^JournalName.Ending.Length])
            : null;
    }

    public static string PathOf(string owner, string journal) => $"{History}{owner}/{journal}{JournalName.Ending}";

    /// <summary>It follows from journals and is made from them again.</summary>
    public static bool IsDerived(string path) =>
        path == "admin/final_labels.json" || path.Split('/') is ["users" or "browsed", var name] && name.EndsWith(".json", StringComparison.Ordinal);

    public static bool IsManifestOfRelease(string path) => path.Split('/') is ["admin", "releases", _, FileManifest.FileName];

    /// <summary>Open pages look at it as soon as it changes: what admins decide.</summary>
    public static bool IsFollowed(string path) => path.StartsWith("campaign/", StringComparison.Ordinal) || path.StartsWith("admin/", StringComparison.Ordinal);

    /// <summary>A name that the database and every file system can hold, and that leads nowhere else.</summary>
    public static bool IsSound(string path) =>
        path.Split('/').All(part => part.Length > 0 && part is not ("." or ".."))
        && !path.Any(c => char.IsControl(c) || c is '\\' or '\uFFFD' || char.IsSurrogate(c) && !IsPaired(path))
        && !Path.IsPathRooted(path)
        && Encoding.UTF8.GetByteCount(path) <= MostBytes;

    private static bool IsPaired(string text)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
