using System.Security.Cryptography;
using MemoryPack;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>Bytes of the journal cache: magic, SHA-256 of the rest, a <see cref="CacheRecord"/> as MemoryPack writes it.</summary>
internal static class CacheFormat
{
    private static readonly byte[] Magic = "PAJC0013"u8.ToArray();

    public static byte[] Write(string rootId, CachedJournals cached)
    {
        byte[] content = MemoryPackSerializer.Serialize(CacheRecord.Of(rootId, cached));
        return [.. Magic, .. SHA256.HashData(content), .. content];
    }

    /// <summary>Null when it belongs to another share.</summary>
    /// <exception cref="InvalidDataException">Not this format, or damaged.</exception>
    public static CachedJournals? Read(byte[] bytes, string? rootId)
    {
        int start = Magic.Length + SHA256.HashSizeInBytes;
        if (bytes.Length < start
            || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic)
            || !SHA256.HashData(bytes.AsSpan(start)).AsSpan().SequenceEqual(bytes.AsSpan(Magic.Length, SHA256.HashSizeInBytes)))
        {
            throw new InvalidDataException("no journal cache");
        }

        try
        {
            CacheRecord? record = MemoryPackSerializer.Deserialize<CacheRecord>(bytes.AsSpan(start));
            return record?.Root == rootId ? record?.ToJournals() : null;
        }
        catch (Exception error) when (error is MemoryPackSerializationException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("a journal cache that does not fit together", error);
        }
    }
}
