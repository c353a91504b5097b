namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of PaintedReport in src/viewer/src/page/contract.ts: what is on screen, or known to be unreadable.</summary>
public sealed record PaintedReport(int Number, string Root, string Id, IReadOnlyList<SeenChannel> Seen);
