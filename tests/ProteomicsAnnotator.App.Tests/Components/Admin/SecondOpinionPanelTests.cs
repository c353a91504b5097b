using Bunit;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Components.Admin.Agreement;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>The switch of second opinions beside the picture, and the tables of what the campaign is measured by.</summary>
public sealed class SecondOpinionPanelTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly ReviewFolder _folder = ReviewFolder.ProjectSmall();
    private readonly BunitContext _context = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await _folder.DisposeAsync();
    }

    [Fact]
    public async Task Switch_BeginsTheQueueAgain_AndFinalLabelsAreShownNoMore()
    {
        ReviewSession zoe = await _folder.OpenAsync("zoe");
        Assert.True((await zoe.SetFinalLabelAsync([ReviewFolder.Id(7)], 2, Ct, "seen by zoe")).Accepted);
        ReviewSession ann = await _folder.OpenAsync("ann");
        await Eventually.IsTrueAsync(() => ann.Table.Progress.FinalLabels == 1, "the final label arrives");
        Assert.True(await ann.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, Ct));
        ann.Adjudication.GoTo(ReviewFolder.Id(7));
        int again = 0;
        IRenderedComponent<AdjudicationPanel> panel = _context.Render<AdjudicationPanel>(parameters => parameters
            .Add(component => component.Review, ann)
            .Add(component => component.OnAgain, () => again++));
        Assert.Contains("seen by zoe", panel.Find("[data-testid=settled-by-other]").TextContent, StringComparison.Ordinal);

        await panel.InvokeAsync(() => panel.Find("[data-testid=second-opinion]").Change(true));
        await panel.WaitForAssertionAsync(() => Assert.Equal(1, again), Limit);

        Assert.Equal(ReviewFolder.Id(7), ann.Adjudication.Current);
        await panel.WaitForAssertionAsync(() => Assert.Contains("SECOND OPINION", panel.Find("strong").TextContent, StringComparison.Ordinal), Limit);
        Assert.DoesNotContain("seen by zoe", panel.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("zoe", panel.Markup, StringComparison.Ordinal);
        Assert.True((await ann.Adjudication.DecideAsync(ReviewFolder.Id(7), 1, Ct)).Accepted);
        ann.Adjudication.GoTo(ReviewFolder.Id(7));
        await panel.WaitForAssertionAsync(() => Assert.Contains("your second opinion 1 – Class 1", panel.Find("[data-testid=own-second]").TextContent, StringComparison.Ordinal), Limit);
        Assert.DoesNotContain("zoe", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switch_WhereNoBlockWaits_StaysAndSaysSo()
    {
        ReviewSession ann = await _folder.OpenAsync("ann");
        foreach (int block in (int[])[2, 4, 5, 9])
        {
            Assert.True((await ann.SetFinalLabelAsync([ReviewFolder.Id(block)], 2, Ct)).Accepted);
        }

        Assert.True(await ann.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, Ct));
        Assert.True((await ann.Adjudication.DecideAsync(ReviewFolder.Id(7), 2, Ct)).Accepted);
        IRenderedComponent<AdjudicationPanel> panel = _context.Render<AdjudicationPanel>(parameters => parameters.Add(component => component.Review, ann));

        await panel.InvokeAsync(() => panel.Find("[data-testid=second-opinion]").Change(true));

        await panel.WaitForAssertionAsync(() => Assert.Equal("No block waits for a second opinion of yours.", panel.Find("[data-testid=second-opinion-refusal]").TextContent), Limit);
        Assert.False(ann.Adjudication.IsSecondOpinion);
        Assert.False(ann.Adjudication.Seconds.IsChosen);
    }

    [Fact]
    public void Adjudicators_AreATable_ByPairAndClass()
    {
        var figures = RepeatFigures.Of([Twice(1, 1, 1), Twice(2, 1, 1), Twice(3, 1, 2), Twice(4, 2, 2)]);
        IRenderedComponent<AdjudicatorTable> table = _context.Render<AdjudicatorTable>(parameters => parameters
            .Add(component => component.Classes, LabelClasses.Default)
            .Add(component => component.Agreement, new AdjudicatorAgreement(figures, [new AdjudicatorPair("ann", "zoe", figures)], [])));

        Assert.Equal(["ann, zoe", "4", "75.0%", "30.1% to 95.4%", "0.500", "Class 1 and Class 2: 1 block"], table.FindAll("tr[data-pair='ann, zoe'] > *").Select(cell => cell.TextContent));
        Assert.Equal(["2", "1", "0", "1"], table.FindAll("[data-testid=adjudicator-confusion] tbody td").Select(cell => cell.TextContent));
    }

    [Fact]
    public void RandomShare_StandsBesideAllBlocks_AndSaysWhy()
    {
        var alone = new SampleFigures(5, 4, new(0.75, 4, 0.5, 1), new(0.5333, 4, null, null), [new(1, 3, 0.75, new(0.3006, 0.9544))]);
        var all = new SampleFigures(9, 8, new(0.875, 8, 0.6, 1), new(0.7273, 8, 0.1, 0.9), [new(1, 6, 0.75, new(0.4093, 0.9285))]);
        IRenderedComponent<RandomShareTable> table = _context.Render<RandomShareTable>(parameters => parameters
            .Add(component => component.Classes, LabelClasses.Default)
            .Add(component => component.Figures, new RandomShareFigures(3, "the plan orders queues by labels", alone, all)));

        Assert.StartsWith("The plan orders queues by labels: ", table.Find("[data-testid=random-why]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["1 Class 1", "75.0%", "30.1% to 95.4%", "75.0%", "40.9% to 92.9%"], table.FindAll("tr[data-class='1'] > *").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("4 of 5", table.Markup, StringComparison.Ordinal);
    }

    private static LabelRepeat Twice(int block, int first, int second) =>
        new(new LabelKey(null, ReviewFolder.Id(block)), first, second, new DateTimeOffset(2024, 1, 2, 10, 0, 0, TimeSpan.Zero));
}
