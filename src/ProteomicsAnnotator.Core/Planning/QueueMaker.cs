using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>An annotator's queue: the ordinary blocks in the order of the walk, common ones mixed in, some once more later.</summary>
internal static class QueueMaker
{
    /// <summary>Blocks between a block and its repeat, at least.</summary>
    public const int RepeatDistance = 50;

    /// <summary>And as many more at most, so that its place tells nothing.</summary>
    private const int RepeatSpread = 100;

    /// <param name="ordinary">In the order of the walk.</param>
    /// <param name="common">Gold and decoys.</param>
    /// <param name="repeats">Which blocks come once more.</param>
    /// <param name="seed">Of the plan.</param>
    /// <param name="username">Whose queue it is.</param>
    /// <returns>The queue, and how many repeats fewer than wanted have a place in it.</returns>
    public static (BlockId[] Queue, int Missing) Of(IReadOnlyList<BlockId> ordinary, IReadOnlyList<BlockId> common, RepeatShare repeats, int seed, string username)
    {
        var random = new SeededRandom(seed, "queue", username);
        List<BlockId> queue = MixIn(ordinary, common, random);
        (int[] sources, int missing) = RepeatedPositions(ordinary, queue, repeats, random);

        // As far behind its block in every version: what has not come yet then comes where it would have.
        var inserts = sources
            .Select(source => (At: Math.Min(queue.Count, source + 1 + RepeatDistance + (int)(SeededRandom.Hash(seed, "repeat", username, queue[source].Value) % RepeatSpread)), Block: queue[source]))
            .OrderByDescending(insert => insert.At).ThenBy(insert => insert.Block);
        foreach ((int at, BlockId block) in inserts)
        {
            queue.Insert(at, block);
        }

        return ([.. queue], missing);
    }

    /// <summary>One common block somewhere in each of equal parts of the queue, in a random order.</summary>
    private static List<BlockId> MixIn(IReadOnlyList<BlockId> ordinary, IReadOnlyList<BlockId> common, SeededRandom random)
    {
        BlockId[] shuffled = [.. common];
        random.Shuffle(shuffled);
        var queue = new List<BlockId>(ordinary.Count + common.Count);
        int from = 0;
        for (int i = 0; i < shuffled.Length; i++)
        {
            int to = (int)((long)ordinary.Count * (i + 1) / shuffled.Length);
            int at = from + random.Below(to - from + 1);
            queue.AddRange(ordinary.Skip(from).Take(at - from));
            queue.Add(shuffled[i]);
            queue.AddRange(ordinary.Skip(at).Take(to - at));
            from = to;
        }

        queue.AddRange(ordinary.Skip(from));
        return queue;
    }

    /// <summary>Those of the version before, and of what is still to be done the share that they leave; a block has enough others behind it.</summary>
    private static (int[] Positions, int Missing) RepeatedPositions(IReadOnlyList<BlockId> ordinary, List<BlockId> queue, RepeatShare repeats, SeededRandom random)
    {
        if (repeats.Share == 0)
        {
            return ([], 0);
        }

        HashSet<BlockId> once = [.. ordinary];
        int[] possible = [.. Enumerable.Range(0, Math.Max(0, queue.Count - RepeatDistance)).Where(i => once.Contains(queue[i]))];
        int[] kept = [.. possible.Where(i => repeats.Kept.Contains(queue[i]))];
        int[] drawn = [.. possible.Where(i => !repeats.Done.Contains(queue[i]) && !repeats.Kept.Contains(queue[i]))];
        random.Shuffle(drawn);
        int wanted = (int)Math.Round(ordinary.Count(block => !repeats.Done.Contains(block)) * repeats.Share, MidpointRounding.AwayFromZero);
        int further = Math.Max(0, wanted - kept.Count(i => !repeats.Done.Contains(queue[i])));
        return ([.. kept.Concat(drawn.Take(further)).Order()], Math.Max(0, further - drawn.Length));
    }
}

/// <summary>Which blocks of a queue come once more.</summary>
/// <param name="Share">Of the blocks that are still to be done; 0: none comes.</param>
/// <param name="Done">By this person: none of these is drawn, as it would come at once.</param>
/// <param name="Kept">Those of the version before.</param>
internal sealed record RepeatShare(double Share, IReadOnlySet<BlockId> Done, IReadOnlySet<BlockId> Kept);
