using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Journals.Positions;

namespace ProteomicsAnnotator.Core.Owners;

/// <summary>What someone decides about one block.</summary>
internal sealed record Decision(LabelKey Key, int? Label)
{
    public IReadOnlyList<SeenFile> Seen { get; init; } = [];

    /// <summary>Of a mark no label is given; of a repeat or a second adjudication it is the answer.</summary>
    public DecisionKind Kind { get; init; }

    /// <summary>As of <see cref="LabelEvent.IsAnswer"/>.</summary>
    public bool IsAnswer => Kind is DecisionKind.Repeat or DecisionKind.Second;

    /// <summary>Flag and note, beside the label or alone.</summary>
    public MarkChange Mark { get; init; }

    /// <summary>Whoever gives the label could see another person's vote on the block, or its final label, before.</summary>
    public bool IsNotBlind { get; init; }

    public string? By { get; init; }

    /// <summary>Of a block that is a box of a large volume.</summary>
    public BlockPoint? Point { get; init; }

    /// <summary>Of a label that is brought back, where its point lay when it was given.</summary>
    public PointPosition? Position { get; init; }

    /// <summary>How it was given, and what was measured of it.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>Why an admin decides so, of which there is no evidence; null: nothing is said.</summary>
    public string? Reason { get; init; }

    public EventId? Undoes { get; init; }

    public EventId? Redoes { get; init; }

    /// <summary>All that it says, whatever is said of the block: "cannot be judged" is written with a clear.</summary>
    public Decision Whole => this with { Kind = Kind == DecisionKind.Mark && Mark.Unusable is { Length: > 0 } ? DecisionKind.Label : Kind };

    /// <summary>
    /// What there is to write of it: "cannot be judged" is written with a clear, so that a program that knows labels only sees none
    /// either, and a label takes it back.
    /// </summary>
    /// <param name="now">What is said of the block.</param>
    public Decision Changing(BlockMark now)
    {
        MarkChange mark = (Kind == DecisionKind.Label && Label is not null ? Mark with { Unusable = "" } : Mark).Changing(now);
        return (this with { Mark = mark }).Whole;
    }
}
