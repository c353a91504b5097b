using System.Buffers;
using System.Text.Json;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// One line of a journal as bytes. Properties: seq, clock, at, block, root (only when browsed), label (null clears),
/// was, by (final labels), seen, undoes, redoes, journal (a line delivered for another program's journal), import
/// (content hash). Unknown properties are left for later versions.
/// </summary>
internal static class JournalLine
{
    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The line with its '\n'.</summary>
    /// <param name="journal">Name of the file it goes to; an event of another journal carries its own.</param>
    /// <param name="seq">Number of the line in that file.</param>
    /// <param name="item">The decision.</param>
    public static byte[] Write(string journal, long seq, LabelEvent item)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            bool isOwn = item.Id.IsImport || item.Id.Source == journal;
            writer.WriteNumber("seq"u8, isOwn ? seq : item.Id.Seq);
            writer.WriteNumber("clock"u8, item.Clock);
            writer.WriteString("at"u8, LabelTime.Format(item.At));
            writer.WriteString("block"u8, item.Key.Block.Value);
            if (item.Key.Root is { } root)
            {
                writer.WriteString("root"u8, root);
            }

            WriteLabel(writer, "label"u8, item.Label);
            WriteLabel(writer, "was"u8, item.Was);
            WriteOrigin(writer, item, isOwn);
            if (!item.SeenJson.IsEmpty)
            {
                writer.WritePropertyName("seen"u8);
                writer.WriteRawValue(item.SeenJson.Span, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null for a line that is no event, whatever the reason.</summary>
    /// <param name="line">Without '\n'; <see cref="LabelEvent.Seen"/> keeps a slice of it.</param>
    /// <param name="journal">Name of the file it stands in.</param>
    public static LabelEvent? TryParse(ReadOnlyMemory<byte> line, string journal)
    {
        var fields = new JournalLineFields();
        try
        {
            return fields.Read(line) ? fields.ToEvent(journal) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    public static ReadOnlyMemory<byte> WriteSeen(IReadOnlyList<SeenFile> seen)
    {
        if (seen.Count == 0)
        {
            return default;
        }

        var buffer = new ArrayBufferWriter<byte>(64 * seen.Count);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartArray();
            foreach (SeenFile file in seen)
            {
                writer.WriteStartObject();
                writer.WriteString("file"u8, file.File);
                writer.WriteString("version"u8, file.Version);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    public static IReadOnlyList<SeenFile> ParseSeen(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
        {
            return [];
        }

        using JsonDocument document = JsonDocument.Parse(json);
        var seen = new List<SeenFile>();
        foreach (JsonElement item in document.RootElement.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                seen.Add(new SeenFile(Text(item, "file"), Text(item, "version")));
            }
        }

        return seen;
    }

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() ?? ""
            : "";

    private static void WriteOrigin(Utf8JsonWriter writer, LabelEvent item, bool isOwn)
    {
        if (item.By is not null)
        {
            writer.WriteString("by"u8, item.By);
        }

        if (item.Undoes is { } undone)
        {
            writer.WriteString("undoes"u8, undone.ToString());
        }

        if (item.Redoes is { } redone)
        {
            writer.WriteString("redoes"u8, redone.ToString());
        }

        if (item.Id.IsImport)
        {
            writer.WriteString("import"u8, item.Id.Source);
        }
        else if (!isOwn)
        {
            writer.WriteString("journal"u8, item.Id.Source);
        }
    }

    private static void WriteLabel(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int? label)
    {
        if (label is { } value)
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
