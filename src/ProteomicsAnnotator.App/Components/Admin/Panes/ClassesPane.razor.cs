using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Components.Admin.Panes;

/// <summary>What the annotators made of each class, and which they confuse; of two of them while the table compares a pair.</summary>
public sealed partial class ClassesPane
{
    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    [Parameter]
    [EditorRequired]
    public required ReviewList List { get; set; }

    /// <summary>List exactly these blocks.</summary>
    [Parameter]
    public EventCallback<ReviewFilter> OnList { get; set; }

    /// <summary>The filter changed, and this stays on screen.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private string Title => List.Filter.Pair is { } pair ? $"Classes: {pair.First} against {pair.Second}" : "Classes confused with each other";

    private ConfusionMatrix Confusion(ReviewFigures figures)
    {
        ReviewTable table = figures.Table.Rated;
        return List.Filter.Pair is { } pair
            && table.FindAnnotator(pair.First) is { } first
            && table.FindAnnotator(pair.Second) is { } second
            ? ConfusionMatrix.Between(first, second, LabelsOf(first, second))
            : figures.Confusion;
    }

    /// <summary>Counts these two alone: one of them may be excluded and use labels that nobody else uses.</summary>
    private static int[] LabelsOf(AnnotatorColumn first, AnnotatorColumn second) =>
        [.. first.DistinctLabels.Union(second.DistinctLabels).Order()];

    private Task PickCellAsync((int Row, int Column) cell) => OnList.InvokeAsync(
        new ReviewFilter { Pair = List.Filter.Pair is { } pair ? pair with { DifferingOnly = false } : null, Cell = cell });

    private Task LeavePairAsync()
    {
        List.SetFilter(List.Filter with { Pair = null, Cell = null });
        return OnChanged.InvokeAsync();
    }
}
