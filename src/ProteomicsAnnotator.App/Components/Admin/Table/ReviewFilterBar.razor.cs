using System.Globalization;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin.Table;

public sealed partial class ReviewFilterBar
{
    private const string NoClass = "none";

    private string _typed = "";
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

    /// <summary>Conditions that no field of the bar shows, in words, and the filter without each.</summary>
    private IEnumerable<(string Words, ReviewFilter Without)> Picked
    {
        get
        {
            (string? Words, ReviewFilter Without)[] all =
            [
                (Filter.TiesOnly ? "tied votes" : null, Filter with { TiesOnly = false }),
                (Filter.UnsettledOnly ? "unsettled" : null, Filter with { UnsettledOnly = false }),
                (Filter.NeedsVotesOnly ? NeedsVotes : null, Filter with { NeedsVotesOnly = false }),
                (Filter.ChangedClassOnly ? "of a class that changed" : null, Filter with { ChangedClassOnly = false }),
                (Filter.NewVotesOnly ? "new votes" : null, Filter with { NewVotesOnly = false }),
                (Filter.UnsureOnly ? "unsure" : null, Filter with { UnsureOnly = false }),
                (Filter.NotesOnly ? "with note" : null, Filter with { NotesOnly = false }),
                (Filter.FinalDiffersOnly ? "final differs from votes" : null, Filter with { FinalDiffersOnly = false }),
                (Filter.ChangedFilesOnly ? "files changed" : null, Filter with { ChangedFilesOnly = false }),
                (Filter.Evidence != EvidenceFilter.Everything ? "how votes were given" : null, Filter with { Evidence = EvidenceFilter.Everything }),
                (Filter.LabelledOnly ? "with a label" : null, Filter with { LabelledOnly = false }),
                (Filter.LabelledBy is { } username ? $"labelled by {username}" : null, Filter with { LabelledBy = null }),
                (Filter.Given is { } given ? $"{given.Username} gave {given.Label}" : null, Filter with { Given = null }),
                (Filter.VotedLabel is { } voted ? $"a vote for {NameOf(voted)}" : null, Filter with { VotedLabel = null }),
                (Filter.Cell is { } cell ? $"{NameOf(cell.Row)} against {NameOf(cell.Column)}" : null, Filter with { Cell = null }),
                (Filter.Only is { } only ? $"{Counted.Of(only.Count, "block")} of a figure" : null, Filter with { Only = null }),
            ];
            return all.Where(item => item.Words is not null).Select(item => (item.Words!, item.Without));
        }
    }

    private string NameOf(int label) => Review.Classes.Find(label)?.Name ?? label.ToString(CultureInfo.InvariantCulture);

    private string NeedsVotes => Review switch
    {
        { Figures.NeedingVotes: not null } => "needs more votes",
        { Figures.Demand.Fault: not null } => "needs more votes: not known",
        { Target: null } => "needs more votes: nothing says how many",
        _ => "needs more votes: looking…",
    };

    private string NeedsVotesTitle => Review.Figures?.Demand?.Fault
        ?? (Review.Target is not { } target ? "Neither a plan nor a setting says how many votes each block is to have"
            : target.Plan is null ? $"Each block is to have {Counted.Of(target.Votes, "vote")}: {target.Source}"
            : $"Somebody who is to label the block by the plan has not done it: {target.Source}. Blocks that cannot be read, or not be judged by whoever has not labelled them, need none");

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

    /// <summary>As typed, blanks and all: a text that came back another one would overwrite letters typed meanwhile.</summary>
    private string Typed => _typed.Trim() == Filter.Text ? _typed : Filter.Text;

    private Task SetTextAsync(string? text)
    {
        _typed = text ?? "";
        return ApplyAsync(Filter with { Text = _typed.Trim() });
    }

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
