using System.Runtime.Versioning;
using Bunit;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>A stored model in the admin's view: its figures, and its doubts as a queue.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ModelSectionTests : IAsyncDisposable
{
    private readonly AdminPage _page = new();

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public async Task Model_IsSetBesidePeople_AndItsDoubtsAreListed()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        _page.Folder.StorePredictions("1", "block_0003,1,0.99\nblock_0008,2,0.9\nblock_0010,2,\n");
        await Eventually.IsTrueAsync(() => review.Figures is { IsComplete: true }, "figures");

        await view.ShowAsync(ReviewPane.Raters);
        await view.WaitForAssertionAsync(
            () => Assert.StartsWith("m@1: 3 of 10 blocks, 1 of them without a score; people say a class of 2 of these.", view.Find("[data-testid=model-coverage]").TextContent, StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() => Assert.Equal(2, view.FindAll("[data-testid=score-curve]").Count));
        Assert.Equal("/api/export/report.zip?model=m%401", await view.InvokeAsync(() => view.Find("[data-testid=model-report]").GetAttribute("href")));
        await view.ClickAsync("[data-testid=model-doubts]");

        await view.InvokeAsync(() => Assert.Equal(["block_0003"], view.Rows().Select(row => row.GetAttribute("data-block-id"))));
    }

    [Fact]
    public async Task Queue_OfAModel_SaysWhatTheModelSays()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        _page.Folder.StorePredictions("1", "block_0003,1,0.99\n");
        await view.ShowAsync(ReviewPane.Adjudicate);

        await view.InvokeAsync(() => view.Find("[aria-label='Order of the adjudication']").Change(nameof(AdjudicationOrder.ModelDiffers)));

        await view.WaitForAssertionAsync(() => Assert.Contains("the model says 1 – Class 1 (0.99)", view.Find("[data-testid=queue]").TextContent, StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() => Assert.Contains("on 1 block. Settled: 0", view.Find("[data-testid=label-errors]").TextContent, StringComparison.Ordinal));
        Assert.Empty(view.FindAll("[data-testid=model]"));
        Assert.NotNull(review.Adjudication.LabelErrors.Set);
    }

    [Fact]
    public async Task WithoutAModel_TheRatersHaveNoSectionOfIt()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        await Eventually.IsTrueAsync(() => review.Figures is { IsComplete: true }, "figures");

        await view.ShowAsync(ReviewPane.Raters);

        await view.WaitForElementAsync("[data-testid=second-opinion]", TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() => Assert.Empty(view.FindAll("[data-testid=model-section]")));
    }
}
