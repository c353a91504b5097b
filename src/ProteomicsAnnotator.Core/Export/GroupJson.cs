using System.Text.Json;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Agreement.Quality;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>The part of <see cref="StatisticsJson"/> on groups of blocks, where they are asked for.</summary>
internal static class GroupJson
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<GroupFigures> groups)
    {
        writer.WriteStartArray("groups");
        foreach (GroupFigures group in groups)
        {
            writer.WriteStartObject();
            writer.WriteString("name", group.Name);
            writer.WriteNumber("blocks", group.Blocks.Count);
            writer.WriteNumber("votes", group.Votes);
            writer.WriteNumber("annotated_blocks", group.Labelled);
            writer.WriteNumber("blocks_with_two_or_more_votes", group.Comparable);
            writer.WriteNumber("disagreements", group.Disagreements);
            StatisticsJson.WriteCoefficient(writer, "percent_agreement", group.Coefficients.PercentAgreement);
            StatisticsJson.WriteCoefficient(writer, "krippendorff_alpha", group.Coefficients.KrippendorffAlpha);
            StatisticsJson.WriteCoefficient(writer, "gwet_ac1", group.Coefficients.GwetAc1);
            writer.WriteStartObject("resolved");
            foreach (ClassPrevalence item in group.Classes)
            {
                writer.WriteNumber(item.Label.ToString(System.Globalization.CultureInfo.InvariantCulture), item.Blocks);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
