namespace ProteomicsAnnotator.App.Endpoints;

/// <param name="TotalBlocks">Blocks of the configured data root.</param>
/// <param name="AnnotatedBlocks">Those with at least one label.</param>
/// <param name="Disagreements">Those with more than one distinct label.</param>
/// <param name="ConsensusRate">Share 0..1 of labelled blocks without disagreement; null when nothing is labelled.</param>
/// <param name="Annotators">Annotators with at least one label.</param>
public sealed record StatisticsAnswer(
    int TotalBlocks, int AnnotatedBlocks, int Disagreements, double? ConsensusRate, int Annotators)
{
    /// <summary>Blocks with two or more votes.</summary>
    public int BlocksWithTwoOrMoreVotes { get; init; }

    /// <summary>Share 0..1 of those without disagreement; null when there is none.</summary>
    public double? ConsensusRateTwoOrMoreVotes { get; init; }

    /// <summary>Files among the labels that are nobody's, values that are no labels, and annotators with a file or journal that could not be read, with the reason: what only that says is missing here.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];
}
