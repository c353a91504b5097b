using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>Blocks in the order in which everybody walks: neighbours look alike and are judged together.</summary>
internal static class Walk
{
    /// <summary>Neighbours of one folder that follow each other.</summary>
    private const int RunLength = 25;

    /// <summary>Drawn by the seed and the block alone: what is known of the block has no part in it.</summary>
    public static bool IsInRandomShare(BlockId block, PlanRequest request) =>
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
