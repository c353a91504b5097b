namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>One line of the header for admins: consensus, and whether the annotators agree. One vote alone does neither.</summary>
public sealed record ReviewLine(bool IsAgreed, bool HasDisagreement, string Text);
