using System.Collections.Concurrent;
using System.IO.Enumeration;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>Says which experiment a data set is of, from the folders above it. Each is looked into once. Blocking; thread-safe.</summary>
/// <param name="dataRoot">Absolute, without a separator at its end.</param>
internal sealed class Experiments(string dataRoot)
{
    private const string TilePrefix = "tile_";

    /// <summary>{experiment}/{tile}/{channel}/blocks: above the data root nothing further up is looked at.</summary>
    private const int LevelsAbove = 3;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };
    private readonly ConcurrentDictionary<string, bool> _haveTiles = new(StringComparer.Ordinal);

    /// <summary>A folder that is not there, or that this account may not list, has no tiles.</summary>
    /// <param name="folder">Of the data set, below the data root with '/'.</param>
    /// <exception cref="IOException">A folder cannot be looked into now, so that it is not known.</exception>
    public DataSet Locate(string folder)
    {
        string path = folder.Length == 0 ? dataRoot : Path.Join(dataRoot, folder.Replace('/', Path.DirectorySeparatorChar));
        string? above = Path.GetDirectoryName(path);
        for (int level = 1; above is not null && (above.Length >= dataRoot.Length || level <= LevelsAbove); level++)
        {
            if (_haveTiles.GetOrAdd(above, HasTiles))
            {
                string below = Path.GetRelativePath(above, path).Replace(Path.DirectorySeparatorChar, '/');
                return new DataSet(
                    UnicodeForm.ToNfc(folder), UnicodeForm.ToNfc(Path.GetFileName(above)), UnicodeForm.ToNfc(below), LacksExperiment: above.Length <= dataRoot.Length);
            }

            above = Path.GetDirectoryName(above);
        }

        return new DataSet(UnicodeForm.ToNfc(folder), null, UnicodeForm.ToNfc(folder), LacksExperiment: false);
    }

    /// <summary>Whoever lists the folder anyway says so here.</summary>
    public void Note(string path, bool hasTiles) => _haveTiles[path] = hasTiles;

    public static bool IsTile(ReadOnlySpan<char> name) => name.StartsWith(TilePrefix, StringComparison.OrdinalIgnoreCase);

    private static bool HasTiles(string path)
    {
        try
        {
            return new FileSystemEnumerable<bool>(path, static (ref _) => true, Everything)
            {
                ShouldIncludePredicate = static (ref entry) => IsTile(entry.FileName) && entry.IsDirectory,
            }.Any();
        }
        catch (Exception error) when (error is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
