using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.App.Annotating.SelfChecks;

/// <summary>
/// The hidden repeats of one annotator's queue: blocks that come a second time, without name and label, once the blocks that
/// stand before the repeat are behind, and enough others have been labelled since. Thread-safe.
/// </summary>
public sealed class PlannedRepeats
{
    /// <summary>Labels given between a block and its repeat, at least, in whatever order its annotator went.</summary>
    private const int LeastBetween = 50;

    private readonly (BlockId Block, int After)[] _repeats;

    private readonly IReadOnlySet<BlockId> _ever;
    private readonly IReadOnlyList<BlockId> _queue;

    private PlannedRepeats(PlannedBlocks queue, (BlockId Block, int After)[] repeats)
    {
        (Version, _ever, _queue, _repeats) = (queue.Version.Id, queue.EverRepeated, queue.Blocks, repeats);
        Check = new SelfCheck(repeats.Select(repeat => repeat.Block));
    }

    /// <summary>Of the plan.</summary>
    public string Version { get; }

    /// <summary>The ids under which they are shown, and their answers in this run of the program.</summary>
    public SelfCheck Check { get; }

    /// <summary>It was made of exactly these blocks.</summary>
    public bool IsOf(PlannedBlocks queue) => ReferenceEquals(queue.Blocks, _queue) || queue.Blocks.SequenceEqual(_queue);

    /// <summary>A repeat of this or an earlier version: its annotator is not told of it.</summary>
    public bool Has(BlockId block) => _ever.Contains(block);

    public static PlannedRepeats Of(PlannedBlocks queue)
    {
        var repeats = new List<(BlockId Block, int After)>();
        var seen = new HashSet<BlockId>();
        foreach (BlockId block in queue.Blocks)
        {
            if (!seen.Add(block))
            {
                repeats.Add((block, seen.Count - 1));
            }
        }

        return new PlannedRepeats(queue, [.. repeats]);
    }

    /// <summary>The id under which the next one is to be shown; null: none is due.</summary>
    /// <param name="labels">Of the annotator.</param>
    /// <param name="place">Where the page stands in the queue, from 0, repeats not counted.</param>
    /// <param name="isOpen">Says of an id whether it may be shown now.</param>
    public BlockId? Next(UserLabels labels, int place, Func<BlockId, bool> isOpen)
    {
        HashSet<LabelKey>? answered = null;
        foreach ((BlockId block, int after) in _repeats)
        {
            var key = new LabelKey(null, block);
            if (after <= place && labels.Find(key) is { } first
                && !(answered ??= [.. labels.Repeats.Select(repeat => repeat.Key)]).Contains(key)
                && Check.AliasOf(block) is { } alias && isOpen(alias)
                && IsLongAgo(labels.Current, first))
            {
                return alias;
            }
        }

        return null;
    }

    private static bool IsLongAgo(LabelSnapshot labels, LabelEntry first) =>
        labels.Labels.Values.Count(entry => entry.AnnotatedAt > first.AnnotatedAt) >= LeastBetween;
}
