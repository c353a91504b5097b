using System.Buffers.Binary;
using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Codecs;

/// <summary>
/// The 16 bytes before Blosc's data; source: README_CHUNK_FORMAT of c-blosc 1.21. Nothing else says how a chunk is
/// decoded: writers put wrong type sizes and shuffles into metadata.
/// </summary>
/// <param name="Flags">Bit 0 bytes shuffled, 1 plain copy, 2 bits shuffled, 4 blocks not split, 5 to 7 codec.</param>
/// <param name="TypeBytes">Of the elements that were shuffled; not always those of the array.</param>
/// <param name="DecodedBytes">Of the chunk.</param>
/// <param name="BlockBytes">Decoded, of each block but the last.</param>
/// <param name="EncodedBytes">Of the chunk with this header; what follows is ignored.</param>
internal readonly record struct BloscHeader(int Flags, int TypeBytes, int DecodedBytes, int BlockBytes, int EncodedBytes)
{
    public const int Length = 16;

    public bool IsPlain => (Flags & 0x2) != 0;

    public bool ShufflesBytes => (Flags & 0x1) != 0 && TypeBytes > 1;

    public bool ShufflesBits => (Flags & 0x4) != 0;

    public bool IsNeverSplit => (Flags & 0x10) != 0;

    public BloscCodec Codec => (BloscCodec)(Flags >> 5);

    public int Blocks => (int)(((long)DecodedBytes + BlockBytes - 1) / BlockBytes);

    /// <exception cref="InvalidDataException">It contradicts itself or the length of the input.</exception>
    /// <exception cref="NotSupportedException">Another format or codec.</exception>
    public static BloscHeader Read(ReadOnlySpan<byte> input)
    {
        if (input.Length < Length)
        {
            throw new InvalidDataException($"{input.Length} bytes are no Blosc header");
        }

        if (input[0] is not (1 or 2))
        {
            throw new NotSupportedException($"version {input[0]} of Blosc's format, of which 1 and 2 are read");
        }

        var header = new BloscHeader(
            input[2],
            input[3],
            BinaryPrimitives.ReadInt32LittleEndian(input[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(input[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(input[12..]));
        if (header is { ShufflesBytes: true, ShufflesBits: true })
        {
            throw new NotSupportedException("the extended header of Blosc 2");
        }

        if (header.DecodedBytes < 0 || header.BlockBytes <= 0 || header.TypeBytes == 0
            || header.EncodedBytes < Length || header.EncodedBytes > input.Length)
        {
            throw new InvalidDataException(
                $"Blosc's header says {header.DecodedBytes} bytes in blocks of {header.BlockBytes}, {header.EncodedBytes} stored; {input.Length} are there");
        }

        return header.IsPlain || header.Codec is BloscCodec.Lz4 or BloscCodec.Zlib or BloscCodec.Zstd
            ? header
            : throw new NotSupportedException($"{header.CodecName} in Blosc, of which {BloscName.Read} are read");
    }

    private string CodecName => Codec switch
    {
        BloscCodec.BloscLz => "blosclz",
        BloscCodec.Snappy => "snappy",
        _ => $"codec {(int)Codec}",
    };
}

internal enum BloscCodec
{
    BloscLz = 0,

    /// <summary>And lz4hc, which differs only in how it is written.</summary>
    Lz4 = 1,
    Snappy = 2,
    Zlib = 3,
    Zstd = 4,
}
