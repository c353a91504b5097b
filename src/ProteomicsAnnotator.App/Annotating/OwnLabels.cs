using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The annotator's own labels as the page shows them. Used on the page's synchronization context only.</summary>
public sealed class OwnLabels(UserLabels labels)
{
    private Counted _counted = new(null, null, [], new int[LabelClasses.MaxCount + 1], 0, 0);

    public int? Of(Block block) => labels.Find(block.Key)?.Label;

    public BlockMark MarkOf(Block block) => labels.MarkOf(block.Key);

    /// <summary>How many of the blocks have a label.</summary>
    public int CountIn(BlockFolders folders) => Count(folders).OfFolder.Sum();

    /// <summary>How many of each folder's blocks have a label, by its position.</summary>
    public IReadOnlyList<int> CountsIn(BlockFolders folders) => Count(folders).OfFolder;

    /// <summary>How many of the blocks have this label, 1 to 9.</summary>
    public int CountOf(int label, BlockFolders folders) => Count(folders).OfLabel[label];

    /// <summary>How many of the blocks are flagged as unsure.</summary>
    public int UnsureIn(BlockFolders folders) => Count(folders).Unsure;

    /// <summary>How many of the blocks have a note.</summary>
    public int WithNoteIn(BlockFolders folders) => Count(folders).WithNote;

    /// <summary>What the annotator did in these blocks, by the local clock.</summary>
    public OwnFigures FiguresOf(BlockFolders folders, TimeProvider time) => OwnFigures.Of(
        [.. folders.Blocks.Select(FiguredOf)],
        time.GetUtcNow(),
        time.LocalTimeZone);

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
        LabelSnapshot current = labels.Current;
        if (!ReferenceEquals(current, _counted.Labels) || !ReferenceEquals(folders, _counted.Folders))
        {
            int[] ofFolder = new int[folders.Names.Count];
            int[] ofLabel = new int[LabelClasses.MaxCount + 1];
            for (int i = 0; i < folders.Blocks.Count; i++)
            {
                if (current.Find(folders.Blocks[i].Key)?.Label is { } label)
                {
                    ofFolder[folders.Of(i)]++;
                    ofLabel[label is > 0 and <= LabelClasses.MaxCount ? label : 0]++;
                }
            }

            BlockMark[] marks = current.Marks.IsEmpty ? [] : [.. folders.Blocks.Select(block => current.MarkOf(block.Key))];
            _counted = new(current, folders, ofFolder, ofLabel, marks.Count(mark => mark.IsUnsure), marks.Count(mark => mark.Note is not null));
        }

        return _counted;
    }

    /// <param name="Labels">What was counted.</param>
    /// <param name="Folders">Where.</param>
    /// <param name="OfFolder">Labelled blocks, by the folder's position.</param>
    /// <param name="OfLabel">Blocks, by their label; at 0 those of labels that no class can have.</param>
    /// <param name="Unsure">Flagged blocks.</param>
    /// <param name="WithNote">Blocks with a note.</param>
    private sealed record Counted(LabelSnapshot? Labels, BlockFolders? Folders, int[] OfFolder, int[] OfLabel, int Unsure, int WithNote);
}
