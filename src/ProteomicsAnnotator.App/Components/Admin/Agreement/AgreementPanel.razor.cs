using System.Collections.Frozen;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Components.Admin.Agreement;

/// <summary>The figures behind the table. A click on one lists exactly its blocks.</summary>
public sealed partial class AgreementPanel
{
    private const int MostVanished = 200;
    private bool _isTableDrawn;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    [Parameter]
    [EditorRequired]
    public required ReviewList List { get; set; }

    /// <summary>The filter changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Parameter]
    public EventCallback<(string Username, bool Excluded)> OnExclude { get; set; }

    private string State => Review.Figures is { IsComplete: true } figures && ReferenceEquals(figures.Table, Review.Table)
        ? ""
        : "computing…";

    private string ConfusionTitle => List.Filter.Pair is { } pair
        ? $"Classes: {pair.First} against {pair.Second}"
        : "Classes confused with each other";

    private static IEnumerable<(string Name, string Explanation, Coefficient Value)> Coefficients(AgreementCoefficients all) =>
    [
        ("Percent agreement", "Mean over the blocks of the share of agreeing pairs; not corrected for chance", all.PercentAgreement),
        ("Krippendorff's alpha (nominal)", "Corrected for chance; missing labels are fine", all.KrippendorffAlpha),
        ("Gwet's AC1", "Corrected for chance; steady when one class dominates", all.GwetAc1),
        (FleissName(all.FleissVotesPerBlock), "Needs the same number of votes on every block: counts the blocks with the commonest number, two at least", all.FleissKappa),
    ];

    private static string FleissName(int votes) => votes == 0 ? "Fleiss' kappa" : $"Fleiss' kappa ({votes} votes)";

    private static string? IntervalTitle(Coefficient coefficient, ReviewFigures figures) =>
        figures.HasIntervals && coefficient is { Value: not null, Low: null }
            ? "Undefined on more than half of the resamples"
            : null;

    /// <summary>The table goes to the browser first, then the figures.</summary>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _isTableDrawn = true;
            StateHasChanged();
        }
    }

    private ConfusionMatrix Confusion(ReviewFigures figures)
    {
        ReviewTable table = figures.Table;
        return List.Filter.Pair is { } pair
            && table.FindAnnotator(pair.First) is { } first
            && table.FindAnnotator(pair.Second) is { } second
            ? ConfusionMatrix.Between(first, second, LabelsOf(first, second))
            : figures.Confusion;
    }

    /// <summary>Counts these two alone: one of them may be excluded and use labels that nobody else uses.</summary>
    private static int[] LabelsOf(AnnotatorColumn first, AnnotatorColumn second) =>
        [.. first.DistinctLabels.Union(second.DistinctLabels).Order()];

    private Task PickPairAsync((string First, string Second) pair) =>
        ApplyAsync(new ReviewFilter { Pair = new AnnotatorPair(pair.First, pair.Second) });

    private Task PickCellAsync((int Row, int Column) cell) =>
        ApplyAsync(new ReviewFilter { Pair = List.Filter.Pair is { } pair ? pair with { DifferingOnly = false } : null, Cell = cell });

    private Task PickGivenAsync((string Username, int? Label) given) => ApplyAsync(given.Label is { } label
        ? new ReviewFilter { Given = (given.Username, label) }
        : new ReviewFilter { Only = LabelledBy(given.Username) });

    private Task PickBlocksAsync(IReadOnlyList<BlockId> blocks) =>
        ApplyAsync(new ReviewFilter { Only = blocks.ToFrozenSet() });

    private FrozenSet<BlockId> LabelledBy(string username)
    {
        ReviewTable table = Review.Table;
        AnnotatorColumn? column = table.FindAnnotator(username);
        return table.Rows.Where(row => column?.At(row.Index) is not null).Select(row => row.Block).ToFrozenSet();
    }

    private Task ApplyAsync(ReviewFilter filter)
    {
        List.SetFilter(filter);
        return OnChanged.InvokeAsync();
    }
}
