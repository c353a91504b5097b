using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>Whether a release, or a copy of one, is what it was when it was made. Blocking.</summary>
public static class ReleaseCheck
{
    private static readonly TimeSpan HashLimit = TimeSpan.FromMinutes(5);

    /// <param name="root">Whose admins' journals say what the manifest was.</param>
    /// <param name="folder">Of the release.</param>
    public static ManifestReport Run(SharedRoot root, string folder)
    {
        FileManifest manifest;
        string hash;
        try
        {
            (manifest, hash) = new ReleaseShelf(root).ManifestOf(folder);
        }
        catch (StorageException error)
        {
            return new ManifestReport(null, null, [error.Message]);
        }

        List<string> differences = [.. Decided(root, folder, manifest, hash)];
        try
        {
            var tree = new FileTree(root.Settings.Files, root.Reads, folder);
            string[] paths = [.. tree.Files(static _ => false).Where(path => path != FileManifest.FileName)];
            differences.AddRange(ManifestCheck.Differences(
                manifest,
                paths,
                named => [.. root.Reads.Each([.. named.Select(tree.PathOf)], path => FileDigest.Of(path, path), HashLimit).Select(read => (read.Value, read.Error))]));
        }
        catch (StorageException error)
        {
            differences.Add(error.Message);
        }

        return new ManifestReport(manifest, hash, differences);
    }

    private static IEnumerable<string> Decided(SharedRoot root, string folder, FileManifest manifest, string hash)
    {
        if (manifest.Kind != FileManifest.ReleaseKind)
        {
            return [$"{FileManifest.FileName}: it is of a {manifest.Kind}, not of a release"];
        }

        ReleaseDecision[] made;
        try
        {
            made = [.. AdminDecisions.Read(root).Releases.Where(decision => decision.Name == manifest.Name)];
        }
        catch (StorageException error)
        {
            return [$"{FileManifest.FileName}: whether it was altered is not known: {error.Message}"];
        }

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        bool isMoved = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder)) == new ReleaseShelf(root).Folder && name != manifest.Name;
        return
        [
            .. isMoved ? [$"{FileManifest.FileName}: it is that of {manifest.Name}, and stands in {name}"] : Array.Empty<string>(),
            .. made.Length == 0
                ? [$"{FileManifest.FileName}: no decision in history/admin names the release {manifest.Name}, so it is not known whether the manifest was altered (SHA-256 {hash})"]
                : Array.Exists(made, decision => decision.ManifestSha256 == hash)
                    ? Array.Empty<string>()
                    : [$"{FileManifest.FileName}: altered (found SHA-256 {hash}, expected {made[^1].ManifestSha256}, decided {LabelTime.Format(made[^1].At)} by {made[^1].By})"],
        ];
    }
}
