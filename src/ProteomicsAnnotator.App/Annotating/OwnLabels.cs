using ProteomicsAnnotator.App.Annotating.Reading;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The annotator's own labels as the page shows them. Used on the page's synchronization context only.</summary>
/// <param name="labels">Where they are kept.</param>
/// <param name="changes">Classes that were renamed or split, as of now.</param>
public sealed class OwnLabels(UserLabels labels, Func<ClassChanges> changes)
{
    private Counted _counted = new((null, null, null, 0), [], new int[LabelClasses.MaxCount + 1], 0, 0, 0, 0, 0);

    /// <summary>Blocks that could not be read on this page.</summary>
    public BlockFaults Faults { get; } = new();

    /// <summary>What else is known of blocks.</summary>
    public BlockConditions Conditions => field ??= new BlockConditions(IsToLookAgain, Faults.IsUnreadable);

    public int? Of(Block block) => labels.Find(block.Key)?.Label;

    /// <summary>The change of its class since the label was given, until it is given again; null: there is none.</summary>
    public ClassChange? AwaitedOf(Block block) => Awaited(changes(), labels.Find(block.Key));

    public bool IsToLookAgain(Block block) => AwaitedOf(block) is not null;

    public BlockMark MarkOf(Block block) => labels.MarkOf(block.Key);

    /// <summary>It has a label, cannot be judged, or cannot be read.</summary>
    public bool IsDone(Block block) => labels.Current.IsDone(block.Key) || Faults.IsUnreadable(block);

    /// <summary>How many of the blocks are done.</summary>
    public int CountIn(BlockFolders folders) => Count(folders).OfFolder.Sum();

    /// <summary>How many of the blocks have a label.</summary>
    public int LabelledIn(BlockFolders folders) => Count(folders).OfLabel.Sum();

    /// <summary>How many of each folder's blocks are done, by its position.</summary>
    public IReadOnlyList<int> CountsIn(BlockFolders folders) => Count(folders).OfFolder;

    /// <summary>How many of the blocks have this label, 1 to 9.</summary>
    public int CountOf(int label, BlockFolders folders) => Count(folders).OfLabel[label];

    /// <summary>How many of the blocks are flagged as unsure.</summary>
    public int UnsureIn(BlockFolders folders) => Count(folders).Unsure;

    /// <summary>How many of the blocks have a note.</summary>
    public int WithNoteIn(BlockFolders folders) => Count(folders).WithNote;

    /// <summary>How many of the blocks cannot be judged.</summary>
    public int UnusableIn(BlockFolders folders) => Count(folders).Unusable;

    /// <summary>How many of the blocks have a label of a class that was renamed or split since.</summary>
    public int ToLookAgainIn(BlockFolders folders) => Count(folders).ToLookAgain;

    /// <summary>How many of the blocks have no label, as they cannot be read.</summary>
    public int UnreadableIn(BlockFolders folders) => Count(folders).Unreadable;

    /// <summary>What the annotator did in these blocks, by the days of this zone.</summary>
    public OwnFigures FiguresOf(BlockFolders folders, DateTimeOffset now, TimeZoneInfo zone) => OwnFigures.Of([.. folders.Blocks.Select(FiguredOf)], now, zone);

    /// <summary>Other folders have classes of their own.</summary>
    private static ClassChange? Awaited(ClassChanges changes, LabelEntry? entry) =>
        entry is { Key.Root: null } label ? changes.Awaited(label.Label, label.AnnotatedAt) : null;

    private OwnBlock FiguredOf(Block block)
    {
        LabelEntry? entry = labels.Find(block.Key);
        return new OwnBlock(
            entry?.Label,
            entry is { } label ? LabelTime.Known(label.AnnotatedAt) : null,
            MarkOf(block),
            [.. labels.History(block.Key).Select(decision => LabelTime.Known(decision.At)).OfType<DateTimeOffset>()]);
    }

    /// <summary>Counted again only where either changed.</summary>
    private Counted Count(BlockFolders folders)
    {
        (LabelSnapshot current, ClassChanges changed) = (labels.Current, changes());
        if (_counted.Of != (current, folders, changed, Faults.Version))
        {
            int unreadable = 0;
            int[] ofFolder = new int[folders.Names.Count];
            int[] ofLabel = new int[LabelClasses.MaxCount + 1];
            for (int i = 0; i < folders.Blocks.Count; i++)
            {
                bool isDecided = current.IsDone(folders.Blocks[i].Key);
                bool isUnreadable = !isDecided && Faults.IsUnreadable(folders.Blocks[i]);
                unreadable += isUnreadable ? 1 : 0;
                ofFolder[folders.Of(i)] += isDecided || isUnreadable ? 1 : 0;
                if (current.Find(folders.Blocks[i].Key)?.Label is { } label)
                {
                    ofLabel[label is > 0 and <= LabelClasses.MaxCount ? label : 0]++;
                }
            }

            BlockMark[] marks = current.Marks.IsEmpty ? [] : [.. folders.Blocks.Select(block => current.MarkOf(block.Key))];
            int again = changed.IsNone ? 0 : folders.Blocks.Count(block => Awaited(changed, current.Find(block.Key)) is not null);
            _counted = new((current, folders, changed, Faults.Version), ofFolder, ofLabel, marks.Count(mark => mark.IsUnsure), marks.Count(mark => mark.Note is not null), marks.Count(mark => mark.Unusable is not null), again, unreadable);
        }

        return _counted;
    }

    /// <param name="Of">What was counted, where, and as of which changes of classes and faults.</param>
    /// <param name="OfFolder">Blocks that are done, by the folder's position.</param>
    /// <param name="OfLabel">Blocks, by their label; at 0 those of labels that no class can have.</param>
    /// <param name="Unsure">Flagged blocks.</param>
    /// <param name="WithNote">Blocks with a note.</param>
    /// <param name="Unusable">Blocks that cannot be judged.</param>
    /// <param name="ToLookAgain">Blocks with a label of a class that changed since.</param>
    /// <param name="Unreadable">Blocks that are done only because they cannot be read.</param>
    private sealed record Counted((LabelSnapshot? Labels, BlockFolders? Folders, ClassChanges? Changes, int Faults) Of, int[] OfFolder, int[] OfLabel, int Unsure, int WithNote, int Unusable, int ToLookAgain, int Unreadable);
}
