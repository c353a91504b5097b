namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>How a block came to its resolved label.</summary>
public enum ResolvedBy
{
    /// <summary>No vote and no final label.</summary>
    Nothing,

    /// <summary>One annotator's vote, with nobody to agree or disagree.</summary>
    SingleVote,

    /// <summary>Two or more votes, all for one label.</summary>
    Unanimous,

    /// <summary>More votes than any other label.</summary>
    Majority,

    /// <summary>A tie: the rule for ties says which label, or that there is none.</summary>
    Tie,

    /// <summary>Set by an admin.</summary>
    FinalLabel,
}
