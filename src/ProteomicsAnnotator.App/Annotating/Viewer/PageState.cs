namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of PageState in src/viewer/src/page/contract.ts: where the page is after a broken or silent connection.</summary>
public sealed record PageState(
    int Navigation, string? Root, string? Id, PaintedReport? Painted, IReadOnlyList<OpenPress> Presses);

/// <summary>Twin of OpenPress in src/viewer/src/page/contract.ts: a key whose answer has not come.</summary>
/// <param name="Press">Its number.</param>
/// <param name="IsStill">The page still shows what it showed then.</param>
public sealed record OpenPress(int Press, bool IsStill);

/// <summary>Twin of PageTaken in src/viewer/src/page/contract.ts.</summary>
public sealed record PageTaken(IReadOnlyList<PressOutcome> Outcomes, ShowRequest Show);
