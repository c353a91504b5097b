namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of PageState in src/viewer/src/page/contract.ts: where the page is after a broken or silent connection.</summary>
public sealed record PageState(
    int Navigation, string? Root, string? Id, PaintedReport? Painted, IReadOnlyList<OpenPress> Presses);
