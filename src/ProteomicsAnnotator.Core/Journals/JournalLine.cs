using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// One line of a journal as bytes. Properties: seq, clock, at, block, root (only when browsed), label (null clears),
/// was, unsure, note, unusable, not_blind, by (final labels), seen, undoes, redoes, journal (a line delivered for another program's journal),
/// import (content hash), seen_omitted. A flag or note given apart from a label stands in <c>mark</c>, with its block, so that
/// programs that do not know it pass over the line; so does a block's label given once more, blind, in <c>repeat</c>, and a second adjudicator's in <c>second</c>. Other members are a later version's, and go along.
/// </summary>
internal static class JournalLine
{
    private const int OmittedBytes = 40;

    /// <summary>Of a journal that no decision was made in.</summary>
    private const string AnotherJournal = "";
    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// The line with its '\n', as the reader accepts it. Of a list of seen files too long for a line it has as many as fit, and
    /// <c>seen_omitted</c> says how many it leaves out. It has the members that this program does not know if they fit.
    /// </summary>
    /// <param name="journal">Name of the file it goes to; an event of another journal carries its own.</param>
    /// <param name="seq">Number of the line in that file.</param>
    /// <param name="item">The decision.</param>
    /// <exception cref="StorageException">No reader would take the line: it must not be acknowledged.</exception>
    public static byte[] Write(string journal, long seq, LabelEvent item)
    {
        byte[] line = Serialize(journal, seq, item, item.SeenList.Json, item.SeenList.Omitted, hasOthers: true);
        if (line.Length > JournalBounds.MaxLineBytes)
        {
            bool hasOthers = CanCarryOthers(item);
            int seen = item.SeenList.Json.Length + (hasOthers ? 0 : item.Others.Bytes);
            (ReadOnlyMemory<byte> some, int omitted) = Shorten(item.Seen, JournalBounds.MaxLineBytes - (line.Length - seen) - OmittedBytes);
            line = Serialize(journal, seq, item, some, item.SeenList.Omitted + omitted, hasOthers);
        }

        ParsedLine read = Parse(line.AsMemory(0, line.Length - 1), journal);
        return read.Event is { } written && Says(written, item)
            ? line
            : throw new StorageException(journal, $"the decision about {item.Key.Block} cannot be written so that it is read again: {read.Refusal ?? "it would mean something else"}");
    }

    /// <summary>False: a line of another journal would be too long with the members that this program does not know.</summary>
    public static bool CanCarryOthers(LabelEvent item) => item.Others.Bytes == 0
        || Serialize(AnotherJournal, item.Id.Seq, item, default, 0, hasOthers: true).Length + OmittedBytes <= JournalBounds.MaxLineBytes;

    private static bool Says(LabelEvent written, LabelEvent item) =>
        (item.Id.IsImport || written.Id == item.Id)
        && (written.Clock, written.At, written.Key, written.Label, written.By) == (item.Clock, item.At, item.Key, item.Label, item.By)
        && (written.Kind, written.Mark, written.IsNotBlind) == (item.Kind, item.Mark, item.IsNotBlind);

    private static (ReadOnlyMemory<byte> Json, int Omitted) Shorten(IReadOnlyList<SeenFile> seen, int room)
    {
        int count = seen.Count;
        ReadOnlyMemory<byte> json = WriteSeen(seen);
        while (json.Length > room && count > 0)
        {
            count = Math.Min(count - 1, (int)((long)count * room / json.Length));
            json = WriteSeen([.. seen.Take(Math.Max(0, count))]);
        }

        return (json, seen.Count - Math.Max(0, count));
    }

    private static byte[] Serialize(string journal, long seq, LabelEvent item, ReadOnlyMemory<byte> seen, int omitted, bool hasOthers)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            bool isOwn = item.Id.IsImport || item.Id.Source == journal;
            writer.WriteNumber("seq"u8, isOwn ? seq : item.Id.Seq);
            writer.WriteNumber("clock"u8, item.Clock);
            writer.WriteString("at"u8, LabelTime.Format(item.At));
            if (item.At == LabelTime.Unknown)
            {
                writer.WriteBoolean("at_unknown"u8, true);
            }

            if (item.Kind != DecisionKind.Label)
            {
                WriteKind(writer, item, hasOthers ? item.Others.OfKind : null);
            }
            else
            {
                WriteBlock(writer, item.Key);
                WriteLabel(writer, "label"u8, item.Label);
                WriteLabel(writer, "was"u8, item.Was);
                MarkJson.Write(writer, item.Mark);
            }

            WriteOrigin(writer, item, isOwn);
            WriteSeen(writer, seen, omitted);
        }

        if (hasOthers && item.Others.OfLine is { } others)
        {
            buffer.Write(","u8);
            buffer.Write(others);
        }

        buffer.Write("}\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null for a line that is no event, whatever the reason.</summary>
    /// <param name="line">Without '\n'; <see cref="LabelEvent.Seen"/> keeps a slice of it.</param>
    /// <param name="journal">Name of the file it stands in.</param>
    public static LabelEvent? TryParse(ReadOnlyMemory<byte> line, string journal) => Parse(line, journal).Event;

    /// <summary>What a whole line says.</summary>
    /// <param name="line">Without '\n'; <see cref="LabelEvent.Seen"/> keeps a slice of it.</param>
    /// <param name="journal">Name of the file it stands in.</param>
    public static ParsedLine Parse(ReadOnlyMemory<byte> line, string journal)
    {
        if (line.Length >= JournalBounds.MaxLineBytes)
        {
            return new ParsedLine(null, string.Create(
                CultureInfo.InvariantCulture, $"it is {line.Length + 1} bytes long, at most {JournalBounds.MaxLineBytes} are allowed"));
        }

        var fields = new JournalLineFields();
        try
        {
            if (!fields.Read(line) || !(fields.HasLabel || fields.IsOfItsOwnKind))
            {
                return default;
            }

            return fields.Fault is { } fault ? new ParsedLine(null, fault) { NamesUnknownBlock = fields.NamesUnknownBlock } : new ParsedLine(fields.ToEvent(journal), null);
        }
        catch (JsonException)
        {
            return new ParsedLine(null, null) { IsTorn = true };
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

    // The document throws InvalidOperationException for a text that is no UTF-8.
    private static string Text(JsonElement item, string name)
    {
        try
        {
            return item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static void WriteKind(Utf8JsonWriter writer, LabelEvent item, byte[]? others)
    {
        writer.WriteStartObject(item.Kind switch { DecisionKind.Repeat => "repeat"u8, DecisionKind.Second => "second"u8, _ => "mark"u8 });
        WriteBlock(writer, item.Key);
        if (item.IsAnswer)
        {
            WriteLabel(writer, "label"u8, item.Label);
        }
        else
        {
            MarkJson.Write(writer, item.Mark);
        }

        if (others is not null)
        {
            using JsonDocument document = JsonDocument.Parse((byte[])[.. "{"u8, .. others, .. "}"u8]);
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                member.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteBlock(Utf8JsonWriter writer, LabelKey key)
    {
        writer.WriteString("block"u8, key.Block.Value);
        if (key.Root is { } root)
        {
            writer.WriteString("root"u8, root);
        }
    }

    private static void WriteOrigin(Utf8JsonWriter writer, LabelEvent item, bool isOwn)
    {
        if (item.IsNotBlind)
        {
            writer.WriteBoolean(MarkJson.NotBlind, true);
        }

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

    private static void WriteSeen(Utf8JsonWriter writer, ReadOnlyMemory<byte> seen, int omitted)
    {
        if (!seen.IsEmpty)
        {
            writer.WritePropertyName("seen"u8);
            writer.WriteRawValue(seen.Span, skipInputValidation: true);
        }

        if (omitted > 0)
        {
            writer.WriteNumber("seen_omitted"u8, omitted);
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

/// <summary>What one whole line of a journal says; with neither member it is of another kind and passed over.</summary>
/// <param name="Event">The decision.</param>
/// <param name="Refusal">Why a line that decides something is no decision, in words after "the line ...:".</param>
internal readonly record struct ParsedLine(LabelEvent? Event, string? Refusal)
{
    /// <summary>It would be a decision, but its block's name has no form that this program knows.</summary>
    public bool NamesUnknownBlock { get; init; }

    /// <summary>No JSON: torn by a crash or a full disk, or not wholly visible yet.</summary>
    public bool IsTorn { get; init; }
}
