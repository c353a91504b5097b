using ProteomicsAnnotator.Core.Agreement.Clustering;

namespace ProteomicsAnnotator.Core.Agreement.Graded;

/// <summary>All graded coefficients of a table, each named with its metric: two different ones are called "ordinal alpha" in the field.</summary>
/// <param name="Coefficients">By key and name.</param>
/// <param name="Kappas">Of each pair of annotators.</param>
public sealed record GradedFigures(IReadOnlyList<GradedCoefficient> Coefficients, IReadOnlyList<GradedKappa> Kappas)
{
    private static readonly (string Key, string Name, bool IsAlpha, GradedScale Scale)[] Kinds =
    [
        ("alpha_ordinal", "alpha, ordinal (Krippendorff)", true, GradedScale.Ranks),
        ("alpha_ordinal_weights", "alpha, ordinal weights (Gwet)", true, GradedScale.OrdinalWeights),
        ("alpha_linear", "alpha, linear weights", true, GradedScale.Linear),
        ("alpha_quadratic", "alpha, quadratic weights", true, GradedScale.Quadratic),
        ("ac2_ordinal", "AC2, ordinal weights (Gwet)", false, GradedScale.OrdinalWeights),
        ("ac2_linear", "AC2, linear weights", false, GradedScale.Linear),
        ("ac2_quadratic", "AC2, quadratic weights", false, GradedScale.Quadratic),
    ];

    /// <param name="all">Of classes whose numbers are grades.</param>
    /// <param name="clusters">What is drawn anew for the intervals; null: single blocks.</param>
    /// <param name="ct">Ends the computation.</param>
    public static GradedFigures Of(ReviewTable all, BlockClusters? clusters = null, CancellationToken ct = default)
    {
        ReviewTable table = all.Rated;
        var patterns = VotePatterns.Of(table);
        AgreementCoefficients.Statistic[] statistics = [.. Kinds.Select(kind => StatisticOf(kind.IsAlpha, kind.Scale, table.Labels))];
        (double Low, double High)?[] intervals = Bootstrap.Intervals(patterns, statistics, clusters, ct);
        return new GradedFigures(
            [.. Kinds.Select((kind, i) => new GradedCoefficient(kind.Key, kind.Name, Coefficient.Of(statistics[i](patterns, patterns.Weights), patterns.PairableCount, intervals[i])))],
            [.. PairKappa.PairsOf(table).Select(pair => GradedKappa.Of(table, pair.A, pair.B))]);
    }

    private static AgreementCoefficients.Statistic StatisticOf(bool isAlpha, GradedScale scale, IReadOnlyList<int> labels)
    {
        if (labels.Count < 2)
        {
            return static (_, _) => null;
        }

        double[]? similar = isAlpha ? null : GradedWeights.Of(scale, labels);
        return similar is null
            ? (patterns, weights) => GradedAgreement.Alpha(patterns, labels, scale, weights)
            : (patterns, weights) => GradedAgreement.Ac2(patterns, similar, weights);
    }
}

/// <param name="Key">In files: <c>alpha_ordinal</c>.</param>
/// <param name="Name">For people, with metric and weights.</param>
/// <param name="Coefficient">Its value and interval.</param>
public sealed record GradedCoefficient(string Key, string Name, Coefficient Coefficient);

/// <summary>Cohen's weighted kappa of two annotators.</summary>
/// <param name="A">Before <paramref name="B"/> by name.</param>
/// <param name="B">The other.</param>
/// <param name="N">Blocks both labelled.</param>
/// <param name="Linear">With linear weights; null where undefined.</param>
/// <param name="Quadratic">With quadratic weights.</param>
public sealed record GradedKappa(string A, string B, int N, double? Linear, double? Quadratic)
{
    internal static GradedKappa Of(ReviewTable table, AnnotatorColumn a, AnnotatorColumn b)
    {
        var matrix = ConfusionMatrix.Between(a, b, table.Labels);
        return new GradedKappa(a.Username, b.Username, matrix.Total, GradedAgreement.Kappa(matrix, GradedScale.Linear), GradedAgreement.Kappa(matrix, GradedScale.Quadratic));
    }
}
