namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>
/// TIFF 6.0, section 13: codes of 9 to 12 bits, highest bit first, one code early. Each table string is the string of
/// the code before it plus one byte, so it stands in the output already: the table keeps where, and no chains.
/// </summary>
internal sealed class LzwCodec
{
    private const int Clear = 256;
    private const int End = 257;
    private const int First = 258;
    private const int TableSize = 4096;
    private readonly int[] _starts = new int[TableSize];
    private readonly int[] _lengths = new int[TableSize];

    /// <summary>Returns the bytes produced, at most the output's length.</summary>
    /// <exception cref="InvalidDataException">A code that cannot be, or the bit order of pre-1992 writers.</exception>
    public int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (input.Length >= 2 && input[0] == 0 && (input[1] & 1) == 1)
        {
            throw new InvalidDataException("LZW codes in the lowest-bit-first order of old writers are not read");
        }

        int[] starts = _starts;
        int[] lengths = _lengths;
        int next = First;
        int width = 9;
        int previousStart = -1;
        int previousLength = 0;
        int produced = 0;
        int at = 0;
        ulong bits = 0;
        int held = 0;
        while (produced < output.Length)
        {
            while (held < width)
            {
                if (at == input.Length)
                {
                    return produced;
                }

                bits = (bits << 8) | input[at++];
                held += 8;
            }

            held -= width;
            int code = (int)(bits >> held) & ((1 << width) - 1);
            if (code == Clear)
            {
                (next, width, previousStart) = (First, 9, -1);
                continue;
            }

            if (code == End)
            {
                return produced;
            }

            if (previousStart >= 0 && next < TableSize)
            {
                starts[next] = previousStart;
                lengths[next] = previousLength + 1;
                next++;
                width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
            }

            previousStart = produced;
            previousLength = Emit(code, next, output, produced);
            produced += previousLength;
        }

        return produced;
    }

    private int Emit(int code, int next, Span<byte> output, int produced)
    {
        if (code < Clear)
        {
            output[produced] = (byte)code;
            return 1;
        }

        if (code >= next)
        {
            throw new InvalidDataException($"LZW code {code} comes before it is defined (next is {next})");
        }

        int start = _starts[code];
        int length = Math.Min(_lengths[code], output.Length - produced);
        if (start + length <= produced)
        {
            output.Slice(start, length).CopyTo(output[produced..]);
        }
        else
        {
            // The string being defined right now ends with its own first byte.
            for (int i = 0; i < length; i++)
            {
                output[produced + i] = output[start + i];
            }
        }

        return length;
    }
}
