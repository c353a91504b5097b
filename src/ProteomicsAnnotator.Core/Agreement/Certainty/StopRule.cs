using System.Globalization;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Agreement.Certainty;

/// <summary>Which disagreements need a person, and how often the consensus of the others would be right.</summary>
/// <param name="Waiting">Disagreements that wait for a decision.</param>
/// <param name="NeedPerson">Of these the ones whose consensus is not certain enough.</param>
/// <param name="Known">The same consensus on blocks with a known answer.</param>
/// <param name="Final">And on blocks with a final label that was given alone.</param>
public sealed record StopRule(int Waiting, int NeedPerson, CheckedConsensus Known, CheckedConsensus Final)
{
    /// <summary>Known answers first; null: there are too few of both.</summary>
    public double? Right => Known.Right ?? Final.Right;

    /// <summary>As "331 of 1,212 need a person; the others would be right in 98.8 %, estimated from 41 known answers".</summary>
    public string Words => Waiting == 0
        ? "No block waits for a decision"
        : string.Create(CultureInfo.InvariantCulture, $"{NeedPerson:N0} of {Waiting:N0} {(NeedPerson == 1 ? "needs" : "need")} a person{(NeedPerson == Waiting ? "" : $"; {Others}")}");

    private string Others => Right is { } right
        ? string.Create(CultureInfo.InvariantCulture, $"the others would be right in {100 * right:0.0} %, estimated from {(Known.Right is null ? Counted.Of(Final.Blocks, "final label") : Counted.Of(Known.Blocks, "known answer"))}")
        : $"too few labels to be sure how often the others would be right ({Counted.Of(Known.Blocks, "known answer")} and {Counted.Of(Final.Blocks, "final label")} on such blocks; {Calibration.Least} of one kind are needed)";
}

/// <summary>A consensus that is certain enough, on blocks on which annotators disagree and whose class is told otherwise.</summary>
/// <param name="Blocks">How many.</param>
/// <param name="Agreeing">Of these the ones of that class.</param>
public readonly record struct CheckedConsensus(int Blocks, int Agreeing)
{
    /// <summary>Null: there are too few blocks to say.</summary>
    public double? Right => Blocks >= Calibration.Least ? (double)Agreeing / Blocks : null;
}
