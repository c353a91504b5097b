using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>What every line of the admins' own kinds begins with. Such a line has no <c>label</c>: programs that do not know its kind pass over it.</summary>
/// <param name="Id">Of the decision.</param>
/// <param name="Clock">1 + the highest the deciding program knew of the admins.</param>
/// <param name="At">When it was made.</param>
/// <param name="By">Who decided.</param>
internal readonly record struct AdminLine(EventId Id, long Clock, DateTimeOffset At, string By)
{
    /// <summary>With its '\n'.</summary>
    /// <param name="kind">Name of the object that the line is about.</param>
    /// <param name="members">Writes the members of that object.</param>
    public byte[] ToBytes(string kind, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, EvidenceJson.Compact))
        {
            writer.WriteStartObject();
            writer.WriteNumber("seq"u8, Id.Seq);
            writer.WriteNumber("clock"u8, Clock);
            writer.WriteString("at"u8, LabelTime.Format(At));
            writer.WriteString("by"u8, By);
            writer.WriteStartObject(kind);
            members(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null for a line of another kind, for one that is beyond a bound, and where <paramref name="read"/> says so.</summary>
    /// <param name="line">Without '\n'.</param>
    /// <param name="journal">Name of the file it stands in.</param>
    /// <param name="kind">Name of the object that the line is about.</param>
    /// <param name="read">Gets that object.</param>
    public static T? TryParse<T>(ReadOnlyMemory<byte> line, string journal, string kind, Func<AdminLine, JsonElement, T?> read)
        where T : class
    {
        if (line.Length >= JournalBounds.MaxLineBytes || line.Span.IndexOf(Encoding.UTF8.GetBytes($"\"{kind}\"")) < 0)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return root.TryGetProperty(kind, out JsonElement about) && about.ValueKind == JsonValueKind.Object
                && NumberOf(root, "seq", JournalBounds.MaxSeq) is { } seq && NumberOf(root, "clock", JournalBounds.MaxClock) is { } clock
                && root.TryGetProperty("at", out JsonElement at) && TimeOf(at) is { } time
                ? read(new AdminLine(new EventId(journal, seq), clock, time, TextOf(root, "by") ?? ""), about)
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Null for anything but a text with a time within bounds.</summary>
    public static DateTimeOffset? TimeOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? LabelTime.Parse(Encoding.UTF8.GetBytes(value.GetString() ?? "")) : null;

    /// <summary>Null when there is no such text.</summary>
    public static string? TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? NumberOf(JsonElement root, string name, long most) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= 1 && number <= most ? number : null;
}
