namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of SeenChannel in src/viewer/src/page/contract.ts: what was on screen when the key was pressed.</summary>
public sealed record SeenChannel(int Index, string File, string? Version, string? Failure);
