using System.Text.Json;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Journals.Positions;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>Everything in one JSON object: statistics, annotators, blocks with votes and times, labels of vanished blocks.</summary>
public static class JsonExport
{
    public const int FormatVersion = 1;

    public static byte[] Serialize(ReviewTable table, AgreementReport report, ExportContext context) =>
        JsonFile.Serialize(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", FormatVersion);
            writer.WriteString("program_version", context.ProgramVersion);
            writer.WriteString("exported_at", LabelTime.Format(context.ExportedAt));
            StatisticsJson.WriteNames(writer, "classes", context.ClassNames);
            writer.WriteStartObject("statistics");
            StatisticsJson.WriteProperties(writer, table, report);
            writer.WriteEndObject();
            WriteAnnotators(writer, table);
            WriteBlocks(writer, table);
            WriteVanished(writer, table);
            WriteHistory(writer, context);
            writer.WriteEndObject();
        });

    private static void WriteAnnotators(Utf8JsonWriter writer, ReviewTable table)
    {
        IReadOnlyList<AnnotatorFigures> figures = AnnotatorFigures.AllOf(table);
        writer.WriteStartArray("annotators");
        for (int i = 0; i < figures.Count; i++)
        {
            AnnotatorFigures figure = figures[i];
            writer.WriteStartObject();
            writer.WriteString("username", figure.Username);
            writer.WriteBoolean("counted", table.Counted.Contains(table.Annotators[i]));
            writer.WriteString("fault", table.Annotators[i].Fault);
            writer.WriteNumber("labelled", figure.Labelled);
            StatisticsJson.WriteNumber(writer, "progress", figure.Progress);
            StatisticsJson.WriteNumber(writer, "labels_per_hour", figure.LabelsPerHour);
            StatisticsJson.WriteNumber(writer, "agreement_with_others", figure.AgreementWithOthers);
            writer.WriteNumber("compared_blocks", figure.ComparedBlocks);
            writer.WriteNumber("tied_blocks", figure.TiedBlocks);
            writer.WriteStartObject("class_shares");
            foreach ((int label, double share) in figure.ClassShares)
            {
                writer.WriteNumber(Invariant(label), share);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteBlocks(Utf8JsonWriter writer, ReviewTable table)
    {
        writer.WriteStartArray("blocks");
        foreach (ReviewRow row in table.Rows)
        {
            writer.WriteStartObject();
            writer.WriteString("block", row.Block.Value);
            writer.WriteStartObject("votes");
            foreach (AnnotatorColumn column in table.Annotators)
            {
                if (column.At(row.Index) is { } vote)
                {
                    writer.WriteStartObject(column.Username);
                    writer.WriteNumber("label", vote.Label);
                    writer.WriteString("annotated_at", LabelTime.FormatKnown(vote.At));
                    writer.WriteString("given_as", table.Input.Campaign.ClassChanges.Awaited(vote.Label, vote.At)?.From);
                    WriteMark(writer, column.MarkOf(row.Block));
                    writer.WriteBoolean("not_blind", vote.IsNotBlind);
                    WriteEvidence(writer, row.EvidenceOf(column.Username));
                    writer.WriteEndObject();
                }
            }

            writer.WriteEndObject();
            WriteMarksWithoutLabel(writer, row);
            WriteNumber(writer, "consensus", row.Consensus.Label);
            writer.WriteBoolean("tie", row.Consensus.IsTie);
            writer.WriteBoolean("disagreement", row.Consensus.HasDisagreement);
            WriteFinalLabel(writer, row);
            WriteNumber(writer, "resolved_label", row.ResolvedLabel);
            writer.WriteString("resolved_by", ClassNames.Of(row.ResolvedBy));
            if (table.Input.Points(row.Block) is { } point)
            {
                writer.WritePropertyName("point");
                PointJson.WriteValue(writer, point);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMarksWithoutLabel(Utf8JsonWriter writer, ReviewRow row)
    {
        writer.WriteStartObject("marks_without_label");
        foreach ((string username, BlockMark mark) in row.Marks.Where(mark => row.Table.FindAnnotator(mark.Key)?.At(row.Index) is null))
        {
            writer.WriteStartObject(username);
            WriteMark(writer, mark);
            writer.WriteString("unusable", mark.Unusable);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteMark(Utf8JsonWriter writer, BlockMark mark)
    {
        writer.WriteBoolean("unsure", mark.IsUnsure);
        writer.WriteString("note", mark.Note);
    }

    private static void WriteEvidence(Utf8JsonWriter writer, VoteEvidence? evidence)
    {
        if (evidence is not { Measured: var measured })
        {
            writer.WriteNull("evidence");
            return;
        }

        writer.WriteStartObject("evidence");
        StatisticsJson.WriteNumber(writer, "active_s", measured.ActiveMs / 1000.0);
        StatisticsJson.WriteNumber(writer, "slices_shown", measured.SlicesShown);
        WriteFlag(writer, "projected", measured.WasProjected);
        writer.WriteString("view", measured.View);
        writer.WriteString("limits", measured.Limits);
        WriteFlag(writer, "suggestion", measured.HadSuggestion);
        writer.WriteString("via", measured.Via);
        writer.WritePropertyName("display");
        writer.WriteRawValue(evidence.Display ?? "null");
        writer.WriteEndObject();
    }

    private static void WriteFlag(Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } flag)
        {
            writer.WriteBoolean(name, flag);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void WriteFinalLabel(Utf8JsonWriter writer, ReviewRow row)
    {
        if (row.FinalLabel is not { } final)
        {
            writer.WriteNull("final_label");
            return;
        }

        writer.WriteStartObject("final_label");
        writer.WriteNumber("label", final.Label);
        writer.WriteString("set_by", final.SetBy);
        writer.WriteString("set_at", LabelTime.FormatKnown(final.SetAt));
        writer.WriteString("reason", final.Reason);
        writer.WriteBoolean("new_votes", row.HasNewVotes);
        writer.WriteEndObject();
    }

    private static void WriteVanished(Utf8JsonWriter writer, ReviewTable table)
    {
        writer.WriteStartArray("vanished");
        foreach (OrphanedLabel label in table.Vanished)
        {
            writer.WriteStartObject();
            writer.WriteString("block", label.Block.Value);
            writer.WriteString("username", label.Username);
            writer.WriteNumber("label", label.Label);
            writer.WriteString("at", LabelTime.FormatKnown(label.At));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteHistory(Utf8JsonWriter writer, ExportContext context)
    {
        if (context.History is not { } history)
        {
            return;
        }

        writer.WriteStartArray("history");
        foreach (HistoryRow row in HistoryRow.Sort(history))
        {
            writer.WriteStartObject();
            writer.WriteString("event_id", row.EventId);
            writer.WriteString("kind", row.Kind);
            writer.WriteString("username", row.Username);
            writer.WriteString("at", LabelTime.FormatKnown(row.At));
            writer.WriteString("block", row.BlockId);
            writer.WriteString("root", row.Root);
            WriteNumber(writer, "label", row.Label);
            WriteNumber(writer, "was", row.Was);
            writer.WriteString("undoes", row.Undoes);
            writer.WriteString("redoes", row.Redoes);
            writer.WriteString("host", row.Host);
            writer.WriteBoolean("imported", row.IsImported);
            WriteFlag(writer, "unsure", row.Unsure);
            writer.WriteString("note", row.Note);
            writer.WriteString("unusable", row.Unusable);
            writer.WriteString("reason", row.Reason);
            WriteFlag(writer, "not_blind", row.NotBlind);
            writer.WriteBoolean("calibration", row.IsCalibration);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string Invariant(int label) => label.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
