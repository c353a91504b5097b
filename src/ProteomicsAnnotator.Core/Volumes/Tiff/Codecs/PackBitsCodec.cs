namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>Apple's run-length code (TIFF 6.0, section 9).</summary>
internal static class PackBitsCodec
{
    /// <summary>Returns the bytes produced, at most the output's length.</summary>
    public static int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        int produced = 0;
        int at = 0;
        while (at < input.Length && produced < output.Length)
        {
            int code = (sbyte)input[at++];
            if (code >= 0)
            {
                int count = Math.Min(Math.Min(code + 1, input.Length - at), output.Length - produced);
                input.Slice(at, count).CopyTo(output[produced..]);
                at += code + 1;
                produced += count;
            }
            else if (code != -128 && at < input.Length)
            {
                int count = Math.Min(1 - code, output.Length - produced);
                output.Slice(produced, count).Fill(input[at++]);
                produced += count;
            }
        }

        return produced;
    }
}
