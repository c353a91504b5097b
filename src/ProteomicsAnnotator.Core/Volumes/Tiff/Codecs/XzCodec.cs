using System.Buffers.Binary;

namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>
/// The xz container (format 1.1.0): blocks of LZMA2, before it any delta filters, as libtiff and liblzma write them.
/// Checks of blocks decoded to their end are compared where they are CRC32 or CRC64.
/// </summary>
internal sealed class XzCodec
{
    private const int LargestHeader = 1024;
    private readonly LzmaState _lzma = new();

    /// <summary>Returns the bytes produced, at most the output's length.</summary>
    /// <exception cref="InvalidDataException">The data is broken, ends early, or uses another filter.</exception>
    public int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (input.Length < 12 || !IsMagic(input))
        {
            throw new InvalidDataException("no xz stream");
        }

        int check = input[7] & 15;
        int at = 12;
        int produced = 0;
        while (produced < output.Length && at < input.Length && input[at] != 0)
        {
            DecodeBlock(input, ref at, output, ref produced, check);
        }

        return produced;
    }

    private static bool IsMagic(ReadOnlySpan<byte> input) =>
        input[0] == 0xFD && input[1..6].SequenceEqual("7zXZ\0"u8);

    private void DecodeBlock(ReadOnlySpan<byte> input, ref int at, Span<byte> output, ref int produced, int check)
    {
        int headerSize = (input[at] + 1) * 4;
        if (headerSize > Math.Min(LargestHeader, input.Length - at))
        {
            throw new InvalidDataException("xz block header ends early");
        }

        ReadOnlySpan<byte> header = input.Slice(at, headerSize);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[^4..]) != Checksums.Crc32(header[..^4]))
        {
            throw new InvalidDataException("xz block header has a wrong checksum");
        }

        List<int> deltas = ReadFilters(header[1..^4]);
        at += headerSize;
        var decoder = new Lzma2Decoder(input[at..], output[produced..], _lzma);
        bool ended = decoder.Decode();
        Span<byte> block = output.Slice(produced, decoder.Produced);
        for (int i = deltas.Count - 1; i >= 0; i--)
        {
            UndoDelta(block, deltas[i]);
        }

        at += (decoder.Consumed + 3) & ~3;
        if (ended)
        {
            Verify(block, input, at, check);
        }

        at += CheckBytes(check);
        produced += decoder.Produced;
        if (decoder.Produced == 0 && !ended)
        {
            throw new InvalidDataException("xz block without data");
        }
    }

    /// <summary>Distances of the delta filters, in the encoder's order; the last filter must be LZMA2.</summary>
    private static List<int> ReadFilters(ReadOnlySpan<byte> fields)
    {
        List<int> deltas = [];
        int flags = fields[0];
        int at = 1;
        if ((flags & 0x40) != 0)
        {
            _ = ReadNumber(fields, ref at);
        }

        if ((flags & 0x80) != 0)
        {
            _ = ReadNumber(fields, ref at);
        }

        for (int filter = flags & 3; filter >= 0; filter--)
        {
            long id = ReadNumber(fields, ref at);
            long size = ReadNumber(fields, ref at);
            if (size > fields.Length - at || size != 1 || id != (filter == 0 ? 0x21 : 0x03))
            {
                throw new InvalidDataException($"xz filter 0x{id:x} is not read; only delta and LZMA2 are");
            }

            if (filter > 0)
            {
                deltas.Add(fields[at] + 1);
            }

            at++;
        }

        return deltas;
    }

    private static long ReadNumber(ReadOnlySpan<byte> bytes, ref int at)
    {
        long number = 0;
        for (int shift = 0; shift < 63 && at < bytes.Length; shift += 7)
        {
            byte part = bytes[at++];
            number |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }

        throw new InvalidDataException("xz block header ends early");
    }

    private static void UndoDelta(Span<byte> bytes, int distance)
    {
        for (int i = distance; i < bytes.Length; i++)
        {
            bytes[i] += bytes[i - distance];
        }
    }

    private static int CheckBytes(int check) => check == 0 ? 0 : 4 << ((check - 1) / 3);

    private static void Verify(ReadOnlySpan<byte> block, ReadOnlySpan<byte> input, int at, int check)
    {
        int bytes = CheckBytes(check);
        if (at + bytes > input.Length)
        {
            throw new InvalidDataException("xz block ends before its checksum");
        }

        bool same = check switch
        {
            1 => BinaryPrimitives.ReadUInt32LittleEndian(input[at..]) == Checksums.Crc32(block),
            4 => BinaryPrimitives.ReadUInt64LittleEndian(input[at..]) == Checksums.Crc64(block),
            _ => true,
        };
        if (!same)
        {
            throw new InvalidDataException("xz block has a wrong checksum");
        }
    }
}
