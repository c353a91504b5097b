using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>
/// The member <c>marks</c> of <c>users/{username}.json</c>: what is said of blocks without a label, which can have no entry
/// (an entry without a label is a folder). It is there for who follows everyone's labels and reads no journals.
/// </summary>
internal static class MarkSection
{
    public const string Name = "marks";

    /// <summary>What no entry says.</summary>
    public static Dictionary<string, BlockMark> Of(LabelSnapshot labels) => labels.Marks
        .Where(mark => mark.Key.Root is null && labels.Find(mark.Key) is null)
        .ToDictionary(mark => mark.Key.Block.Value, mark => mark.Value, StringComparer.Ordinal);

    /// <param name="writer">Behind the entries.</param>
    /// <param name="marks">By block.</param>
    /// <param name="others">What another program wrote beside them.</param>
    public static void Write(Utf8JsonWriter writer, Dictionary<string, BlockMark> marks, IReadOnlyList<KeyValuePair<string, byte[]>> others)
    {
        if (marks.Count + others.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(Name);
        foreach ((string block, BlockMark mark) in marks.OrderBy(mark => mark.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject(block);
            MarkJson.Write(writer, MarkChange.Of(mark));
            writer.WriteEndObject();
        }

        LabelFileWriter.WriteExtra(writer, others.Where(other => !marks.ContainsKey(other.Key)));
        writer.WriteEndObject();
    }

    /// <summary>Null: the value is another program's, and says something else.</summary>
    /// <param name="reader">At the value; at its end then, unless it is another program's.</param>
    /// <param name="others">What is understood of no block, as written.</param>
    /// <exception cref="JsonException">No JSON.</exception>
    public static Dictionary<BlockId, BlockMark>? TryRead(ref Utf8JsonReader reader, out List<KeyValuePair<string, byte[]>> others)
    {
        others = [];
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        Dictionary<BlockId, BlockMark> marks = [];
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            byte[] raw = Encoding.UTF8.GetBytes(property.Value.GetRawText());
            var value = new Utf8JsonReader(raw);
            if (BlockId.TryParse(property.Name, out BlockId block) && value.Read() && ReadMark(ref value) is { } mark)
            {
                marks[block] = mark;
            }
            else
            {
                others.Add(new KeyValuePair<string, byte[]>(property.Name, raw));
            }
        }

        return marks;
    }

    private static BlockMark? ReadMark(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        MarkChange mark = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!MarkJson.IsMember(ref reader) || !MarkJson.TryRead(ref reader, ref mark))
            {
                return null;
            }
        }

        return BlockMark.Of(mark);
    }
}
