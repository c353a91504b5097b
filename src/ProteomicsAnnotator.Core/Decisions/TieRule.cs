namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>What the consensus of a block is when several labels share the highest number of votes. Such a block counts as tied under each of them.</summary>
public enum TieRule
{
    /// <summary>The smallest of these labels: what counts while nothing is decided.</summary>
    First,

    /// <summary>There is none.</summary>
    None,

    /// <summary>The one of these labels that is likeliest by the error rates of Dawid and Skene (1979).</summary>
    Reliable,
}

/// <summary>Rules for ties in words.</summary>
public static class TieRules
{
    private static readonly string[] Words = ["first", "none", "reliable"];

    /// <summary>As a decision has it.</summary>
    public static string Text(TieRule rule) => Words[(int)rule];

    /// <summary>Null: no rule is called so.</summary>
    public static TieRule? Parse(string? word) => Array.IndexOf(Words, word) is >= 0 and int index ? (TieRule)index : null;

    /// <summary>In a sentence, after what it is said of.</summary>
    public static string Sentence(TieRule rule) => rule switch
    {
        TieRule.None => "a tie has no consensus",
        TieRule.Reliable => "a tie goes to the likeliest of its classes by Dawid-Skene",
        _ => "a tie goes to the first of its classes",
    };
}
