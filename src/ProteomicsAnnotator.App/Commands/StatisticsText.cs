using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Agreement.Graded;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>The figures of one table in columns.</summary>
internal static class StatisticsText
{
    /// <summary>What of the table the figures are of, each with its name.</summary>
    public static IReadOnlyList<(string Name, string Words)> NotesOf(ReviewTable table) =>
    [
        .. table.ExcludedNames.Count > 0 ? [("Excluded", string.Join(", ", table.ExcludedNames))] : Array.Empty<(string, string)>(),
        .. table.Input.Map.IsNone ? Array.Empty<(string, string)>() : [("What if", table.Input.Map.Words)],
        .. NotBlindChoice.Words(table) is { } notBlind ? [("Not blind", notBlind)] : Array.Empty<(string, string)>(),
        .. table.Input.Campaign.Ties is not TieRule.First and var ties ? [("Ties", TieRules.Sentence(ties))] : Array.Empty<(string, string)>(),
    ];

    public static string Of(AgreementReport report, LabelClasses classes, IReadOnlyList<(string Name, string Words)> notes)
    {
        ReviewStatistics statistics = report.Statistics;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Total blocks              {statistics.TotalBlocks}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Annotated by at least one {statistics.AnnotatedBlocks}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Blocks with disagreement  {statistics.Disagreements}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Consensus rate            {Rate(statistics.ConsensusRate)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  of two or more votes    {Rate(statistics.ComparableConsensusRate)} of {Counted.Of(statistics.ComparableBlocks, "block")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Annotators                {statistics.Annotators}");
        foreach ((string name, string words) in notes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{name,-26}{words}");
        }

        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"Coefficient",-30}{"value",8}  {"95 % interval",-16}{"n",8}");
        Append(text, "Percent agreement", report.Coefficients.PercentAgreement);
        int votes = report.Coefficients.FleissVotesPerBlock;
        Append(text, votes == 0 ? "Fleiss' kappa" : $"Fleiss' kappa ({votes} votes)", report.Coefficients.FleissKappa);
        Append(text, "Krippendorff's alpha (nominal)", report.Coefficients.KrippendorffAlpha);
        Append(text, "Gwet's AC1", report.Coefficients.GwetAc1);
        AppendClasses(text, report, classes);
        if (report.PairKappas.Count > 0)
        {
            text.AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"{"Cohen's kappa",-46}{"value",8}  {"95 % interval",-16}{"n",8}");
            foreach (PairKappa pair in report.PairKappas)
            {
                string interval = Interval(pair.Interval?.Low, pair.Interval?.High);
                text.AppendLine(CultureInfo.InvariantCulture, $"{pair.A + ", " + pair.B,-46}{Number(pair.Value),8}  {interval,-16}{pair.N,8}");
            }
        }

        AppendGroups(text, report.Groups);
        AppendGraded(text, report.Graded);
        QualityText.Append(text, report);
        if (report.Clusters is { } clusters)
        {
            text.AppendLine().AppendLine(clusters.Count < 2
                ? "No interval: all blocks are of one cluster, and there is nothing to draw."
                : $"The intervals but those of Cohen's kappa draw {Counted.Of(clusters.Count, "cluster")} of blocks anew, not single blocks.{(clusters.Caution is { } caution ? " " + caution : "")}");
        }

        return text.ToString();
    }

    private static void AppendClasses(StringBuilder text, AgreementReport report, LabelClasses classes)
    {
        string Name(int label) => $"{label} {classes.Find(label)?.Name ?? "no such class"}";
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"Class",-30}{"agreed",8}  {"95 % interval",-16}{"n",8}  alpha against the rest");
        foreach (ClassAgreement item in report.Classes)
        {
            string interval = Interval(item.Specific.Low, item.Specific.High);
            string alpha = $"{Number(item.Alpha.Value)}  {Interval(item.Alpha.Low, item.Alpha.High)}".TrimEnd();
            text.AppendLine(CultureInfo.InvariantCulture, $"{Name(item.Label),-30}{Number(item.Specific.Value),8}  {interval,-16}{item.Specific.N,8}  {alpha}");
        }

        if (report.Prevailing is { } prevailing)
        {
            text.AppendLine().AppendLine(prevailing.Words(Name(prevailing.Label)));
        }
    }

    private static void AppendGroups(StringBuilder text, IReadOnlyList<GroupFigures> groups)
    {
        if (groups.Count == 0)
        {
            return;
        }

        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"Group",-30}{"blocks",8}{"labelled",9}{"votes",8}{"differ",8}{"agreed",8}{"alpha",8}  {"95 % interval",-16}{"AC1",8}{"n",8}");
        foreach (GroupFigures group in groups)
        {
            AgreementCoefficients all = group.Coefficients;
            text.AppendLine(CultureInfo.InvariantCulture, $"{group.Shown,-30}{group.Blocks.Count,8}{group.Labelled,9}{group.Votes,8}{group.Disagreements,8}{Number(all.PercentAgreement.Value),8}{Number(all.KrippendorffAlpha.Value),8}  {Interval(all.KrippendorffAlpha.Low, all.KrippendorffAlpha.High),-16}{Number(all.GwetAc1.Value),8}{all.KrippendorffAlpha.N,8}");
        }
    }

    private static void AppendGraded(StringBuilder text, GradedFigures? graded)
    {
        if (graded is null)
        {
            return;
        }

        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"Classes as grades",-30}{"value",8}  {"95 % interval",-16}{"n",8}");
        foreach (GradedCoefficient item in graded.Coefficients)
        {
            Append(text, item.Name, item.Coefficient);
        }

        if (graded.Kappas.Count > 0)
        {
            text.AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"{"Cohen's weighted kappa",-46}{"linear",8}  {"quadratic",9}{"n",8}");
            foreach (GradedKappa pair in graded.Kappas)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{pair.A + ", " + pair.B,-46}{Number(pair.Linear),8}  {Number(pair.Quadratic),9}{pair.N,8}");
            }
        }
    }

    private static void Append(StringBuilder text, string name, Coefficient coefficient)
    {
        string interval = Interval(coefficient.Low, coefficient.High);
        text.AppendLine(CultureInfo.InvariantCulture, $"{name,-30}{Number(coefficient.Value),8}  {interval,-16}{coefficient.N,8}");
    }

    internal static string Interval(double? low, double? high) => low is null ? "" : $"{Number(low)}..{Number(high)}";

    internal static string Rate(double? share) => share is { } rate ? Percent(rate) : "N/A";

    internal static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "n/a";

    internal static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
