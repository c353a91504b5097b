using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>
/// <c>manifest.json</c> of a release or a backup: every file in it with its length and hash, and what they hold. Members that a
/// version does not know are passed over, so that every later one reads it.
/// </summary>
/// <param name="Kind"><see cref="ReleaseKind"/> or <see cref="BackupKind"/>.</param>
/// <param name="MadeAt">When its making began.</param>
/// <param name="Files">All but the manifest, sorted by path.</param>
public sealed record FileManifest(string Kind, DateTimeOffset MadeAt, IReadOnlyList<FileDigest> Files)
{
    public const string FileName = "manifest.json";
    public const string ReleaseKind = "release";
    public const string BackupKind = "backup";

    private const int Format = 1;

    /// <summary>Of a release; "" for a backup.</summary>
    public string Name { get; init; } = "";

    /// <summary>Who made it.</summary>
    public string By { get; init; } = "";

    public string ProgramVersion { get; init; } = "";

    /// <summary>Settings that the content depends on, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>Null for a backup.</summary>
    public ReleaseCounts? Counts { get; init; }

    /// <summary>The ids of the blocks, a line each, in their order; null for a backup.</summary>
    public FileDigest? Blocks { get; init; }

    /// <summary>What is not in it and need not be, in words: lines of journals that are no decisions.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    public byte[] Serialize() => JsonFile.Serialize(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteString("kind", Kind);
        if (Name.Length > 0)
        {
            writer.WriteString("name", Name);
        }

        writer.WriteString("made_at", LabelTime.Format(MadeAt));
        writer.WriteString("by", By);
        writer.WriteString("program_version", ProgramVersion);
        writer.WriteStartObject("settings");
        foreach ((string name, string value) in Settings)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        Counts?.Write(writer);
        if (Blocks is { } blocks)
        {
            writer.WritePropertyName("blocks");
            FileDigestJson.Write(writer, blocks);
        }

        if (Notices.Count > 0)
        {
            writer.WriteStartArray("notices");
            foreach (string notice in Notices)
            {
                writer.WriteStringValue(notice);
            }

            writer.WriteEndArray();
        }

        FileDigestJson.WriteAll(writer, "files", Files);
        writer.WriteEndObject();
    });

    /// <exception cref="StorageException">It is none, or of a later format.</exception>
    /// <param name="path">For the message.</param>
    /// <param name="bytes">Its content.</param>
    internal static FileManifest Parse(string path, byte[] bytes)
    {
        try
        {
            JsonObject root = JsonFile.ParseObject(bytes);
            int format = root["format"]!.GetValue<int>();
            return format > Format
                ? throw new StorageException(path, $"a newer version of this program made it (format {format}; this one reads {Format})")
                : Read(root);
        }
        catch (Exception error) when (JsonFile.IsDamage(error) || error is NullReferenceException)
        {
            throw new StorageException(path, $"it is no manifest: {error.Message}", error);
        }
    }

    private static FileManifest Read(JsonObject root) => new(
        root["kind"]!.GetValue<string>(),
        LabelTime.Parse(System.Text.Encoding.UTF8.GetBytes(root["made_at"]!.GetValue<string>())) ?? throw new FormatException("made_at is no time"),
        [.. root["files"]!.AsArray().Select(FileDigestJson.Read)])
    {
        Name = root["name"]?.GetValue<string>() ?? "",
        By = root["by"]?.GetValue<string>() ?? "",
        ProgramVersion = root["program_version"]?.GetValue<string>() ?? "",
        Settings = [.. (root["settings"]?.AsObject() ?? []).Select(item => KeyValuePair.Create(item.Key, item.Value?.ToString() ?? ""))],
        Counts = root["counts"] is JsonObject counts ? ReleaseCounts.Read(counts) : null,
        Blocks = root["blocks"] is { } blocks ? FileDigestJson.Read(blocks) : null,
        Notices = [.. (root["notices"]?.AsArray() ?? []).Select(notice => notice!.GetValue<string>())],
    };
}
