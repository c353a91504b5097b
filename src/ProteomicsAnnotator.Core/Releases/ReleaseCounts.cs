using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>How much a release holds, as the Review counts it.</summary>
/// <param name="Blocks">Blocks below the data root.</param>
/// <param name="Labels">Labels of these blocks.</param>
/// <param name="LabelledBlocks">Blocks with at least one.</param>
/// <param name="Annotators">Annotators with at least one.</param>
/// <param name="FinalLabels">Blocks with a final label.</param>
public sealed record ReleaseCounts(int Blocks, int Labels, int LabelledBlocks, int Annotators, int FinalLabels)
{
    /// <summary>Labels of blocks that are not below the data root: only the journals have them.</summary>
    public int VanishedLabels { get; init; }

    /// <summary>Of the labels those that are not blind; 0 in releases of programs before it was recorded.</summary>
    public int NotBlindVotes { get; init; }

    public static ReleaseCounts Of(ReviewTable table) => new(
        table.Statistics.TotalBlocks,
        table.Annotators.Sum(column => column.LabelCount),
        table.Statistics.AnnotatedBlocks,
        table.Statistics.Annotators,
        table.Rows.Count(row => row.FinalLabel is not null))
    {
        VanishedLabels = table.Vanished.Count,
        NotBlindVotes = table.NotBlindVotes,
    };

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("counts");
        writer.WriteNumber("blocks", Blocks);
        writer.WriteNumber("labels", Labels);
        writer.WriteNumber("labelled_blocks", LabelledBlocks);
        writer.WriteNumber("annotators", Annotators);
        writer.WriteNumber("final_labels", FinalLabels);
        writer.WriteNumber("vanished_labels", VanishedLabels);
        writer.WriteNumber("not_blind_votes", NotBlindVotes);
        writer.WriteEndObject();
    }

    internal static ReleaseCounts Read(JsonObject counts)
    {
        return new ReleaseCounts(Of("blocks"), Of("labels"), Of("labelled_blocks"), Of("annotators"), Of("final_labels")) { VanishedLabels = Of("vanished_labels"), NotBlindVotes = Of("not_blind_votes") };

        int Of(string name) => counts[name]?.GetValue<int>() ?? 0;
    }
}
