using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>Stored numbers to voxels. Little-endian machines only, as .NET's supported ones are.</summary>
internal static class SampleConversion
{
    /// <summary>Reverses the bytes of each number in place.</summary>
    public static void SwapBytes(Span<byte> numbers, int bytesPerNumber)
    {
        switch (bytesPerNumber)
        {
            case 2:
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(numbers);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<uint> ints = MemoryMarshal.Cast<byte, uint>(numbers);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(numbers);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    public static void ReverseBits(Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            uint value = bytes[i];
            value = ((value & 0x55) << 1) | ((value >> 1) & 0x55);
            value = ((value & 0x33) << 2) | ((value >> 2) & 0x33);
            bytes[i] = (byte)((value << 4) | (value >> 4));
        }
    }

    /// <summary>One row (or piece of it) of stored numbers, little-endian unless packed, to as many voxels.</summary>
    public static void ToVoxels(ReadOnlySpan<byte> stored, StoredSample sample, Span<byte> voxels)
    {
        if (sample.IsVoxel)
        {
            stored[..voxels.Length].CopyTo(voxels);
            return;
        }

        if (sample.IsPacked)
        {
            Unpack(stored, sample.Bits, voxels);
            return;
        }

        Span<float> floats = MemoryMarshal.Cast<byte, float>(voxels);
        switch (sample.Kind, sample.Bits)
        {
            case (SampleKind.Signed, 8):
                ToFloats<sbyte>(stored, floats);
                break;
            case (SampleKind.Signed, 16):
                ToFloats<short>(stored, floats);
                break;
            case (SampleKind.Signed, 32):
                ToFloats<int>(stored, floats);
                break;
            case (SampleKind.Unsigned, 32):
                ToFloats<uint>(stored, floats);
                break;
            case (SampleKind.Signed, 64):
                ToFloats<long>(stored, floats);
                break;
            case (SampleKind.Unsigned, 64):
                ToFloats<ulong>(stored, floats);
                break;
            case (SampleKind.Float, 16):
                ToFloats<Half>(stored, floats);
                break;
            default:
                ToFloats<double>(stored, floats);
                break;
        }
    }

    private static void ToFloats<T>(ReadOnlySpan<byte> stored, Span<float> floats)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> numbers = MemoryMarshal.Cast<byte, T>(stored)[..floats.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            floats[i] = float.CreateTruncating(numbers[i]);
        }
    }

    /// <summary>Numbers of 1 to 15 bits, highest bit first, to bytes (up to 8 bits) or 16-bit numbers.</summary>
    private static void Unpack(ReadOnlySpan<byte> stored, int bits, Span<byte> voxels)
    {
        int mask = (1 << bits) - 1;
        int bytesPerVoxel = bits <= 8 ? 1 : 2;
        uint window = 0;
        int held = 0;
        int at = 0;
        for (int i = 0; i < voxels.Length; i += bytesPerVoxel)
        {
            while (held < bits)
            {
                window = (window << 8) | stored[at++];
                held += 8;
            }

            held -= bits;
            int value = (int)(window >> held) & mask;
            voxels[i] = (byte)value;
            if (bytesPerVoxel == 2)
            {
                voxels[i + 1] = (byte)(value >> 8);
            }
        }
    }
}
