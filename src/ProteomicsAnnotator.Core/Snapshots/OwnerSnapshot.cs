using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>One owner's labels as the share has them, to a depth. Never changes.</summary>
internal sealed record OwnerSnapshot(LabelOwner Owner)
{
    private static readonly IReadOnlyDictionary<BlockId, Vote> NoVotes = new Dictionary<BlockId, Vote>();

    /// <summary>Of the configured data root; null: nothing could be read.</summary>
    public IReadOnlyDictionary<BlockId, Vote>? Votes { get; init; } = NoVotes;

    /// <summary>Flags and notes on blocks of the configured data root, of those without a label too.</summary>
    public IReadOnlyDictionary<BlockId, BlockMark> Marks { get; init; } = FrozenDictionary<BlockId, BlockMark>.Empty;

    /// <summary>All labels; only of <see cref="SnapshotDepth.All"/>.</summary>
    public LabelSnapshot Labels { get; init; } = LabelSnapshot.Empty;

    /// <summary>All decisions, also those made of entries that no program of the owner has taken over yet; only of <see cref="SnapshotDepth.All"/>.</summary>
    public IReadOnlyList<LabelEvent> Events { get; init; } = [];

    /// <summary>Blocks labelled once more that stand; only of <see cref="SnapshotDepth.All"/>.</summary>
    public IReadOnlyList<LabelRepeat> Repeats { get; init; } = [];

    /// <summary>Second adjudications that stand; only of admins, and of <see cref="SnapshotDepth.All"/>.</summary>
    public IReadOnlyList<SecondLabel> Seconds { get; init; } = [];

    /// <summary>There is a file of this owner, or a decision.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Notices: entries of other folders, files in another case.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>What stands in a file in the place of a label and is none, each with file and block.</summary>
    public IReadOnlyList<string> UnusableValues { get; init; } = [];

    /// <summary>Lines of journals that decide nothing, and files that are not used as a whole, each named.</summary>
    public IReadOnlyList<string> UnusableLines { get; init; } = [];

    /// <summary>What counts nowhere.</summary>
    public IEnumerable<string> NotCounted => UnusableValues.Concat(UnusableLines);

    /// <summary>Journals with lines that are no JSON, each with its path and how many there are.</summary>
    public IReadOnlyList<string> TornLines { get; init; } = [];

    /// <summary>Files and journals that could not be read: the labels lack what only they say.</summary>
    public IReadOnlyList<StorageException> Problems { get; init; } = [];

    /// <summary>A journal of a newer format, in words.</summary>
    public string? Newer { get; init; }

    /// <summary>Flags and notes of the configured data root.</summary>
    public static IReadOnlyDictionary<BlockId, BlockMark> MarksOf(LabelSnapshot labels) => labels.Marks
        .Where(mark => mark.Key.Root is null)
        .ToDictionary(mark => mark.Key.Block, mark => mark.Value);

    /// <summary>Labels of the configured data root.</summary>
    public static IReadOnlyDictionary<BlockId, Vote> VotesOf(LabelSnapshot labels) => labels.Labels
        .Where(label => label.Key.Root is null)
        .ToDictionary(label => label.Key.Block, label => new Vote(label.Value.Label, label.Value.AnnotatedAt) { IsNotBlind = label.Value.IsNotBlind });
}
