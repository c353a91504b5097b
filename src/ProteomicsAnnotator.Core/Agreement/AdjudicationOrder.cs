namespace ProteomicsAnnotator.Core.Agreement;

public enum AdjudicationOrder
{
    /// <summary>Most evenly split votes first.</summary>
    VoteEntropy,

    /// <summary>Blocks the Dawid-Skene model is least sure of first.</summary>
    DawidSkeneUncertainty,
}
