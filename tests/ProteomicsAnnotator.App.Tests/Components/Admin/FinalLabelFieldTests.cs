using Bunit;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Reviewing;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>Setting, clearing and taking back final labels of the selected rows.</summary>
public sealed class FinalLabelFieldTests : IAsyncDisposable
{
    private readonly AdminPage _page = new();

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public async Task SetFinalLabel_SelectedRow_ShowsItAndKeepsTheSelection()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();

        await view.ClickAsync($"[data-block-id={ReviewFolder.Id(2)}]");
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("1"));
        await view.ClickAsync("[data-testid=set-final-label]");

        Assert.Equal(1, review.Table[1].FinalLabel?.Label);
        await view.WaitForAssertionAsync(() => Assert.Contains("Class 1", view.Cell(2, "final"), StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() => Assert.Equal("true", view.Row(2).GetAttribute("aria-selected")));

        await view.ClickAsync("[data-testid=clear-final-label]");
        Assert.Null(review.Table[1].FinalLabel);
    }

    [Fact]
    public async Task SetFinalLabel_NothingSelectedOrNoSuchClass_CannotBePressed()
    {
        (IRenderedComponent<AdminView> view, _) = await _page.RenderAsync();
        await view.InvokeAsync(() => Assert.True(view.Find("[data-testid=set-final-label]").HasAttribute("disabled")));

        await view.ClickAsync($"[data-block-id={ReviewFolder.Id(2)}]");
        await view.InvokeAsync(() => Assert.False(view.Find("[data-testid=set-final-label]").HasAttribute("disabled")));
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("4"));

        await view.InvokeAsync(() => Assert.True(view.Find("[data-testid=set-final-label]").HasAttribute("disabled")));
    }

    [Fact]
    public async Task FinalLabelField_Enter_SetsItAsTheButtonDoes()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        await view.ClickAsync($"[data-block-id={ReviewFolder.Id(2)}]");

        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("1"));
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" }));

        Assert.Equal(1, review.Table[1].FinalLabel?.Label);
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("4"));
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" }));
        Assert.Equal(1, review.Table[1].FinalLabel?.Label);
    }

    [Fact]
    public async Task FinalLabelField_AnotherSelection_ShowsWhatItHasInCommon()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        await review.SetFinalLabelAsync([ReviewFolder.Id(2), ReviewFolder.Id(3)], 3, CancellationToken.None);
        await review.SetFinalLabelAsync([ReviewFolder.Id(4)], 1, CancellationToken.None);
        await view.WaitForAssertionAsync(() => Assert.Contains("Class 1", view.Cell(4, "final"), StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("2"));

        Assert.Equal("3", await view.FieldAfterAsync(2, shift: false));
        Assert.Equal("3", await view.FieldAfterAsync(3, shift: true));
        Assert.Equal("2", await view.FieldAfterAsync(4, shift: true));
        Assert.Equal("1", await view.FieldAfterAsync(4, shift: false));
        Assert.Equal("2", await view.FieldAfterAsync(5, shift: false));
    }

    [Fact]
    public async Task Undo_FinalLabelsOfTwoRows_IsOneStepAndSaysSo()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        int?[] Finals() => [.. review.Table.Rows.Select(row => row.FinalLabel?.Label)];
        int?[] before = Finals();
        Assert.Equal((false, false), await view.StepsAsync());
        await view.ClickAsync($"[data-block-id={ReviewFolder.Id(2)}]");
        await view.InvokeAsync(() => view.Find($"[data-block-id={ReviewFolder.Id(4)}]").ClickAsync(new MouseEventArgs { ShiftKey = true }));
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("3"));
        await view.ClickAsync("[data-testid=set-final-label]");
        Assert.Equal(before, Finals());
        Assert.Equal("Set the final label of 3 blocks to 3 – Class 3? 2 of 3 contradict the votes.", await view.QuestionAsync());
        await view.ClickAsync("[data-testid=answer-no]");
        Assert.Equal(before, Finals());
        await view.ClickAsync("[data-testid=set-final-label]");
        await view.ClickAsync("[data-testid=answer-yes]");
        int?[] set = Finals();
        Assert.Equal([3, 3, 3], set[1..4]);
        Assert.Equal((true, false), await view.StepsAsync());

        await view.ClickAsync("[data-testid=undo-final-label]");

        Assert.Equal(before, Finals());
        Assert.Equal((false, true), await view.StepsAsync());
        await view.InvokeAsync(() => Assert.Equal("Undone: 3 blocks are as they were.", view.Find("[role=status].message").TextContent));
        await view.ClickAsync("[data-testid=redo-final-label]");
        await view.InvokeAsync(() => Assert.Equal("Redone: 3 blocks are 3 – Class 3 again.", view.Find("[role=status].message").TextContent));
        Assert.Equal(set, Finals());
    }

    [Fact]
    public async Task AcceptConsensus_OfAllRows_IsOneStepAndLeavesTiesAsTheyAre()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        await review.SetFinalLabelAsync([ReviewFolder.Id(8)], 2, CancellationToken.None);
        await review.SetFinalLabelAsync([ReviewFolder.Id(10)], 1, CancellationToken.None);
        int?[] Finals() => [.. review.Table.Rows.Select(row => row.FinalLabel?.Label)];
        int?[] before = Finals();
        await view.SelectAllAsync();

        await view.ClickAsync("[data-testid=accept-consensus]");

        // Votes: 1,1,1 / 1,2,2 / 3,3,3,3 / 1,2 / 2,2,2,1 / 1 / 1,2,3 / 2,2,2,2 / 3,3,1,1 / none.
        Assert.Equal([1, 2, 3, null, 2, 1, null, 2, null, 1], Finals());
        await view.InvokeAsync(() => Assert.Equal(
            "5 blocks: the final label is the consensus now. 4 blocks without votes or with a tie are left as before.",
            view.Find("[role=status].message").TextContent));
        await view.ClickAsync("[data-testid=undo-final-label]");
        Assert.Equal(before, Finals());
        Assert.Equal((true, true), await view.StepsAsync());
    }

    [Fact]
    public async Task Decisions_BrowserSignedInAsSomeoneElse_AreRefusedInWords()
    {
        ReviewSession review = await _page.Folder.OpenAsync("ann");
        string? blocked = null;
        IRenderedComponent<AdminView> view = _page.Context.Render<AdminView>(parameters => parameters
            .Add(component => component.Review, review)
            .Add(component => component.WhyBlocked, () => blocked));
        await view.ClickAsync($"[data-block-id={ReviewFolder.Id(2)}]");
        await view.ClickAsync("[data-testid=set-final-label]");
        Assert.Equal(1, review.Table[1].FinalLabel?.Label);

        blocked = "This browser is now signed in as bob.";
        foreach (string button in (string[])["undo-final-label", "redo-final-label", "clear-final-label"])
        {
            await view.ClickAsync($"[data-testid={button}]");

            Assert.Equal(1, review.Table[1].FinalLabel?.Label);
            await view.InvokeAsync(() => Assert.Equal(blocked, view.Find("[role=status].message").TextContent));
        }
    }
}
