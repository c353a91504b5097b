namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of PaintedReport in src/viewer/src/page/contract.ts: what is on screen, or known to be unreadable.</summary>
public sealed record PaintedReport(int Number, string Root, string Id, IReadOnlyList<SeenChannel> Seen);

/// <summary>Twin of SeenChannel in src/viewer/src/page/contract.ts: what was on screen when the key was pressed.</summary>
public sealed record SeenChannel(int Index, string File, string? Version, string? Failure);
