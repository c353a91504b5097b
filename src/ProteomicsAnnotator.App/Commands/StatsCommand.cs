using System.Globalization;
using System.Text;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary><c>stats</c>: prints the statistics as a table, with <c>--json</c> as one JSON object and nothing else.</summary>
public static class StatsCommand
{
    public static async Task<int> RunAsync(
        AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = StatsArguments.Parse(arguments);
        if (asked.Fault is { } found)
        {
            await Console.Error.WriteLineAsync($"stats: found {found}; expected {StatsArguments.Usage}");
            return ExitCode.BadConfiguration;
        }

        try
        {
            var exclusion = Exclusion.Of(await ReviewReading.ReadAsync(options, new SharedRoot(ShareSettings.Of(options)), cancellationToken), asked.Excluded);
            if (exclusion.Fault is { } unknown)
            {
                await Console.Error.WriteLineAsync($"stats: --exclude: {unknown}");
                return ExitCode.BadConfiguration;
            }

            ReviewTable table = exclusion.Table;
            var report = AgreementReport.Of(table, cancellationToken);
            await Console.Out.WriteAsync(asked.Json
                ? Encoding.UTF8.GetString(StatisticsJson.Serialize(table, report))
                : Format(report, table.ExcludedNames));
            IReadOnlyList<string> faults = ReviewReading.FaultsOf(table);
            foreach (string fault in faults)
            {
                await Console.Error.WriteLineAsync($"stats: could not be read, so labels are missing: {fault}");
            }

            return faults.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
        }
        catch (StorageException fault)
        {
            await Console.Error.WriteLineAsync($"stats: {fault.Message}");
            return ExitCode.Trouble;
        }
    }

    internal static string Format(AgreementReport report, IReadOnlyList<string> excluded)
    {
        ReviewStatistics statistics = report.Statistics;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Total blocks              {statistics.TotalBlocks}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Annotated by at least one {statistics.AnnotatedBlocks}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Blocks with disagreement  {statistics.Disagreements}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Consensus rate            {Rate(statistics.ConsensusRate)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  of two or more votes    {Rate(statistics.ComparableConsensusRate)} of {Counted.Of(statistics.ComparableBlocks, "block")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Annotators                {statistics.Annotators}");
        if (excluded.Count > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Excluded                  {string.Join(", ", excluded)}");
        }

        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"Coefficient",-30}{"value",8}  {"95 % interval",-16}{"n",8}");
        Append(text, "Percent agreement", report.Coefficients.PercentAgreement);
        int votes = report.Coefficients.FleissVotesPerBlock;
        Append(text, votes == 0 ? "Fleiss' kappa" : $"Fleiss' kappa ({votes} votes)", report.Coefficients.FleissKappa);
        Append(text, "Krippendorff's alpha (nominal)", report.Coefficients.KrippendorffAlpha);
        Append(text, "Gwet's AC1", report.Coefficients.GwetAc1);
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

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, Coefficient coefficient)
    {
        string interval = Interval(coefficient.Low, coefficient.High);
        text.AppendLine(CultureInfo.InvariantCulture, $"{name,-30}{Number(coefficient.Value),8}  {interval,-16}{coefficient.N,8}");
    }

    private static string Interval(double? low, double? high) => low is null ? "" : $"{Number(low)}..{Number(high)}";

    private static string Rate(double? share) => share is { } rate ? Percent(rate) : "N/A";

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "n/a";

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
