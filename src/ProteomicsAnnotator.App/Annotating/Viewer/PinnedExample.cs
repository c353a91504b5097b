namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of PinnedExample in src/viewer/src/page/contract.ts: a block that shows what a class means.</summary>
/// <param name="Block">Stands beside the block that is labelled.</param>
/// <param name="Label">Number of the class.</param>
public sealed record PinnedExample(BlockRef Block, int Label);
