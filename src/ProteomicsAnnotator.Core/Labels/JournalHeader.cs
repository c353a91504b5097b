using System.Buffers;
using System.Text.Json;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>First line of a journal: who wrote it, where, under which class names.</summary>
internal sealed record JournalHeader
{
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public string Program { get; init; } = "";

    public string Host { get; init; } = "";

    public string Account { get; init; } = "";

    public string DataRoot { get; init; } = "";

    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Process id, for journals on this machine only: 0 in a journal on the share.</summary>
    public int ProcessId { get; init; }

    /// <summary>Start of that process, UTC ticks: ids are used again.</summary>
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
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out JsonElement format))
            {
                return null;
            }

            return new JournalHeader
            {
                Format = format.GetInt32(),
                Program = Text(root, "program") ?? "",
                Host = Text(root, "host") ?? "",
                Account = Text(root, "account") ?? "",
                DataRoot = Text(root, "data_root") ?? "",
                Classes = Names(root),
                ProcessId = root.TryGetProperty("pid", out JsonElement pid) ? pid.GetInt32() : 0,
                ProcessStarted = root.TryGetProperty("process_started", out JsonElement started) ? started.GetInt64() : 0,
                RootId = Text(root, "root_id"),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IReadOnlyList<string> Names(JsonElement root) =>
        root.TryGetProperty("classes", out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() ?? "" : "")]
            : [];

    private void WriteLocal(Utf8JsonWriter writer)
    {
        if (ProcessId == 0)
        {
            return;
        }

        writer.WriteNumber("pid"u8, ProcessId);
        writer.WriteNumber("process_started"u8, ProcessStarted);
        if (RootId is not null)
        {
            writer.WriteString("root_id"u8, RootId);
        }
    }
}
