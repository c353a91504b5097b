using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>Decisions that are each about one block: keys <c>{kind}/{block}</c>.</summary>
internal static class BlockDecisions
{
    public static string KeyOf(string kind, BlockId block) => $"{kind}/{block.Value}";

    /// <summary>Null: it is a key of something else, or names no block.</summary>
    public static BlockId? BlockIn(string kind, string key) => IsOf(kind, key) && BlockId.TryParse(key[(kind.Length + 1)..], out BlockId block) ? block : null;

    public static bool IsOf(string kind, string key) => key.Length > kind.Length && key[kind.Length] == '/' && key.StartsWith(kind, StringComparison.Ordinal);

    /// <summary>What counts of this kind, by block. Keys that name no block are passed over, and so are decisions that were taken back.</summary>
    public static IEnumerable<(BlockId Block, DecidedValue Decided)> Of(DecisionState state, string kind)
    {
        foreach ((string key, DecidedValue decided) in state.Values)
        {
            if (decided.Value is not null && BlockIn(kind, key) is { } block)
            {
                yield return (block, decided);
            }
        }
    }
}
