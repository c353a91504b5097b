using System.Buffers.Binary;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// Canonical decompositions and combining classes of Unicode 14, read when the first name needs them. Made by
/// <c>tests/vectors/unicode/make.py</c>, which tells the format. Hangul syllables are computed, not listed.
/// </summary>
internal sealed class CanonicalTable
{
    private const uint NotComposed = 1u << 31;
    private static readonly Lazy<CanonicalTable> Table = new(() => new CanonicalTable());

    private CanonicalTable()
    {
        using Stream stream = typeof(CanonicalTable).Assembly.GetManifestResourceStream("canonical.bin")!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        int at = 0;
        uint Next()
        {
            at += sizeof(uint);
            return BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at - sizeof(uint)));
        }

        for (uint left = Next(); left > 0; left--)
        {
            (int whole, int first, uint second) = ((int)Next(), (int)Next(), Next());
            Decompositions[whole] = (first, (int)(second & ~NotComposed));
            if ((second & NotComposed) == 0)
            {
                Compositions[(first, (int)second)] = whole;
            }
        }

        for (uint left = Next(); left > 0; left--)
        {
            (int mark, int combiningClass) = ((int)Next(), (int)Next());
            Classes[mark] = combiningClass;
        }
    }

    public static CanonicalTable Loaded => Table.Value;

    /// <summary>One step of a decomposition; the second part is 0 where there is one part only.</summary>
    public Dictionary<int, (int First, int Second)> Decompositions { get; } = [];

    public Dictionary<(int First, int Second), int> Compositions { get; } = [];

    /// <summary>Combining classes other than 0.</summary>
    public Dictionary<int, int> Classes { get; } = [];
}
