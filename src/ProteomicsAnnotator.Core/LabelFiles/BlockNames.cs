using System.Collections.Concurrent;
using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>
/// Ids by name, each made once: the same come back in every user's file, mostly in the same order, so each remembers
/// which one came after it last. Thread-safe: a reader that meets another's half of a chain looks the name up.
/// </summary>
internal sealed class BlockNames
{
    private const int UsualLength = 256;
    private readonly ConcurrentDictionary<string, KnownBlock> _known = new(StringComparer.Ordinal);

    /// <summary>Null when the property name at which the reader stands is no block id.</summary>
    /// <param name="reader">At a property name.</param>
    /// <param name="before">The one found before in this file; null at its beginning.</param>
    public KnownBlock? Find(ref Utf8JsonReader reader, KnownBlock? before)
    {
        KnownBlock? next = before?.Next;
        for (int step = 0; step < 2 && next is not null; step++, next = next.Next)
        {
            if (reader.ValueTextEquals(next.Id.Value))
            {
                return next;
            }
        }

        KnownBlock? found = LookUp(ref reader);
        if (before is not null && found is not null)
        {
            before.Next = found;
        }

        return found;
    }

    /// <param name="below">Folder relative to the data root, "" for the root itself.</param>
    /// <param name="name">The entry's name.</param>
    public BlockId? Find(string below, string name) => LookUp(below.Length > 0 ? below + "/" + name : name)?.Id;

    private KnownBlock? LookUp(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > UsualLength)
        {
            return LookUp(reader.GetString() ?? "");
        }

        Span<char> name = stackalloc char[UsualLength];
        name = name[..reader.CopyString(name)];
        return _known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out KnownBlock? known) ? known : LookUp(name.ToString());
    }

    private KnownBlock? LookUp(string name)
    {
        if (_known.TryGetValue(name, out KnownBlock? known))
        {
            return known;
        }

        return BlockId.TryParse(name, out BlockId block) ? _known.GetOrAdd(name, new KnownBlock(block)) : null;
    }
}

/// <summary>An id and, as a hint that may be wrong, the one that followed it in the file read last.</summary>
internal sealed class KnownBlock(BlockId id)
{
    public BlockId Id { get; } = id;

    public KnownBlock? Next { get; set; }
}
