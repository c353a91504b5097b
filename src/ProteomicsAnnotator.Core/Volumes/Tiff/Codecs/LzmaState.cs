namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>
/// The LZMA decoder proper: literals and matches under an adaptive binary range coder. Written from the format's
/// public description (LZMA specification by Igor Pavlov). State lives on between the chunks of a stream.
/// </summary>
internal sealed class LzmaState
{
    private const int States = 12;
    private const int PositionStates = 16;
    private readonly Probabilities _probs = new();
    private int _literalContextBits;
    private int _literalPositionMask;
    private int _positionMask;
    private int _state;
    private int _rep0;
    private int _rep1;
    private int _rep2;
    private int _rep3;

    /// <summary>lc + lp is at most 4 in LZMA2, which bounds the literal table.</summary>
    public void SetProperties(int properties)
    {
        int literalContext = properties % 9;
        int literalPosition = properties / 9 % 5;
        int position = properties / 45;
        if (position > 4 || literalContext + literalPosition > 4)
        {
            throw new InvalidDataException($"LZMA properties byte 0x{properties:x2}");
        }

        _literalContextBits = literalContext;
        _literalPositionMask = (1 << literalPosition) - 1;
        _positionMask = (1 << position) - 1;
        Reset();
    }

    public void Reset()
    {
        _probs.Reset();
        (_rep1, _rep2, _rep3) = (0, 0, 0);
        _rep0 = 0;
        _state = 0;
    }

    /// <summary>Fills the output from position <paramref name="at"/> on; what is before is the dictionary.</summary>
    public void Decode(ReadOnlySpan<byte> input, Span<byte> output, int at)
    {
        var range = new RangeDecoder(input);
        while (at < output.Length)
        {
            int positionState = at & _positionMask;
            if (range.Bit(ref _probs.IsMatch[(_state * PositionStates) + positionState]) == 0)
            {
                DecodeLiteral(ref range, output, at);
                at++;
                continue;
            }

            int length = range.Bit(ref _probs.IsRep[_state]) == 0
                ? DecodeMatch(ref range, positionState)
                : DecodeRep(ref range, positionState);
            if ((uint)_rep0 >= (uint)at)
            {
                throw new InvalidDataException($"LZMA match {_rep0 + 1L} bytes back at byte {at}");
            }

            at += Copy(output, at, length);
        }
    }

    private static int Copy(Span<byte> output, int at, int distance, int length)
    {
        length = Math.Min(length, output.Length - at);
        if (distance >= length)
        {
            output.Slice(at - distance, length).CopyTo(output[at..]);
        }
        else
        {
            for (int i = 0; i < length; i++)
            {
                output[at + i] = output[at + i - distance];
            }
        }

        return length;
    }

    private static int DecodeLength(ref RangeDecoder range, ushort[] probs, int positionState)
    {
        if (range.Bit(ref probs[0]) == 0)
        {
            return 2 + range.Tree(probs.AsSpan(2 + (positionState * 8), 8), 3);
        }

        return range.Bit(ref probs[1]) == 0
            ? 10 + range.Tree(probs.AsSpan(2 + (PositionStates * 8) + (positionState * 8), 8), 3)
            : 18 + range.Tree(probs.AsSpan(2 + (PositionStates * 16), 256), 8);
    }

    private int Copy(Span<byte> output, int at, int length) => Copy(output, at, _rep0 + 1, length);

    private void DecodeLiteral(ref RangeDecoder range, Span<byte> output, int at)
    {
        int before = at > 0 ? output[at - 1] : 0;
        int context = ((at & _literalPositionMask) << _literalContextBits) + (before >> (8 - _literalContextBits));
        Span<ushort> probs = _probs.Literal.AsSpan(0x300 * context, 0x300);
        int symbol = 1;
        if (_state >= 7)
        {
            if ((uint)_rep0 >= (uint)at)
            {
                throw new InvalidDataException($"LZMA literal against {_rep0 + 1L} bytes back at byte {at}");
            }

            int match = output[at - _rep0 - 1];
            while (symbol < 0x100)
            {
                int matchBit = (match >> 7) & 1;
                match <<= 1;
                int bit = range.Bit(ref probs[((1 + matchBit) << 8) + symbol]);
                symbol = (symbol << 1) | bit;
                if (matchBit != bit)
                {
                    break;
                }
            }
        }

        while (symbol < 0x100)
        {
            symbol = (symbol << 1) | range.Bit(ref probs[symbol]);
        }

        output[at] = (byte)symbol;
        _state = _state < 4 ? 0 : _state < 10 ? _state - 3 : _state - 6;
    }

    private int DecodeMatch(ref RangeDecoder range, int positionState)
    {
        (_rep3, _rep2, _rep1) = (_rep2, _rep1, _rep0);
        int length = DecodeLength(ref range, _probs.MatchLength, positionState);
        _state = _state < 7 ? 7 : 10;
        int slot = range.Tree(_probs.DistanceSlot.AsSpan(Math.Min(length - 2, 3) * 64, 64), 6);
        if (slot < 4)
        {
            _rep0 = slot;
            return length;
        }

        int directBits = (slot >> 1) - 1;
        uint distance = (2u | ((uint)slot & 1)) << directBits;
        if (slot < 14)
        {
            distance += range.ReverseTree(_probs.DistanceLow.AsSpan((int)distance - slot), directBits);
        }
        else
        {
            distance += range.Direct(directBits - 4) << 4;
            distance += range.ReverseTree(_probs.Align, 4);
        }

        _rep0 = (int)distance;
        return length;
    }

    private int DecodeRep(ref RangeDecoder range, int positionState)
    {
        if (range.Bit(ref _probs.IsRep0[_state]) == 0)
        {
            if (range.Bit(ref _probs.IsRep0Long[(_state * PositionStates) + positionState]) == 0)
            {
                _state = _state < 7 ? 9 : 11;
                return 1;
            }
        }
        else if (range.Bit(ref _probs.IsRep1[_state]) == 0)
        {
            (_rep0, _rep1) = (_rep1, _rep0);
        }
        else if (range.Bit(ref _probs.IsRep2[_state]) == 0)
        {
            (_rep0, _rep1, _rep2) = (_rep2, _rep0, _rep1);
        }
        else
        {
            (_rep0, _rep1, _rep2, _rep3) = (_rep3, _rep0, _rep1, _rep2);
        }

        int length = DecodeLength(ref range, _probs.RepLength, positionState);
        _state = _state < 7 ? 8 : 11;
        return length;
    }

    /// <summary>How likely each bit is a 0, by its context, of 2048; adapts as bits come.</summary>
    private sealed class Probabilities
    {
        private const int LengthProbs = 2 + (PositionStates * 8 * 2) + 256;

        public readonly ushort[] IsMatch = new ushort[States * PositionStates];
        public readonly ushort[] IsRep = new ushort[States];
        public readonly ushort[] IsRep0 = new ushort[States];
        public readonly ushort[] IsRep1 = new ushort[States];
        public readonly ushort[] IsRep2 = new ushort[States];
        public readonly ushort[] IsRep0Long = new ushort[States * PositionStates];
        public readonly ushort[] DistanceSlot = new ushort[4 * 64];
        public readonly ushort[] DistanceLow = new ushort[128];
        public readonly ushort[] Align = new ushort[16];
        public readonly ushort[] MatchLength = new ushort[LengthProbs];
        public readonly ushort[] RepLength = new ushort[LengthProbs];
        public readonly ushort[] Literal = new ushort[0x300 << 4];

        public void Reset()
        {
            foreach (ushort[] probs in new[]
            {
                IsMatch, IsRep, IsRep0, IsRep1, IsRep2, IsRep0Long, DistanceSlot, DistanceLow, Align, MatchLength, RepLength, Literal,
            })
            {
                Array.Fill(probs, (ushort)1024);
            }
        }
    }
}
