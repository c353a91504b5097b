using System.Buffers.Binary;
using System.IO.Compression;
using K4os.Compression.LZ4;
using ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;
using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Codecs;

/// <summary>One thread's decoder of stored chunks. Nothing longer than the chunk, or a little more between two codecs, is made.</summary>
internal sealed class ChunkDecoder : IDisposable
{
    private const int Slack = 1 << 16;
    private readonly ZstdCodec _zstd = new();
    private readonly ScratchBuffer _block = new();
    private readonly ScratchBuffer _even = new();
    private readonly ScratchBuffer _odd = new();
    private readonly BloscDecoder _blosc;

    public ChunkDecoder()
    {
        _blosc = new BloscDecoder(_zstd, _block);
    }

    /// <summary>The most bytes that a chunk of so many can be stored in: beyond lies no chunk of a sound writer.</summary>
    public static long MostStored(long chunkBytes) => chunkBytes + (chunkBytes / 8) + Slack;

    /// <summary>The chunk's bytes; valid until the next call. Those outside of the wanted range may be anything.</summary>
    /// <param name="stored">As they lie in the file.</param>
    /// <param name="codecs">In the order in which they were applied.</param>
    /// <param name="size">Of the decoded chunk.</param>
    /// <param name="from">The first wanted byte.</param>
    /// <param name="end">Behind the last one.</param>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    /// <exception cref="NotSupportedException">It is of a kind that is not read.</exception>
    public ArraySegment<byte> Decode(ArraySegment<byte> stored, IReadOnlyList<ByteCodec> codecs, int size, int from, int end)
    {
        ArraySegment<byte> bytes = stored;
        ScratchBuffer target = _even;
        for (int i = codecs.Count - 1; i >= 0; i--)
        {
            if (codecs[i] == ByteCodec.Crc32C)
            {
                bytes = Crc32C.Checked(bytes);
                continue;
            }

            bytes = Decompress(bytes, codecs[i], SizeBehind(codecs, i, size), i == 0 ? (from, end) : (0, int.MaxValue), target);
            target = target == _even ? _odd : _even;
        }

        return bytes.Count == size ? bytes : throw new InvalidDataException($"{bytes.Count} bytes, not {size}");
    }

    public void Dispose()
    {
        _zstd.Dispose();
        _block.Dispose();
        _even.Dispose();
        _odd.Dispose();
    }

    /// <summary>What the codecs before this one made of the chunk: known where they only add checksums, else at most so much.</summary>
    private static (int Size, bool IsKnown) SizeBehind(IReadOnlyList<ByteCodec> codecs, int codec, int size)
    {
        int checksums = 0;
        for (int i = 0; i < codec; i++)
        {
            if (codecs[i] != ByteCodec.Crc32C)
            {
                return ((int)Math.Min(Array.MaxLength, MostStored(size)), false);
            }

            checksums++;
        }

        return (size + (checksums * Crc32C.Length), true);
    }

    private ArraySegment<byte> Decompress(
        ArraySegment<byte> input, ByteCodec codec, (int Size, bool IsKnown) expected, (int From, int End) wanted, ScratchBuffer target)
    {
        (int size, bool isKnown) = codec switch
        {
            ByteCodec.Blosc => Announced(BloscHeader.Read(input).DecodedBytes, expected),
            ByteCodec.Lz4 => Announced(Lz4Size(input), expected),
            _ => expected,
        };
        long most = (input.Count * LargestExpansion(codec)) + Slack;
        if (isKnown && size > most)
        {
            throw new InvalidDataException($"{input.Count} bytes cannot become {size}");
        }

        ArraySegment<byte> output = target.Segment((int)Math.Min(size, most));
        int produced = codec switch
        {
            ByteCodec.Blosc => DecodeBlosc(input, output, wanted),
            ByteCodec.Lz4 => LZ4Codec.Decode(input.AsSpan(4), output),
            ByteCodec.Zstd => _zstd.Decode(input, output),
            _ => Inflate(input, codec == ByteCodec.Gzip, output),
        };
        if (produced < 0 || (isKnown && produced != size))
        {
            throw new InvalidDataException(produced < 0 ? $"{input.Count} broken bytes" : $"{produced} bytes, not {size}");
        }

        return output[..produced];
    }

    private static int Lz4Size(ArraySegment<byte> input) => input.Count >= 4
        ? BinaryPrimitives.ReadInt32LittleEndian(input)
        : throw new InvalidDataException($"{input.Count} bytes hold no length");

    /// <summary>A size that the input gives itself; it has to be the expected one where that is known.</summary>
    private static (int Size, bool IsKnown) Announced(int size, (int Size, bool IsKnown) expected) =>
        size < 0 || (expected.IsKnown ? size != expected.Size : size > expected.Size)
            ? throw new InvalidDataException($"it announces {size} bytes, not {(expected.IsKnown ? "" : "up to ")}{expected.Size}")
            : (size, true);

    /// <summary>An upper bound of decoded over stored bytes: a bomb is told before memory is taken.</summary>
    private static long LargestExpansion(ByteCodec codec) => codec switch
    {
        ByteCodec.Gzip or ByteCodec.Zlib => 1040,
        ByteCodec.Lz4 => 256,
        _ => 1 << 17,
    };

    private int DecodeBlosc(ArraySegment<byte> input, Span<byte> output, (int From, int End) wanted)
    {
        _blosc.Decode(input, output, wanted.From, wanted.End);
        return output.Length;
    }

    private static int Inflate(ArraySegment<byte> input, bool isGzip, Span<byte> output)
    {
        using var memory = new MemoryStream(input.Array!, input.Offset, input.Count, writable: false);
        using Stream stream = isGzip
            ? new GZipStream(memory, CompressionMode.Decompress)
            : new ZLibStream(memory, CompressionMode.Decompress);
        try
        {
            int produced = stream.ReadAtLeast(output, output.Length, throwOnEndOfStream: false);

            // Reaching the end is what makes zlib compare the checksum.
            return produced < output.Length || stream.ReadByte() < 0
                ? produced
                : throw new InvalidDataException($"more than {output.Length} bytes");
        }
        catch (IOException e)
        {
            // An answer of zlib that the stream does not know: a header that asks for a dictionary.
            throw new InvalidDataException(e.Message, e);
        }
    }
}
