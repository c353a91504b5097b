using System.Buffers.Binary;

namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>
/// LZMA2 (the chunk layer of xz): control byte, sizes, then an LZMA or a plain chunk. The output itself is the
/// dictionary, so no dictionary size that a file claims is ever allocated.
/// </summary>
internal ref struct Lzma2Decoder
{
    private readonly ReadOnlySpan<byte> _input;
    private readonly Span<byte> _output;
    private readonly LzmaState _lzma;

    public Lzma2Decoder(ReadOnlySpan<byte> input, Span<byte> output, LzmaState lzma)
    {
        _input = input;
        _output = output;
        _lzma = lzma;
    }

    /// <summary>Input bytes used so far.</summary>
    public int Consumed { get; private set; }

    public int Produced { get; private set; }

    /// <summary>Decodes up to the end marker, or until the output is full. Returns whether the end was reached.</summary>
    /// <exception cref="InvalidDataException">The data is broken or ends early.</exception>
    public bool Decode()
    {
        int dictionaryStart = 0;
        bool needsDictionary = true;
        bool needsProperties = true;
        while (true)
        {
            int control = Take(1)[0];
            if (control == 0)
            {
                return true;
            }

            if (Produced == _output.Length)
            {
                return false;
            }

            if (control == 1 || control >= 0xE0)
            {
                dictionaryStart = Produced;
                needsDictionary = false;
            }
            else if (control is > 2 and < 0x80 || needsDictionary)
            {
                throw new InvalidDataException($"LZMA2 chunk with control byte 0x{control:x2}");
            }

            if (control < 0x80)
            {
                CopyPlain();
                continue;
            }

            needsProperties &= control < 0xC0;
            if (needsProperties)
            {
                throw new InvalidDataException("LZMA2 chunk before any properties");
            }

            DecodeChunk(control, dictionaryStart);
        }
    }

    private void CopyPlain()
    {
        int size = BinaryPrimitives.ReadUInt16BigEndian(Take(2)) + 1;
        ReadOnlySpan<byte> bytes = Take(size);
        int kept = Math.Min(size, _output.Length - Produced);
        bytes[..kept].CopyTo(_output[Produced..]);
        Produced += kept;
    }

    private void DecodeChunk(int control, int dictionaryStart)
    {
        ReadOnlySpan<byte> header = Take(4);
        int unpacked = ((control & 0x1F) << 16) + BinaryPrimitives.ReadUInt16BigEndian(header) + 1;
        int packed = BinaryPrimitives.ReadUInt16BigEndian(header[2..]) + 1;
        if (control >= 0xC0)
        {
            _lzma.SetProperties(Take(1)[0]);
        }
        else if (control >= 0xA0)
        {
            _lzma.Reset();
        }

        ReadOnlySpan<byte> bytes = Take(packed);
        int end = (int)Math.Min((long)Produced + unpacked, _output.Length);
        _lzma.Decode(bytes, _output[dictionaryStart..end], Produced - dictionaryStart);
        Produced = end;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _input.Length - Consumed)
        {
            throw new InvalidDataException($"LZMA2 data ends after {_input.Length} bytes, {count} more expected");
        }

        ReadOnlySpan<byte> bytes = _input.Slice(Consumed, count);
        Consumed += count;
        return bytes;
    }
}
