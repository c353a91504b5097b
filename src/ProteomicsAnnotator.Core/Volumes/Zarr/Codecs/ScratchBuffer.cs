using System.Buffers;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Codecs;

/// <summary>Memory of one thread that grows with what is asked of it; its content does not survive that.</summary>
internal sealed class ScratchBuffer : IDisposable
{
    private byte[] _bytes = [];

    public Span<byte> Grown(int size) => Segment(size);

    public ArraySegment<byte> Segment(int size)
    {
        if (_bytes.Length < size)
        {
            Dispose();
            _bytes = ArrayPool<byte>.Shared.Rent(size);
        }

        return new ArraySegment<byte>(_bytes, 0, size);
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = [];
    }
}
