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
    /// <param name="repeats">Share of the ordinary blocks.</param>
    /// <param name="random">The person's own.</param>
    public static BlockId[] Of(IReadOnlyList<BlockId> ordinary, IReadOnlyList<BlockId> common, double repeats, SeededRandom random)
    {
        List<BlockId> queue = MixIn(ordinary, common, random);
        int[] sources = RepeatedPositions(ordinary, queue, repeats, random);
        var inserts = sources
            .Select(source => (At: Math.Min(queue.Count, source + 1 + RepeatDistance + random.Below(RepeatSpread)), Block: queue[source]))
            .OrderByDescending(insert => insert.At).ThenBy(insert => insert.Block);
        foreach ((int at, BlockId block) in inserts)
        {
            queue.Insert(at, block);
        }

        return [.. queue];
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

    /// <summary>Ordinary blocks with enough others behind them.</summary>
    private static int[] RepeatedPositions(IReadOnlyList<BlockId> ordinary, List<BlockId> queue, double repeats, SeededRandom random)
    {
        int wanted = (int)Math.Round(ordinary.Count * repeats, MidpointRounding.AwayFromZero);
        if (wanted == 0)
        {
            return [];
        }

        HashSet<BlockId> once = [.. ordinary];
        int[] possible = [.. Enumerable.Range(0, Math.Max(0, queue.Count - RepeatDistance)).Where(i => once.Contains(queue[i]))];
        random.Shuffle(possible);
        return [.. possible.Take(wanted).Order()];
    }
}
