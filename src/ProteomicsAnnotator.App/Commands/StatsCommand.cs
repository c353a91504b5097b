using System.Text;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Agreement.Graded;
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

            ReviewTable table = NotBlindChoice.Apply(exclusion.Table, asked.NotBlind)!;
            BlockClusters? clusters = asked.ClusterLevel is { } level ? BlockClusters.ByFolder(table.Blocks, level) : null;
            AgreementReport report = AgreementReport.Of(table, clusters, cancellationToken) with { Graded = asked.Graded ? GradedFigures.Of(table, clusters, cancellationToken) : null };
            await Console.Out.WriteAsync(asked.Json
                ? Encoding.UTF8.GetString(StatisticsJson.Serialize(table, report))
                : StatisticsText.Of(report, options.Classes, StatisticsText.NotesOf(table)));
            IReadOnlyList<string> faults = ReviewReading.FaultsOf(table);
            foreach (string fault in faults)
            {
                await Console.Error.WriteLineAsync($"stats: could not be read, so labels are missing: {fault}");
            }

            IReadOnlyList<string> unread = table.Input.Sample.Value.Faults;
            foreach (string fault in unread)
            {
                await Console.Error.WriteLineAsync($"stats: could not be read, so the figures of repeats and of the random share lack it: {fault}");
            }

            return faults.Count + unread.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
        }
        catch (StorageException fault)
        {
            await Console.Error.WriteLineAsync($"stats: {fault.Message}");
            return ExitCode.Trouble;
        }
    }
}
