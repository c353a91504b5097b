using ProteomicsAnnotator.App.Commands.Models;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Agreement.Graded;
using ProteomicsAnnotator.Core.Agreement.Progress;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Predictions.Figures;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary><c>stats</c>: prints the statistics as a table, with <c>--json</c> as one JSON object and nothing else.</summary>
public static class StatsCommand
{
    /// <summary>For files that show whether a block can be read; of those behind it that is not known.</summary>
    private static readonly TimeSpan MostOpening = TimeSpan.FromSeconds(30);

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
            var root = new SharedRoot(ShareSettings.Of(options));
            ReviewTable everyone = await ReviewReading.ReadAsync(options, root, cancellationToken);
            (ReviewTable? read, string? wrong) = TableOf(asked, everyone, options.Classes.Count);
            if (read is not { } table)
            {
                await Console.Error.WriteLineAsync($"stats: {wrong}");
                return ExitCode.BadConfiguration;
            }

            (ModelFigures? model, string? noModel) = await ModelReading.OfAsync(root, asked.Model, (options.Classes, everyone.Input.Campaign.ClassChanges), table, asked.FinalOnly, cancellationToken);
            if (noModel is not null)
            {
                await Console.Error.WriteLineAsync($"stats: --model: {noModel}");
                return ExitCode.BadConfiguration;
            }

            BlockClusters? clusters = asked.Clusters?.Of(table);
            AgreementReport report = AgreementReport.Of(table, clusters, cancellationToken) with { Graded = asked.Graded ? GradedFigures.Of(table, clusters, cancellationToken) : null };
            ProgressFigures? progress = asked.Progress ? await ProgressAsync(options, root, table, cancellationToken) : null;
            await Console.Out.WriteAsync(asked.Json
                ? StatisticsMembers.AddTo(
                    StatisticsJson.Serialize(table, report),
                    ("model", model is null ? null : ModelAnswer.Of(model)),
                    ("campaign_progress", progress is null ? null : ProgressAnswer.Of(progress, report.Coefficients)))
                : StatisticsText.Of(report, options.Classes, StatisticsText.NotesOf(table))
                    + (model is null ? "" : ModelText.Of(model, options.Classes))
                    + (progress is null ? "" : ProgressText.Of(progress, report.Coefficients)));

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

    private static (ReviewTable? Table, string? Fault) TableOf(StatsArguments asked, ReviewTable everyone, int classCount)
    {
        var exclusion = Exclusion.Of(everyone, asked.Excluded);
        return exclusion.Fault is { } unknown ? (null, $"--exclude: {unknown}")
            : asked.Clusters?.WhyNot(everyone) is { } noNear ? (null, noNear)
            : ClassMap.Parse(asked.Map, classCount) is not { } map ? (null, $"--map {asked.Map}: {ClassMap.Expected}")
            : (NotBlindChoice.Apply(exclusion.Table, asked.NotBlind)!.Mapped(map), null);
    }

    private static async Task<ProgressFigures> ProgressAsync(AnnotatorOptions options, SharedRoot root, ReviewTable table, CancellationToken cancellationToken)
    {
        CampaignSettings settings = table.Input.Campaign;
        CatalogSnapshot catalog = await ReviewReading.ScanAsync(options, cancellationToken);
        var unreadable = new UnreadableBlocks(options.MaxBlockBytes, TimeProvider.System);
        VoteDemand? demand = await Task.Run(() => VoteDemand.Read(root, table, asked => unreadable.Find(asked, catalog, MostOpening).Blocks.Keys), cancellationToken);
        (DateTimeOffset, TimeZoneInfo) clock = (TimeProvider.System.GetUtcNow(), settings.ZoneOr(TimeProvider.System.LocalTimeZone));
        return ProgressFigures.Of(table, demand, clock, cancellationToken);
    }
}
