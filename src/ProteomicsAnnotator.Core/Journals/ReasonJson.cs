using System.Buffers;
using System.Text.Json;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// The member <c>reason</c> of a final label's line. It travels as a member that nobody knows, so every program since the first keeps
/// it, and no program decides anything by it.
/// </summary>
internal static class ReasonJson
{
    /// <summary>Without braces, as <see cref="OtherMembers.OfLine"/> has them; null: there is none.</summary>
    public static byte[]? Write(string? reason)
    {
        if (string.IsNullOrEmpty(reason))
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("\"reason\":"u8);
        using (var writer = new Utf8JsonWriter(buffer, EvidenceJson.Compact))
        {
            writer.WriteStringValue(reason);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null: the line has none, or none that is one line of text.</summary>
    /// <param name="others">Members of a line, without braces.</param>
    public static string? Read(byte[]? others)
    {
        if (others is null || others.AsSpan().IndexOf("\"reason\""u8) < 0)
        {
            return null;
        }

        try
        {
            using JsonDocument line = JsonDocument.Parse((byte[])[.. "{"u8, .. others, .. "}"u8]);
            return line.RootElement.TryGetProperty("reason", out JsonElement reason) && reason.ValueKind == JsonValueKind.String
                && reason.GetString() is { Length: > 0 } text && NoteText.WhyNot(text) is null
                ? text
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
