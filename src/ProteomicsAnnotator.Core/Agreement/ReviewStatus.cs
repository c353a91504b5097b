namespace ProteomicsAnnotator.Core.Agreement;

public enum ReviewStatus
{
    NotAnnotated,

    /// <summary>One vote: nobody to agree or disagree with.</summary>
    SingleVote,

    Agree,
    Disagree,
}
