using Bunit;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Reviewing;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>An adjudication begins and is left in the admin's view.</summary>
public sealed class AdjudicationStartTests : IAsyncDisposable
{
    private readonly AdminPage _page = new();

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public async Task Adjudication_UnderWay_IsSaidAndLeftByEscape()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        await view.InvokeAsync(() => Assert.Empty(view.FindAll("[data-testid=adjudication-running]")));

        Assert.True(await review.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        await view.WaitForAssertionAsync(
            () => Assert.Contains("0 of 5 decided", view.Text("adjudication-running"), StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        await EscapeAsync();

        Assert.False(review.Adjudication.IsUnderWay);
        await view.WaitForAssertionAsync(() => Assert.Empty(view.FindAll("[data-testid=adjudication-running]")), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() => Assert.Contains("0 of 5 blocks decided", view.Find(".message").TextContent, StringComparison.Ordinal));
    }

    /// <summary>As the page's script calls it.</summary>
    private Task EscapeAsync()
    {
        object callbacks = _page.Context.JSInterop.Invocations["watchUndo"].Single().Arguments.Single(argument => argument is IDisposable)!;
        object target = callbacks.GetType().GetProperty("Value")!.GetValue(callbacks)!;
        return (Task)target.GetType().GetMethod("OnEscapeAsync")!.Invoke(target, [])!;
    }

    [Fact]
    public async Task Adjudication_Start_TellsThePage()
    {
        ReviewSession review = await _page.Folder.OpenAsync("ann");
        bool told = false;
        IRenderedComponent<AdminView> view = _page.Context.Render<AdminView>(parameters => parameters
            .Add(component => component.Review, review)
            .Add(component => component.OnAdjudicate, () => told = true));

        await view.ClickAsync("[data-testid=start-adjudication]");

        Assert.True(told);
        Assert.Equal(ReviewFolder.Id(7), review.Adjudication.Current);
    }
}
