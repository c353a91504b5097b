using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>What is there against what a manifest says: one sentence for each difference.</summary>
internal static class ManifestCheck
{
    /// <param name="manifest">What should be there.</param>
    /// <param name="paths">Files that are there, without the manifest.</param>
    /// <param name="digests">Gets those of them that the manifest names; gives what each is, or why that is not known.</param>
    public static IReadOnlyList<string> Differences(
        FileManifest manifest, IReadOnlyList<string> paths, Func<IReadOnlyList<string>, IReadOnlyList<(FileDigest? Found, StorageException? Error)>> digests)
    {
        List<string> differences = [];
        var expected = new Dictionary<string, FileDigest>(StringComparer.Ordinal);
        foreach (FileDigest file in manifest.Files.Where(file => !expected.TryAdd(file.Path, file)))
        {
            differences.Add($"{file.Path}: the manifest names it twice");
        }

        differences.AddRange(paths.Where(path => !expected.ContainsKey(path)).Select(path => $"{path}: added, the manifest does not name it"));
        differences.AddRange(expected.Keys.Except(paths, StringComparer.Ordinal).Select(path => $"{path}: missing"));
        string[] named = [.. paths.Where(expected.ContainsKey)];
        foreach ((string path, (FileDigest? found, StorageException? error)) in named.Zip(digests(named)))
        {
            FileDigest file = expected[path];
            if (found is null)
            {
                differences.Add($"{path}: it cannot be read: {error?.Reason}");
            }
            else if (found.Bytes != file.Bytes)
            {
                differences.Add($"{path}: another length (found {found.Bytes} bytes, expected {file.Bytes})");
            }
            else if (found.Sha256 != file.Sha256)
            {
                differences.Add($"{path}: another content (found SHA-256 {found.Sha256}, expected {file.Sha256})");
            }
        }

        differences.Sort(StringComparer.Ordinal);
        return differences;
    }
}

/// <summary>What verifying a release or a backup found.</summary>
/// <param name="Manifest">Null: it cannot be read.</param>
/// <param name="ManifestSha256">Null: there is none.</param>
/// <param name="Differences">Empty only if all is as it was when it was made.</param>
public sealed record ManifestReport(FileManifest? Manifest, string? ManifestSha256, IReadOnlyList<string> Differences);
