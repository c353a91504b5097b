namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of UndoPress in src/viewer/src/page/contract.ts.</summary>
public sealed record UndoPress(int Press, DecisionMode Mode, bool Redo);
