namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>LZMA's binary range decoder over one chunk; probabilities are 11 bits and move by 1/32.</summary>
internal ref struct RangeDecoder
{
    private const uint Top = 1u << 24;
    private readonly ReadOnlySpan<byte> _input;
    private int _at;
    private uint _range = uint.MaxValue;
    private uint _code;

    public RangeDecoder(ReadOnlySpan<byte> input)
    {
        if (input.Length < 5 || input[0] != 0)
        {
            throw new InvalidDataException("LZMA chunk without a range header");
        }

        _input = input;
        _code = ((uint)input[1] << 24) | ((uint)input[2] << 16) | ((uint)input[3] << 8) | input[4];
        _at = 5;
    }

    public int Bit(ref ushort probability)
    {
        uint bound = (_range >> 11) * probability;
        int bit;
        if (_code < bound)
        {
            _range = bound;
            probability += (ushort)((2048 - probability) >> 5);
            bit = 0;
        }
        else
        {
            _range -= bound;
            _code -= bound;
            probability -= (ushort)(probability >> 5);
            bit = 1;
        }

        Normalize();
        return bit;
    }

    public int Tree(Span<ushort> probabilities, int bits)
    {
        int symbol = 1;
        for (int i = 0; i < bits; i++)
        {
            symbol = (symbol << 1) | Bit(ref probabilities[symbol]);
        }

        return symbol - (1 << bits);
    }

    /// <summary>Lowest bit first.</summary>
    public uint ReverseTree(Span<ushort> probabilities, int bits)
    {
        int node = 1;
        uint symbol = 0;
        for (int i = 0; i < bits; i++)
        {
            int bit = Bit(ref probabilities[node]);
            node = (node << 1) | bit;
            symbol |= (uint)bit << i;
        }

        return symbol;
    }

    /// <summary>Bits of even odds, highest first.</summary>
    public uint Direct(int bits)
    {
        uint result = 0;
        for (int i = 0; i < bits; i++)
        {
            _range >>= 1;
            uint bit = _code >= _range ? 1u : 0;
            _code -= _range * bit;
            result = (result << 1) | bit;
            Normalize();
        }

        return result;
    }

    private void Normalize()
    {
        if (_range >= Top)
        {
            return;
        }

        if (_at == _input.Length)
        {
            throw new InvalidDataException("LZMA chunk ends early");
        }

        _range <<= 8;
        _code = (_code << 8) | _input[_at++];
    }
}
