using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>
/// Numbers that follow from a seed and words alone, the same on every machine and runtime: SplitMix64 (Steele, Lea and
/// Flood, 2014), begun at the first eight bytes of a SHA-256.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _state;

    public SeededRandom(int seed, params ReadOnlySpan<string> words) => _state = Hash(seed, words);

    /// <summary>A number to sort by: what comes or goes beside a word moves none of the others.</summary>
    public static ulong Hash(int seed, params ReadOnlySpan<string> words) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{string.Join('\n', words)}")));

    /// <summary>From 0 up to <paramref name="below"/>, which it is not.</summary>
    public int Below(int below) => (int)Math.BigMul(Next(), (ulong)below, out _);

    public void Shuffle<T>(IList<T> items)
    {
        for (int i = items.Count - 1; i > 0; i--)
        {
            int other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    private ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
