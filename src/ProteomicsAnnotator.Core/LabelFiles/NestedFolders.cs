namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>
/// Finds out which nested entries belong to the configured data root: the folder's path equals ours, else exactly one
/// of our folders ends in at least its last two segments.
/// </summary>
/// <param name="dataRoot">Absolute path of the configured data root.</param>
/// <param name="folderExists">Asked only for folders below the data root.</param>
internal sealed class NestedFolders(string dataRoot, Func<string, bool> folderExists)
{
    private const int LeastCommonSegments = 2;

    private static readonly StringComparison PathComparison =
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly string[] _root = Split(dataRoot);
    private readonly Dictionary<string, (FolderMatch, string)> _answers = new(StringComparer.Ordinal);

    /// <summary>The match, and for ours the folder relative to the data root ("" for the root itself).</summary>
    public (FolderMatch Match, string Below) Resolve(string folder)
    {
        if (!_answers.TryGetValue(folder, out (FolderMatch, string) answer))
        {
            answer = Find(folder);
            _answers[folder] = answer;
        }

        return answer;
    }

    private static string[] Split(string path) =>
        path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);

    private static bool Same(string left, string right) => string.Equals(left, right, PathComparison);

    private static bool IsAbsolute(string folder) =>
        folder.StartsWith('/') || folder.StartsWith('\\') || (folder.Length > 1 && folder[1] == ':');

    private (FolderMatch Match, string Below) Find(string folder)
    {
        string[] segments = Split(folder);
        if (!IsAbsolute(folder))
        {
            return (FolderMatch.Ours, string.Join('/', segments));
        }

        if (segments.Length >= _root.Length && _root.Zip(segments, Same).All(same => same))
        {
            return (FolderMatch.Ours, string.Join('/', segments[_root.Length..]));
        }

        List<string> candidates = [];
        for (int below = 0; below < segments.Length; below++)
        {
            if (IsCandidate(segments, below))
            {
                candidates.Add(string.Join('/', segments[^below..]));
            }
        }

        return candidates.Count switch
        {
            0 => (FolderMatch.Other, ""),
            1 => (FolderMatch.OursElsewhere, candidates[0]),
            _ => (FolderMatch.Ambiguous, ""),
        };
    }

    // Our folder would be the data root plus the last `below` segments of theirs.
    private bool IsCandidate(string[] segments, int below)
    {
        int common = 0;
        while (common < _root.Length
            && common + below < segments.Length
            && Same(_root[^(common + 1)], segments[segments.Length - below - common - 1]))
        {
            common++;
        }

        if (common + below < LeastCommonSegments)
        {
            return false;
        }

        return below == 0 || folderExists(Path.Combine([dataRoot, .. segments[^below..]]));
    }
}

/// <summary>What a folder path of a nested entry means here.</summary>
internal enum FolderMatch
{
    /// <summary>A folder of another data set: its entries keep their path.</summary>
    Other,

    /// <summary>The configured data root or a folder in it.</summary>
    Ours,

    /// <summary>Not our path, but the same folder seen from another mount point: its last segments are ours.</summary>
    OursElsewhere,

    /// <summary>Fits several of our folders: named and not used.</summary>
    Ambiguous,
}
