using System.Buffers;
using System.Text.Json;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// An admin's decision, a line of its own kind in the admins' journals, that evidence of decisions before a time is shown and
/// exported nowhere. The highest (clock, at, id) counts, so that a later one takes it back. Programs that do not know it pass
/// over the line.
/// </summary>
/// <param name="Id">Of the decision.</param>
/// <param name="Clock">1 + the highest the deciding program knew of the admins.</param>
/// <param name="At">When it was made.</param>
/// <param name="Before">Null: nothing is forgotten any more.</param>
public sealed record EvidenceForgetting(EventId Id, long Clock, DateTimeOffset At, DateTimeOffset? Before)
{
    /// <summary>Who decided, as the system account.</summary>
    public string By { get; init; } = "";

    /// <summary>The one that counts; null: there is none.</summary>
    public static EvidenceForgetting? Latest(IEnumerable<EvidenceForgetting> all) =>
        all.OrderBy(item => item.Clock).ThenBy(item => item.At).ThenBy(item => item.Id).LastOrDefault();

    /// <summary>A decision's evidence, unless it is to be forgotten or there is none.</summary>
    /// <param name="decision">The line.</param>
    /// <param name="forgetting">The one that counts.</param>
    internal static Evidence? Kept(LabelEvent decision, EvidenceForgetting? forgetting) =>
        Covers(forgetting, decision.At) ? null : decision.Evidence;

    /// <summary>The evidence of a decision made then is to be forgotten.</summary>
    internal static bool Covers(EvidenceForgetting? forgetting, DateTimeOffset at) => forgetting?.Before is { } before && at < before;

    /// <summary>With its '\n'.</summary>
    internal byte[] ToLine()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, EvidenceJson.Compact))
        {
            writer.WriteStartObject();
            writer.WriteNumber("seq"u8, Id.Seq);
            writer.WriteNumber("clock"u8, Clock);
            writer.WriteString("at"u8, LabelTime.Format(At));
            writer.WriteString("by"u8, By);
            writer.WriteStartObject("forget"u8);
            if (Before is { } before)
            {
                writer.WriteString("evidence_before"u8, LabelTime.Format(before));
            }
            else
            {
                writer.WriteNull("evidence_before"u8);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null for every other line, and for one that is beyond a bound.</summary>
    /// <param name="line">Without '\n'.</param>
    /// <param name="journal">Name of the file it stands in.</param>
    internal static EvidenceForgetting? TryParse(ReadOnlyMemory<byte> line, string journal)
    {
        if (line.Length >= JournalBounds.MaxLineBytes || line.Span.IndexOf("\"forget\""u8) < 0)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return root.TryGetProperty("forget", out JsonElement forget) && forget.ValueKind == JsonValueKind.Object
                && forget.TryGetProperty("evidence_before", out JsonElement before)
                && (before.ValueKind == JsonValueKind.Null || TimeOf(before) is not null)
                && NumberOf(root, "seq", JournalBounds.MaxSeq) is { } seq && NumberOf(root, "clock", JournalBounds.MaxClock) is { } clock
                && root.TryGetProperty("at", out JsonElement at) && TimeOf(at) is { } time
                ? new EvidenceForgetting(new EventId(journal, seq), clock, time, TimeOf(before))
                {
                    By = root.TryGetProperty("by", out JsonElement by) && by.ValueKind == JsonValueKind.String ? by.GetString() ?? "" : "",
                }
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static DateTimeOffset? TimeOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? LabelTime.Parse(System.Text.Encoding.UTF8.GetBytes(value.GetString() ?? "")) : null;

    private static long? NumberOf(JsonElement root, string name, long most) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= 1 && number <= most ? number : null;
}
