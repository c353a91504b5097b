using System.Buffers;
using System.Text.Json;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>The members <c>unsure</c>, <c>note</c>, <c>unusable</c> and <c>not_blind</c>: beside a label, in a line's <c>mark</c>, in an entry of a derived file.</summary>
internal static class MarkJson
{
    /// <summary>True beside a label whose author could see others' votes, or the final label, before.</summary>
    public const string NotBlind = "not_blind";

    public static void Write(Utf8JsonWriter writer, MarkChange mark)
    {
        if (mark.Unsure is { } unsure)
        {
            if (unsure)
            {
                writer.WriteBoolean("unsure"u8, true);
            }
            else
            {
                writer.WriteNull("unsure"u8);
            }
        }

        WriteText(writer, "note"u8, mark.Note);
        WriteText(writer, "unusable"u8, mark.Unusable);
    }

    /// <summary><see cref="Write"/> writes a member of this name.</summary>
    public static bool Says(MarkChange mark, string name) => name switch
    {
        "unsure" => mark.Unsure is not null,
        "note" => mark.Note is not null,
        "unusable" => mark.Unusable is not null,
        _ => false,
    };

    public static bool IsMember(ref Utf8JsonReader name) => IsBesideLabel(ref name) || name.ValueTextEquals("unusable"u8);

    /// <summary>A block with a label can have it.</summary>
    public static bool IsBesideLabel(ref Utf8JsonReader name) => name.ValueTextEquals("unsure"u8) || name.ValueTextEquals("note"u8);

    /// <summary>
    /// Takes the member whose name the reader is at. False: its value is none that a program of ours writes; the reader is
    /// still at the name then.
    /// </summary>
    public static bool TryRead(ref Utf8JsonReader reader, ref MarkChange mark)
    {
        bool isUnsure = reader.ValueTextEquals("unsure"u8);
        bool isNote = reader.ValueTextEquals("note"u8);
        Utf8JsonReader ahead = reader;
        if (!ahead.Read())
        {
            return false;
        }

        if (isUnsure && ahead.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)
        {
            mark = mark with { Unsure = ahead.TokenType == JsonTokenType.True };
        }
        else if (!isUnsure && NoteAt(ref ahead) is { } text)
        {
            mark = isNote ? mark with { Note = text } : mark with { Unusable = text };
        }
        else
        {
            return false;
        }

        reader = ahead;
        return true;
    }

    /// <summary>False for another member. A value other than true says nothing, and stays as it is: the reader is still at the name then.</summary>
    public static bool TryReadNotBlind(ref Utf8JsonReader reader)
    {
        Utf8JsonReader ahead = reader;
        if (!reader.ValueTextEquals(NotBlind) || !ahead.Read() || ahead.TokenType != JsonTokenType.True)
        {
            return false;
        }

        reader = ahead;
        return true;
    }

    /// <summary>Adds a member as it stands to others, with a comma between them; the reader is at its name, and at its value's end then.</summary>
    public static void Keep(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, ref ArrayBufferWriter<byte>? others)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Read();
        reader.Skip();
        others ??= new ArrayBufferWriter<byte>();
        if (others.WrittenCount > 0)
        {
            others.Write(","u8);
        }

        others.Write(line[start..(int)reader.BytesConsumed]);
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is { Length: > 0 })
        {
            writer.WriteString(name, text);
        }
        else if (text is not null)
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>Null: no text, or none that a note can be.</summary>
    private static string? NoteAt(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return "";
        }

        try
        {
            return reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && NoteText.WhyNot(text) is null ? text : null;
        }
        catch (InvalidOperationException)
        {
            // No UTF-8, or half a character.
            return null;
        }
    }
}
