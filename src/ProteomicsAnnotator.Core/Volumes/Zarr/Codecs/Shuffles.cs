using System.Numerics;
using System.Runtime.InteropServices;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Codecs;

/// <summary>Undoes Blosc's shuffles of a block; source: c-blosc 1.21, shuffle-generic.h and bitshuffle-generic.c.</summary>
internal static class Shuffles
{
    /// <summary>First bytes of all elements, then second ones, and so on; bytes behind the last whole element are as they were.</summary>
    public static void UndoBytes(ReadOnlySpan<byte> shuffled, int elementBytes, Span<byte> output)
    {
        int elements = shuffled.Length / elementBytes;
        if (elementBytes == 2)
        {
            Zip(shuffled[..elements], shuffled.Slice(elements, elements), MemoryMarshal.Cast<byte, ushort>(output)[..elements]);
        }
        else
        {
            for (int b = 0; b < elementBytes; b++)
            {
                ReadOnlySpan<byte> plane = shuffled.Slice(b * elements, elements);
                for (int i = 0, at = b; i < plane.Length; i++, at += elementBytes)
                {
                    output[at] = plane[i];
                }
            }
        }

        int whole = elements * elementBytes;
        shuffled[whole..].CopyTo(output[whole..]);
    }

    /// <summary>
    /// Lowest bits of the first bytes of all elements, eight in a byte, then their second bits, and so on. The number of whole
    /// elements is a multiple of 8; bytes behind them are as they were.
    /// </summary>
    public static void UndoBits(ReadOnlySpan<byte> shuffled, int elementBytes, Span<byte> output)
    {
        int elements = shuffled.Length / elementBytes;
        int rowBytes = elements / 8;
        for (int b = 0; b < elementBytes; b++)
        {
            ReadOnlySpan<byte> rows = shuffled.Slice(b * 8 * rowBytes, 8 * rowBytes);
            for (int i = 0; i < rowBytes; i++)
            {
                ulong square = 0;
                for (int bit = 0; bit < 8; bit++)
                {
                    square |= (ulong)rows[(bit * rowBytes) + i] << (8 * bit);
                }

                square = Transposed(square);
                for (int element = 0, at = (8 * i * elementBytes) + b; element < 8; element++, at += elementBytes)
                {
                    output[at] = (byte)(square >> (8 * element));
                }
            }
        }

        int whole = elements * elementBytes;
        shuffled[whole..].CopyTo(output[whole..]);
    }

    /// <summary>The usual case, many elements at once.</summary>
    private static void Zip(ReadOnlySpan<byte> low, ReadOnlySpan<byte> high, Span<ushort> output)
    {
        int i = 0;
        for (; i <= output.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(low[i..]), out Vector<ushort> lowFirst, out Vector<ushort> lowSecond);
            Vector.Widen(new Vector<byte>(high[i..]), out Vector<ushort> highFirst, out Vector<ushort> highSecond);
            (lowFirst | (highFirst << 8)).CopyTo(output[i..]);
            (lowSecond | (highSecond << 8)).CopyTo(output[(i + Vector<ushort>.Count)..]);
        }

        for (; i < output.Length; i++)
        {
            output[i] = (ushort)(low[i] | (high[i] << 8));
        }
    }

    /// <summary>Eight rows of eight bits, rows and columns exchanged (Hacker's Delight, 7-3).</summary>
    private static ulong Transposed(ulong square)
    {
        ulong swap = (square ^ (square >> 7)) & 0x00AA00AA00AA00AA;
        square ^= swap ^ (swap << 7);
        swap = (square ^ (square >> 14)) & 0x0000CCCC0000CCCC;
        square ^= swap ^ (swap << 14);
        swap = (square ^ (square >> 28)) & 0x00000000F0F0F0F0;
        return square ^ swap ^ (swap << 28);
    }
}
