using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>
/// A derived file (<c>users/{u}.json</c> or <c>admin/final_labels.json</c>) taken apart: entries of the configured
/// data root flat, entries of other folders nested under the folder's path, and whatever else is there, kept as bytes.
/// </summary>
internal sealed class LabelFile : ILabelFileCollector
{
    private Dictionary<string, LabelFileEntry>? _folder;

    public Dictionary<string, LabelFileEntry> Flat { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Dictionary<string, LabelFileEntry>> Nested { get; } = new(StringComparer.Ordinal);

    /// <summary>Flags and notes of blocks that have no entry.</summary>
    public IReadOnlyDictionary<BlockId, BlockMark> Marks { get; private set; } = FrozenDictionary<BlockId, BlockMark>.Empty;

    /// <summary>What stands beside them and says something else, as written.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> OtherMarks { get; private set; } = [];

    /// <summary>Top-level properties we do not know, in file order.</summary>
    public List<KeyValuePair<string, byte[]>> Extra { get; } = [];

    /// <summary>What stands in the place of a label and is none, each with its block.</summary>
    public UnusableValues Unusable { get; private init; } = new();

    public string? CreatedAt { get; private set; }

    bool ILabelFileCollector.KeepsAll => true;

    /// <summary>Of a file of the original program: which data set its entries are of; null: it does not say.</summary>
    public string? DatasetKey => Extra.Find(member => member.Key == "dataset_key").Value is { } raw && JsonNode.Parse(raw) is JsonValue value && value.TryGetValue(out string? text)
        ? text
        : null;

    /// <summary>The entries as those of a folder below the data root ("" for the root itself), and nothing else.</summary>
    public LabelFile Below(string folder)
    {
        var moved = new LabelFile { Unusable = Unusable };
        Dictionary<string, LabelFileEntry> entries = folder.Length == 0 ? moved.Flat : moved.Nested[folder] = new Dictionary<string, LabelFileEntry>(StringComparer.Ordinal);
        foreach ((string name, LabelFileEntry entry) in Flat)
        {
            entries[name] = entry;
        }

        return moved;
    }

    /// <param name="utf8">The file.</param>
    /// <param name="shape">Of a user's file or of the final labels.</param>
    /// <param name="username">Whose it should be; null: anyone's.</param>
    /// <exception cref="JsonException">No JSON, not of this shape, or another person's.</exception>
    public static LabelFile Parse(byte[] utf8, LabelFileShape shape, string? username = null)
    {
        var file = new LabelFile();
        LabelFileReader.Read(utf8, shape, username, file);
        return file;
    }

    void ILabelFileCollector.TakeTop(string name, string? text, byte[] raw)
    {
        if (name == "created_at" && text is not null)
        {
            CreatedAt = text;
        }
        else if (name != "updated_at" && !(name == "username" && text is not null))
        {
            Extra.Add(new KeyValuePair<string, byte[]>(name, raw));
        }
    }

    void ILabelFileCollector.TakeMarks(IReadOnlyDictionary<BlockId, BlockMark> marks, IReadOnlyList<KeyValuePair<string, byte[]>> others) =>
        (Marks, OtherMarks) = (marks, others);

    void ILabelFileCollector.BeginFolder(string folder)
    {
        _folder = new Dictionary<string, LabelFileEntry>(StringComparer.Ordinal);
        Nested[folder] = _folder;
    }

    void ILabelFileCollector.EndFolder() => _folder = null;

    void ILabelFileCollector.Take(ref Utf8JsonReader name, LabelFileEntry entry)
    {
        string key = name.GetString() ?? "";
        if (_folder is not null || entry.Label is null)
        {
            (_folder ?? Flat)[key] = entry;
            if (entry.Label is not null && !BlockId.TryParse(key, out _))
            {
                Unusable.AddName(key);
            }
        }
        else if (BlockId.TryParse(key, out BlockId block))
        {
            TakeFlat(block.Value, entry);
        }
        else
        {
            Flat[key] = entry;
            Unusable.AddName(key);
        }
    }

    /// <summary>A block that stands here in several Unicode forms has its latest label.</summary>
    private void TakeFlat(string block, LabelFileEntry entry)
    {
        if (!Flat.TryGetValue(block, out LabelFileEntry known) || known.At is not { } at || !(at > entry.At))
        {
            Flat[block] = entry;
        }
    }

    void ILabelFileCollector.TakeUnusable(string what) => Unusable.Add(what);
}
