using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>Blocks in the order in which everybody walks: neighbours look alike and are judged together.</summary>
internal static class Walk
{
    /// <summary>Neighbours of one folder that follow each other.</summary>
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
    /// <param name="order">Which.</param>
    /// <param name="seed">Of the plan.</param>
    public static BlockId[] Of(IReadOnlyList<BlockId> blocks, WalkOrder order, int seed)
    {
        if (order == WalkOrder.Names)
        {
            return [.. blocks];
        }

        IEnumerable<(ulong Key, BlockId[] Run)> runs = blocks
            .GroupBy(DataSet.FolderOf, StringComparer.Ordinal)
            .SelectMany(folder => folder.Chunk(RunLength).Select((run, i) => (SeededRandom.Hash(seed, "run", folder.Key, i.ToString(CultureInfo.InvariantCulture)), run)));
        return [.. runs.OrderBy(run => run.Key).SelectMany(run => run.Run)];
    }
}
