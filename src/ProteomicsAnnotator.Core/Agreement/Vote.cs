namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>A label as it was given: any integer, also one outside the configured classes.</summary>
public readonly record struct Vote(int Label, DateTimeOffset At);
