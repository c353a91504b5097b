using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// Written beside an export as <c>{file}.manifest.json</c>: from which files, with which settings and by which
/// version it was made, so that the same inputs can be shown to give the same table.
/// </summary>
public sealed record ExportManifest(ExportContext Context, IReadOnlyList<FileDigest> Inputs, IReadOnlyList<FileDigest> Outputs)
{
    /// <summary>Settings the content depends on, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>What could not be read, each named: the export lacks it.</summary>
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
        foreach ((string name, IReadOnlyList<FileDigest> files) in new[] { ("inputs", Inputs), ("outputs", Outputs) })
        {
            writer.WriteStartArray(name);
            foreach (FileDigest file in files)
            {
                writer.WriteStartObject();
                writer.WriteString("path", file.Path);
                writer.WriteNumber("bytes", file.Bytes);
                writer.WriteString("sha256", file.Sha256);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteStartArray("faults");
        foreach (string fault in Faults)
        {
            writer.WriteStringValue(fault);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>
    /// User files, final labels and journals below the annotations root, sorted, with paths relative to it. A file
    /// that cannot be read is added to <paramref name="faults"/>.
    /// </summary>
    public static IReadOnlyList<FileDigest> InputsOf(string annotationsRoot, ICollection<string> faults)
    {
        List<FileDigest> inputs = [];
        foreach (string path in InputPaths(annotationsRoot).Order(StringComparer.Ordinal))
        {
            string relative = Path.GetRelativePath(annotationsRoot, path).Replace('\\', '/');
            try
            {
                inputs.Add(FileDigest.Of(relative, path));
            }
            catch (Exception error) when (StorageFault.IsFileError(error))
            {
                faults.Add(StorageException.From(path, error).Message);
            }
        }

        return inputs;
    }

    private static IEnumerable<string> InputPaths(string root)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        foreach ((string folder, string pattern) in new[] { ("users", "*.json"), ("admin", "*.json"), ("history", "*.jsonl") })
        {
            string path = Path.Combine(root, folder);
            foreach (string file in Directory.Exists(path) ? Directory.EnumerateFiles(path, pattern, options) : [])
            {
                string name = Path.GetFileName(file);
                if (!name.StartsWith('.') && !name.EndsWith("_display.json", StringComparison.Ordinal))
                {
                    yield return file;
                }
            }
        }
    }
}
