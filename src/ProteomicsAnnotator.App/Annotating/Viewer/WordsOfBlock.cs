namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of WordsOfBlock in src/viewer/src/page/contract.ts.</summary>
public sealed record WordsOfBlock(string Root, string Id, BlockWords Words);
