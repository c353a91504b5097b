using System.Buffers.Binary;

namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// Header bytes through a small window that grows while reading goes on right behind it, so that thousands of
/// directories cost few reads. Numbers come out in the file's byte order.
/// </summary>
internal sealed class TiffWindow
{
    private const int SmallestRead = 1024;
    private const int LargestRead = 64 * 1024;
    private readonly TiffInput _input;
    private byte[] _bytes = [];
    private int _filled;
    private long _start;
    private int _nextRead = SmallestRead;

    public TiffWindow(TiffInput input)
    {
        _input = input;
    }

    public TiffInput Input => _input;

    public bool BigEndian { get; set; }

    /// <summary>The bytes stay valid until the next call.</summary>
    public ReadOnlySpan<byte> Bytes(long offset, int count, string what)
    {
        if (offset < 0 || offset > _input.Length - count)
        {
            throw _input.Corrupt(
                $"{what} reaches past the end of the file, which is cut short or damaged: "
                + $"it lies at byte {offset} with a length of {count}; the file has {_input.Length} bytes.");
        }

        if (offset < _start || offset + count > _start + _filled)
        {
            Load(offset, count);
        }

        return _bytes.AsSpan((int)(offset - _start), count);
    }

    public ushort UInt16(long offset, string what) => UInt16(Bytes(offset, 2, what));

    public uint UInt32(long offset, string what) => UInt32(Bytes(offset, 4, what));

    public ulong UInt64(long offset, string what) => UInt64(Bytes(offset, 8, what));

    public ushort UInt16(ReadOnlySpan<byte> bytes) => BigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public uint UInt32(ReadOnlySpan<byte> bytes) => BigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    public ulong UInt64(ReadOnlySpan<byte> bytes) => BigEndian
        ? BinaryPrimitives.ReadUInt64BigEndian(bytes)
        : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private void Load(long offset, int count)
    {
        bool goesOn = _filled > 0 && offset >= _start && offset <= _start + _filled + SmallestRead;
        _nextRead = goesOn ? Math.Min(_nextRead * 2, LargestRead) : SmallestRead;
        int size = (int)Math.Min(Math.Max(count, _nextRead), _input.Length - offset);
        if (_bytes.Length < size)
        {
            _bytes = new byte[size];
        }

        _filled = 0;
        _input.Read(_bytes.AsSpan(0, size), offset);
        _start = offset;
        _filled = size;
    }
}
