using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
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

    /// <summary>Of these the ones whom admins have excluded for everybody, with the reasons, and names that are counted as another person's.</summary>
    public PeopleDecisions People { get; init; } = PeopleDecisions.None;

    /// <summary>Classes that were renamed or split while people labelled.</summary>
    public IReadOnlyList<ClassChange> ClassChanges { get; init; } = [];

    /// <summary>Blocks whose class is known, where the export is to say so, in the order of their ids.</summary>
    public IReadOnlyList<(BlockId Block, int Label)> KnownAnswers { get; init; } = [];

    /// <summary>Its blocks are in no table: whoever labelled them was told the answer.</summary>
    public CalibrationRound Calibration { get; init; } = CalibrationRound.None;

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

    /// <summary>Votes that are not blind: they stand in the tables; whether figures count them, a setting says.</summary>
    public int NotBlindVotes { get; init; }

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
        WritePeople(writer);
        WriteClassChanges(writer);
        WriteAnswers(writer, "known_answers", KnownAnswers);
        WriteAnswers(writer, "calibration", Calibration.Blocks.Select(block => (block, Calibration.Answers[block].Label)));
        FileDigestJson.WriteAll(writer, "configuration", Configuration);
        if (Blocks is { } blocks)
        {
            writer.WritePropertyName("blocks");
            FileDigestJson.Write(writer, blocks);
        }

        FileDigestJson.WriteAll(writer, "inputs", Inputs);
        FileDigestJson.WriteAll(writer, "outputs", Outputs);
        WriteOutsideLabels(writer);
        WriteChangedLabels(writer);
        writer.WriteNumber("vanished_labels", VanishedLabels);
        writer.WriteNumber("not_blind_votes", NotBlindVotes);
        StatisticsJson.WriteNames(writer, "faults", Faults);
        writer.WriteEndObject();
    });

    /// <summary>What the manifest says of the list of blocks: the ids in their order, each with a line feed, in UTF-8.</summary>
    public static FileDigest DigestOf(IReadOnlyList<BlockId> blocks) =>
        FileDigest.Of("blocks", Encoding.UTF8.GetBytes(string.Concat(blocks.Select(block => block.Value + "\n")))) with { Count = blocks.Count };

    private void WriteClassChanges(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("class_changes");
        foreach (ClassChange change in ClassChanges)
        {
            writer.WriteStartObject();
            writer.WriteNumber("label", change.Number);
            writer.WriteString("from", change.From);
            StatisticsJson.WriteNames(writer, "to", change.To);
            writer.WriteString("by", change.By);
            writer.WriteString("at", LabelTime.Format(change.At));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteAnswers(Utf8JsonWriter writer, string name, IEnumerable<(BlockId Block, int Label)> answers)
    {
        writer.WriteStartArray(name);
        foreach ((BlockId block, int label) in answers)
        {
            writer.WriteStartObject();
            writer.WriteString("block", block.Value);
            writer.WriteNumber("label", label);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WritePeople(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("exclusions");
        foreach ((string username, ExcludedPerson excluded) in People.Excluded.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("username", username);
            writer.WriteString("reason", excluded.Reason);
            writer.WriteString("by", excluded.By);
            writer.WriteString("at", LabelTime.Format(excluded.At));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("same_person");
        foreach ((string name, SamePerson same) in People.Same.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("person", same.Person);
            writer.WriteString("by", same.By);
            writer.WriteString("at", LabelTime.Format(same.At));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
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
            writer.WriteString("file", label.Subject);
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
    /// <param name="annotationsRoot">Of the share.</param>
    /// <param name="faults">What could not be read.</param>
    /// <param name="people">Who is said to be whom.</param>
    public static IReadOnlyList<FileDigest> InputsOf(string annotationsRoot, ICollection<string> faults, PeopleDecisions people)
    {
        var files = new FileOperations();
        var reads = new BoundedReads(TimeProvider.System);
        var owners = ShareOwners.Find(files, reads, annotationsRoot);
        List<StorageException> errors = [.. owners.Faults];
        List<string> paths = [.. owners.All.Where(user => owners.IsSomebodys(user.Username, people.IsSaid)).SelectMany(user => user.Variants.Concat(user.Originals).Concat(user.HasFile ? [Path.Combine(annotationsRoot, "users", user.Username + ".json")] : []))];
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
