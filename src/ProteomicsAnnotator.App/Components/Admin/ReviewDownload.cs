using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Predictions.Figures;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>A file of the data set that an admin can download.</summary>
/// <param name="Path">Below <c>/api/</c>.</param>
/// <param name="Name">What it is called on the admin's machine.</param>
/// <param name="What">What it holds.</param>
/// <param name="Format">In words.</param>
internal sealed record ReviewDownload(string Path, string Name, string What, string Format)
{
    public static ReviewDownload Wide { get; } = new("export.csv", "annotations.csv", "Wide table: one row per block, one column per annotator", "CSV");

    public static ReviewDownload Report { get; } = new("export/report.zip", "report.zip", "Report for a paper: a page that prints, tables and figures", "ZIP");

    private static ReviewDownload Neuroglancer { get; } = new("export/neuroglancer.json", "neuroglancer.json", "Points as annotations of Neuroglancer, with their classes", "JSON");

    /// <summary>Those of a data root: without points of a volume there are no annotations.</summary>
    public static IReadOnlyList<ReviewDownload> Of(ReviewTable table) => NeuroglancerExport.WhyNot(table) is null ? [.. All, Neuroglancer] : All;

    public static IReadOnlyList<ReviewDownload> All { get; } =
    [
        Wide,
        new("export/blocks.csv", "blocks.csv", "Table of answers: one row per block", "CSV"),
        new("export/blocks.parquet", "blocks.parquet", "Table of answers: one row per block", "Parquet"),
        new("export/long.csv", "labels_long.csv", "Long table: one row per label", "CSV"),
        new("export/labels.parquet", "labels.parquet", "Long table: one row per label", "Parquet"),
        new("export/annotations.json", "annotations.json", "Everything but the history", "JSON"),
        new("export/statistics.json", "statistics.json", "Statistics", "JSON"),
        new("export/figures.zip", "figures.zip", "Figures: annotators, classes, confusion, Dawid-Skene", "ZIP of CSV"),
        new("export/history.csv", "history.csv", "All decisions ever made", "CSV"),
        new("export/all.zip", "export.zip", "All of these, of one moment, with their manifest", "ZIP"),
        new("export/manifest.json", "manifest.json", "Manifest: settings, versions and SHA-256 of every file", "JSON"),
        Report,
    ];

    /// <summary>Without whoever the table excludes.</summary>
    /// <param name="table">What the page shows.</param>
    /// <param name="gold">What becomes of blocks with a known answer.</param>
    /// <param name="model">Set beside people in the report; null: none.</param>
    public string UrlFor(ReviewTable table, GoldChoice gold = GoldChoice.Keep, ModelFigures? model = null)
    {
        string[] choices =
        [
            .. table.ExcludedNames.Select(username => $"exclude={Uri.EscapeDataString(username)}"),
            .. gold == GoldChoice.Keep ? Array.Empty<string>() : [$"gold={GoldChoiceText.Of(gold)}"],
            .. model is null ? Array.Empty<string>() : [$"model={Uri.EscapeDataString(model.Set.Model.ToString())}"],
            .. model is { IsOfFinalLabels: true } ? [$"against={ModelAnswer.Final}"] : Array.Empty<string>(),
        ];
        return "/api/" + Path + (choices.Length == 0 ? "" : "?" + string.Join('&', choices));
    }
}
