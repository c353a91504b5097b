namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>CRC-32 (IEEE 802.3) and CRC-64 (ECMA-182), both reflected, as xz stores them.</summary>
internal static class Checksums
{
    private static readonly uint[] Table32 = MakeTable32();
    private static readonly ulong[] Table64 = MakeTable64();

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

    private static uint[] MakeTable32()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & 1) * 0xEDB88320u);
            }

            table[i] = value;
        }

        return table;
    }

    private static ulong[] MakeTable64()
    {
        var table = new ulong[256];
        for (uint i = 0; i < 256; i++)
        {
            ulong value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & 1) * 0xC96C5795D7870F42ul);
            }

            table[i] = value;
        }

        return table;
    }
}
