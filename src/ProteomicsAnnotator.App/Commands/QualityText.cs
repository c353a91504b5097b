using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Storage;
using static ProteomicsAnnotator.App.Commands.StatisticsText;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>How far adjudicators agree, people with themselves, and what the random share says alone, in columns.</summary>
internal static class QualityText
{
    public static void Append(StringBuilder text, AgreementReport report)
    {
        AppendAdjudicators(text, report.Adjudicators);
        AppendRepeats(text, report.Repeats);
        AppendRandomShare(text, report.RandomShare);
    }

    private static void AppendAdjudicators(StringBuilder text, AdjudicatorAgreement adjudicators)
    {
        if (adjudicators.All.Total == 0)
        {
            return;
        }

        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"Independent adjudicators",-30}{"same",8}  {"95 % interval",-20}{"kappa",8}{"n",8}");
        Append(text, "final label, second opinion", adjudicators.All);
        foreach (AdjudicatorPair pair in adjudicators.Pairs)
        {
            Append(text, $"{pair.A}, {pair.B}", pair.Figures);
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"They differ on {Counted.Of(adjudicators.Different.Count, "block")}; {adjudicators.Open.Count} not settled");
        foreach ((int row, int column) in CellsOf(adjudicators.All.Confusion))
        {
            ConfusionMatrix matrix = adjudicators.All.Confusion;
            text.AppendLine(CultureInfo.InvariantCulture, $"  final {matrix.Labels[row]}, second {matrix.Labels[column]}: {Counted.Of(matrix[row, column], "block")}");
        }
    }

    private static void AppendRepeats(StringBuilder text, IReadOnlyList<IntraRaterAgreement> people)
    {
        if (people.Count == 0)
        {
            return;
        }

        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"Agreement with oneself",-30}{"same",8}  {"95 % interval",-20}{"kappa",8}{"n",8}");
        foreach (IntraRaterAgreement person in people)
        {
            Append(text, $"{person.Username}, hidden repeats", person.Hidden);
            if (person.SelfChecks.Total > 0)
            {
                Append(text, $"{person.Username}, self-checks", person.SelfChecks);
            }
        }
    }

    private static void AppendRandomShare(StringBuilder text, RandomShareFigures? random)
    {
        if (random is null)
        {
            return;
        }

        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Random share of plan version {random.PlanVersion} beside all blocks: {random.Why}, which biases the figures of the others");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"",-30}{"random",8}  {"95 % interval",-20}{"all",8}  95 % interval");
        Append(text, "Percent agreement", random.Alone.PercentAgreement, random.All.PercentAgreement);
        Append(text, "Krippendorff's alpha (nominal)", random.Alone.KrippendorffAlpha, random.All.KrippendorffAlpha);
        foreach ((ClassPrevalence alone, ClassPrevalence all) in random.Alone.Classes.Zip(random.All.Classes))
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"Class {alone.Label}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{name,-30}{Rate(alone.Share),8}  {Shares(alone.Interval),-20}{Rate(all.Share),8}  {Shares(all.Interval)}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{"Labelled blocks",-30}{random.Alone.Labelled,8}  {"",-20}{random.All.Labelled,8}");
    }

    private static IEnumerable<(int Row, int Column)> CellsOf(ConfusionMatrix matrix) =>
        from row in Enumerable.Range(0, matrix.Labels.Count)
        from column in Enumerable.Range(0, matrix.Labels.Count)
        where row != column && matrix[row, column] > 0
        select (row, column);

    private static void Append(StringBuilder text, string name, RepeatFigures figures) => text.AppendLine(
        CultureInfo.InvariantCulture, $"{name,-30}{Rate(figures.Share),8}  {Shares(figures.Interval),-20}{Number(figures.Kappa.Value),8}{figures.Total,8}");

    private static void Append(StringBuilder text, string name, Coefficient random, Coefficient all) => text.AppendLine(
        CultureInfo.InvariantCulture, $"{name,-30}{Number(random.Value),8}  {Interval(random.Low, random.High),-20}{Number(all.Value),8}  {Interval(all.Low, all.High)}");

    private static string Shares(WilsonInterval? interval) => interval is { } found ? $"{Percent(found.Low)} to {Percent(found.High)}" : "";
}
