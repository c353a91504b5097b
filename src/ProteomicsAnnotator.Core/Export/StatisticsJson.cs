using System.Text.Json;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Graded;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>The statistics as one JSON object: numbers unrounded, shares 0..1, undefined = null.</summary>
public static class StatisticsJson
{
    /// <summary>Indented, with a final line feed.</summary>
    public static byte[] Serialize(ReviewTable table, AgreementReport report) => JsonFile.Serialize(writer =>
    {
        writer.WriteStartObject();
        WriteProperties(writer, table, report);
        writer.WriteEndObject();
    });

    internal static void WriteProperties(Utf8JsonWriter writer, ReviewTable table, AgreementReport report)
    {
        ReviewStatistics statistics = report.Statistics;
        writer.WriteNumber("total_blocks", statistics.TotalBlocks);
        writer.WriteNumber("annotated_blocks", statistics.AnnotatedBlocks);
        writer.WriteNumber("disagreements", statistics.Disagreements);
        WriteNumber(writer, "consensus_rate", statistics.ConsensusRate);
        writer.WriteNumber("annotators", statistics.Annotators);
        writer.WriteString("tie_rule", TieRules.Text(table.Input.Campaign.Ties));
        writer.WriteNumber("blocks_with_two_or_more_votes", statistics.ComparableBlocks);
        WriteNumber(writer, "consensus_rate_two_or_more_votes", statistics.ComparableConsensusRate);
        WriteCoefficient(writer, "percent_agreement", report.Coefficients.PercentAgreement);
        WriteCoefficient(writer, "fleiss_kappa", report.Coefficients.FleissKappa, report.Coefficients.FleissVotesPerBlock);
        WriteCoefficient(writer, "krippendorff_alpha", report.Coefficients.KrippendorffAlpha);
        WriteCoefficient(writer, "gwet_ac1", report.Coefficients.GwetAc1);
        WriteClasses(writer, report);
        writer.WriteStartArray("cohen_kappa");
        foreach (PairKappa pair in report.PairKappas)
        {
            writer.WriteStartObject();
            writer.WriteString("a", pair.A);
            writer.WriteString("b", pair.B);
            writer.WriteNumber("n", pair.N);
            WriteNumber(writer, "value", pair.Value);
            WriteNumber(writer, "low", pair.Interval?.Low);
            WriteNumber(writer, "high", pair.Interval?.High);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (report.Clusters is not null)
        {
            GroupJson.Write(writer, report.Groups);
        }

        QualityJson.Write(writer, table, report);
        writer.WriteNumber("vanished_labels", table.Vanished.Count);
        writer.WriteNumber("not_blind_votes", table.NotBlindVotes);
        writer.WriteString("not_blind", NotBlindChoice.Of(table));
        WriteNames(writer, "excluded", table.ExcludedNames);
    }

    private static void WriteClasses(Utf8JsonWriter writer, AgreementReport report)
    {
        writer.WriteStartArray("class_agreement");
        foreach (ClassAgreement item in report.Classes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("label", item.Label);
            WriteCoefficient(writer, "specific_agreement", item.Specific);
            WriteCoefficient(writer, "alpha_against_the_rest", item.Alpha);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (report.Prevailing is { } prevailing)
        {
            writer.WriteStartObject("prevailing_class");
            writer.WriteNumber("label", prevailing.Label);
            writer.WriteNumber("labels", prevailing.Labels);
            writer.WriteNumber("of", prevailing.All);
            writer.WriteEndObject();
        }

        if (report.Clusters is { } clusters)
        {
            writer.WriteNumber("clusters", clusters.Count);
        }

        if (report.Graded is { } graded)
        {
            WriteGraded(writer, graded);
        }
    }

    private static void WriteGraded(Utf8JsonWriter writer, GradedFigures graded)
    {
        writer.WriteStartObject("graded");
        foreach (GradedCoefficient item in graded.Coefficients)
        {
            WriteCoefficient(writer, item.Key, item.Coefficient);
        }

        writer.WriteStartArray("weighted_kappa");
        foreach (GradedKappa pair in graded.Kappas)
        {
            writer.WriteStartObject();
            writer.WriteString("a", pair.A);
            writer.WriteString("b", pair.B);
            writer.WriteNumber("n", pair.N);
            WriteNumber(writer, "linear", pair.Linear);
            WriteNumber(writer, "quadratic", pair.Quadratic);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    internal static void WriteNames(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    internal static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    internal static void WriteCoefficient(Utf8JsonWriter writer, string name, Coefficient coefficient, int? votesPerBlock = null)
    {
        writer.WriteStartObject(name);
        if (votesPerBlock is { } votes)
        {
            writer.WriteNumber("votes_per_block", votes);
        }

        WriteNumber(writer, "value", coefficient.Value);
        writer.WriteNumber("n", coefficient.N);
        WriteNumber(writer, "low", coefficient.Low);
        WriteNumber(writer, "high", coefficient.High);
        writer.WriteEndObject();
    }
}
