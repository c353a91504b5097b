using System.Buffers.Binary;
using K4os.Compression.LZ4;
using ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Codecs;

/// <summary>
/// Blosc's container: blocks, each in one part or in one for each byte of an element, compressed one by one and shuffled
/// block by block. Source: c-blosc 1.21, <c>blosc_d</c>. Only the blocks that are asked for are decoded.
/// </summary>
internal sealed class BloscDecoder
{
    private const int LongestSplitType = 16;
    private const int LeastSplitElements = 128;
    private readonly ZstdCodec _zstd;
    private readonly ScratchBuffer _block;

    public BloscDecoder(ZstdCodec zstd, ScratchBuffer block)
    {
        _zstd = zstd;
        _block = block;
    }

    /// <param name="input">The chunk.</param>
    /// <param name="output">As long as the chunk is decoded; bytes outside of the wanted ones are left as they are or decoded.</param>
    /// <param name="from">The first wanted byte.</param>
    /// <param name="end">Behind the last one.</param>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    /// <exception cref="NotSupportedException">It is of another kind.</exception>
    public void Decode(ArraySegment<byte> input, Span<byte> output, int from, int end)
    {
        BloscHeader header = BloscHeader.Read(input);
        if (header.DecodedBytes != output.Length)
        {
            throw new InvalidDataException($"Blosc's header says {header.DecodedBytes} bytes, not {output.Length}");
        }

        input = input[..header.EncodedBytes];
        if (header.IsPlain)
        {
            if (input.Count < BloscHeader.Length + output.Length)
            {
                throw new InvalidDataException($"{input.Count - BloscHeader.Length} plain bytes, not {output.Length}");
            }

            input.AsSpan(BloscHeader.Length, output.Length).CopyTo(output);
            return;
        }

        long table = BloscHeader.Length + (4L * header.Blocks);
        if (table > input.Count)
        {
            throw new InvalidDataException($"a table of {header.Blocks} blocks in {input.Count} bytes");
        }

        for (int block = from / header.BlockBytes; block < header.Blocks && (long)block * header.BlockBytes < end; block++)
        {
            int start = BinaryPrimitives.ReadInt32LittleEndian(input.AsSpan(BloscHeader.Length + (4 * block)));
            if (start < table || start > input.Count)
            {
                throw new InvalidDataException($"block {block} starts at byte {start} of {input.Count}");
            }

            int first = block * header.BlockBytes;
            Span<byte> target = output.Slice(first, Math.Min(header.BlockBytes, output.Length - first));
            DecodeBlock(header, input[start..], target);
        }
    }

    private void DecodeBlock(BloscHeader header, ArraySegment<byte> input, Span<byte> target)
    {
        bool bits = header.ShufflesBits && target.Length >= header.TypeBytes && target.Length / header.TypeBytes % 8 == 0;
        if (!header.ShufflesBytes && !bits)
        {
            Decompress(header, input, target);
            return;
        }

        Span<byte> shuffled = _block.Grown(target.Length);
        Decompress(header, input, shuffled);
        if (bits)
        {
            Shuffles.UndoBits(shuffled, header.TypeBytes, target);
        }
        else
        {
            Shuffles.UndoBytes(shuffled, header.TypeBytes, target);
        }
    }

    /// <summary>The last block is not split when it is shorter than the others.</summary>
    private void Decompress(BloscHeader header, ArraySegment<byte> input, Span<byte> target)
    {
        bool isSplit = !header.IsNeverSplit && header.TypeBytes <= LongestSplitType
            && target.Length / header.TypeBytes >= LeastSplitElements && target.Length == header.BlockBytes;
        int parts = isSplit ? header.TypeBytes : 1;
        if (target.Length % parts != 0)
        {
            throw new InvalidDataException($"a block of {target.Length} bytes in {parts} parts");
        }

        int partBytes = target.Length / parts;
        for (int at = 0; at < target.Length; at += partBytes)
        {
            if (input.Count < 4)
            {
                throw new InvalidDataException("a block ends behind the chunk");
            }

            int length = BinaryPrimitives.ReadInt32LittleEndian(input);
            if (length < 0 || length > input.Count - 4)
            {
                throw new InvalidDataException($"a part of {length} bytes, {input.Count - 4} are left");
            }

            DecompressPart(header.Codec, input.Slice(4, length), target.Slice(at, partBytes));
            input = input[(4 + length)..];
        }
    }

    private void DecompressPart(BloscCodec codec, ArraySegment<byte> part, Span<byte> target)
    {
        if (part.Count == target.Length)
        {
            part.AsSpan().CopyTo(target);
            return;
        }

        int produced = codec switch
        {
            BloscCodec.Lz4 => LZ4Codec.Decode(part, target),
            BloscCodec.Zlib => DeflateCodec.Decode(part, target),
            _ => _zstd.Decode(part, target),
        };
        if (produced != target.Length)
        {
            throw new InvalidDataException(
                produced < 0 ? $"a broken part of {part.Count} bytes" : $"a part of {produced} bytes, not {target.Length}");
        }
    }
}
