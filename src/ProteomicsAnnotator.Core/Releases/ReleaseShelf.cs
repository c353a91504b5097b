using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>The folder <c>admin/releases</c>: which releases there are, and which names are used. Blocking.</summary>
public sealed class ReleaseShelf(SharedRoot root)
{
    private const int HexDigits = 32;

    public string Folder { get; } = root.PathOf("admin", "releases");

    private FileTree Tree => new(root.Settings.Files, root.Reads, Folder);

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>All that stands there, and what the admins' journals say of it.</summary>
    /// <exception cref="StorageException">The folder cannot be listed, or the admins' journals cannot be read.</exception>
    public ReleaseList List()
    {
        IReadOnlyList<string> folders = Tree.Folders();
        ILookup<string, ReleaseDecision> decisions = AdminDecisions.Read(root).Releases.OrderBy(decision => decision.At).ToLookup(decision => decision.Name, StringComparer.Ordinal);
        ListedRelease[] listed =
        [
            .. folders.Where(ReleaseName.IsValid).Select(name => Describe(name, decisions[name])),
            .. decisions.Where(made => !folders.Contains(made.Key, StringComparer.Ordinal))
                .Select(made => new ListedRelease(made.Key, null, null, $"it was made {LabelTime.Format(made.Last().At)} by {made.Last().By}, and its folder is gone") { Decision = made.Last() }),
        ];
        return new ReleaseList(
            [.. listed.OrderBy(release => release.Manifest?.MadeAt ?? release.Decision?.At ?? DateTimeOffset.MinValue).ThenBy(release => release.Name, StringComparer.Ordinal)],
            LeftoversIn(folders));
    }

    /// <summary>Why no release may have this name, in words; null: it may.</summary>
    /// <param name="name">Valid.</param>
    /// <param name="except">A temp folder that does not count; null: none.</param>
    /// <exception cref="StorageException">As of <see cref="List"/>.</exception>
    public string? WhyTaken(string name, string? except = null)
    {
        IReadOnlyList<string> folders = Tree.Folders();
        return folders.FirstOrDefault(folder => ReleaseName.Comparer.Equals(folder, name)) is { } used
            ? $"there is a release {used} already ({PathOf(used)}); a name is used once, in any case of its letters"
            : folders.FirstOrDefault(folder => HalfMade(folder) is { } half && ReleaseName.Comparer.Equals(half, name) && PathOf(folder) != except) is { } left
                ? $"a release of that name is being made, or its making was cut off; if no program is making it, remove {PathOf(left)}"
                : AdminDecisions.Read(root).Releases.FirstOrDefault(decision => ReleaseName.Comparer.Equals(decision.Name, name)) is { } gone
                    ? $"a release {gone.Name} was made {LabelTime.Format(gone.At)} by {gone.By}; its folder is gone, and a name is used once"
                    : null;
    }

    /// <summary>What stands there, whatever the admins' journals say of it.</summary>
    /// <exception cref="StorageException">The folder cannot be listed.</exception>
    public ReleaseList Look()
    {
        IReadOnlyList<string> folders = Tree.Folders();
        return new ReleaseList([.. folders.Where(ReleaseName.IsValid).Select(name => Describe(name, []))], LeftoversIn(folders));
    }

    /// <param name="name">Valid.</param>
    /// <exception cref="StorageException">The folder cannot be listed.</exception>
    public bool Has(string name) => Tree.Folders().Contains(name, StringComparer.Ordinal);

    /// <summary>A release's manifest as it stands there; null: there is no such release.</summary>
    /// <param name="name">Valid.</param>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public byte[]? ReadManifest(string name) => Has(name) ? BytesOf(Path.Combine(PathOf(name), FileManifest.FileName)) : null;

    /// <summary>The wide table of a release.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public WideTable LabelsOf(string folder)
    {
        string path = Path.Combine(folder, ReleaseFiles.WideTable);
        return WideTable.Parse(path, BytesOf(path));
    }

    /// <summary>Content of a release's manifest.</summary>
    /// <exception cref="StorageException">It cannot be read, or is none.</exception>
    public (FileManifest Manifest, string Sha256) ManifestOf(string folder)
    {
        string path = Path.Combine(folder, FileManifest.FileName);
        byte[] bytes = BytesOf(path);
        return (FileManifest.Parse(path, bytes), FileDigest.Of(path, bytes).Sha256);
    }

    /// <summary>The name that a temp folder is for; null: it is none.</summary>
    private static string? HalfMade(string folder) =>
        folder.Length > HexDigits + 6 && folder[0] == '.' && folder[1..^(HexDigits + 5)] is var name && AtomicFile.IsTempOf(name, folder) ? name : null;

    private IReadOnlyList<string> LeftoversIn(IReadOnlyList<string> folders) => [.. folders.Where(folder => HalfMade(folder) is not null).Select(PathOf)];

    private byte[] BytesOf(string path) => root.Reads.One(path, () => root.Settings.Files.ReadAll(path));

    private ListedRelease Describe(string name, IEnumerable<ReleaseDecision> decisions)
    {
        ReleaseDecision[] made = [.. decisions];
        try
        {
            (FileManifest manifest, string hash) = ManifestOf(PathOf(name));
            return new ListedRelease(name, manifest, hash, null) { Decision = made.LastOrDefault(decision => decision.ManifestSha256 == hash) ?? made.LastOrDefault() };
        }
        catch (StorageException error)
        {
            return new ListedRelease(name, null, null, error.Message) { Decision = made.LastOrDefault() };
        }
    }
}

/// <param name="Releases">Oldest first.</param>
/// <param name="Leftovers">Temp folders of releases that are being made, or whose making was cut off.</param>
public sealed record ReleaseList(IReadOnlyList<ListedRelease> Releases, IReadOnlyList<string> Leftovers);

/// <param name="Name">Of the release.</param>
/// <param name="Manifest">Null: it cannot be read.</param>
/// <param name="ManifestSha256">Of the manifest that is there.</param>
/// <param name="Fault">Why it cannot be read, in words; null: it can.</param>
public sealed record ListedRelease(string Name, FileManifest? Manifest, string? ManifestSha256, string? Fault)
{
    /// <summary>Of the admins' journals; null: they do not name it.</summary>
    public ReleaseDecision? Decision { get; init; }

    /// <summary>The manifest is the one that was decided.</summary>
    public bool IsAsDecided => ManifestSha256 is not null && Decision?.ManifestSha256 == ManifestSha256;
}
