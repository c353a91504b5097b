using System.Buffers.Binary;
using ProteomicsAnnotator.Core.Volumes.Zarr.Codecs;
using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>An open shard and its index: where each of its inner chunks lies.</summary>
internal sealed class ShardFile : IDisposable
{
    private readonly Sharding _sharding;
    private readonly ReadOnlyMemory<byte> _index;

    private ShardFile(VolumeFile file, Sharding sharding, ReadOnlyMemory<byte> index)
    {
        File = file;
        _sharding = sharding;
        _index = index;
    }

    public VolumeFile File { get; }

    /// <summary>Null when there is no such file: all its chunks are missing.</summary>
    /// <exception cref="ZarrException">Its index is broken.</exception>
    /// <exception cref="Storage.StorageException">The share did not give it.</exception>
    public static ShardFile? TryOpen(StoreFolder folder, string key, ArrayMetadata array)
    {
        VolumeFile? file = folder.TryOpen(key);
        if (file is null)
        {
            return null;
        }

        try
        {
            return new ShardFile(file, array.Sharding!, ReadIndex(file, folder, key, array));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of an inner chunk; null when it is missing.</summary>
    /// <param name="chunk">Its number in the shard, the last axis of the array fastest.</param>
    /// <exception cref="InvalidDataException">They lie outside of the file.</exception>
    public (long Offset, int Length)? Find(int chunk)
    {
        ulong offset = Number(2 * chunk);
        ulong length = Number((2 * chunk) + 1);
        if (offset == ulong.MaxValue && length == ulong.MaxValue)
        {
            return null;
        }

        if (offset > (ulong)File.Length || length > (ulong)File.Length - offset || length > (ulong)Array.MaxLength)
        {
            throw new InvalidDataException($"{length} bytes at byte {offset} of a shard of {File.Length}");
        }

        return ((long)offset, (int)length);
    }

    public void Dispose() => File.Dispose();

    private static ReadOnlyMemory<byte> ReadIndex(VolumeFile file, StoreFolder folder, string key, ArrayMetadata array)
    {
        Sharding sharding = array.Sharding!;
        int length = (int)sharding.IndexBytes(array.FileChunk);
        if (file.Length < length)
        {
            throw folder.Corrupt(key, $"a shard of {file.Length} bytes", $"an index of {length} bytes in it");
        }

        byte[] index = new byte[length];
        StoredBytes.Read(file, folder, key, index, sharding.IndexFirst ? 0 : file.Length - length);
        try
        {
            return sharding.Checked ? Crc32C.Checked(index) : index;
        }
        catch (InvalidDataException e)
        {
            throw folder.Corrupt(key, $"a shard's index that is broken ({e.Message})", "an index with its checksum CRC-32C", e);
        }
    }

    private ulong Number(int at)
    {
        ReadOnlySpan<byte> bytes = _index.Span.Slice(8 * at, 8);
        return _sharding.BigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
