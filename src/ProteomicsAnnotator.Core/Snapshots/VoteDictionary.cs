using System.Collections;
using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// One user's votes as three arrays in block order, 20 bytes a vote, a byte more where some are not blind: a lookup is a binary search, and whoever walks along
/// a sorted block list needs none. Immutable.
/// </summary>
public sealed class VoteDictionary : IReadOnlyDictionary<BlockId, Vote>
{
    private readonly BlockId[] _blocks;
    private readonly int[] _labels;
    private readonly long[] _utcTicks;

    /// <summary>Null: every vote is blind, as far as is known.</summary>
    private readonly bool[]? _notBlind;

    private VoteDictionary(List<KeyValuePair<BlockId, Vote>> sorted)
    {
        _blocks = new BlockId[sorted.Count];
        _labels = new int[sorted.Count];
        _utcTicks = new long[sorted.Count];
        for (int i = 0; i < sorted.Count; i++)
        {
            (_blocks[i], Vote vote) = sorted[i];
            (_labels[i], _utcTicks[i]) = (vote.Label, vote.At.UtcTicks);
            if (vote.IsNotBlind)
            {
                (_notBlind ??= new bool[sorted.Count])[i] = true;
            }
        }
    }

    public int Count => _blocks.Length;

    public IEnumerable<BlockId> Keys => _blocks;

    public IEnumerable<Vote> Values => Enumerable.Range(0, Count).Select(VoteAt);

    internal ReadOnlySpan<BlockId> Blocks => _blocks;

    internal ReadOnlySpan<int> Labels => _labels;

    internal ReadOnlySpan<long> UtcTicks => _utcTicks;

    /// <summary>For each vote; empty: every one is blind.</summary>
    internal ReadOnlySpan<bool> NotBlind => _notBlind;

    public Vote this[BlockId key] =>
        TryGetValue(key, out Vote vote) ? vote : throw new KeyNotFoundException($"no vote for '{key}'");

    /// <summary>Of several votes for one block the youngest counts, of equally old ones the first.</summary>
    public static VoteDictionary Of(IEnumerable<KeyValuePair<BlockId, Vote>> votes)
    {
        List<KeyValuePair<BlockId, Vote>> list = votes as List<KeyValuePair<BlockId, Vote>> ?? [.. votes];
        return new VoteDictionary(IsSorted(list)
            ? list
            : [.. list.OrderBy(vote => vote.Key).ThenByDescending(vote => vote.Value.At).DistinctBy(vote => vote.Key)]);
    }

    public bool ContainsKey(BlockId key) => Array.BinarySearch(_blocks, key) >= 0;

    public bool TryGetValue(BlockId key, [MaybeNullWhen(false)] out Vote value)
    {
        int index = Array.BinarySearch(_blocks, key);
        value = index < 0 ? default : VoteAt(index);
        return index >= 0;
    }

    public IEnumerator<KeyValuePair<BlockId, Vote>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return KeyValuePair.Create(_blocks[i], VoteAt(i));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool IsSorted(List<KeyValuePair<BlockId, Vote>> votes)
    {
        for (int i = 1; i < votes.Count; i++)
        {
            if (votes[i - 1].Key.CompareTo(votes[i].Key) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private Vote VoteAt(int index) => new(_labels[index], new DateTimeOffset(_utcTicks[index], TimeSpan.Zero)) { IsNotBlind = _notBlind?[index] == true };
}
