using System.Globalization;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>
/// What a decision is known by from the key to the commit, so that a repetition by a page or a proxy is the same one. A folder on a
/// share has no use for it.
/// </summary>
/// <param name="Id">Made where the key is pressed; unique among that person's.</param>
public sealed record DecisionTicket(string Id)
{
    /// <summary>The page, and the number that it counts up with each key; null: whoever asks counts none.</summary>
    public (string Page, long Number)? Turn { get; init; }

    /// <summary>Nobody has sent this id before. False: that is not known.</summary>
    public bool IsFirstTry { get; init; }

    /// <summary>Asked before it is sent again without its sender: why nothing new is stored any more, in words; null: it is.</summary>
    public Func<string?>? WhyNotAgain { get; init; }

    /// <summary>Of a key of a page.</summary>
    /// <param name="page">Unique, of this page alone.</param>
    /// <param name="number">What the page counts up with each key.</param>
    public static DecisionTicket Of(string page, long number) => new(string.Create(CultureInfo.InvariantCulture, $"{page}/{number}")) { Turn = (page, number), IsFirstTry = true };
}
