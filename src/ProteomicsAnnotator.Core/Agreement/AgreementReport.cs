using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Agreement.Graded;
using ProteomicsAnnotator.Core.Agreement.Quality;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>All figures of one table.</summary>
/// <param name="Statistics">Counts.</param>
/// <param name="Coefficients">With intervals.</param>
/// <param name="PairKappas">Of each two annotators.</param>
/// <param name="Classes">Of each class in use, with intervals.</param>
public sealed record AgreementReport(
    ReviewStatistics Statistics, AgreementCoefficients Coefficients, IReadOnlyList<PairKappa> PairKappas, IReadOnlyList<ClassAgreement> Classes)
{
    /// <summary>What was drawn anew for the intervals; null: single blocks.</summary>
    public BlockClusters? Clusters { get; private init; }

    /// <summary>Of each cluster; empty without <see cref="Clusters"/>.</summary>
    public IReadOnlyList<GroupFigures> Groups { get; private init; } = [];

    /// <summary>Where the classes are grades; null: they are not.</summary>
    public GradedFigures? Graded { get; init; }

    /// <summary>A class with more than 80 % of the labels; null: none.</summary>
    public PrevailingClass? Prevailing { get; private init; }

    /// <summary>Of independent adjudicators.</summary>
    public required AdjudicatorAgreement Adjudicators { get; init; }

    /// <summary>Of people with themselves.</summary>
    public required IReadOnlyList<IntraRaterAgreement> Repeats { get; init; }

    /// <summary>Null: no plan goes by labels.</summary>
    public required RandomShareFigures? RandomShare { get; init; }

    /// <summary>With bootstrap intervals: seconds for the largest tables. Reads the plans, where nothing has read them yet.</summary>
    public static AgreementReport Of(ReviewTable table, BlockClusters? clusters = null, CancellationToken ct = default)
    {
        var coefficients = AgreementCoefficients.WithIntervals(table, clusters, ct);
        return new AgreementReport(table.Statistics, coefficients, PairKappa.AllOf(table, ct), ClassAgreement.AllOf(table, clusters, ct))
        {
            Clusters = clusters,
            Groups = clusters is not { AreFolders: true } ? [] : GroupFigures.AllOf(table, clusters, ct),
            Prevailing = PrevailingClass.Of(table),
            Adjudicators = AdjudicatorAgreement.Of(table),
            Repeats = IntraRaterAgreement.AllOf(table),
            RandomShare = RandomShareFigures.Of(table, coefficients, clusters, ct),
        };
    }
}
