namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>The five figures above the table. Excluded annotators and blocks that no longer exist count nowhere.</summary>
/// <param name="TotalBlocks">Blocks in the list.</param>
/// <param name="AnnotatedBlocks">Blocks with at least one label.</param>
/// <param name="Disagreements">Blocks with more than one distinct label.</param>
/// <param name="Annotators">Annotators with at least one label.</param>
public sealed record ReviewStatistics(int TotalBlocks, int AnnotatedBlocks, int Disagreements, int Annotators)
{
    /// <summary>Blocks with two or more votes: those that can agree or disagree at all.</summary>
    public int ComparableBlocks { get; init; }

    /// <summary>Share 0..1 of the blocks with two or more votes without disagreement; null when there is none.</summary>
    public double? ComparableConsensusRate =>
        ComparableBlocks == 0 ? null : (ComparableBlocks - Disagreements) / (double)ComparableBlocks;

    /// <summary>Share 0..1 of labelled blocks without disagreement; null when nothing is labelled.</summary>
    public double? ConsensusRate =>
        AnnotatedBlocks == 0 ? null : (AnnotatedBlocks - Disagreements) / (double)AnnotatedBlocks;
}
