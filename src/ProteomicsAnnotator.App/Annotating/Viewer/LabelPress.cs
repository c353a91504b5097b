namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of LabelPress in src/viewer/src/page/contract.ts: a label key as it was when it was pressed.</summary>
/// <param name="Press">Rises with every key of the page that decides something.</param>
/// <param name="Mode">What the page said that keys decide.</param>
/// <param name="Navigation">The viewer's own moves by then.</param>
/// <param name="Root">Of the painted block.</param>
/// <param name="Id">The painted block.</param>
/// <param name="Label">Null clears.</param>
/// <param name="Seen">Number of the <see cref="PaintedReport"/> that tells what was on screen.</param>
public sealed record LabelPress(int Press, DecisionMode Mode, int Navigation, string Root, string Id, int? Label, int Seen);

/// <summary>Twin of UndoPress in src/viewer/src/page/contract.ts.</summary>
public sealed record UndoPress(int Press, DecisionMode Mode, bool Redo);
