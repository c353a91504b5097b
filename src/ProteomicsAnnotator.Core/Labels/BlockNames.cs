using System.Collections.Concurrent;
using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Ids by name, each made once: the same come back in every user's file. Thread-safe.</summary>
internal sealed class BlockNames
{
    private const int UsualLength = 256;
    private readonly ConcurrentDictionary<string, BlockId> _known = new(StringComparer.Ordinal);

    /// <summary>Null when the property name at which the reader stands is no block id.</summary>
    public BlockId? Find(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > UsualLength)
        {
            return Find(reader.GetString() ?? "");
        }

        Span<char> name = stackalloc char[UsualLength];
        name = name[..reader.CopyString(name)];
        return _known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out BlockId known) ? known : Find(name.ToString());
    }

    /// <param name="below">Folder relative to the data root, "" for the root itself.</param>
    /// <param name="name">The entry's name.</param>
    public BlockId? Find(string below, string name) => Find(below.Length > 0 ? below + "/" + name : name);

    private BlockId? Find(string name)
    {
        if (_known.TryGetValue(name, out BlockId known))
        {
            return known;
        }

        if (!BlockId.TryParse(name, out BlockId block))
        {
            return null;
        }

        _known[name] = block;
        return block;
    }
}
