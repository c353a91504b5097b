using System.Buffers;
using System.Text.Json;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// The members <c>via</c> and <c>ev</c> of a label's line. They travel as members that nobody knows, so every program since the
/// first keeps them, and no program decides anything by them.
/// </summary>
internal static class EvidenceJson
{
    /// <summary>Of <c>ev</c>'s value, in UTF-8. A longer one is none.</summary>
    public const int MaxBytes = 400;

    public static readonly JsonWriterOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Without braces, as <see cref="OtherMembers.OfLine"/> has them; null: there is nothing to say.</summary>
    public static byte[]? Write(Evidence evidence)
    {
        var buffer = new ArrayBufferWriter<byte>(MaxBytes);
        if (evidence.Via is { } via)
        {
            buffer.Write(System.Text.Encoding.UTF8.GetBytes($"\"via\":\"{via}\""));
        }

        if (evidence.IsMeasured)
        {
            ReadOnlySpan<byte> value = Fitting(evidence);
            buffer.Write(buffer.WrittenCount > 0 ? ",\"ev\":"u8 : "\"ev\":"u8);
            buffer.Write(value);
        }

        return buffer.WrittenCount == 0 ? null : buffer.WrittenSpan.ToArray();
    }

    /// <summary>There may be an <c>ev</c>: quick.</summary>
    public static bool MayHave(byte[]? others) => others is not null && others.AsSpan().IndexOf("\"ev\""u8) >= 0;

    /// <summary>Null: the line has none, or none that can be read.</summary>
    /// <param name="others">Members of a line, without braces.</param>
    public static Evidence? Read(byte[]? others)
    {
        if (!MayHave(others))
        {
            return null;
        }

        try
        {
            using JsonDocument line = JsonDocument.Parse((byte[])[.. "{"u8, .. others!, .. "}"u8], Strict);
            return line.RootElement.TryGetProperty("ev", out JsonElement ev) && ev.ValueKind == JsonValueKind.Object
                && System.Text.Encoding.UTF8.GetByteCount(ev.GetRawText()) <= MaxBytes
                ? Read(ev, Word(line.RootElement, "via", Evidence.Ways))
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Evidence? Read(JsonElement ev, string? via)
    {
        var read = new Evidence
        {
            Via = via,
            ActiveMs = Number(ev, "active_ms") is { } ms && ms >= 0 && ms <= Evidence.MostActive.TotalMilliseconds ? (long)ms : null,
            SlicesShown = Number(ev, "slices") is { } share and >= 0 and <= 1 ? share : null,
            WasProjected = Flag(ev, "projected"),
            View = Word(ev, "view", Evidence.Views),
            Limits = Word(ev, "limits", Evidence.LimitSources),
            HadSuggestion = Flag(ev, "suggestion"),
            Display = ev.TryGetProperty("display", out JsonElement display) && display.ValueKind == JsonValueKind.Object ? display.GetRawText() : null,
            DisplayAt = display.ValueKind == JsonValueKind.String ? EventId.TryParse(display.GetString()) : null,
        };
        return read.IsMeasured ? read : null;
    }

    /// <summary>The display state is left out where it makes the rest too long.</summary>
    private static ReadOnlySpan<byte> Fitting(Evidence evidence)
    {
        ReadOnlySpan<byte> whole = Serialize(evidence);
        return whole.Length <= MaxBytes ? whole : Serialize(evidence with { Display = null, DisplayAt = null });
    }

    private static ReadOnlySpan<byte> Serialize(Evidence evidence)
    {
        var buffer = new ArrayBufferWriter<byte>(MaxBytes);
        using var writer = new Utf8JsonWriter(buffer, Compact);
        writer.WriteStartObject();
        if (evidence.ActiveMs is { } active)
        {
            writer.WriteNumber("active_ms"u8, active);
        }

        if (evidence.SlicesShown is { } share)
        {
            writer.WriteNumber("slices"u8, Math.Round(share, 4));
        }

        WriteFlag(writer, "projected"u8, evidence.WasProjected);
        WriteWord(writer, "view"u8, evidence.View);
        WriteWord(writer, "limits"u8, evidence.Limits);
        WriteFlag(writer, "suggestion"u8, evidence.HadSuggestion);
        if (evidence.Display is { } display)
        {
            writer.WritePropertyName("display"u8);
            writer.WriteRawValue(display);
        }
        else
        {
            WriteWord(writer, "display"u8, evidence.DisplayAt?.ToString());
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }

    private static void WriteFlag(Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } flag)
        {
            writer.WriteBoolean(name, flag);
        }
    }

    private static void WriteWord(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static double? Number(JsonElement ev, string name) =>
        ev.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number : null;

    private static bool? Flag(JsonElement ev, string name) =>
        ev.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    /// <summary>A word of a later version says nothing here.</summary>
    private static string? Word(JsonElement ev, string name, IReadOnlyList<string> known) =>
        ev.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } word && known.Contains(word, StringComparer.Ordinal) ? word : null;
}
