namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of BlockWords in src/viewer/src/page/contract.ts: what the header over the picture says of a block.</summary>
/// <param name="Label">The annotator's own, or the final one while adjudicating.</param>
/// <param name="Position">Among all blocks of the root.</param>
/// <param name="Review">For admins.</param>
public sealed record BlockWords(int? Label, string Position, ReviewLine? Review)
{
    /// <summary>The label's name, then and now, where its class changed since; null: it has the name of its class.</summary>
    public string? LabelName { get; init; }

    /// <summary>What the annotator says beside the label; null: nothing, or final labels are decided.</summary>
    public MarkWords? Mark { get; init; }
}

/// <summary>Twin of MarkWords in src/viewer/src/page/contract.ts.</summary>
public sealed record MarkWords(bool IsUnsure, string? Note, string? Unusable);

/// <summary>Twin of WordsOfBlock in src/viewer/src/page/contract.ts.</summary>
public sealed record WordsOfBlock(string Root, string Id, BlockWords Words);

/// <summary>One line of the header for admins: consensus, and whether the annotators agree. One vote alone does neither.</summary>
public sealed record ReviewLine(bool IsAgreed, bool HasDisagreement, string Text);
