using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>Blocks in the order in which everybody walks: neighbours look alike and are judged together.</summary>
internal static class Walk
{
    /// <summary>Neighbours of one folder, or of one volume, that follow each other.</summary>
    private const int RunLength = 25;

    /// <summary>
    /// The random share of a plan: as the version before has it, so that no block comes into it for what has become of the block since.
    /// Others are drawn by seed and name alone.
    /// </summary>
    /// <param name="request">How large.</param>
    /// <param name="basis">With the share of the version before.</param>
    /// <param name="walk">All ordinary blocks.</param>
    public static HashSet<BlockId> RandomShareOf(PlanRequest request, PlanBasis basis, IReadOnlyList<BlockId> walk)
    {
        if (request.RandomShare == 0)
        {
            return [];
        }

        IReadOnlySet<BlockId> kept = basis.PreviousRandomShare;
        HashSet<BlockId> planned = kept.Count == 0 ? [] : [.. basis.Previous.Values.SelectMany(blocks => blocks)];
        return [.. walk.Where(block => kept.Contains(block) || (!planned.Contains(block) && IsDrawn(block, request)))];
    }

    public static bool IsDrawn(BlockId block, PlanRequest request) =>
        SeededRandom.Hash(request.Seed, "random share", block.Value) < request.RandomShare * ulong.MaxValue;

    /// <param name="blocks">In ordinal order.</param>
    /// <param name="request">With the order and the seed.</param>
    /// <param name="pointOf">Where a block lies in its volume; null: it is a folder of files.</param>
    public static BlockId[] Of(IReadOnlyList<BlockId> blocks, PlanRequest request, Func<BlockId, BlockPoint?> pointOf)
    {
        if (request.Order == WalkOrder.Names)
        {
            return [.. blocks];
        }

        IEnumerable<(ulong Key, BlockId[] Run)> runs = blocks
            .GroupBy(DataSet.FolderOf, StringComparer.Ordinal)
            .SelectMany(folder => InPlace(folder, pointOf).Chunk(RunLength).Select((run, i) => (SeededRandom.Hash(request.Seed, "run", folder.Key, i.ToString(CultureInfo.InvariantCulture)), run)));
        return [.. runs.OrderBy(run => run.Key).SelectMany(run => run.Run)];
    }

    /// <summary>Points that lie side by side one after another, so that people judge what looks alike, and boxes share chunks.</summary>
    private static IEnumerable<BlockId> InPlace(IEnumerable<BlockId> folder, Func<BlockId, BlockPoint?> pointOf) =>
        folder.Select(block => (block, pointOf(block))).OrderBy(item => item.Item2 is { } point ? PlaceOf(point) : 0).Select(item => item.block);

    /// <summary>The place along a Z-order curve (Morton 1966) of cubes as large as a box. Stable: equal ones keep their order.</summary>
    private static ulong PlaceOf(BlockPoint point)
    {
        (int z, int y, int x) = point.Start;
        return Spread(z, point.Grid.Z.Size) | (Spread(y, point.Grid.Y.Size) << 1) | (Spread(x, point.Grid.X.Size) << 2);
    }

    /// <summary>Every third bit. A box begins at most its own size before its volume; 2 M boxes fit along an axis.</summary>
    private static ulong Spread(int start, int size)
    {
        const int Bits = 21;
        ulong number = (ulong)Math.Clamp(((long)start / size) + 1, 0, (1L << Bits) - 1);
        ulong spread = 0;
        for (int bit = 0; bit < Bits; bit++)
        {
            spread |= (number >> bit & 1) << (3 * bit);
        }

        return spread;
    }
}
