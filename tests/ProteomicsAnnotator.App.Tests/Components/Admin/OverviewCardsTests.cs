using Bunit;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Reviewing;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>Groups of blocks, what would be if classes were one, and widths of intervals, in the Overview of ten blocks.</summary>
public sealed class OverviewCardsTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly AdminPage _page = new();

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    /// <summary>By hand: of ten blocks nine are labelled, and the votes of five differ.</summary>
    [Fact]
    public async Task Groups_OfALevel_AreCounted_AndListTheirBlocks()
    {
        IRenderedComponent<AdminView> view = await OverviewAsync();
        await view.InvokeAsync(() => Assert.Empty(view.FindAll("[data-testid=groups] table")));

        await view.InvokeAsync(() => view.Find("[data-testid=group-level]").Change("0"));

        await view.WaitForAssertionAsync(() => Assert.Equal(["(no folder)", "10", "9", "5"], view.FindAll("[data-testid=groups] tbody tr > *").Take(4).Select(cell => cell.TextContent.Trim())), Limit);
        await view.ClickAsync("[data-testid=groups] tbody button");
        await view.InvokeAsync(() => Assert.Equal(10, view.Rows().Count));
    }

    /// <summary>By hand: the block with two votes for 3 and two for 1 is no disagreement any more.</summary>
    [Fact]
    public async Task WhatIf_ClassesWereOne_IsComparedWithNow()
    {
        IRenderedComponent<AdminView> view = await OverviewAsync();

        await view.InvokeAsync(() => view.Find("[data-testid=what-if-from]").Change("3"));

        await view.WaitForAssertionAsync(() => Assert.Equal(["Blocks with disagreement", "5", "4"], view.FindAll("[data-testid=what-if] tbody tr")[^1].Children.Take(3).Select(cell => cell.TextContent)), Limit);
        await view.InvokeAsync(() => view.Find("[data-testid=what-if-to]").Change("3"));
        await view.WaitForAssertionAsync(() => Assert.Equal("Choose two different classes.", view.Find("[data-testid=what-if] [role=alert]").TextContent), Limit);
        await view.InvokeAsync(() => Assert.Empty(view.FindAll("[data-testid=what-if] table")));
    }

    [Fact]
    public async Task Widths_OfIntervals_NarrowWithTheRootOfTheBlocks()
    {
        IRenderedComponent<AdminView> view = await OverviewAsync();

        await view.WaitForElementAsync("[data-testid=widths] tbody tr", Limit);
        await view.InvokeAsync(() =>
        {
            double[] widths = [.. view.FindAll("[data-testid=widths] tbody tr").Select(row => double.Parse(row.Children[1].TextContent, System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(7, widths.Length);
            Assert.Equal(10, widths[0] / widths[^1], 0);
        });
    }

    private async Task<IRenderedComponent<AdminView>> OverviewAsync()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        await Eventually.IsTrueAsync(() => review.Figures is { IsComplete: true }, "figures");
        await view.ShowAsync(ReviewPane.Overview);
        return view;
    }
}
