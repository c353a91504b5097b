using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Owners;

/// <summary>What someone decides about one block.</summary>
internal sealed record Decision(LabelKey Key, int? Label)
{
    public IReadOnlyList<SeenFile> Seen { get; init; } = [];

    /// <summary>Of a mark no label is given; of a repeat it is the answer.</summary>
    public DecisionKind Kind { get; init; }

    /// <summary>Flag and note, beside the label or alone.</summary>
    public MarkChange Mark { get; init; }

    public string? By { get; init; }

    /// <summary>How it was given, and what was measured of it.</summary>
    public Evidence? Evidence { get; init; }

    public EventId? Undoes { get; init; }

    public EventId? Redoes { get; init; }
}
