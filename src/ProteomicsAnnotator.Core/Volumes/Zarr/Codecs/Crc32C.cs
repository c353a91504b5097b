using System.Buffers.Binary;
using System.Numerics;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Codecs;

/// <summary>CRC-32C (Castagnoli), as RFC 3720, B.4, has it.</summary>
internal static class Crc32C
{
    public const int Length = 4;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }

    /// <summary>The bytes before the checksum at the end.</summary>
    /// <exception cref="InvalidDataException">It does not fit, or there is none.</exception>
    public static ArraySegment<byte> Checked(ArraySegment<byte> bytes)
    {
        if (bytes.Count < Length)
        {
            throw new InvalidDataException($"{bytes.Count} bytes hold no CRC-32C");
        }

        ArraySegment<byte> content = bytes[..^Length];
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(content.Count));
        uint computed = Of(content);
        return stored == computed
            ? content
            : throw new InvalidDataException($"the checksum CRC-32C is {stored:x8}, the bytes give {computed:x8}");
    }
}
