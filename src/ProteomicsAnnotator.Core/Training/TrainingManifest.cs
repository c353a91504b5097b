using System.Globalization;
using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Training;

/// <summary><c>manifest.json</c> of a training set: what it was made from, who is in which part, what was left out, and every file with its hash.</summary>
/// <param name="ProgramVersion">Which made it.</param>
/// <param name="Settings">By name.</param>
/// <param name="Blocks">The ids of all blocks, a line each.</param>
public sealed record TrainingManifest(string ProgramVersion, IReadOnlyList<KeyValuePair<string, string>> Settings, FileDigest Blocks)
{
    public const string FileName = "manifest.json";
    private const int Format = 1;

    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Those whose files were written.</summary>
    public IReadOnlyList<TrainingRow> Rows { get; init; } = [];

    public IReadOnlyList<LeftOutBlock> LeftOut { get; init; } = [];

    /// <summary>Rows of the table whose block is not below the data root.</summary>
    public IReadOnlyList<BlockId> UnknownBlocks { get; init; } = [];

    /// <summary>See <see cref="CellfinderFiles.ChangedInXml"/>.</summary>
    public IReadOnlyList<BlockId> ChangedInXml { get; init; } = [];

    public IReadOnlyList<FileDigest> Files { get; init; } = [];

    public byte[] Serialize(TrainingRequest request) => JsonFile.Serialize(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteString("kind", "training");
        writer.WriteString("program_version", ProgramVersion);
        writer.WriteStartObject("settings");
        foreach ((string name, string value) in Settings)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        StatisticsJson.WriteNames(writer, "excluded", Excluded);
        writer.WritePropertyName("blocks");
        FileDigestJson.Write(writer, Blocks);
        FileDigestJson.WriteAll(writer, "inputs", request.Table is { } table ? [table.Digest with { Count = table.RowCount }] : []);
        WriteParts(writer, request.Parts);
        writer.WriteStartArray("left_out");
        foreach (LeftOutBlock left in LeftOut.OrderBy(left => left.Block))
        {
            writer.WriteStartObject();
            writer.WriteString("block", left.Block.Value);
            writer.WriteString("why", left.Why);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        StatisticsJson.WriteNames(writer, "rows_of_no_block", [.. UnknownBlocks.Order().Select(block => block.Value)]);
        StatisticsJson.WriteNames(writer, "zero_is_one_in_xml", [.. ChangedInXml.Select(block => block.Value)]);
        FileDigestJson.WriteAll(writer, "files", Files);
        writer.WriteEndObject();
    });

    private void WriteParts(Utf8JsonWriter writer, SplitParts parts)
    {
        writer.WriteStartArray("parts");
        foreach ((int part, string name) in parts.Names.Index())
        {
            TrainingRow[] rows = [.. Rows.Where(row => row.Part == part)];
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteNumber("asked_percent", parts.Percent[part]);
            writer.WriteNumber("blocks", rows.Length);
            writer.WriteStartObject("labels");
            foreach ((int label, int count) in rows.CountBy(row => row.Label).OrderBy(label => label.Key))
            {
                writer.WriteNumber(label.ToString(CultureInfo.InvariantCulture), count);
            }

            writer.WriteEndObject();
            StatisticsJson.WriteNames(writer, "clusters", [.. rows.Select(row => row.Cluster).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
