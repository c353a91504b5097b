using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>What a review reads. <paramref name="Catalog"/> is the configured data root's.</summary>
public sealed record ReviewSources(LabelShare Share, BlockCatalog Catalog, LabelClasses Classes, TimeProvider Time)
{
    /// <summary>For files that show whether a block can be read; the next look goes on.</summary>
    private static readonly TimeSpan MostOpening = TimeSpan.FromSeconds(4);
    private readonly UnreadableBlocks _unreadable = new(long.MaxValue, Time);

    /// <summary>Which of some blocks nobody can label. Blocking.</summary>
    public IEnumerable<BlockId> FindUnreadable(IEnumerable<BlockId> blocks) => _unreadable.Find(blocks, Catalog.Current, MostOpening).Blocks.Keys;

    /// <summary>Usernames that this admin excluded before.</summary>
    public IReadOnlyCollection<string> Excluded { get; init; } = [];

    /// <summary>Keeps for the next time who is excluded now.</summary>
    public Func<IReadOnlyCollection<string>, Task> KeepExcluded { get; init; } = _ => Task.CompletedTask;

    /// <summary>What this admin chose to hide in adjudications.</summary>
    public Blinding Blinding { get; init; } = Blinding.Usual;

    /// <summary>Keeps <see cref="Blinding"/> for the next time.</summary>
    public Func<Blinding, Task> KeepBlinding { get; init; } = _ => Task.CompletedTask;

    /// <summary>The part of the disagreements that this admin chose.</summary>
    public AdjudicationShare Part { get; init; } = AdjudicationShare.Whole;

    /// <summary>Keeps <see cref="Part"/> for the next time.</summary>
    public Func<AdjudicationShare, Task> KeepPart { get; init; } = _ => Task.CompletedTask;

    /// <summary>Takes blocks of which this admin is shown others' votes or the final label.</summary>
    public Action<IEnumerable<BlockId>> NoteShown { get; init; } = _ => { };

    /// <summary>This admin knows which own final labels others overruled up to this time; null: none.</summary>
    public DateTimeOffset? OverruledUntil { get; init; }

    /// <summary>Keeps <see cref="OverruledUntil"/> for the next time.</summary>
    public Func<DateTimeOffset, Task> KeepOverruledUntil { get; init; } = _ => Task.CompletedTask;
}
