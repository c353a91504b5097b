using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin.Panes;

/// <summary>What to do next, then the figures that say how the campaign stands.</summary>
public sealed partial class OverviewPane
{
    private const int MostVanished = 50;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    [Parameter]
    [EditorRequired]
    public required ReviewList List { get; set; }

    /// <summary>List exactly these blocks.</summary>
    [Parameter]
    public EventCallback<ReviewFilter> OnList { get; set; }

    [Parameter]
    public EventCallback<ReviewPane> OnShow { get; set; }

    [Parameter]
    public EventCallback OnAdjudicate { get; set; }

    private string? NotBlindWords => NotBlindChoice.Words(Review.Table);

    protected override void OnAfterRender(bool firstRender) =>
        Review.NoteShown(Review.Table.Vanished.Take(MostVanished).Where(label => label.Username is not { } username || !Review.IsOwn(username)).Select(label => label.Block));

    private ReviewStatistics Statistics => Review.Table.Statistics;

    private ReviewProgress Progress => Review.Table.Progress;

    private IReadOnlyList<(string Name, int Part, int Whole)> Steps =>
    [
        ("With a label", Statistics.AnnotatedBlocks, Statistics.TotalBlocks),
        ("With two or more votes", Statistics.ComparableBlocks, Statistics.TotalBlocks),
        ("Disagreements settled", Statistics.Disagreements - Progress.ToAdjudicate, Statistics.Disagreements),
        ("With a final label", Progress.FinalLabels, Statistics.TotalBlocks),
    ];

    private IReadOnlyList<Todo> Todos
    {
        get
        {
            int unsure = Review.Table.Rows.Count(row => row.UnsureCount > 0 && !row.IsSettled);
            int unusable = Review.Table.Rows.Count(row => row.UnusableCount > 0);
            AnnotatorFigures? apart = Review.Figures is { } figures && figures.Annotators.Count(figure => figure.AgreementWithOthers is not null) > 2
                ? figures.Annotators.Where(figure => figure.AgreementWithOthers is not null).MinBy(figure => figure.AgreementWithOthers)
                : null;
            Todo?[] all =
            [
                Progress.ToAdjudicate == 0 ? null : new("gavel", $"{Counted.Of(Progress.ToAdjudicate, "block")} to adjudicate", "hardest first", "Adjudicate", () => OnAdjudicate.InvokeAsync()) { IsFirst = true },
                Progress.NewVotes == 0 ? null : new("history", $"{Counted.Of(Progress.NewVotes, "final label")} with new votes", "", "Show list", () => OnList.InvokeAsync(new ReviewFilter { NewVotesOnly = true })),
                Review.Figures?.Adjudicators.Open.Count is not (> 0 and int open) ? null : new("gavel", $"two adjudicators differ on {Counted.Of(open, "block")}", "a final label with a reason settles it", "Show", () => OnShow.InvokeAsync(ReviewPane.Adjudicate)),
                unusable == 0 ? null : new("ban", $"{Counted.Of(unusable, "block")} that somebody cannot judge", "the list says who, and why", "Show list", () => OnList.InvokeAsync(new ReviewFilter { UnusableOnly = true })),
                unsure == 0 ? null : new("question", $"{Counted.Of(unsure, "block")} flagged as unsure", "not settled yet", "Show list", () => OnList.InvokeAsync(new ReviewFilter { UnsureOnly = true, UnsettledOnly = true })),
                Review.Figures?.Confusion.MostConfused is not { } pair ? null : new("contrast", $"{NameOf(pair.First)} and {NameOf(pair.Second)} are confused most", Counted.Of(pair.Count, "block"), "Show list", () => OnList.InvokeAsync(new ReviewFilter { Cell = (pair.First, pair.Second) })),
                apart is null ? null : new("users", $"{apart.Username} agrees least with others, at {FigureText.Share(apart.AgreementWithOthers)}", $"n {FigureText.Count(apart.ComparedBlocks)}", "Compare", () => OnShow.InvokeAsync(ReviewPane.Raters)),
            ];
            return [.. all.OfType<Todo>()];
        }
    }

    private string State(ReviewFigures figures) =>
        figures.IsComplete && ReferenceEquals(figures.Table, Review.Table) ? "with 95 % intervals" : "computing…";

    private string NameOf(int label) => Review.Classes.Find(label)?.Name ?? "no such class";

    private Task PickPairAsync((string First, string Second) pair) =>
        OnList.InvokeAsync(new ReviewFilter { Pair = new AnnotatorPair(pair.First, pair.Second) });

    /// <param name="Icon">Beside it.</param>
    /// <param name="What">What waits.</param>
    /// <param name="Aside">More about it.</param>
    /// <param name="Word">Of the button.</param>
    /// <param name="Do">What the button does.</param>
    private sealed record Todo(string Icon, string What, string Aside, string Word, Func<Task> Do)
    {
        public bool IsFirst { get; init; }
    }
}
