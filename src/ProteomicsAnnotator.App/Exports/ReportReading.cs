using System.Collections.Frozen;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Agreement.Graded;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Reporting;
using ProteomicsAnnotator.Core.Reporting.Models;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>Reads what a report is made from: labels, plan, known answers. Nothing is written to the share.</summary>
/// <param name="options">The settings of this run.</param>
/// <param name="root">Where the share is.</param>
internal sealed class ReportReading(AnnotatorOptions options, SharedRoot root)
{
    /// <exception cref="StorageException">The share or the release cannot be read, or the release is not what it was.</exception>
    public async Task<ReportRead> ReadAsync(ReportRequest asked, CancellationToken cancellationToken)
    {
        if (asked.Release is { } name)
        {
            ReadRelease release = await ReadRelease.OpenAsync(options, root, name, cancellationToken);
            return await OfAsync(release.Table, asked with { NotBlind = asked.NotBlind ?? release.NotBlind }, release.Root, (release.Classes, release.Source), cancellationToken);
        }

        ReviewTable table = await ReviewReading.ReadAsync(options, root, cancellationToken);
        return await OfAsync(table, asked, root, (options.Classes, SourceOf(table)), cancellationToken);
    }

    /// <summary>Of labels that were read already.</summary>
    /// <exception cref="StorageException">Plan or known answers cannot be read.</exception>
    public Task<ReportRead> OfAsync(ReviewTable everything, ReportRequest asked, CancellationToken cancellationToken) =>
        OfAsync(everything, asked, root, (options.Classes, SourceOf(everything)), cancellationToken);

    private ReportSource SourceOf(ReviewTable table) => new(ProgramVersion.Text, ExportManifest.DigestOf(table.Blocks))
    {
        Configuration = [.. options.Configuration.Select(file => file with { Path = Path.GetFileName(file.Path) })],
    };

    private async Task<ReportRead> OfAsync(ReviewTable everything, ReportRequest asked, SharedRoot from, (LabelClasses Classes, ReportSource Source) campaign, CancellationToken cancellationToken)
    {
        var exclusion = Exclusion.Of(everything, asked.Excluded);
        if (exclusion.Fault is { } unknown)
        {
            return new ReportRead(null, $"--exclude: {unknown}");
        }

        if (ClassMap.Parse(asked.Map, campaign.Classes.Count) is not { } map)
        {
            return new ReportRead(null, $"--map {asked.Map}: {ClassMap.Expected}");
        }

        ReviewTable table = NotBlindChoice.Apply(exclusion.Table, asked.NotBlind)!.Mapped(map);
        // A table of mapped classes has no changes of classes; a model's names go by these all the same.
        ClassChanges changes = await Task.Run(() => CampaignSettings.Read(from).ClassChanges, cancellationToken);
        // A version of a model is written once, so a release needs no copy of it.
        (ReportedModel? model, string? noModel) = await ModelReading.ReadAsync(root, asked.Model, (campaign.Classes, changes), table, asked.FinalOnly, cancellationToken);
        if (noModel is not null)
        {
            return new ReportRead(null, $"--model: {noModel}");
        }

        return await Task.Run(() => Of(table, asked, from, campaign, model, cancellationToken), cancellationToken);
    }

    private ReportRead Of(ReviewTable table, ReportRequest asked, SharedRoot from, (LabelClasses Classes, ReportSource Source) campaign, ReportedModel? model, CancellationToken cancellationToken)
    {
        if (asked.Clusters?.WhyNot(table) is { } noClusters)
        {
            return new ReportRead(null, asked.Release is null ? noClusters : $"{noClusters}; a release has no positions of points to go by");
        }

        BlockClusters? clusters = asked.Clusters?.Of(table);
        AgreementReport agreement = AgreementReport.Of(table, clusters, cancellationToken) with { Graded = asked.Graded ? GradedFigures.Of(table, clusters, cancellationToken) : null };
        List<string> faults = [.. ReviewReading.FaultsOf(table), .. new[] { table.Input.Evidence.Fault }.OfType<string>(), .. table.Input.Sample.Value.Faults];
        var files = new PlanFiles(from);
        PlanVersion? plan = Value(() => files.Read().Current, faults);
        return new ReportRead(
            new ReportInput(table, agreement, campaign.Classes, campaign.Source)
            {
                Model = model,
                Plan = plan,
                Request = plan is null ? null : Value(() => files.ReadDesign(plan).Request, faults),
                KnownAnswers = AnswersOf(table, from, faults),
                Faults = [.. faults.Distinct(StringComparer.Ordinal).Select(fault => fault.Replace(options.AnnotationsRoot + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))],
            },
            null);
    }

    private static Dictionary<BlockId, int> AnswersOf(ReviewTable table, SharedRoot from, List<string> faults) =>
        (Value(new GoldAnswers(from).Read, faults) ?? FrozenDictionary<BlockId, GoldAnswer>.Empty)
        .Where(answer => table.Find(answer.Key) is not null)
        .ToDictionary(answer => answer.Key, answer => table.Input.Map.Of(answer.Value.Label));

    private static T? Value<T>(Func<T?> read, List<string> faults)
        where T : class
    {
        try
        {
            return read();
        }
        catch (StorageException fault)
        {
            faults.Add(fault.Message);
            return null;
        }
    }
}

/// <summary>What a report is asked to be of.</summary>
public sealed record ReportRequest
{
    /// <summary>A release; null: the labels as they stand.</summary>
    public string? Release { get; init; }

    /// <summary>Null: intervals are over single blocks.</summary>
    public ClusterChoice? Clusters { get; init; }

    /// <summary>A model to set beside people: its name, then the version stored last, or NAME@VERSION; null: none.</summary>
    public string? Model { get; init; }

    /// <summary>What if labels of one class were of another, as written; null: all classes stay, or the table has it already.</summary>
    public string? Map { get; init; }

    /// <summary>The model is compared with final labels alone.</summary>
    public bool FinalOnly { get; init; }

    /// <summary>The classes are grades.</summary>
    public bool Graded { get; init; }

    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>What figures make of votes that are not blind; null: as the release does, else they leave them out.</summary>
    public string? NotBlind { get; init; }
}

/// <param name="Input">Null: it is refused.</param>
/// <param name="Refusal">Why, in words.</param>
internal sealed record ReportRead(ReportInput? Input, string? Refusal);
