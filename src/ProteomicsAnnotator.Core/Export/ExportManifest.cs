using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.LabelFiles.Originals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// Written beside an export as <c>{file}.manifest.json</c>: which files, settings and version made it, so that anyone can
/// show that the same inputs give the same table.
/// </summary>
public sealed record ExportManifest(ExportContext Context, IReadOnlyList<FileDigest> Inputs, IReadOnlyList<FileDigest> Outputs)
{
    private static readonly TimeSpan DigestLimit = TimeSpan.FromSeconds(5);

    /// <summary>Settings the content depends on, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>Annotators whose votes count nowhere in the export, sorted.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>classes.json and roles.json as the program read them, if they exist.</summary>
    public IReadOnlyList<FileDigest> Configuration { get; init; } = [];

    /// <summary>The ids of the blocks, a line each, in their order.</summary>
    public FileDigest? Blocks { get; init; }

    /// <summary>Labels that are no class. They are exported as they are.</summary>
    public IReadOnlyList<OutsideLabel> OutsideLabels { get; init; } = [];

    /// <summary>Labels whose channel files have changed since they were seen.</summary>
    public IReadOnlyList<ChangedLabel> ChangedLabels { get; init; } = [];

    /// <summary>Labels of blocks that are not in the data root: only the JSON has them.</summary>
    public int VanishedLabels { get; init; }

    /// <summary>What could not be read, each named; the export lacks it.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    public byte[] Serialize() => JsonFile.Serialize(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", JsonExport.FormatVersion);
        writer.WriteString("program_version", Context.ProgramVersion);
        writer.WriteString("exported_at", LabelTime.Format(Context.ExportedAt));
        writer.WriteStartObject("settings");
        foreach ((string name, string value) in Settings)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        StatisticsJson.WriteNames(writer, "excluded", Excluded);
        WriteFiles(writer, "configuration", Configuration);
        if (Blocks is { } blocks)
        {
            writer.WritePropertyName("blocks");
            WriteFile(writer, blocks);
        }

        WriteFiles(writer, "inputs", Inputs);
        WriteFiles(writer, "outputs", Outputs);
        WriteOutsideLabels(writer);
        WriteChangedLabels(writer);
        writer.WriteNumber("vanished_labels", VanishedLabels);
        StatisticsJson.WriteNames(writer, "faults", Faults);
        writer.WriteEndObject();
    });

    /// <summary>What the manifest says of the list of blocks: the ids in their order, each with a line feed, in UTF-8.</summary>
    public static FileDigest DigestOf(IReadOnlyList<BlockId> blocks) =>
        FileDigest.Of("blocks", Encoding.UTF8.GetBytes(string.Concat(blocks.Select(block => block.Value + "\n")))) with { Count = blocks.Count };

    private static void WriteFiles(Utf8JsonWriter writer, string name, IReadOnlyList<FileDigest> files)
    {
        writer.WriteStartArray(name);
        foreach (FileDigest file in files)
        {
            WriteFile(writer, file);
        }

        writer.WriteEndArray();
    }

    private static void WriteFile(Utf8JsonWriter writer, FileDigest file)
    {
        writer.WriteStartObject();
        writer.WriteString("path", file.Path);
        writer.WriteNumber("bytes", file.Bytes);
        writer.WriteString("sha256", file.Sha256);
        if (file.Count is { } count)
        {
            writer.WriteNumber("count", count);
        }

        writer.WriteEndObject();
    }

    private void WriteOutsideLabels(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("labels_outside_the_classes");
        foreach (OutsideLabel label in OutsideLabels)
        {
            writer.WriteStartObject();
            writer.WriteString("block", label.Block.Value);
            writer.WriteString("username", label.Username);
            writer.WriteNumber("label", label.Label);
            writer.WriteBoolean("is_final", label.Username is null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteChangedLabels(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("labels_of_changed_files");
        foreach (ChangedLabel label in ChangedLabels)
        {
            writer.WriteStartObject();
            writer.WriteString("block", label.Block.Value);
            writer.WriteString("username", label.Username);
            writer.WriteString("file", label.File);
            writer.WriteString("seen", label.Seen);
            writer.WriteString("now", label.Now);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>
    /// The files of people, the final labels and the journals below the annotations root, sorted, with paths relative to
    /// it. A file that cannot be read is added to <paramref name="faults"/>. Blocking, each file within its limit.
    /// </summary>
    public static IReadOnlyList<FileDigest> InputsOf(string annotationsRoot, ICollection<string> faults)
    {
        var files = new FileOperations();
        var reads = new BoundedReads(TimeProvider.System);
        var owners = ShareOwners.Find(files, reads, annotationsRoot);
        List<StorageException> errors = [.. owners.Faults];
        List<string> paths = [.. owners.Users.SelectMany(user => user.Variants.Concat(user.Originals).Concat(user.HasFile ? [Path.Combine(annotationsRoot, "users", user.Username + ".json")] : []))];
        var originals = OriginalTree.FindFinals(files, reads, annotationsRoot);
        paths.AddRange(originals.Finals);
        errors.AddRange(originals.Faults);
        string finals = Path.Combine(annotationsRoot, "admin", "final_labels.json");
        paths.AddRange(reads.Each([finals], files.Stat) is [{ Value: null, Error: null }] ? [] : [finals]);
        var tree = new JournalTree(files, reads, Path.Combine(annotationsRoot, "history"));
        foreach (LabelOwner owner in owners.Users.Where(user => user.HasJournals).Select(user => LabelOwner.OfUser(user.Username)).Append(LabelOwner.OfAdmins))
        {
            JournalDirectory journals = tree.Of(owner);
            try
            {
                paths.AddRange(journals.Names().Select(journals.PathOf));
            }
            catch (StorageException error)
            {
                errors.Add(error);
            }
        }

        paths.Sort(StringComparer.Ordinal);
        IReadOnlyList<BoundedRead<FileDigest>> digests = reads.Each(
            paths, path => FileDigest.Of(Path.GetRelativePath(annotationsRoot, path).Replace('\\', '/'), path), DigestLimit);
        foreach (StorageException error in errors.Concat(digests.Select(read => read.Error).OfType<StorageException>()))
        {
            faults.Add(error.Message);
        }

        return [.. digests.Select(read => read.Value).OfType<FileDigest>()];
    }
}
