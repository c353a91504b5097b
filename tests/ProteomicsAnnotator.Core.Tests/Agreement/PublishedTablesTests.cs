using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Graded;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

/// <summary>Published rating tables with their coefficients, to the digits printed; "n/a" is none.</summary>
public class PublishedTablesTests
{
    public static TheoryData<string> Cases =>
        [.. Vectors.Json("agreement_published.json")["cases"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Coefficients_OfAPublishedTable_AreAsPrinted(string id)
    {
        JsonNode table = Vectors.Json("agreement_published.json")["cases"]!.AsArray().Single(item => item!["id"]!.GetValue<string>() == id)!;
        var counts = LabelCounts.Of(Vectors.Items([.. table["raters"]!.AsArray().Select(Numbers)]));
        var patterns = VotePatterns.Of(counts);
        JsonNode expected = table["expect"]!;
        JsonNode? precise = expected["recomputed"];

        Check(expected["alpha"], KrippendorffAlpha.Nominal(patterns), 5e-4);
        Check(expected["ac1"], GwetAc1.Of(patterns), 5e-4);
        Check(precise?["alpha"], KrippendorffAlpha.Nominal(patterns), 1e-6);
        Check(precise?["ac1"], GwetAc1.Of(patterns), 1e-6);
        Check(precise?["percent"], PercentAgreement.Of(patterns), 1e-6);
        Check(precise?["alpha_ordinal_krippendorff"] ?? expected["alpha_ordinal_krippendorff"], GradedAgreement.Alpha(counts, GradedScale.Ranks), 1e-6);
        Check(precise?["alpha_interval"], GradedAgreement.Alpha(counts, GradedScale.Quadratic), 1e-6);
        Check(expected["alpha_with_gwet_ordinal_weights"], GradedAgreement.Alpha(counts, GradedScale.OrdinalWeights), 5e-4);
        Check(expected["alpha_linear"], GradedAgreement.Alpha(counts, GradedScale.Linear), 5e-4);
        Check(expected["alpha_quadratic"], GradedAgreement.Alpha(counts, GradedScale.Quadratic), 5e-4);
        Check(expected["ac2_ordinal"], GradedAgreement.Ac2(counts, GradedScale.OrdinalWeights), 5e-4);
        Check(expected["ac2_linear"], GradedAgreement.Ac2(counts, GradedScale.Linear), 5e-4);
        Check(expected["ac2_quadratic"], GradedAgreement.Ac2(counts, GradedScale.Quadratic), 5e-4);
    }

    private static void Check(JsonNode? expected, double? actual, double tolerance)
    {
        if (expected is null)
        {
            return;
        }

        if (expected.GetValueKind() == System.Text.Json.JsonValueKind.String)
        {
            Assert.Null(actual);
            return;
        }

        Assert.Equal(expected.GetValue<double>(), actual!.Value, tolerance);
    }

    /// <summary>Letters are labels too: a = 1, b = 2 ...; a nominal coefficient does not see which.</summary>
    private static string Numbers(JsonNode? rater) => string.Join(' ', rater!.GetValue<string>().Split(' ')
        .Select(label => char.IsAsciiLetterLower(label[0]) ? (label[0] - 'a' + 1).ToString() : label));
}
