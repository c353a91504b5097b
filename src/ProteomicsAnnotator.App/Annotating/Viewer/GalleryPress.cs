using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of GalleryPress in src/viewer/src/page/contract.ts: a key or button of the gallery, and what it is about.</summary>
/// <param name="Press">Rises with every key of the page that decides something.</param>
/// <param name="Root">Of all blocks.</param>
/// <param name="Label">Null clears, but says nothing beside a flag.</param>
/// <param name="Unsure">A flag and no label; null: a label, or why they cannot be judged.</param>
/// <param name="Unusable">Why none of them can be judged; null: a label, or a flag.</param>
/// <param name="Blocks">Exactly those that are selected.</param>
public sealed record GalleryPress(int Press, string Root, int? Label, bool? Unsure, string? Unusable, IReadOnlyList<GalleryBlock> Blocks)
{
    /// <summary>It says something beside labels; null: it is a label.</summary>
    internal MarkChange? Mark => Unsure is null && Unusable is null ? null : new MarkChange(Unsure, null) { Unusable = Unusable is null ? null : NoteText.Trim(Unusable) };
}

/// <summary>Twin of GalleryBlock in src/viewer/src/page/contract.ts.</summary>
/// <param name="Id">Of a block.</param>
/// <param name="Seen">What its thumbnail was made from.</param>
public sealed record GalleryBlock(string Id, IReadOnlyList<SeenChannel> Seen);

/// <summary>
/// Twin of GalleryRows in src/viewer/src/page/contract.ts: the blocks that pass the filter, in the list's order. Every array
/// has one item a block.
/// </summary>
/// <param name="Root">The open data root.</param>
/// <param name="Ids">Of the blocks.</param>
/// <param name="Labels">0: none.</param>
/// <param name="Times">Of the labels, in seconds since 1970; 0: unknown, or no label.</param>
/// <param name="Marks">The sum of 1: flagged as unsure; 2: with a note; 4: cannot be judged.</param>
public sealed record GalleryRows(string Root, IReadOnlyList<string> Ids, IReadOnlyList<int> Labels, IReadOnlyList<long> Times, IReadOnlyList<int> Marks)
{
    /// <summary>Rises with every change; at least 1.</summary>
    public int Version { get; init; }

    /// <summary>Why nothing can be labelled here now, in words; null: it can.</summary>
    public string? Refusal { get; init; }

    /// <summary>Why there is no block; empty where there are some.</summary>
    public string EmptyText { get; init; } = "";
}
