using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Agreement.Quality;

/// <summary>
/// Figures of the blocks that a plan drew at random beside those of all blocks: what decides by labels which block gets a vote, or when,
/// biases the others.
/// </summary>
/// <param name="PlanVersion">Which drew them.</param>
/// <param name="Why">Why figures of all blocks may be biased, in words.</param>
/// <param name="Alone">Of the random share.</param>
/// <param name="All">Of all blocks.</param>
public sealed record RandomShareFigures(int PlanVersion, string Why, SampleFigures Alone, SampleFigures All)
{
    /// <summary>Null: no plan goes by labels.</summary>
    /// <param name="table">All blocks.</param>
    /// <param name="all">Their coefficients, with intervals or without.</param>
    /// <param name="clusters">What is drawn anew for the intervals; null: single blocks.</param>
    /// <param name="ct">Ends the computing.</param>
    public static RandomShareFigures? Of(ReviewTable table, AgreementCoefficients all, BlockClusters? clusters = null, CancellationToken ct = default)
    {
        if (table.Input.Sample.Value.Random is not { } random)
        {
            return null;
        }

        HashSet<BlockId> others = [.. table.Blocks.Where(block => !random.Blocks.Contains(block))];
        ReviewTable alone = table.WithoutBlocks(others);
        int[] labels = [.. table.Rows.Select(row => row.ResolvedLabel).OfType<int>().Distinct().Order()];
        return new RandomShareFigures(
            random.PlanVersion,
            random.Why,
            SampleFigures.Of(table.Rows.Where(row => random.Blocks.Contains(row.Block)), AgreementCoefficients.WithIntervals(alone, clusters?.Of(alone.Blocks), ct), labels),
            SampleFigures.Of(table.Rows, all, labels));
    }
}

/// <summary>Agreement and shares of classes of some blocks.</summary>
/// <param name="Blocks">How many.</param>
/// <param name="Labelled">Of these the ones with a vote or a final label.</param>
/// <param name="PercentAgreement">Between annotators.</param>
/// <param name="KrippendorffAlpha">Between annotators.</param>
/// <param name="Classes">By label, ascending.</param>
public sealed record SampleFigures(int Blocks, int Labelled, Coefficient PercentAgreement, Coefficient KrippendorffAlpha, IReadOnlyList<ClassPrevalence> Classes)
{
    /// <summary>The classes are those that the whole table says.</summary>
    internal static SampleFigures Of(IEnumerable<ReviewRow> some, AgreementCoefficients coefficients, IReadOnlyList<int> labels)
    {
        ReviewRow[] rows = [.. some];
        Dictionary<int, int> counts = rows.Select(row => row.ResolvedLabel).OfType<int>().CountBy(label => label).ToDictionary();
        int labelled = counts.Values.Sum();
        return new SampleFigures(
            rows.Length,
            labelled,
            coefficients.PercentAgreement,
            coefficients.KrippendorffAlpha,
            [.. labels.Select(label => ClassPrevalence.Of(label, counts.GetValueOrDefault(label), labelled))]);
    }
}

/// <summary>How common a class is.</summary>
/// <param name="Label">Its number.</param>
/// <param name="Blocks">Blocks whose resolved label it is.</param>
/// <param name="Share">Of the labelled blocks, 0 to 1; null without one.</param>
/// <param name="Interval">Of the share.</param>
public sealed record ClassPrevalence(int Label, int Blocks, double? Share, WilsonInterval? Interval)
{
    internal static ClassPrevalence Of(int label, int blocks, int labelled) => labelled == 0
        ? new ClassPrevalence(label, 0, null, null)
        : new ClassPrevalence(label, blocks, blocks / (double)labelled, WilsonInterval.Of(blocks, labelled));
}
