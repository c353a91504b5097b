using System.Globalization;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin.Table;

public sealed partial class ReviewFilterBar
{
    private const string NoClass = "none";

    private string _first = "";
    private string _second = "";

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    [Parameter]
    [EditorRequired]
    public required ReviewList List { get; set; }

    [Parameter]
    public EventCallback OnChanged { get; set; }

    private ReviewFilter Filter => List.Filter;

    private string? ShownClass => Filter.OutsideClasses is null ? Filter.ResolvedLabel?.ToString(CultureInfo.InvariantCulture) : NoClass;

    /// <summary>The filter that a click on a figure set: it explains a short list.</summary>
    private string Detail => Filter switch
    {
        { Cell: { } cell } => $" ({cell.Row} against {cell.Column})",
        { Given: { } given } => $" ({given.Username} gave {given.Label})",
        { Only: { } only } => $" ({Counted.Of(only.Count, "block")})",
        _ => "",
    };

    private string ChangedFilesCount => Review.ChangedFiles switch
    {
        { IsUnderWay: true } => "(looking…)",
        { Fault: not null } => "(not known)",
        { Found: not null } => $"({FigureText.Count(Review.Table.Rows.Count(row => row.ChangedLabels.Any()))})",
        _ => "",
    };

    private string ChangedFilesTitle => Review.ChangedFiles switch
    {
        { IsUnderWay: true } => "The channel files of all labelled blocks are compared with those that were labelled",
        { Fault: { } fault } => $"Which files changed is unknown: {fault}",
        _ => "Blocks with a label that was given on channel files of another size or time; Refresh looks again",
    };

    protected override void OnParametersSet()
    {
        if (Filter.Pair is { } pair)
        {
            (_first, _second) = (pair.First, pair.Second);
        }
        else if (_second.Length > 0)
        {
            (_first, _second) = ("", "");
        }
    }

    private Task SetTextAsync(ChangeEventArgs e) => ApplyAsync(Filter with { Text = Text(e).Trim() });

    private Task SetStatusAsync(ChangeEventArgs e) => ApplyAsync(Filter with
    {
        Status = Enum.TryParse(Text(e), out ReviewStatus status) ? status : null,
    });

    private Task SetClassAsync(ChangeEventArgs e) => ApplyAsync(Filter with
    {
        OutsideClasses = Text(e) == NoClass ? Review.Classes.Count : null,
        ResolvedLabel = int.TryParse(Text(e), NumberStyles.None, CultureInfo.InvariantCulture, out int label) ? label : null,
    });

    /// <summary>Choosing the filter starts the search when its result is unknown.</summary>
    private async Task SetChangedFilesAsync(ChangeEventArgs e)
    {
        bool isOn = e.Value is true;
        await ApplyAsync(Filter with { ChangedFilesOnly = isOn });
        if (isOn && Review.ChangedFiles is { IsUnderWay: false, Fault: not null } or { Found: null })
        {
            await Review.SearchChangedFilesAsync(CancellationToken.None);
        }
    }

    private Task SetFirstAsync(ChangeEventArgs e)
    {
        _first = Text(e);
        return ApplyPairAsync();
    }

    private Task SetSecondAsync(ChangeEventArgs e)
    {
        _second = Text(e);
        return ApplyPairAsync();
    }

    private Task ApplyPairAsync()
    {
        bool isPair = _first.Length > 0 && _second.Length > 0 && _first != _second;
        return ApplyAsync(Filter with
        {
            Pair = isPair ? new AnnotatorPair(_first, _second, Filter.Pair?.DifferingOnly ?? false) : null,
            Cell = null,
        });
    }

    private Task ApplyAsync(ReviewFilter filter)
    {
        List.SetFilter(filter);
        return OnChanged.InvokeAsync();
    }

    private static string Text(ChangeEventArgs e) => (string?)e.Value ?? "";
}
