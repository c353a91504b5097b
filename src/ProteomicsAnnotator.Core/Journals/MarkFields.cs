using System.Buffers;
using System.Text.Json;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>The object <c>mark</c> of a line: a flag or note given apart from a label.</summary>
internal sealed class MarkFields
{
    private MarkChange _change;
    private ArrayBufferWriter<byte>? _others;

    public string? Block { get; private set; }

    public string? Root { get; private set; }

    /// <summary>Why the line is no mark, in words; null: nothing is wrong so far.</summary>
    public string? Fault { get; private set; }

    public MarkChange Change => _change;

    /// <summary>Members that this program does not know, as written, with commas between them; null: none.</summary>
    public byte[]? Others => _others?.WrittenSpan.ToArray();

    /// <summary>The whole member <c>mark</c> as it stands.</summary>
    public byte[] Raw { get; private set; } = [];

    /// <param name="reader">At the name <c>mark</c>; at the end of its value then.</param>
    /// <param name="line">What the reader reads.</param>
    public static MarkFields Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var fields = new MarkFields();
        int start = (int)reader.TokenStartIndex;
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                fields.ReadMember(ref reader, line);
            }
        }
        else
        {
            fields.Fault = "its mark is no object";
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
        else if (!MarkJson.IsMember(ref reader))
        {
            MarkJson.Keep(ref reader, line, ref _others);
        }
        else if (!MarkJson.TryRead(ref reader, ref _change))
        {
            Fault ??= reader.ValueTextEquals("unsure"u8)
                ? "its unsure is neither true nor null"
                : $"its note is no line of at most {NoteText.MaxLength} characters";
            reader.Read();
            reader.Skip();
        }
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
            Fault ??= $"the {name} of its mark is no UTF-8";
        }

        Fault ??= $"the {name} of its mark is no text";
        reader.Skip();
        return null;
    }
}
