using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Journals.Positions;

namespace ProteomicsAnnotator.Core.Merge;

/// <summary>The label a block has now, from the decision that gave it, also where an undo or a redo brought it back.</summary>
public readonly record struct LabelEntry
{
    private readonly LabelEvent _event;
    private readonly LabelEvent _winner;

    /// <param name="origin">Gave it.</param>
    internal LabelEntry(LabelEvent origin)
        : this(origin, origin)
    {
    }

    /// <param name="origin">Gave it.</param>
    /// <param name="winner">Brought it back; else the same.</param>
    internal LabelEntry(LabelEvent origin, LabelEvent winner)
    {
        _event = origin;
        _winner = winner;
    }

    public LabelKey Key => _event.Key;

    /// <summary>The decision by which it stands.</summary>
    internal EventId Id => _winner.Id;

    public int Label => Replaced ?? _event.Label ?? 0;

    /// <summary>A label in place of the decision's; null: that counts.</summary>
    private int? Replaced { get; init; }

    public DateTimeOffset AnnotatedAt => _event.At;

    /// <summary>Whoever gave it could see another person's vote on the block, or its final label, before.</summary>
    public bool IsNotBlind => _event.IsNotBlind;

    /// <summary>Who set it, for final labels; null for a user's own.</summary>
    public string? By => _event.By;

    /// <summary>Why it was set, for final labels; null: nothing is said.</summary>
    public string? Reason => _event.Reason;

    /// <summary>The files the annotator looked at; empty when it was imported or not recorded.</summary>
    public IReadOnlyList<SeenFile> Seen => _event.Seen;

    /// <summary>Where the block's point lay when it was given; null: it is not recorded, or the block is a folder of files.</summary>
    public PointPosition? Position => _event.Position;

    /// <summary>The decision that gave it.</summary>
    internal EventId DecidedBy => _event.Id;

    /// <summary>As if this label had been decided.</summary>
    internal LabelEntry WithLabel(int label) => this with { Replaced = label };
}
