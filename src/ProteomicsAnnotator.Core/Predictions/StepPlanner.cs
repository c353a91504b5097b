using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>What a further version of the plan would be, and whether it may be stored: for the command, the page and HTTP alike.</summary>
/// <param name="root">The share.</param>
/// <param name="desk">Its plan.</param>
/// <param name="classes">Of the campaign now.</param>
public sealed class StepPlanner(SharedRoot root, PlanDesk desk, LabelClasses classes)
{
    /// <summary>Where a block lies in its volume; null: it is a folder of files.</summary>
    public Func<BlockId, BlockPoint?> Points { get; init; } = _ => null;

    /// <summary>Stores nothing.</summary>
    /// <param name="step">What is asked.</param>
    /// <param name="blocks">All blocks of the data root, in ordinal order.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">Not everything could be read: a plan would move what somebody has begun.</exception>
    public async Task<PlanResult> MakeAsync(PlanStep step, IReadOnlyList<BlockId> blocks, CancellationToken cancellationToken)
    {
        ScoreOrder scores = await Task.Run(() => ScoreOrder.Of(root, classes, step.Request), cancellationToken).WaitAsync(cancellationToken);
        if (scores.Fault is { } fault)
        {
            return new PlanResult(null, fault);
        }

        PlanBasis basis = scores.In(await desk.BasisAsync(blocks, scores.Request, step.Follows, cancellationToken)) with { Points = Points };
        PlanResult result = await Task.Run(() => Planner.Make(scores.Request, basis), cancellationToken).WaitAsync(cancellationToken);
        return result.Draft is { } draft && step.Counting is { Of: { } version } counting
            ? result with { Draft = draft with { Change = PlanChange.Of(version, basis.People.Merge(counting.Ordinary), draft.People) } }
            : result;
    }

    /// <summary>Blocking. Why the version may not be stored now, in words; null: it may.</summary>
    public string? WhyNotStored(PlanDraft draft) => draft.Secret is { } secret && AdminAccess.WhyOpen(root) is { } open ? $"the version would say {secret}: {open}" : null;

    /// <summary>Blocking. Returns once the version is on disk.</summary>
    /// <param name="draft">As <see cref="MakeAsync"/> made it.</param>
    /// <param name="by">Its author.</param>
    /// <param name="before">The versions it was made after.</param>
    /// <exception cref="StorageException">It is not stored, and counts nowhere.</exception>
    public StoredPlan Store(PlanDraft draft, string by, PlanVersions before)
    {
        PlanVersion made = desk.Write(draft, by, before);
        try
        {
            PlanVersions after = desk.Read();
            return new StoredPlan(made, after.Current?.Id == made.Id, after.Words);
        }
        catch (StorageException error)
        {
            return new StoredPlan(made, null, [$"Version {made.Version} is stored; whether it counts could not be read: {error.Message}"]);
        }
    }
}

/// <param name="Made">The version that is stored.</param>
/// <param name="Counts">It is the one that counts; false: a rival is, from the same predecessor. Null: that could not be read.</param>
/// <param name="Words">What its author is to know of other versions.</param>
public sealed record StoredPlan(PlanVersion Made, bool? Counts, IReadOnlyList<string> Words);
