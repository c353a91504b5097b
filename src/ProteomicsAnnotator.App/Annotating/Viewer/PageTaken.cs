namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of PageTaken in src/viewer/src/page/contract.ts.</summary>
public sealed record PageTaken(IReadOnlyList<PressOutcome> Outcomes, ShowRequest Show);
