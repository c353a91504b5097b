namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of PressOutcome in src/viewer/src/page/contract.ts.</summary>
/// <param name="Press">The key's number.</param>
/// <param name="Outcome">Null: still under way.</param>
public sealed record PressOutcome(int Press, LabelOutcome? Outcome);
