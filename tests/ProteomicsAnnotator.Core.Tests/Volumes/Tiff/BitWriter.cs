namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>Bits, highest first.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private ulong _held;
    private int _count;

    public void Write(int value, int bits)
    {
        _held = (_held << bits) | (uint)value;
        _count += bits;
        while (_count >= 8)
        {
            _count -= 8;
            _bytes.Add((byte)(_held >> _count));
        }
    }

    public byte[] ToArray()
    {
        if (_count > 0)
        {
            Write(0, 8 - _count);
        }

        return [.. _bytes];
    }
}
