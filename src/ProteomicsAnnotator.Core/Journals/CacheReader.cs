using System.Text;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// Takes the journal cache apart, as <see cref="BinaryWriter"/> wrote it, without a copy. Every member throws an
/// <see cref="InvalidDataException"/> at the end of the bytes.
/// </summary>
internal ref struct CacheReader
{
    private const int MostShift = 63;
    private readonly byte[] _bytes;
    private int _position;

    public CacheReader(byte[] bytes, int start)
    {
        _bytes = bytes;
        _position = start;
    }

    public long Number()
    {
        ulong value = 0;
        byte[] bytes = _bytes;
        for (int shift = 0; shift <= MostShift && (uint)_position < (uint)bytes.Length; shift += 7)
        {
            byte part = bytes[_position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return (long)value;
            }
        }

        throw Damaged();
    }

    /// <summary>A number of things that follow, each at least one byte.</summary>
    public int Count()
    {
        long value = Number();
        return value >= 0 && value <= _bytes.Length - _position ? (int)value : throw Damaged();
    }

    public int Index(int length)
    {
        long value = Number();
        return value >= 0 && value < length ? (int)value : throw Damaged();
    }

    public bool Flag() => _position < _bytes.Length ? _bytes[_position++] != 0 : throw Damaged();

    public string Text() => Encoding.UTF8.GetString(Bytes().Span);

    public ReadOnlyMemory<byte> Bytes()
    {
        int length = Count();
        int start = _position;
        _position += length;
        return _bytes.AsMemory(start, length);
    }

    private static InvalidDataException Damaged() => new("a journal cache that ends early");
}
