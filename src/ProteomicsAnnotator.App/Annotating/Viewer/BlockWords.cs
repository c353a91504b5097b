namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of BlockWords in src/viewer/src/page/contract.ts: what the header over the picture says of a block.</summary>
/// <param name="Label">One's own, or the final one while adjudicating.</param>
/// <param name="Position">Among all blocks of the root.</param>
/// <param name="Review">For admins.</param>
public sealed record BlockWords(int? Label, string Position, ReviewLine? Review);
