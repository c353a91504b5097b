using System.Text.Json;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>The part of <see cref="StatisticsJson"/> that tells how good the campaign is: two adjudicators, repeats, the random share.</summary>
internal static class QualityJson
{
    public static void Write(Utf8JsonWriter writer, ReviewTable table, AgreementReport report)
    {
        WriteAdjudicators(writer, report.Adjudicators);
        writer.WriteStartArray("repeats");
        foreach (IntraRaterAgreement person in report.Repeats)
        {
            writer.WriteStartObject();
            writer.WriteString("username", person.Username);
            WriteFigures(writer, "hidden", person.Hidden);
            WriteFigures(writer, "self_check", person.SelfChecks);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteRandomShare(writer, report.RandomShare);
        StatisticsJson.WriteNames(writer, "plans_not_read", table.Input.Sample.Value.Faults);
    }

    private static void WriteAdjudicators(Utf8JsonWriter writer, AdjudicatorAgreement adjudicators)
    {
        writer.WriteStartObject("adjudicators");
        writer.WriteNumber("blocks", adjudicators.Blocks);
        writer.WriteNumber("not_settled", adjudicators.Open.Count);
        WriteFigures(writer, "all", adjudicators.All);
        writer.WriteStartArray("pairs");
        foreach (AdjudicatorPair pair in adjudicators.Pairs)
        {
            writer.WriteStartObject();
            writer.WriteString("a", pair.A);
            writer.WriteString("b", pair.B);
            WriteFigures(writer, "figures", pair.Figures);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("different");
        foreach (SecondLabel second in adjudicators.Different)
        {
            writer.WriteStartObject();
            writer.WriteString("block", second.Key.Block.Value);
            writer.WriteString("first_by", second.First!.Value.By);
            writer.WriteNumber("first", second.First.Value.Label);
            writer.WriteString("second_by", second.By);
            writer.WriteNumber("second", second.Label);
            writer.WriteString("second_at", LabelTime.Format(second.At));
            writer.WriteBoolean("settled", second.IsSettled);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter writer, string name, RepeatFigures figures)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("n", figures.Total);
        writer.WriteNumber("same", figures.Same);
        StatisticsJson.WriteNumber(writer, "share", figures.Share);
        StatisticsJson.WriteNumber(writer, "low", figures.Interval?.Low);
        StatisticsJson.WriteNumber(writer, "high", figures.Interval?.High);
        StatisticsJson.WriteNumber(writer, "kappa", figures.Kappa.Value);
        StatisticsJson.WriteNumber(writer, "kappa_low", figures.Kappa.Low);
        StatisticsJson.WriteNumber(writer, "kappa_high", figures.Kappa.High);
        writer.WriteStartArray("confusion");
        ConfusionMatrix matrix = figures.Confusion;
        for (int row = 0; row < matrix.Labels.Count; row++)
        {
            for (int column = 0; column < matrix.Labels.Count; column++)
            {
                if (matrix[row, column] > 0)
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("first", matrix.Labels[row]);
                    writer.WriteNumber("second", matrix.Labels[column]);
                    writer.WriteNumber("blocks", matrix[row, column]);
                    writer.WriteEndObject();
                }
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRandomShare(Utf8JsonWriter writer, RandomShareFigures? random)
    {
        if (random is null)
        {
            writer.WriteNull("random_share");
            return;
        }

        writer.WriteStartObject("random_share");
        writer.WriteNumber("plan_version", random.PlanVersion);
        writer.WriteString("why", random.Why);
        WriteSample(writer, "random", random.Alone);
        WriteSample(writer, "all", random.All);
        writer.WriteEndObject();
    }

    private static void WriteSample(Utf8JsonWriter writer, string name, SampleFigures sample)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("blocks", sample.Blocks);
        writer.WriteNumber("labelled", sample.Labelled);
        StatisticsJson.WriteCoefficient(writer, "percent_agreement", sample.PercentAgreement);
        StatisticsJson.WriteCoefficient(writer, "krippendorff_alpha", sample.KrippendorffAlpha);
        writer.WriteStartArray("prevalence");
        foreach (ClassPrevalence item in sample.Classes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("label", item.Label);
            writer.WriteNumber("blocks", item.Blocks);
            StatisticsJson.WriteNumber(writer, "share", item.Share);
            StatisticsJson.WriteNumber(writer, "low", item.Interval?.Low);
            StatisticsJson.WriteNumber(writer, "high", item.Interval?.High);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
