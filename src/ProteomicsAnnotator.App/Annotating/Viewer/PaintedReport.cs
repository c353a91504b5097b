namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of PaintedReport in src/viewer/src/page/contract.ts: what is on screen, or known to be unreadable.</summary>
/// <param name="Number">Rises.</param>
/// <param name="Root">The open data root.</param>
/// <param name="Id">The block.</param>
/// <param name="Seen">What became of each channel.</param>
/// <param name="SizesDiffer">Of the channels whose volumes are there.</param>
public sealed record PaintedReport(int Number, string Root, string Id, IReadOnlyList<SeenChannel> Seen, bool SizesDiffer = false);

/// <summary>Twin of SeenChannel in src/viewer/src/page/contract.ts: what was on screen when the key was pressed.</summary>
/// <param name="Index">Position in the block, from 0.</param>
/// <param name="File">Its name.</param>
/// <param name="Version">Of the file; null for a channel that failed.</param>
/// <param name="Failure">Why it cannot be shown, in words.</param>
/// <param name="IsOutage">It could not be reached, which says nothing of what is in the file.</param>
public sealed record SeenChannel(int Index, string File, string? Version, string? Failure, bool IsOutage = false);
