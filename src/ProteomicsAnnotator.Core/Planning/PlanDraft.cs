using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>What a plan would be.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Basis">What it was made from.</param>
/// <param name="People">The request's annotators, and those who have left and keep what they have begun; sorted by name.</param>
public sealed record PlanDraft(PlanRequest Request, PlanBasis Basis, IReadOnlyList<PersonPlan> People)
{
    /// <summary>What annotators must not know of it, in words: it is stored only while they cannot read the folder admin. Null: nothing.</summary>
    public string? Secret => Gold.Count > 0 ? "which blocks are gold" : Request.Order == WalkOrder.Scored ? "what a model says of blocks" : null;

    /// <summary>Blocks with a known answer that are mixed into many queues.</summary>
    public IReadOnlyList<BlockId> Gold { get; init; } = [];

    /// <summary>As many that are mixed in too, so that being common says nothing.</summary>
    public IReadOnlyList<BlockId> Decoys { get; init; } = [];

    /// <summary>Labels on gold and decoys: they come on top.</summary>
    public int CommonLabels => People.Sum(person => person.Common);

    /// <summary>Labels that the calibration round costs: each annotator of the request gives all of them.</summary>
    public int CalibrationLabels => Basis.Calibration * Request.Annotators.Count;

    /// <summary>The same in words; null: there is no round.</summary>
    public string? CalibrationText => Basis.Calibration == 0 ? null
        : $"{Counted.Of(Basis.Calibration, "block")} for each of {(Request.Annotators.Count == 1 ? "1 person" : $"{Request.Annotators.Count} people")}: {Counted.Of(CalibrationLabels, "label")} on top";

    /// <summary>Ordinary blocks, drawn at random, that get all votes and keep their places whatever labels say.</summary>
    public IReadOnlyList<BlockId> RandomShare { get; init; } = [];

    /// <summary>Ordinary blocks that each two of the request's annotators have in common.</summary>
    public required IReadOnlyList<int> Overlaps { get; init; }

    /// <summary>Labels that people have given on ordinary blocks and that no seat is left for.</summary>
    public int OutsidePlan { get; init; }

    /// <summary>Ordinary blocks that get fewer votes, as they are sure.</summary>
    public int Retired { get; init; }

    /// <summary>How many ordinary blocks it has.</summary>
    public int OrdinaryBlocks => People.SelectMany(person => person.Ordinary).Distinct().Count();

    /// <summary>Labels that the ordinary blocks are to have.</summary>
    public int Labels => People.Sum(person => person.Ordinary.Count);

    /// <summary>What it would change; null: there is no version yet.</summary>
    public PlanChange? Change { get; init; }

    /// <summary>What a lead should know of it, in words.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}

/// <summary>One person's part of a plan.</summary>
/// <param name="Username">Who.</param>
/// <param name="Ordinary">Blocks, in the order in which they come.</param>
/// <param name="Queue">The same with common blocks and repeats mixed in.</param>
/// <param name="Begun">Of the ordinary blocks those that this person had labelled when the plan was made.</param>
public sealed record PersonPlan(string Username, IReadOnlyList<BlockId> Ordinary, IReadOnlyList<BlockId> Queue, int Begun)
{
    /// <summary>Blocks that stand a second time in the queue.</summary>
    public int Repeats => Queue.Count - Queue.Distinct().Count();

    /// <summary>Gold and decoys in the queue.</summary>
    public int Common => Queue.Count - Repeats - Ordinary.Count;
}

/// <summary>A plan, or why there is none, in words.</summary>
public sealed record PlanResult(PlanDraft? Draft, string? Fault);
