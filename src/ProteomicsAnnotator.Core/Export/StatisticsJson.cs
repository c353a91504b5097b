using System.Text.Json;
using ProteomicsAnnotator.Core.Agreement;
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
        writer.WriteNumber("blocks_with_two_or_more_votes", statistics.ComparableBlocks);
        WriteNumber(writer, "consensus_rate_two_or_more_votes", statistics.ComparableConsensusRate);
        WriteCoefficient(writer, "percent_agreement", report.Coefficients.PercentAgreement);
        WriteCoefficient(writer, "fleiss_kappa", report.Coefficients.FleissKappa, report.Coefficients.FleissVotesPerBlock);
        WriteCoefficient(writer, "krippendorff_alpha", report.Coefficients.KrippendorffAlpha);
        WriteCoefficient(writer, "gwet_ac1", report.Coefficients.GwetAc1);
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
        writer.WriteNumber("vanished_labels", table.Vanished.Count);
        WriteNames(writer, "excluded", table.ExcludedNames);
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

    private static void WriteCoefficient(Utf8JsonWriter writer, string name, Coefficient coefficient, int? votesPerBlock = null)
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
