using Bunit;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>What stands beside the picture while final labels are set: what is hidden, the own vote, and a reason.</summary>
public sealed class AdjudicationPanelTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly ReviewFolder _folder = ReviewFolder.ProjectSmall();
    private readonly BunitContext _context = new();

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await _folder.DisposeAsync();
    }

    [Fact]
    public async Task Reason_StaysWithItsBlockUntilThatIsDecided_AndGoesWithNoOther()
    {
        (IRenderedComponent<AdjudicationPanel> panel, ReviewSession review) = await StartAsync("ann");
        BlockId first = review.Adjudication.Current!.Value;
        await SayAsync(panel, "  the edge is cut off ");

        Assert.True((await review.Adjudication.DecideAsync(first, 2, CancellationToken.None)).Accepted);
        BlockId second = review.Adjudication.Current.Value;
        await panel.WaitForAssertionAsync(() => Assert.Equal("", panel.Find("[data-testid=final-reason]").GetAttribute("value") ?? ""), Limit);
        await SayAsync(panel, "kept meanwhile");
        review.Adjudication.GoTo(first);
        Assert.Equal("", review.Adjudication.Reason);
        review.Adjudication.GoTo(second);
        Assert.True((await review.Adjudication.DecideAsync(second, 1, CancellationToken.None)).Accepted);

        Assert.Equal("the edge is cut off", review.Table.Find(first)!.Value.FinalLabel!.Reason);
        Assert.Equal("kept meanwhile", review.Table.Find(second)!.Value.FinalLabel!.Reason);
        review.Adjudication.GoTo(first);
        await panel.WaitForAssertionAsync(() => Assert.Contains("final label 2 by ann: the edge is cut off", panel.Find("[data-testid=own-final]").TextContent, StringComparison.Ordinal), Limit);
    }

    [Fact]
    public async Task Reason_ThatCannotBeKept_SetsNothing_AndStays()
    {
        (_, ReviewSession review) = await StartAsync("ann");
        BlockId block = review.Adjudication.Current!.Value;
        review.Adjudication.Reason = new string('x', 1001);

        Core.Owners.LabelResult result = await review.Adjudication.DecideAsync(block, 1, CancellationToken.None);

        Assert.Equal((false, "the reason is 1,001 characters long, at most 1,000 are kept"), (result.Accepted, result.Reason));
        Assert.Null(review.Table.Find(block)!.Value.FinalLabel);
        Assert.Equal(1001, review.Adjudication.Reason.Length);
    }

    [Fact]
    public async Task AdminWhoVoted_IsToldSo()
    {
        (IRenderedComponent<AdjudicationPanel> panel, _) = await StartAsync("carol");

        await panel.InvokeAsync(() => Assert.Equal("You voted 3 – Class 3 on this block.", panel.Find("[data-testid=own-vote]").TextContent));
    }

    [Fact]
    public async Task HiddenVotes_AreShownOnceTheBlockIsDecided_AndTheChoiceIsKept()
    {
        Blinding? kept = null;
        (IRenderedComponent<AdjudicationPanel> panel, ReviewSession review) = await StartAsync("ann", sources => sources with
        {
            Blinding = new Blinding(HidesNames: true, HidesVotes: true),
            KeepBlinding = chosen => Task.FromResult(kept = chosen),
        });
        BlockId block = review.Adjudication.Current!.Value;
        await panel.InvokeAsync(() =>
        {
            Assert.Empty(panel.FindAll(".votes"));
            Assert.DoesNotContain("Consensus", panel.Markup, StringComparison.Ordinal);
            Assert.DoesNotContain("alice", panel.Markup, StringComparison.Ordinal);
            Assert.DoesNotContain("Class 2", panel.Markup, StringComparison.Ordinal);
        });

        await review.Adjudication.DecideAsync(block, 1, CancellationToken.None);
        review.Adjudication.GoTo(block);
        await panel.WaitForAssertionAsync(() => Assert.Contains("alice", panel.Find(".votes").TextContent, StringComparison.Ordinal), Limit);
        await panel.InvokeAsync(() => panel.Find("[data-testid=blinding]").ChangeAsync(new ChangeEventArgs { Value = "" }));

        Assert.Equal(default(Blinding), kept);
        Assert.True(review.Adjudication.ShowsNamesOf(review.Adjudication.Queue[^1]));
    }

    private static Task SayAsync(IRenderedComponent<AdjudicationPanel> panel, string reason) =>
        panel.InvokeAsync(() => panel.Find("[data-testid=final-reason]").InputAsync(new ChangeEventArgs { Value = reason }));

    /// <summary>The first block of the queue has three votes for three classes, carol's for the third.</summary>
    private async Task<(IRenderedComponent<AdjudicationPanel> Panel, ReviewSession Review)> StartAsync(string admin, Func<ReviewSources, ReviewSources>? sources = null)
    {
        ReviewSession review = await _folder.OpenAsync(admin, sources);
        Assert.True(await review.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        return (_context.Render<AdjudicationPanel>(parameters => parameters.Add(component => component.Review, review)), review);
    }
}
