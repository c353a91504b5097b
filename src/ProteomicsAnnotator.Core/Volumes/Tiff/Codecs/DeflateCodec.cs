using System.IO.Compression;

namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>A zlib stream per segment (RFC 1950), of both TIFF codes.</summary>
internal static class DeflateCodec
{
    /// <summary>Returns the bytes produced, at most the output's length.</summary>
    /// <exception cref="InvalidDataException">The stream or its checksum is broken.</exception>
    public static int Decode(ArraySegment<byte> input, Span<byte> output)
    {
        using var memory = new MemoryStream(input.Array!, input.Offset, input.Count, writable: false);
        using var zlib = new ZLibStream(memory, CompressionMode.Decompress);
        try
        {
            int produced = zlib.ReadAtLeast(output, output.Length, throwOnEndOfStream: false);
            if (produced == output.Length)
            {
                // Reaching the end is what makes zlib compare the checksum.
                _ = zlib.ReadByte();
            }

            return produced;
        }
        catch (IOException e)
        {
            // An answer of zlib that the stream does not know: a header that asks for a dictionary.
            throw new InvalidDataException(e.Message, e);
        }
    }
}
