namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of OpenPress in src/viewer/src/page/contract.ts: a key whose answer has not come.</summary>
/// <param name="Press">Its number.</param>
/// <param name="IsStill">The page still shows what it showed then.</param>
public sealed record OpenPress(int Press, bool IsStill);
