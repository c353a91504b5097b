using System.Buffers.Binary;
using System.IO.Compression;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>Predictor, byte order and codec of one strip or tile.</summary>
internal static class SegmentEncoder
{
    public static byte[] Encode(TiffRecipe recipe, byte[] numbers, int width)
    {
        int bytes = recipe.Bits / 8;
        byte[] predicted = recipe.Predictor switch
        {
            2 => Horizontal(numbers, width, bytes),
            3 => FloatingPoint(numbers, width, bytes),
            _ => numbers.ToArray(),
        };
        if (recipe.BigEndian && recipe.Predictor != 3)
        {
            for (int at = 0; at < predicted.Length; at += bytes)
            {
                Array.Reverse(predicted, at, bytes);
            }
        }

        return recipe.Codec switch
        {
            "none" => predicted,
            "lzw" => Lzw(predicted),
            "deflate" => Deflate(predicted),
            "packbits" => PackBits(predicted),
            "lzma" => Xz(predicted),
            _ => Zstd(predicted),
        };
    }

    private static byte[] Horizontal(byte[] numbers, int width, int bytes)
    {
        byte[] differences = new byte[numbers.Length];
        for (int i = 0; i < numbers.Length; i += bytes)
        {
            bool first = i / bytes % width == 0;
            ulong own = Load(numbers, i, bytes);
            ulong difference = first ? own : own - Load(numbers, i - bytes, bytes);
            for (int b = 0; b < bytes; b++)
            {
                differences[i + b] = (byte)(difference >> (8 * b));
            }
        }

        return differences;
    }

    private static ulong Load(byte[] numbers, int at, int bytes)
    {
        ulong value = 0;
        for (int b = bytes - 1; b >= 0; b--)
        {
            value = (value << 8) | numbers[at + b];
        }

        return value;
    }

    private static byte[] FloatingPoint(byte[] numbers, int width, int bytes)
    {
        byte[] result = new byte[numbers.Length];
        int rowBytes = width * bytes;
        for (int row = 0; row < numbers.Length; row += rowBytes)
        {
            byte[] planes = new byte[rowBytes];
            for (int i = 0; i < rowBytes; i++)
            {
                planes[((bytes - 1 - (i % bytes)) * width) + (i / bytes)] = numbers[row + i];
            }

            for (int i = 0; i < rowBytes; i++)
            {
                result[row + i] = (byte)(planes[i] - (i == 0 ? 0 : planes[i - 1]));
            }
        }

        return result;
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return memory.ToArray();
    }

    private static byte[] Zstd(byte[] bytes)
    {
        using var compressor = new ZstdSharp.Compressor();
        return compressor.Wrap(bytes).ToArray();
    }

    private static byte[] PackBits(byte[] bytes)
    {
        List<byte> coded = [];
        for (int i = 0; i < bytes.Length;)
        {
            int run = 1;
            while (run < 128 && i + run < bytes.Length && bytes[i + run] == bytes[i])
            {
                run++;
            }

            if (run > 1)
            {
                coded.Add((byte)(1 - run));
                coded.Add(bytes[i]);
                i += run;
                continue;
            }

            int end = i + 1;
            while (end < bytes.Length && end - i < 128 && (end + 1 >= bytes.Length || bytes[end] != bytes[end + 1]))
            {
                end++;
            }

            coded.Add((byte)(end - i - 1));
            coded.AddRange(bytes[i..end]);
            i = end;
        }

        return [.. coded];
    }

    private static byte[] Lzw(byte[] bytes)
    {
        var bits = new BitWriter();
        Dictionary<(int Prefix, byte Next), int> table = [];
        int next = 258;
        int prefix = -1;
        bits.Write(256, 9);
        foreach (byte value in bytes)
        {
            if (prefix < 0)
            {
                prefix = value;
                continue;
            }

            if (table.TryGetValue((prefix, value), out int longer))
            {
                prefix = longer;
                continue;
            }

            bits.Write(prefix, Width(next));
            table[(prefix, value)] = next++;
            prefix = value;
            if (next == 4094)
            {
                bits.Write(256, 12);
                table.Clear();
                next = 258;
            }
        }

        bits.Write(prefix, Width(next));
        bits.Write(257, Width(next + 1));
        return bits.ToArray();
    }

    private static int Width(int next) => next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9;

    /// <summary>An xz stream of plain LZMA2 chunks behind a delta filter, as small as the format allows.</summary>
    private static byte[] Xz(byte[] bytes)
    {
        const int Distance = 2;
        using var file = new MemoryStream();
        file.Write([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 1]);
        file.Write(Crc([0, 1]));
        byte[] header = [3, 1, 0x03, 1, Distance - 1, 0x21, 1, 0, 0, 0, 0, 0];
        file.Write(header);
        file.Write(Crc(header));
        long start = file.Position;
        byte[] deltas = [.. bytes.Select((value, i) => (byte)(value - (i < Distance ? 0 : bytes[i - Distance])))];
        for (int at = 0; at < deltas.Length; at += 50_000)
        {
            int size = Math.Min(50_000, deltas.Length - at);
            file.Write([(byte)(at == 0 ? 1 : 2), (byte)((size - 1) >> 8), (byte)(size - 1)]);
            file.Write(deltas, at, size);
        }

        file.WriteByte(0);
        while ((file.Position - start) % 4 != 0)
        {
            file.WriteByte(0);
        }

        file.Write(Crc(bytes));
        file.Write(new byte[8]);
        return file.ToArray();
    }

    private static byte[] Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        byte[] result = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(result, ~crc);
        return result;
    }
}
