namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>A final label: who set it and when.</summary>
public sealed record FinalLabel(int Label, string SetBy, DateTimeOffset SetAt)
{
    /// <summary>Why, in the admin's words; null: nothing is said.</summary>
    public string? Reason { get; init; }
}
