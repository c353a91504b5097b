using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Roots;

/// <summary>
/// Whether labels may be given below a data root that is one experiment, or lies in one: ids of its blocks lack the
/// experiment, so that labels of two experiments with equal names of tiles could not be told apart. An admin may confirm one
/// such root for all; <c>campaign/data_root.json</c> says which, is written once and never changes. Blocking; thread-safe.
/// </summary>
internal sealed class DataRootConfirmation(LabelShareSettings settings, SharedRoot root)
{
    private readonly Experiments _experiments = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(settings.DataRoot)));
    private readonly bool _isNamed = Path.GetFileName(Path.TrimEndingDirectorySeparator(settings.DataRoot)) == DataSet.FolderName;
    private readonly ConcurrentDictionary<string, DataSet> _sets = new(StringComparer.Ordinal);
    private Place? _confirmed;

    private string FilePath => root.PathOf("campaign", "data_root.json");

    /// <summary>Known, without a look at any disk, to be in no such folder.</summary>
    public bool IsFree(BlockId block)
    {
        string folder = DataSet.FolderOf(block);
        return (folder.Length == 0 ? !_isNamed : !DataSet.IsNamed(folder)) || (_sets.TryGetValue(folder, out DataSet? set) && !set.LacksExperiment);
    }

    /// <summary>Why labels of a block are not taken; null: they are.</summary>
    public DataRootRefusal? WhyNot(BlockId block)
    {
        if (IsFree(block))
        {
            return null;
        }

        try
        {
            return WhyNot(SetOf(DataSet.FolderOf(block)));
        }
        catch (IOException error)
        {
            return new DataRootRefusal($"Whether the data root {settings.DataRoot} is one experiment cannot be told now: {StorageFault.Describe(error)}. Try again.", IsLasting: false);
        }
    }

    /// <summary>As <see cref="WhyNot(BlockId)"/>, of a data set.</summary>
    public DataRootRefusal? WhyNot(DataSet set)
    {
        if (!set.LacksExperiment)
        {
            return null;
        }

        Place here = PlaceOf(set);
        string words = $"The data root {settings.DataRoot} is the experiment {set.Experiment}, or lies in it, so that the ids of its blocks do not say which experiment they are of. "
            + $"Start with ANNOTATOR_DATA_ROOT={RootOfExperiments(set)} instead";
        try
        {
            return Confirmed() switch
            {
                null => new DataRootRefusal(words + ", or ask an admin to confirm this folder.", IsLasting: true),
                { } confirmed when confirmed == here => null,
                { } other => new DataRootRefusal(
                    $"{words}. An admin has confirmed another folder of this kind ({string.Join('/', other.Experiment, other.Below).TrimEnd('/')}): labels of the two could not be told apart.", IsLasting: true),
            };
        }
        catch (StorageException error)
        {
            return new DataRootRefusal($"Whether an admin has confirmed the data root {settings.DataRoot} cannot be told now: {error.Message}. Try again.", IsLasting: false);
        }
    }

    /// <summary>An admin says that the data root is the right one. The first confirmation stays.</summary>
    /// <returns>Why not, in words; null: it is confirmed.</returns>
    /// <exception cref="StorageException">It could not be stored.</exception>
    public string? Confirm(BlockId block, string by)
    {
        DataSet set;
        try
        {
            set = SetOf(DataSet.FolderOf(block));
        }
        catch (IOException error)
        {
            throw StorageException.From(settings.DataRoot, error);
        }

        if (!set.LacksExperiment || WhyNot(set) is null)
        {
            return null;
        }

        (string experiment, string below) = PlaceOf(set);
        byte[] bytes = JsonFile.Serialize(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("experiment", experiment);
            writer.WriteString("below", below);
            writer.WriteString("confirmed_by", by);
            writer.WriteString("confirmed_at", LabelTime.Format(LabelTime.Truncate(settings.TimeProvider.GetUtcNow())));
            writer.WriteEndObject();
        });
        root.Verify();
        string temp = root.PathOf("campaign", $".data_root_{Guid.NewGuid():N}.tmp");
        try
        {
            settings.Files.CreateFolder(Path.GetDirectoryName(temp)!);
            AtomicFile.Write(settings.Files, temp, bytes);
            settings.Files.RenameIfAbsent(temp, FilePath);
            AtomicFile.FlushFolder(settings.Files, Path.GetDirectoryName(temp)!);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            _ = settings.Files.TryDelete(temp);
            if (Confirmed() is null)
            {
                throw StorageException.FromWriting(FilePath, error);
            }
        }

        return WhyNot(set)?.Reason;
    }

    private static Place Parse(byte[] bytes)
    {
        JsonObject file = JsonFile.ParseObject(bytes);
        return new Place(Text("experiment"), Text("below"));

        string Text(string name) => file[name] is JsonValue value && value.TryGetValue(out string? text) ? text : throw new JsonException($"\"{name}\" is no text");
    }

    private DataSet SetOf(string folder) => _sets.GetOrAdd(folder, _experiments.Locate);

    /// <summary>The same on every machine on which the folders from the experiment down have the same names.</summary>
    private static Place PlaceOf(DataSet set)
    {
        string below = set.Path.Length == 0 ? set.BelowExperiment : set.BelowExperiment.Length > set.Path.Length ? set.BelowExperiment[..^(set.Path.Length + 1)] : "";
        return new Place(set.Experiment!, below);
    }

    /// <summary>The folder that the experiment lies in.</summary>
    private string RootOfExperiments(DataSet set)
    {
        string above = Path.TrimEndingDirectorySeparator(Path.GetFullPath(settings.DataRoot));
        int levels = PlaceOf(set).Below is { Length: > 0 } below ? below.Split('/').Length : 0;
        for (int i = 0; i <= levels; i++)
        {
            above = Path.GetDirectoryName(above) ?? above;
        }

        return above;
    }

    /// <summary>Null: nothing is; a damaged file confirms nothing.</summary>
    /// <exception cref="StorageException">It cannot be read now.</exception>
    private Place? Confirmed()
    {
        if (_confirmed is { } known)
        {
            return known;
        }

        JsonRead<Place> read = root.Reads.One(FilePath, () => JsonFile.Read(settings.Files, FilePath, Parse, RegularFile.MaxSettingsBytes));
        if (read.Outcome == ReadOutcome.Unreadable)
        {
            throw read.Error!;
        }

        return _confirmed = read.Value;
    }

    /// <param name="Experiment">Name of its folder.</param>
    /// <param name="Below">The data root, seen from that folder.</param>
    private sealed record Place(string Experiment, string Below);
}

/// <summary>Why labels of blocks of a data root are not taken.</summary>
/// <param name="Reason">In words.</param>
/// <param name="IsLasting">Until somebody starts with another root or confirms this one; false: it cannot be told now.</param>
internal sealed record DataRootRefusal(string Reason, bool IsLasting);
