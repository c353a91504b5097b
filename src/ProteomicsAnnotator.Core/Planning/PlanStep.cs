namespace ProteomicsAnnotator.Core.Planning;

/// <summary>A further version of the plan, as it is asked for.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Follows">The version whose places are kept; null: none, as for the first.</param>
/// <param name="Counting">The version that counts now, which the new one is compared with; null: there is none.</param>
public sealed record PlanStep(PlanRequest Request, PlanDesign? Follows, PlanDesign? Counting)
{
    /// <summary>What it takes back, in words; null: nothing.</summary>
    public string? Words { get; init; }

    /// <param name="request">What is asked.</param>
    /// <param name="counting">The version that counts now; null: there is none.</param>
    public static PlanStep After(PlanDesign? counting, PlanRequest request) => new(request, counting, counting);
}

/// <summary>A step, or why there is none, in words.</summary>
public readonly record struct PlanStepRead(PlanStep? Step, string? WhyNot);
