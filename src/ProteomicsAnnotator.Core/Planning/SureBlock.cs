using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>What is known of a block by its votes.</summary>
/// <param name="Block">Which.</param>
/// <param name="Label">Its likeliest class.</param>
/// <param name="Posterior">The probability of that class.</param>
public readonly record struct SureBlock(BlockId Block, int Label, double Posterior)
{
    /// <summary>How many votes it follows from.</summary>
    public int Votes { get; init; }
}

/// <summary>What was said of blocks whose class is known otherwise, when they had just votes enough, and what was right.</summary>
/// <param name="Blocks">How many were sure.</param>
/// <param name="Said">Mean probability of their likeliest class; null: there is none.</param>
/// <param name="Right">The share of them whose likeliest class is the known one; null: there is none.</param>
public readonly record struct Calibration(int Blocks, double? Said, double? Right)
{
    /// <summary>Fewer say nothing.</summary>
    public const int Least = 20;

    /// <summary>As "said 0.95, was right in 0.93 (of 41 known answers)".</summary>
    public string Words => this is { Said: { } said, Right: { } right, Blocks: >= Least }
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"said {said:0.00}, was right in {right:0.00} (of {Blocks} known answers)")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"too few labels to be sure how well this holds ({Blocks} known answers, {Least} are needed)");

    /// <summary>The same of blocks of the random share, which get all votes; empty: they are too few.</summary>
    public string WordsOfShare => this is { Said: { } said, Right: { } right, Blocks: >= Least }
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"; on the random share said {said:0.00}, and the final label or all votes agreed in {right:0.00} (of {Blocks} blocks)")
        : "";
}
