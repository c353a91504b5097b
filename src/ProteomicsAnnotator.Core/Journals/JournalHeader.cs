using System.Buffers;
using System.Text.Json;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>First line of a journal: who wrote it, where, under which class names.</summary>
internal sealed record JournalHeader
{
    /// <summary>The newest one this program knows.</summary>
    public const int CurrentFormat = JournalFormat.Points;

    /// <summary>A format that is no number above 0: such a journal cannot be understood.</summary>
    public const int Unknown = int.MaxValue;

    public int Format { get; init; } = JournalFormat.Numbers;

    public string Program { get; init; } = "";

    public string Host { get; init; } = "";

    public string Account { get; init; } = "";

    public string DataRoot { get; init; } = "";

    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Process id, for journals on this machine only: 0 in a journal on the share.</summary>
    public int ProcessId { get; init; }

    /// <summary>The machine on which that process has its id, for journals on this machine; null: an earlier version wrote it.</summary>
    public string? Machine { get; init; }

    /// <summary>Start of that process, UTC ticks: systems reuse ids.</summary>
    public long ProcessStarted { get; init; }

    /// <summary>Marker of the share the lines belong to, for journals on this machine; null: not known then.</summary>
    public string? RootId { get; init; }

    public byte[] ToLine()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format"u8, Format);
            writer.WriteString("program"u8, Program);
            writer.WriteString("host"u8, Host);
            writer.WriteString("account"u8, Account);
            writer.WriteString("data_root"u8, DataRoot);
            writer.WriteStartArray("classes"u8);
            foreach (string name in Classes)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
            WriteLocal(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null when the line is no header.</summary>
    public static JournalHeader? TryParse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out _))
            {
                return null;
            }

            return new JournalHeader
            {
                Format = Number(root, "format") is { } number and >= 1 ? (int)Math.Min(number, int.MaxValue) : Unknown,
                Program = Text(root, "program") ?? "",
                Host = Text(root, "host") ?? "",
                Account = Text(root, "account") ?? "",
                DataRoot = Text(root, "data_root") ?? "",
                Classes = Names(root),
                ProcessId = (int)Math.Clamp(Number(root, "pid") ?? 0, 0, int.MaxValue),
                ProcessStarted = Number(root, "process_started") ?? 0,
                Machine = Text(root, "machine"),
                RootId = Text(root, "root_id"),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null when there is none; a number beyond all bounds counts as the highest.</summary>
    private static long? Number(JsonElement root, string name) =>
        !root.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.Number ? null
        : value.TryGetInt64(out long number) ? number
        : value.TryGetDouble(out double large) && large > 0 ? long.MaxValue : null;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) ? Text(value) : null;

    // The document throws InvalidOperationException for a text that is no UTF-8.
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static IReadOnlyList<string> Names(JsonElement root) =>
        root.TryGetProperty("classes", out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => Text(item) ?? "")]
            : [];

    private void WriteLocal(Utf8JsonWriter writer)
    {
        if (ProcessId == 0)
        {
            return;
        }

        writer.WriteNumber("pid"u8, ProcessId);
        writer.WriteNumber("process_started"u8, ProcessStarted);
        if (Machine is not null)
        {
            writer.WriteString("machine"u8, Machine);
        }

        if (RootId is not null)
        {
            writer.WriteString("root_id"u8, RootId);
        }
    }
}
