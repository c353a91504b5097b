using System.Runtime.InteropServices;

namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>Undoes TIFF's predictors on one row; source: TIFF 6.0 section 14 and Adobe's Technical Note 3.</summary>
internal static class Predictor
{
    /// <summary>Horizontal differences, once the numbers are in this machine's byte order.</summary>
    public static void UndoHorizontal(Span<byte> row, int bits)
    {
        switch (bits)
        {
            case 8:
                Accumulate(row);
                break;
            case 16:
                Accumulate(MemoryMarshal.Cast<byte, ushort>(row));
                break;
            case 32:
                Accumulate(MemoryMarshal.Cast<byte, uint>(row));
                break;
            default:
                Accumulate(MemoryMarshal.Cast<byte, ulong>(row));
                break;
        }
    }

    /// <summary>
    /// Floating point: byte differences over the row, in which the bytes stand by significance, highest first.
    /// Gives little-endian numbers whatever the file's byte order.
    /// </summary>
    public static void UndoFloatingPoint(Span<byte> row, int bytesPerNumber, Span<byte> scratch)
    {
        Accumulate(row);
        Span<byte> planes = scratch[..row.Length];
        row.CopyTo(planes);
        int count = row.Length / bytesPerNumber;
        for (int b = 0; b < bytesPerNumber; b++)
        {
            ReadOnlySpan<byte> plane = planes.Slice((bytesPerNumber - 1 - b) * count, count);
            for (int i = 0; i < plane.Length; i++)
            {
                row[(i * bytesPerNumber) + b] = plane[i];
            }
        }
    }

    private static void Accumulate(Span<byte> row)
    {
        byte sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = sum += row[i];
        }
    }

    private static void Accumulate(Span<ushort> row)
    {
        ushort sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = sum += row[i];
        }
    }

    private static void Accumulate(Span<uint> row)
    {
        uint sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = sum += row[i];
        }
    }

    private static void Accumulate(Span<ulong> row)
    {
        ulong sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = sum += row[i];
        }
    }
}
