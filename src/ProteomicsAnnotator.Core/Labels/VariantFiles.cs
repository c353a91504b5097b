using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Files of <c>users</c> whose name differs from an owner's only in case: the same person's, whose younger labels a program
/// of the owner takes over. Each is read again only when it changed. Blocking, each file within its limit.
/// </summary>
internal sealed class VariantFiles(LabelShareSettings settings, SharedRoot root, LabelLogSettings owner)
{
    private readonly Dictionary<string, (FileStamp? Stamp, LabelFile? Content)> _known = new(StringComparer.Ordinal);

    /// <summary>What they say now; a fault of one is not the owner's, and is named where everyone's files are read.</summary>
    public IReadOnlyList<(string Path, LabelFile Content)> Read()
    {
        if (owner.Owner is not { } username)
        {
            return [];
        }

        IReadOnlyList<string> paths = ShareOwners.Find(settings.Files, root.Reads, settings.AnnotationsRoot).Of(username).Variants;
        List<(string Path, LabelFile Content)> found = [];
        foreach (BoundedRead<(FileStamp? Stamp, LabelFile? Content)> file in root.Reads.Each(paths, path => Load(path, username)))
        {
            if (file.Error is null)
            {
                _known[file.Path] = file.Value;
            }

            if (file.Value.Content is { } content)
            {
                found.Add((file.Path, content));
            }
        }

        return found;
    }

    private (FileStamp? Stamp, LabelFile? Content) Load(string path, string username)
    {
        FileStamp? stamp = settings.Files.Stat(path);
        return _known.TryGetValue(path, out (FileStamp? Stamp, LabelFile? Content) known) && known.Stamp == stamp
            ? known
            : (stamp, JsonFile.Read(settings.Files, path, bytes => LabelFile.Parse(bytes, owner.Shape, username)).Value);
    }
}
