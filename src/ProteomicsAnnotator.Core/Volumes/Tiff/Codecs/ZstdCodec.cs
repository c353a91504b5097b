using ZstdSharp;

namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>One zstd frame per segment, decoded straight into the output: no window that a frame claims is allocated.</summary>
internal sealed class ZstdCodec : IDisposable
{
    private readonly Decompressor _decompressor = new();

    /// <summary>Returns the bytes produced, at most the output's length.</summary>
    /// <exception cref="InvalidDataException">The frame is broken or longer than the output.</exception>
    public int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        try
        {
            return _decompressor.Unwrap(input, output);
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    public void Dispose() => _decompressor.Dispose();
}
