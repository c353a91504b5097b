using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.LabelFiles.Originals;

/// <summary>
/// Reads one owner's files of the original program and places them: a file counts for the one data set that its key fits.
/// Where the key fits several, or none, nothing is guessed. Each file is parsed again only when it changed. Blocking, each
/// file within its limit, and never for the data root, which whoever reads awaits before; calls are made one after another.
/// </summary>
internal sealed class OriginalLabels(LabelShareSettings settings, SharedRoot root, LabelOwner owner)
{
    private readonly Dictionary<string, JsonRead<LabelFile>> _known = new(StringComparer.Ordinal);

    /// <param name="paths">As of <see cref="OriginalTree"/>.</param>
    /// <param name="deadline">Timestamp after which no further file is begun; null: none.</param>
    public IReadOnlyList<OriginalRead> Read(IReadOnlyList<string> paths, long? deadline = null)
    {
        if (paths.Count == 0)
        {
            return [];
        }

        DataSetIndex index;
        try
        {
            index = root.DataSets.Latest();
        }
        catch (StorageException error)
        {
            return [.. paths.Select(path => new OriginalRead(path, error.Message) { Problem = error })];
        }

        Dictionary<string, JsonRead<LabelFile>?> known = paths.ToDictionary(path => path, path => _known.GetValueOrDefault(path), StringComparer.Ordinal);
        List<OriginalRead> read = [];
        foreach (BoundedRead<JsonRead<LabelFile>> file in root.Reads.Each(paths, path => Load(path, known[path]), deadline: deadline))
        {
            if (file.Value is { Outcome: ReadOutcome.Read } fresh)
            {
                _known[file.Path] = fresh with { Bytes = [] };
            }

            if (Place(file, index) is { } placed)
            {
                read.Add(placed);
            }
        }

        return read;
    }

    /// <summary>Changes nothing here: it may come back after it was given up.</summary>
    private JsonRead<LabelFile> Load(string path, JsonRead<LabelFile>? known) =>
        known is not null && known.Stamp == settings.Files.Stat(path)
            ? known
            : JsonFile.Read(settings.Files, path, Parse);

    private LabelFile Parse(byte[] bytes)
    {
        LabelFile file = LabelFile.Parse(bytes, LabelFileShape.Of(owner), owner.Owner);
        _ = file.DatasetKey;
        return file;
    }

    private OriginalRead? Place(BoundedRead<JsonRead<LabelFile>> file, DataSetIndex index)
    {
        string path = file.Path;
        if (file.Value is not { } read)
        {
            return new OriginalRead(path, file.Error!.Message) { Problem = file.Error };
        }

        switch (read.Outcome)
        {
            case ReadOutcome.Missing:
                return null;
            case ReadOutcome.Damaged:
                return new OriginalRead(path, read.Error!.Message) { NotUsed = $"{read.Error.Message}: it is not counted." };
            case ReadOutcome.Unreadable:
                return new OriginalRead(path, read.Error!.Message) { Problem = read.Error };
            default:
                return Place(path, read, index);
        }
    }

    private OriginalRead Place(string path, JsonRead<LabelFile> read, DataSetIndex index)
    {
        bool isCloud = OriginalTree.IsCloud(settings.AnnotationsRoot, path);
        (IReadOnlyList<DataSet> fits, string asked) = Fits(path, read.Value!, isCloud, index);
        string? notUsed = WhyNot(path, asked, fits) ?? (isCloud || index.IsComplete ? null : $"{path}: not all folders of {settings.DataRoot} can be looked into, so that another experiment may have {asked}, too; its labels are not used.");
        DataSet? set = notUsed is null ? fits[0] : null;
        return new OriginalRead(path, $"{read.Stamp}>{set?.Path ?? notUsed}")
        {
            Content = set is null ? null : read.Value!.Below(set.Path),
            DataSet = set?.Path ?? "",
            NotUsed = notUsed,
        };
    }

    /// <summary>Final labels say their data set by their name alone.</summary>
    private (IReadOnlyList<DataSet> Fits, string Asked) Fits(string path, LabelFile file, bool isCloud, DataSetIndex index)
    {
        if (owner.Owner is null)
        {
            string slug = Path.GetFileName(path)[..^OriginalTree.FinalsEnding.Length];
            return (index.WithSlug(slug, isCloud), slug);
        }

        string? key = file.DatasetKey;
        return (key is null ? [] : index.WithKey(key, isCloud), key ?? "");
    }

    private string? WhyNot(string path, string asked, IReadOnlyList<DataSet> fits)
    {
        if (asked.Length == 0)
        {
            return $"{path}: it has no \"dataset_key\" that says which data set it is of; its labels are not used.";
        }

        if (owner.Owner is not null && !IsNamedByKey(path, asked))
        {
            return $"{path}: its name is not that of its data set {asked} (perhaps a conflict copy or a backup); its labels are not used.";
        }

        return fits switch
        {
            [] => $"{path}: there is no data set {asked} here; its labels are not used.",
            [{ LacksExperiment: true } only] when root.DataRoot.WhyNot(only) is { } refusal => $"{path}: its labels are not used. {refusal.Reason}",
            [_] => null,
            _ => $"{path}: its data set stands in {Places(fits)}; nothing is guessed",
        };
    }

    /// <summary>By their experiments, and by their paths where experiments have equal names.</summary>
    private static string Places(IReadOnlyList<DataSet> fits)
    {
        bool areNamed = fits.DistinctBy(set => set.Experiment, StringComparer.Ordinal).Count() == fits.Count;
        string count = fits.Count == 2 ? "two" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{fits.Count}");
        return areNamed
            ? $"{count} experiments ({string.Join(", ", fits.Select(set => set.Experiment))})"
            : $"{count} places ({string.Join(", ", fits.Select(set => set.Path))})";
    }

    /// <summary>{first part of the key}/{rest with _}.json below the person's folder.</summary>
    private static bool IsNamedByKey(string path, string key)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        string name = slash < 0 ? key : DataSetIndex.SlugOf(key[(slash + 1)..]);
        return UnicodeForm.ToNfc(Path.GetFileNameWithoutExtension(path)) == UnicodeForm.ToNfc(name)
            && (slash < 0 || UnicodeForm.ToNfc(Path.GetFileName(Path.GetDirectoryName(path)) ?? "") == UnicodeForm.ToNfc(key[..slash]));
    }
}
