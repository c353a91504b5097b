using System.Numerics;

namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>CRC-32 (IEEE 802.3) and CRC-64 (ECMA-182), both reflected, as xz stores them.</summary>
internal static class Checksums
{
    private static readonly uint[] Table32 = TableOf(0xEDB88320u);
    private static readonly ulong[] Table64 = TableOf(0xC96C5795D7870F42ul);

    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc = Table32[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    public static ulong Crc64(ReadOnlySpan<byte> bytes)
    {
        ulong crc = ulong.MaxValue;
        foreach (byte value in bytes)
        {
            crc = Table64[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    /// <param name="polynomial">Reflected.</param>
    private static T[] TableOf<T>(T polynomial)
        where T : IBinaryInteger<T>
    {
        var table = new T[256];
        for (int i = 0; i < table.Length; i++)
        {
            T value = T.CreateTruncating(i);
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & T.One) * polynomial);
            }

            table[i] = value;
        }

        return table;
    }
}
