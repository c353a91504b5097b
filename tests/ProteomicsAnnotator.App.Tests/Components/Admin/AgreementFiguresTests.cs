using Bunit;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Components.Admin.Agreement;
using ProteomicsAnnotator.App.Components.Admin.Releases;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>The figures of agreement, the blocks behind them, and who counts in them and in the exports.</summary>
public sealed class AgreementFiguresTests : IAsyncDisposable
{
    private readonly AdminPage _page = new();

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public async Task SecondOpinion_OfFiguresFromBefore_NamesWhoThoseLeaveOut()
    {
        ReviewSession review = await _page.Folder.OpenAsync("ann");
        foreach (AnnotatorColumn column in review.Table.Annotators)
        {
            await review.SetExcludedAsync(column.Username, true, CancellationToken.None);
        }

        ReviewFigures? figures = null;
        await Eventually.IsTrueAsync(() => (figures = review.Figures) is { IsComplete: true, SecondOpinion: null }, "figures");
        await review.SetExcludedAsync("alice", false, CancellationToken.None);

        IRenderedComponent<SecondOpinion> opinion = _page.Context.Render<SecondOpinion>(parameters => parameters
            .Add(component => component.Review, review)
            .Add(component => component.Figures, figures));

        await opinion.InvokeAsync(() => Assert.Contains("alice, bob, carol, dave", opinion.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task KappaCell_Clicked_ListsTheBlocksOfThePair()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        await Eventually.IsTrueAsync(() => review.Figures is { IsComplete: true }, "figures");
        await view.ShowAsync(ReviewPane.Overview);
        await view.WaitForElementAsync("[data-pair=carol-dave]", TimeSpan.FromMinutes(2));

        await view.ClickAsync("[data-pair=carol-dave]");

        await view.InvokeAsync(() => Assert.Equal(["block_0003", "block_0005", "block_0008", "block_0009"], view.Rows().Select(row => row.GetAttribute("data-block-id"))));
        await view.ShowAsync(ReviewPane.Classes);
        await view.ClickAsync("[data-cell='2-1']");
        await view.InvokeAsync(() => Assert.Equal(["block_0005"], view.Rows().Select(row => row.GetAttribute("data-block-id"))));
    }

    [Fact]
    public async Task Excluded_Annotator_IsMarkedAndInTheExportLink()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();

        await review.SetExcludedAsync("dave", true, CancellationToken.None);

        await view.WaitForAssertionAsync(() => Assert.Equal("/api/export.csv?exclude=dave", view.Find("[data-testid=export-csv]").GetAttribute("href")), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() =>
        {
            Assert.Equal("3", view.Text("stat-annotators"));
            Assert.NotEmpty(view.FindAll("th.excluded"));
            Assert.Equal("dave", view.Text("stat-excluded"));
        });
    }

    [Fact]
    public async Task Exports_AllOfThem_AreInTheirTabAndCarryWhoIsExcluded()
    {
        // Beside them; it needs the whole program, and is tested there.
        _page.Context.ComponentFactories.AddStub<ReleasePanel>();
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        await review.SetExcludedAsync("dave", true, CancellationToken.None);
        await view.ShowAsync(ReviewPane.Export);
        string[] expected =
        [
            "export.csv", "export.csv", "export/blocks.csv", "export/blocks.parquet", "export/long.csv", "export/labels.parquet", "export/annotations.json",
            "export/statistics.json", "export/figures.zip", "export/history.csv", "export/all.zip", "export/manifest.json", "export/report.zip",
        ];

        await view.WaitForAssertionAsync(
            () => Assert.Equal(
                expected.Select(path => $"/api/{path}?exclude=dave"),
                view.FindAll("a[download]").Select(link => link.GetAttribute("href"))),
            TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Excluded_SomeoneWhoseFileIsGone_IsNotAskedOfAnExport()
    {
        ReviewSession review = await _page.Folder.OpenAsync("ann");
        await review.SetExcludedAsync("gone", true, CancellationToken.None);
        IRenderedComponent<AdminView> view = _page.Context.Render<AdminView>(parameters => parameters.Add(component => component.Review, review));

        await view.InvokeAsync(() => Assert.Equal("/api/export.csv", view.Find("[data-testid=export-csv]").GetAttribute("href")));
    }

    [Fact]
    public async Task Excluded_Everybody_IsTheReasonGivenForNoFigures()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();

        foreach (AnnotatorColumn column in review.Table.Annotators)
        {
            await review.SetExcludedAsync(column.Username, true, CancellationToken.None);
        }

        await view.ShowAsync(ReviewPane.Overview);
        string excluded = $"{string.Join(", ", review.Excluded)} are excluded.";
        await view.WaitForAssertionAsync(
            () =>
            {
                string figures = view.Find("#review-pane").TextContent;
                Assert.Contains($"Fewer than two annotators have labels that count: {excluded}", figures, StringComparison.Ordinal);
                Assert.Contains("no block has two labels that count", figures, StringComparison.Ordinal);
            },
            TimeSpan.FromMinutes(2));
        await view.ShowAsync(ReviewPane.Classes);
        await view.WaitForAssertionAsync(
            () => Assert.Contains($"No labels that count: {excluded}", view.Find("#review-pane").TextContent, StringComparison.Ordinal), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Coefficient_Undefined_SaysWhy()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        foreach (AnnotatorColumn column in review.Table.Annotators.Skip(1))
        {
            await review.SetExcludedAsync(column.Username, true, CancellationToken.None);
        }

        await view.ShowAsync(ReviewPane.Overview);
        await view.WaitForAssertionAsync(
            () => Assert.Contains("no block has two labels that count", view.Find("[data-testid=coefficients]").TextContent, StringComparison.Ordinal),
            TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Figures_SayOnWhichBlocksTheyAre()
    {
        (IRenderedComponent<AdminView> view, _) = await _page.RenderAsync();

        await view.InvokeAsync(() =>
        {
            Assert.Equal("37.5%", view.Text("stat-consensus-rate-2"));
            Assert.Equal("1 vote", view.Cell(6, "status"));
            Assert.DoesNotContain("agree", view.Row(6).QuerySelector("[data-cell=status]")!.ClassList);
        });
        await view.ShowAsync(ReviewPane.Overview);
        await view.WaitForAssertionAsync(
            () =>
            {
                Assert.Contains("Fleiss' kappa (4 votes)", view.Find("[data-testid=coefficients]").TextContent, StringComparison.Ordinal);
                Assert.Contains("95 % interval: ", view.Find("[data-pair=alice-bob]").GetAttribute("title"), StringComparison.Ordinal);
            },
            TimeSpan.FromMinutes(2));
        await view.ShowAsync(ReviewPane.Raters);
        await view.WaitForAssertionAsync(
            () => Assert.Equal("57.1%n 7", view.Find("[data-testid=annotators] [data-rater=alice] [data-cell=agrees]").TextContent), TimeSpan.FromMinutes(2));
    }
}
