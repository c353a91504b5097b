using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin.Agreement;

/// <summary>One row for each annotator, also those who are not counted; a click on a head sorts by it.</summary>
public sealed partial class RaterTable
{
    private static readonly RaterColumn[] Columns =
    [
        new(RaterSort.Name, "Name", "", null),
        new(RaterSort.Labels, "Labels", "number", "Blocks labelled, as a share of all"),
        new(RaterSort.Pace, "Per hour", "number", "While at work: pauses over five minutes are breaks"),
        new(RaterSort.Agreement, "Agreement with others (n)", "", "With the consensus of the others, on the n blocks where they have one; with its 95 % interval"),
        new(RaterSort.Model, "Model-based", "number", "What Dawid and Skene's model expects to be right of the labels given"),
    ];

    private (RaterSort Key, bool Descending) _sort = (RaterSort.Labels, true);

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    [Parameter]
    [EditorRequired]
    public required ReviewFigures Figures { get; set; }

    /// <summary>List exactly these blocks.</summary>
    [Parameter]
    public EventCallback<ReviewFilter> OnList { get; set; }

    [Parameter]
    public EventCallback<(string Username, bool Excluded)> OnExclude { get; set; }

    /// <summary>Those without a value come last either way.</summary>
    private IEnumerable<AnnotatorFigures> Sorted
    {
        get
        {
            var valued = Figures.Annotators.Index().OrderBy(row => Value(row) is null);
            return (_sort.Descending ? valued.ThenByDescending(Value) : valued.ThenBy(Value)).ThenBy(row => row.Index).Select(row => row.Item);
        }
    }

    /// <summary>Where one class ends and the next begins in everyone's mix.</summary>
    private IReadOnlyList<double> Borders
    {
        get
        {
            double[] shares = [.. Figures.Classes.Select(item => item.ShareOfVotes ?? 0).Where(share => share > 0)];
            return [.. Enumerable.Range(1, Math.Max(0, shares.Length - 1)).Select(count => shares.Take(count).Sum())];
        }
    }

    private double? Median
    {
        get
        {
            double[] all = [.. Figures.Annotators.Select(figure => figure.AgreementWithOthers).OfType<double>().Order()];
            return all.Length < 3 ? null : (all[(all.Length - 1) / 2] + all[all.Length / 2]) / 2;
        }
    }

    /// <summary>Even the upper end of the interval lies below the median of all.</summary>
    private bool Stands(AnnotatorFigures figure) => figure.AgreementInterval is { } interval && interval.High < Median;

    private double? Value((int Index, AnnotatorFigures Item) row) => _sort.Key switch
    {
        RaterSort.Labels => row.Item.Labelled,
        RaterSort.Pace => row.Item.LabelsPerHour,
        RaterSort.Agreement => row.Item.AgreementWithOthers,
        RaterSort.Model => Figures.AccuracyOf(row.Item.Username),
        _ => row.Index,
    };

    private void SortBy(RaterSort key) => _sort = (key, _sort.Key == key ? !_sort.Descending : key != RaterSort.Name);

    private string Order(RaterSort key) => _sort.Key != key ? "none" : _sort.Descending ? "descending" : "ascending";

    private string Arrow(RaterSort key) => _sort.Key != key ? "" : _sort.Descending ? " ▾" : " ▴";

    private static string PaceOf(AnnotatorFigures figure) =>
        figure.LabelsPerHour is { } pace ? FigureText.Count((int)Math.Round(Math.Min(pace, 1e6))) : FigureText.Undefined;

    private string AgreesTitle(AnnotatorFigures figure) =>
        $"on {Counted.Of(figure.ComparedBlocks, "block")}; {FigureText.Count(figure.TiedBlocks)} left out, where the others tie"
        + (figure.AgreementInterval is { } interval ? $"; 95 % interval: {FigureText.Share(interval.Low)} to {FigureText.Share(interval.High)}" : "")
        + (Stands(figure) ? ", below the median of all" : "");

    private string ModelText(AnnotatorFigures figure) => Figures.AccuracyOf(figure.Username) is { } accuracy ? FigureText.Share(accuracy)
        : Figures.IsComplete ? FigureText.Undefined : "…";

    private string ModelTitle(AnnotatorFigures figure) => Figures.AccuracyOf(figure.Username) is not null ? "Expected to be right"
        : !Figures.IsComplete ? "computing…"
        : IsOut(figure.Username) ? "not included" : "no label";

    private bool IsOut(string username) => Review.Table.Input.Excluded.Contains(username);

    /// <summary>Why nobody's figures count the votes; null: that is this admin's own choice.</summary>
    private string? Shared(string username) => Review.Table.Input.People.Excluded.TryGetValue(username, out ExcludedPerson excluded)
        ? $"Excluded for everybody by {excluded.By}: {excluded.Reason}. Change it under Campaign, People." : null;

    private enum RaterSort
    {
        Name,
        Labels,
        Pace,
        Agreement,
        Model,
    }

    private sealed record RaterColumn(RaterSort Key, string Name, string Class, string? Title);
}
