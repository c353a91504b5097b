using System.Globalization;

namespace ProteomicsAnnotator.Core.Agreement.Classes;

/// <summary>A class that holds more than 80 % of the labels: chance-corrected coefficients need a word then.</summary>
/// <param name="Label">The class.</param>
/// <param name="Labels">For it.</param>
/// <param name="All">Labels of all classes.</param>
public sealed record PrevailingClass(int Label, long Labels, long All)
{
    private const double Much = 0.8;

    /// <summary>Null: no class is so common.</summary>
    public static PrevailingClass? Of(ReviewTable everything)
    {
        ReviewTable table = everything.Rated;
        long all = table.Rows.Sum(row => (long)row.Consensus.VoteCount);
        return table.Labels
            .Select(label => new PrevailingClass(label, table.Rows.Sum(row => (long)row.CountOf(label)), all))
            .FirstOrDefault(one => one.Labels > Much * all);
    }

    /// <summary>Why alpha and kappa are low, in one sentence.</summary>
    /// <param name="name">Of the class.</param>
    public string Words(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name} holds {Labels:N0} of {All:N0} labels ({100.0 * Labels / All:0.0} %): two people would agree on most blocks by chance alone, so a few disagreements bring alpha and kappa near 0. Read them beside AC1 and the agreement on each class.");
}
