namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>One user's label of one block.</summary>
public readonly record struct Vote(int Label, DateTimeOffset At);
