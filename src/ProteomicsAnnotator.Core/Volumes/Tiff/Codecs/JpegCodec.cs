using System.Buffers.Binary;
using System.Globalization;
using BitMiracle.LibTiff.Classic;

namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>
/// 8-bit grey JPEG through LibTiff.NET. It never sees the user's file: each segment is wrapped into a one-strip TIFF
/// made here, so that its own directory reading, which a hostile file could lead astray, has nothing to do.
/// </summary>
internal static class JpegCodec
{
    private static ReadOnlySpan<byte> EndOfImage => [0xFF, 0xD9];

    /// <summary>What the decoder, which fills in grey and continues, said on this thread about missing or wrong data.</summary>
    [ThreadStatic]
    private static string? _damage;

    static JpegCodec()
    {
        _ = BitMiracle.LibTiff.Classic.Tiff.SetErrorHandler(new SilentErrors());
    }

    /// <summary>Returns the bytes produced: the whole segment or less.</summary>
    /// <exception cref="InvalidDataException">LibTiff.NET cannot decode it.</exception>
    public static int Decode(ReadOnlySpan<byte> input, byte[]? tables, VolumeShape segment, byte[] output)
    {
        if (JpegFrame.Find(input) is { } frame && (frame.Height < segment.Height || frame.Width < segment.Width))
        {
            throw new InvalidDataException(
                $"a picture of {frame.Height} x {frame.Width} pixels, expected {segment.Height} x {segment.Width}");
        }

        // Without its end marker a picture may still be whole; with it, the missing part is certain.
        byte[] wrapped = Wrap(input.EndsWith(EndOfImage) ? input : [.. input, .. EndOfImage], tables, segment);
        try
        {
            using var memory = new MemoryStream(wrapped, writable: false);
            using var tiff = BitMiracle.LibTiff.Classic.Tiff.ClientOpen("segment", "r", memory, new TiffStream())
                ?? throw new InvalidDataException("JPEG segment cannot be opened");
            _ = TakeDamage();
            int produced = tiff.ReadEncodedStrip(0, output, 0, segment.Height * segment.Width);
            return TakeDamage() is { } damage ? throw new InvalidDataException(damage) : Math.Max(0, produced);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or InvalidDataException))
        {
            // A foreign decoder fails on broken data with whatever exception it ran into.
            throw new InvalidDataException($"JPEG segment cannot be decoded: {e.Message}", e);
        }
    }

    private static string? TakeDamage()
    {
        string? damage = _damage;
        _damage = null;
        return damage;
    }

    private static byte[] Wrap(ReadOnlySpan<byte> input, byte[]? tables, VolumeShape segment)
    {
        (TiffTag Tag, ushort Type, int Count, int Value)[] entries =
        [
            (TiffTag.ImageWidth, 4, 1, segment.Width),
            (TiffTag.ImageLength, 4, 1, segment.Height),
            (TiffTag.BitsPerSample, 3, 1, 8),
            (TiffTag.Compression, 3, 1, (int)TiffCompression.Jpeg),
            (TiffTag.Photometric, 3, 1, 1),
            (TiffTag.StripOffsets, 4, 1, 0),
            (TiffTag.SamplesPerPixel, 3, 1, 1),
            (TiffTag.RowsPerStrip, 4, 1, segment.Height),
            (TiffTag.StripByteCounts, 4, 1, input.Length),
            (TiffTag.JpegTables, 7, tables?.Length ?? 0, 0),
        ];
        int used = tables is { Length: > 4 } ? entries.Length : entries.Length - 1;
        int tablesAt = 8 + 2 + (used * 12) + 4;
        int dataAt = tablesAt + (tables?.Length ?? 0);
        var file = new byte[dataAt + input.Length];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 8);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(8), (short)used);
        for (int i = 0; i < used; i++)
        {
            (TiffTag tag, ushort type, int count, int value) = entries[i];
            Span<byte> entry = file.AsSpan(10 + (i * 12), 12);
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], type);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], count);
            int stored = tag switch
            {
                TiffTag.StripOffsets => dataAt,
                TiffTag.JpegTables => tablesAt,
                _ => value,
            };
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], stored);
        }

        tables?.CopyTo(file, tablesAt);
        input.CopyTo(file.AsSpan(dataAt));
        return file;
    }

    private sealed class SilentErrors : TiffErrorHandler
    {
        public override void ErrorHandler(
            BitMiracle.LibTiff.Classic.Tiff tif, string method, string format, params object[] args)
        {
        }

        public override void WarningHandler(
            BitMiracle.LibTiff.Classic.Tiff tif, string method, string format, params object[] args)
        {
            string words = string.Format(CultureInfo.InvariantCulture, format, args);
            if (words.StartsWith("Corrupt JPEG", StringComparison.Ordinal) || words.StartsWith("Premature", StringComparison.Ordinal))
            {
                _damage = words;
            }
        }
    }
}
