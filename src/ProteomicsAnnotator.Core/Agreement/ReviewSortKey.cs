namespace ProteomicsAnnotator.Core.Agreement;

public enum ReviewSortKey
{
    Block,
    Consensus,
    FinalLabel,
    Status,
    Votes,
    Entropy,
    Annotator,
}
