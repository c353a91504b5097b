using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>What was measured of a vote.</summary>
/// <param name="At">Of the vote: another one of the same annotator has other evidence.</param>
/// <param name="Measured">As its line says.</param>
/// <param name="Display">The display state, as JSON, also where the line only refers to it; null: not known.</param>
public sealed record VoteEvidence(DateTimeOffset At, Evidence Measured, string? Display);
