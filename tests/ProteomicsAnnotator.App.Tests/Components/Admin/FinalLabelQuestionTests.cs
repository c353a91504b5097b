using Bunit;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Reviewing;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>What is asked before final labels are set, and what the answer changes.</summary>
public sealed class FinalLabelQuestionTests : IAsyncDisposable
{
    private readonly AdminPage _page = new();

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public async Task SetFinalLabel_OfMoreThanTwentyBlocks_AsksWithTheNumber()
    {
        await using var folder = new ReviewFolder(21);
        ReviewSession review = await folder.OpenAsync("ann");
        IRenderedComponent<AdminView> view = _page.Context.Render<AdminView>(parameters => parameters.Add(component => component.Review, review));
        await view.SelectAllAsync();

        await view.ClickAsync("[data-testid=set-final-label]");

        Assert.Equal("Set the final label of 21 blocks to 1 – Class 1?", await view.QuestionAsync());
        await view.ClickAsync("[data-testid=answer-yes]");
        Assert.Equal(21, review.Table.Rows.Count(row => row.FinalLabel?.Label == 1));
        await view.ClickAsync("[data-testid=clear-final-label]");
        Assert.Equal("Clear the final label of 21 blocks?", await view.QuestionAsync());
    }

    [Theory]
    [InlineData("set-final-label")]
    [InlineData("clear-final-label")]
    [InlineData("accept-consensus")]
    public async Task Question_WhileAnotherAdminDecides_IsAskedAnewForWhatThatReplaces(string button)
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        ReviewSession other = await _page.Folder.OpenAsync("zoe");
        await other.SetFinalLabelAsync([ReviewFolder.Id(5)], 3, CancellationToken.None);
        await view.SelectAllAsync();
        await view.ClickAsync($"[data-testid={button}]");
        Assert.Contains("block_0005", await view.QuestionAsync(), StringComparison.Ordinal);
        await other.SetFinalLabelAsync([ReviewFolder.Id(8)], 3, CancellationToken.None);

        await view.ClickAsync("[data-testid=answer-yes]");

        Assert.Contains("2 were decided by another admin (zoe: 2)", await view.QuestionAsync(), StringComparison.Ordinal);
        Assert.Equal("zoe", review.Table.Find(ReviewFolder.Id(8))?.FinalLabel?.SetBy);
        await view.ClickAsync("[data-testid=answer-yes]");
        Assert.DoesNotContain(review.Table.Rows, row => row.FinalLabel?.SetBy == "zoe");
    }

    [Fact]
    public async Task SetFinalLabel_WhereAnotherAdminDecided_AsksWhoWhenWhat()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        ReviewSession other = await _page.Folder.OpenAsync("zoe");
        await other.SetFinalLabelAsync([ReviewFolder.Id(10)], 2, CancellationToken.None);
        await view.ClickAsync($"[data-block-id={ReviewFolder.Id(10)}]");
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("1"));

        await view.ClickAsync("[data-testid=set-final-label]");

        Assert.Equal(
            "Set the final label of block_0010 to 1 – Class 1? zoe set 2 – Class 2 just now on block_0010; that is replaced.", await view.QuestionAsync());
        Assert.Equal("zoe", review.Table.Find(ReviewFolder.Id(10))?.FinalLabel?.SetBy);
        await view.ClickAsync("[data-testid=answer-yes]");
        Assert.Equal("ann", review.Table.Find(ReviewFolder.Id(10))?.FinalLabel?.SetBy);
    }

    [Theory]
    [InlineData(1, 2, "Set the final label of block_0001 to 2 – Class 2? Nobody voted for it.")]
    [InlineData(7, 3, null)]
    [InlineData(10, 2, null)]
    public async Task SetFinalLabel_OfOneBlock_AsksWhenNobodyVotedForIt(int block, int label, string? question)
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        await view.ClickAsync($"[data-block-id={ReviewFolder.Id(block)}]");
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input($"{label}"));

        await view.ClickAsync("[data-testid=set-final-label]");

        if (question is not null)
        {
            Assert.Equal(question, await view.QuestionAsync());
            Assert.Null(review.Table.Find(ReviewFolder.Id(block))?.FinalLabel);
            await view.ClickAsync("[data-testid=answer-yes]");
        }

        Assert.Equal(label, review.Table.Find(ReviewFolder.Id(block))?.FinalLabel?.Label);
    }

    [Fact]
    public async Task SetFinalLabel_TheSameAsAnotherAdmins_IsAskedBeforeItBecomesOnesOwn()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        ReviewSession other = await _page.Folder.OpenAsync("zoe");
        await other.SetFinalLabelAsync([ReviewFolder.Id(2), ReviewFolder.Id(5)], 2, CancellationToken.None);
        await view.ClickAsync($"[data-block-id={ReviewFolder.Id(2)}]");
        await view.InvokeAsync(() => view.Find($"[data-block-id={ReviewFolder.Id(5)}]").ClickAsync(new MouseEventArgs { CtrlKey = true }));
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("2"));

        await view.ClickAsync("[data-testid=set-final-label]");

        Assert.EndsWith("2 were decided by another admin (zoe: 2); these become yours.", await view.QuestionAsync(), StringComparison.Ordinal);
        await view.ClickAsync("[data-testid=answer-no]");
        Assert.Equal("zoe", review.Table.Find(ReviewFolder.Id(2))?.FinalLabel?.SetBy);
    }

    [Fact]
    public async Task AcceptConsensus_VotesThatComeBeforeTheAnswer_ChangeNothingOfWhatWasShown()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        ReviewSession other = await _page.Folder.OpenAsync("zoe");
        await other.SetFinalLabelAsync([ReviewFolder.Id(2)], 3, CancellationToken.None);
        await view.WaitForAssertionAsync(() => Assert.Contains("Class 3", view.Cell(2, "final"), StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        await view.ClickAsync($"[data-block-id={ReviewFolder.Id(2)}]");
        Assert.Equal(2, review.Table.Find(ReviewFolder.Id(2))?.Consensus.Label);
        await view.ClickAsync("[data-testid=accept-consensus]");
        Assert.Contains("zoe", await view.QuestionAsync(), StringComparison.Ordinal);
        foreach (string voter in new[] { "eve", "fred", "gil" })
        {
            _page.Folder.Put(voter, null, 1);
        }

        await Eventually.IsTrueAsync(() => review.Table.Find(ReviewFolder.Id(2))?.Consensus.Label == 1, "the votes are there");
        await view.ClickAsync("[data-testid=answer-yes]");

        FinalLabel? final = review.Table.Find(ReviewFolder.Id(2))?.FinalLabel;
        Assert.Equal((2, "ann"), (final?.Label, final?.SetBy));
    }
}
