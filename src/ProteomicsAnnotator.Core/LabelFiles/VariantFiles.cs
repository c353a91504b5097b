using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>
/// Files of <c>users</c> whose name differs from an owner's only in case: the same person's, whose younger labels a program
/// of the owner takes over. Each is read again only when it changed. Blocking, each file within its limit.
/// </summary>
internal sealed class VariantFiles(LabelShareSettings settings, SharedRoot root, LabelOwner owner)
{
    private readonly Dictionary<string, JsonRead<LabelFile>> _known = new(StringComparer.Ordinal);

    /// <summary>What they say now. The reader of everyone's files names a faulty one; it is no fault of the owner.</summary>
    /// <param name="limit">How long files are begun; the others are read at the next look.</param>
    public IReadOnlyList<(string Path, LabelFile Content)> Read(TimeSpan limit)
    {
        if (owner.Owner is not { } username)
        {
            return [];
        }

        IReadOnlyList<string> paths = ShareOwners.Find(settings.Files, root.Reads, settings.AnnotationsRoot, originals: null).Of(username).Variants;
        Dictionary<string, JsonRead<LabelFile>?> known = paths.ToDictionary(path => path, path => _known.GetValueOrDefault(path), StringComparer.Ordinal);
        List<(string Path, LabelFile Content)> found = [];
        long deadline = BoundedReads.DeadlineOf(settings.TimeProvider, limit);
        foreach (BoundedRead<JsonRead<LabelFile>> file in root.Reads.Each(paths, path => Load(path, username, known[path]), deadline: deadline))
        {
            if (file.Value is { Outcome: ReadOutcome.Read or ReadOutcome.Damaged } read)
            {
                _known[file.Path] = read with { Bytes = [] };
            }

            if (file.Value?.Value is { } content)
            {
                found.Add((file.Path, content));
            }
        }

        return found;
    }

    /// <summary>Changes nothing here: it may return after it was given up.</summary>
    private JsonRead<LabelFile> Load(string path, string username, JsonRead<LabelFile>? known) =>
        known is not null && known.Stamp == settings.Files.Stat(path)
            ? known
            : JsonFile.Read(settings.Files, path, bytes => LabelFile.Parse(bytes, LabelFileShape.Of(owner), username));
}
