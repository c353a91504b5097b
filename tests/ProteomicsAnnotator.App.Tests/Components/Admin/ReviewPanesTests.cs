using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Reviewing;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>The facts above the tabs, what each tab shows, and the blocks that a click lists.</summary>
public sealed class ReviewPanesTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly AdminPage _page = new();

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public async Task Review_Opens_AtTheTableWithAllFacts()
    {
        IRenderedComponent<AdminView> view = await RenderAsync();

        await view.InvokeAsync(() =>
        {
            Assert.Equal(["Overview", "Table", "Raters", "Classes", "Adjudicate5", "Campaign", "Export"], view.FindAll("[role=tablist] [role=tab]").Select(tab => tab.TextContent));
            Assert.Equal("true", view.Find("#review-table").GetAttribute("aria-selected"));
            Assert.Equal("28", view.Text("fact-labels"));
            Assert.Equal("5", view.Text("fact-to-adjudicate"));
            foreach (string hook in (string[])["admin-table", "admin-row", "start-adjudication", "final-label", "set-final-label", "export-csv"])
            {
                Assert.NotEmpty(view.FindAll($"[data-testid={hook}]"));
            }
        });
        await view.WaitForAssertionAsync(() => Assert.Equal("0.365", view.Text("fact-alpha")), Limit);
    }

    [Theory]
    [InlineData("stat-annotated", 9)]
    [InlineData("fact-to-adjudicate", 4)]
    [InlineData("stat-disagreements button", 5)]
    [InlineData("fact-weakest", 5)]
    public async Task Fact_Clicked_ListsExactlyItsBlocks(string fact, int blocks)
    {
        ReviewSession review = await _page.Folder.OpenAsync("ann");
        await review.SetFinalLabelAsync([ReviewFolder.Id(2)], 2, CancellationToken.None);
        IRenderedComponent<AdminView> view = await RenderAsync(review);
        await view.ShowAsync(ReviewPane.Classes);

        await view.ClickAsync(fact.Contains(' ', StringComparison.Ordinal) ? "[data-testid=stat-disagreements] button" : $"[data-testid={fact}]");

        await view.InvokeAsync(() => Assert.Equal(blocks, view.Rows().Count));
    }

    [Fact]
    public async Task Alpha_Clicked_ShowsAllCoefficients()
    {
        IRenderedComponent<AdminView> view = await RenderAsync();

        await view.ClickAsync("[data-testid=fact-alpha]");

        await view.InvokeAsync(() =>
        {
            Assert.Contains("Krippendorff's alpha", view.Find("[data-testid=coefficients]").TextContent, StringComparison.Ordinal);
            Assert.Contains("5 blocks to adjudicate", view.Find("[data-testid=todo]").TextContent, StringComparison.Ordinal);
            Assert.Contains("0 of 5", view.Find("[data-testid=progress]").TextContent, StringComparison.Ordinal);
            Assert.Equal(14, view.FindAll("[data-testid=days] li").Count);
            Assert.Equal("No label was given in these 14 days.", view.Find("[data-testid=days-none]").TextContent);
        });
    }

    [Fact]
    public async Task Raters_HeadClicked_AreSortedByIt()
    {
        IRenderedComponent<AdminView> view = await RenderAsync();
        await view.ShowAsync(ReviewPane.Raters);

        await view.InvokeAsync(() => Assert.Equal(["alice", "bob", "carol", "dave"], Raters(view)));
        await view.InvokeAsync(() => Head(view, "Name").ClickAsync(new MouseEventArgs()));
        await view.InvokeAsync(() => Head(view, "Name").ClickAsync(new MouseEventArgs()));

        await view.InvokeAsync(() =>
        {
            Assert.Equal(["dave", "carol", "bob", "alice"], Raters(view));
            Assert.Equal("descending", Head(view, "Name").ParentElement!.GetAttribute("aria-sort"));
        });
    }

    [Fact]
    public async Task Rater_LabelsClicked_ListsThem_AndTheChipTakesThatBack()
    {
        IRenderedComponent<AdminView> view = await RenderAsync();
        await view.ShowAsync(ReviewPane.Raters);

        await view.ClickAsync("[data-rater=dave] .link");
        await view.InvokeAsync(() =>
        {
            Assert.Equal(4, view.Rows().Count);
            Assert.Equal("labelled by dave", view.Text("picked"));
        });

        await view.ClickAsync("[data-testid=picked]");
        await view.InvokeAsync(() => Assert.Equal(10, view.Rows().Count));
    }

    [Fact]
    public async Task Rater_NotIncluded_LeavesFiguresAndFacts()
    {
        IRenderedComponent<AdminView> view = await RenderAsync();
        await view.ShowAsync(ReviewPane.Raters);

        await view.InvokeAsync(() => view.Find("[data-rater=dave] input").Change(false));

        await view.WaitForAssertionAsync(() => Assert.Equal("24", view.Text("fact-labels")), Limit);
        await view.WaitForAssertionAsync(() => Assert.Contains("excluded", view.Find("[data-rater=dave]").ClassList), Limit);
        await view.InvokeAsync(() => Assert.Equal("dave", view.Text("stat-excluded")));
    }

    [Fact]
    public async Task Classes_VotesClicked_ListsTheBlocksWithOne()
    {
        IRenderedComponent<AdminView> view = await RenderAsync();
        await view.ShowAsync(ReviewPane.Classes);
        await view.InvokeAsync(() => Assert.Contains("are confused most", view.Text("confusion-top"), StringComparison.Ordinal));

        await view.ClickAsync("[data-testid=classes] [data-class='3'] .link");

        await view.InvokeAsync(() => Assert.Equal([3, 7, 9], view.Rows().Select(row => int.Parse(row.GetAttribute("data-block-id")![^2..], System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task Pair_Compared_StandsBesideTheConsensus()
    {
        IRenderedComponent<AdminView> view = await RenderAsync();
        await view.ShowAsync(ReviewPane.Overview);

        await view.ClickAsync("[data-pair=carol-dave]");

        await view.InvokeAsync(() =>
        {
            Assert.Equal(
                ["Consensus", "carol", "dave", "Final Label", "Status", "Votes", "alice", "bob"],
                view.FindAll("[data-testid=admin-table] thead th").Skip(1).Select(head => head.TextContent.Trim()));
            Assert.All(view.Rows(), row => Assert.Equal(2, row.QuerySelectorAll("[data-cell=consensus] ~ .compared").Length));
        });
    }

    [Fact]
    public async Task Adjudicate_RowClicked_BeginsTheQueueThere()
    {
        ReviewSession review = await _page.Folder.OpenAsync("ann");
        IRenderedComponent<AdminView> view = await RenderAsync(review);
        await view.ShowAsync(ReviewPane.Adjudicate);
        await view.WaitForAssertionAsync(() => Assert.Equal(5, view.FindAll("[data-testid=queue] li").Count), Limit);

        await view.ClickAsync("[data-testid=queue] [data-block-id=block_0009]");

        Assert.Equal((true, ReviewFolder.Id(9), 5), (review.Adjudication.IsUnderWay, review.Adjudication.Current!.Value, review.Adjudication.Queue.Count));
        Assert.False(review.Adjudication.IsFromTable);
    }

    [Fact]
    public async Task Overview_WithoutALabel_SaysTheNextSteps()
    {
        await using var folder = new ReviewFolder(2);
        IRenderedComponent<AdminView> view = await RenderAsync(await folder.OpenAsync("ann"));

        await view.ShowAsync(ReviewPane.Overview);
        await view.InvokeAsync(() => Assert.Equal(3, view.FindAll("[data-testid=review-first-steps] li").Count));
        await view.ShowAsync(ReviewPane.Adjudicate);
        await view.WaitForAssertionAsync(() => Assert.Equal("No two annotators disagree on a block.", view.Text("queue-empty")), Limit);
    }

    /// <summary>With all its figures.</summary>
    private async Task<IRenderedComponent<AdminView>> RenderAsync(ReviewSession? opened = null)
    {
        ReviewSession review = opened ?? await _page.Folder.OpenAsync("ann");
        await Eventually.IsTrueAsync(() => review.Figures is { IsComplete: true } figures && ReferenceEquals(figures.Table, review.Table), "figures");
        return _page.Context.Render<AdminView>(parameters => parameters.Add(component => component.Review, review));
    }

    private static IEnumerable<string?> Raters(IRenderedComponent<AdminView> view) => view.FindAll("[data-rater]").Select(row => row.GetAttribute("data-rater"));

    private static IElement Head(IRenderedComponent<AdminView> view, string name) =>
        view.FindAll("[data-testid=annotators] thead button").Single(button => button.TextContent.StartsWith(name, StringComparison.Ordinal));
}
