using System.Buffers;
using System.Text.Json;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// The object of a line of its own kind, which names its block inside: <c>mark</c> (a flag or note given apart from a label),
/// <c>repeat</c> (a block labelled once more, blind) or <c>second</c> (a second adjudicator's label, independent of the final one).
/// </summary>
internal sealed class KindFields
{
    private readonly string _kind;
    private MarkChange _change;
    private ArrayBufferWriter<byte>? _others;

    private KindFields(string kind) => _kind = kind;

    public DecisionKind Kind => _kind switch { "mark" => DecisionKind.Mark, "repeat" => DecisionKind.Repeat, _ => DecisionKind.Second };

    public string? Block { get; private set; }

    public string? Root { get; private set; }

    /// <summary>Of a repeat or a second adjudication; null takes it back.</summary>
    public int? Label { get; private set; }

    /// <summary>Why the line is none of its kind, in words; null: nothing is wrong so far.</summary>
    public string? Fault { get; private set; }

    public MarkChange Change => _change;

    /// <summary>Members that this program does not know, as written, with commas between them; null: none.</summary>
    public byte[]? Others => _others?.WrittenSpan.ToArray();

    /// <summary>The whole member as it stands.</summary>
    public byte[] Raw { get; private set; } = [];

    /// <summary>The reader is at the name of such an object.</summary>
    public static bool IsKind(ref Utf8JsonReader name) => name.ValueTextEquals("mark"u8) || name.ValueTextEquals("repeat"u8) || name.ValueTextEquals("second"u8);

    private bool HasAnswer => Kind != DecisionKind.Mark;

    /// <param name="reader">At the name; at the end of its value then.</param>
    /// <param name="line">What the reader reads.</param>
    public static KindFields Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var fields = new KindFields(reader.GetString()!);
        bool hasLabel = false;
        int start = (int)reader.TokenStartIndex;
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                hasLabel |= reader.ValueTextEquals("label"u8);
                fields.ReadMember(ref reader, line);
            }

            fields.Fault ??= fields.HasAnswer && !hasLabel ? $"its {fields._kind} has no label" : null;
        }
        else
        {
            fields.Fault = $"its {fields._kind} is no object";
            reader.Skip();
        }

        fields.Raw = line[start..(int)reader.BytesConsumed].ToArray();
        return fields;
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        if (reader.ValueTextEquals("block"u8))
        {
            Block = ReadText(ref reader, "block");
        }
        else if (reader.ValueTextEquals("root"u8))
        {
            Root = ReadText(ref reader, "root");
        }
        else if (HasAnswer && reader.ValueTextEquals("label"u8))
        {
            Label = ReadLabel(ref reader);
        }
        else if (HasAnswer || !MarkJson.IsMember(ref reader))
        {
            MarkJson.Keep(ref reader, line, ref _others);
        }
        else if (!MarkJson.TryRead(ref reader, ref _change))
        {
            Fault ??= reader.ValueTextEquals("unsure"u8)
                ? "its unsure is neither true nor null"
                : $"its {reader.GetString()} is no line of at most {NoteText.MaxLength} characters";
            reader.Read();
            reader.Skip();
        }
    }

    private int? ReadLabel(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int value))
        {
            return value;
        }

        if (reader.TokenType != JsonTokenType.Null)
        {
            Fault ??= $"the label of its {_kind} is no whole number within its bounds";
            reader.Skip();
        }

        return null;
    }

    // The reader throws InvalidOperationException for a text that is no UTF-8.
    private string? ReadText(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        try
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null)
            {
                return reader.GetString();
            }
        }
        catch (InvalidOperationException)
        {
            Fault ??= $"the {name} of its {_kind} is no UTF-8";
        }

        Fault ??= $"the {name} of its {_kind} is no text";
        reader.Skip();
        return null;
    }
}
