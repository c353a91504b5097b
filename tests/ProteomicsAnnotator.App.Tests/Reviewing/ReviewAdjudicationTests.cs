using System.Collections.Concurrent;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

/// <summary>The queue of an adjudication, alone and of two admins at once.</summary>
public sealed class ReviewAdjudicationTests : IAsyncDisposable
{
    private readonly ReviewFolder _folder = ReviewFolder.ProjectSmall();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Adjudication_ByEntropy_GoesFromTheHardestOnAndStaysAtTheLast()
    {
        ReviewSession review = await _folder.OpenAsync("ann");

        Assert.True(await review.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        Assert.Equal([7, 4, 9, 2, 5], review.Adjudication.Queue.Select(Number));
        foreach (int expected in (int[])[7, 4, 9, 2, 5])
        {
            Assert.Equal(expected, Number(review.Adjudication.Current!.Value));
            await review.Adjudication.DecideAsync(review.Adjudication.Current.Value, 1, CancellationToken.None);
        }

        Assert.True(review.Adjudication.IsUnderWay);
        Assert.Equal(5, Number(review.Adjudication.Current!.Value));
        Assert.Equal(5, review.Adjudication.DecidedCount);
        review.Adjudication.Stop();
        Assert.Null(review.Adjudication.Current);
        Assert.False(await review.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        Assert.Equal(5, review.Table.Rows.Count(row => row.IsSettled));
    }

    [Fact]
    public async Task Adjudication_OfTwoAdmins_SkipsWhatTheOtherSettledSince()
    {
        ReviewSession here = await _folder.OpenAsync("ann");
        ReviewSession there = await _folder.OpenAsync("zoe");
        await here.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None);
        await there.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None);
        foreach (int block in (int[])[4, 9])
        {
            await there.Adjudication.DecideAsync(ReviewFolder.Id(block), 2, CancellationToken.None);
        }

        await Eventually.IsTrueAsync(() => here.Adjudication.SettledByOthersCount == 2, "the other's decisions arrive");
        var order = new List<int>();
        while (!here.Adjudication.IsQueueDone)
        {
            order.Add(Number(here.Adjudication.Current!.Value));
            Assert.True((await here.Adjudication.DecideAsync(here.Adjudication.Current.Value, 1, CancellationToken.None)).Accepted);
        }

        Assert.Equal([7, 2, 5], order);
        Assert.Equal(["ann", "zoe", "ann", "ann", "zoe"], new[] { 2, 4, 5, 7, 9 }.Select(block => here.Table.Find(ReviewFolder.Id(block))!.Value.FinalLabel!.SetBy));
    }

    [Fact]
    public async Task Decide_WhereAnotherAdminDecided_TakesTheSecondPressAndTellsTheOther()
    {
        ReviewSession here = await _folder.OpenAsync("ann");
        ReviewSession there = await _folder.OpenAsync("zoe");
        var told = new ConcurrentQueue<string>();
        there.Noticed += notice => told.Enqueue(notice.Text);
        await here.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None);
        BlockId block = here.Adjudication.Current!.Value;
        await there.SetFinalLabelAsync([block], 3, CancellationToken.None);

        // On another machine, and not polled for yet.
        LabelResult first = await here.Adjudication.DecideAsync(block, 1, CancellationToken.None);
        Assert.False(first.Accepted);
        Assert.Equal("zoe set 3 – Class 3 just now. Press 1 again to replace it", first.Reason);
        LabelResult another = await here.Adjudication.DecideAsync(block, 2, CancellationToken.None);
        Assert.False(another.Accepted);
        LabelResult cleared = await here.Adjudication.ClearDecisionAsync(block, CancellationToken.None);
        Assert.Equal("zoe set 3 – Class 3 just now. Press Backspace again to clear it", cleared.Reason);
        Assert.Equal(block, here.Adjudication.Current);

        Assert.False((await here.Adjudication.DecideAsync(block, 1, CancellationToken.None)).Accepted);
        Assert.True((await here.Adjudication.DecideAsync(block, 1, CancellationToken.None)).Accepted);

        Assert.Equal("ann", here.Table.Find(block)!.Value.FinalLabel!.SetBy);
        await Eventually.IsTrueAsync(() => !told.IsEmpty, "the other admin is told");
        Assert.Equal([$"ann replaced your final label of {block}: 3 – Class 3 is now 1 – Class 1."], told);
    }

    [Fact]
    public async Task Decide_ThenElsewhereBeforeItIsKept_StaysThere()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        await review.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None);

        Task<LabelResult> deciding = review.Adjudication.DecideAsync(review.Adjudication.Queue[0], 1, CancellationToken.None);
        review.Adjudication.GoTo(review.Adjudication.Queue[3]);
        Assert.True((await deciding).Accepted);

        Assert.Equal(review.Adjudication.Queue[3], review.Adjudication.Current);
        Assert.Equal(1, review.Adjudication.DecidedCount);
    }

    [Fact]
    public async Task OpenFromTable_WhileAnAdjudicationRuns_GoesOnWithIt()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        await review.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None);

        review.Adjudication.OpenFromTable(ReviewFolder.Id(1), [ReviewFolder.Id(1), ReviewFolder.Id(2)]);

        Assert.False(review.Adjudication.IsFromTable);
        Assert.Equal(ReviewFolder.Id(1), review.Adjudication.Current);
        Assert.Equal(5, review.Adjudication.Queue.Count);
        review.Adjudication.CloseFromTable();
        Assert.True(review.Adjudication.IsUnderWay);
    }

    [Fact]
    public async Task Adjudication_Names_AreHiddenUntilDecided()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        await review.Adjudication.StartAsync(AdjudicationOrder.DawidSkeneUncertainty, CancellationToken.None);
        BlockId first = review.Adjudication.Current!.Value;

        Assert.False(review.Adjudication.ShowsNamesOf(first));
        await review.Adjudication.DecideAsync(first, 2, CancellationToken.None);

        Assert.True(review.Adjudication.ShowsNamesOf(first));
        Assert.False(review.Adjudication.ShowsNamesOf(review.Adjudication.Current!.Value));
    }

    [Fact]
    public async Task Adjudication_NoDiskTakesTheDecision_TheBlockIsNotDecidedAndStaysTheCurrentOne()
    {
        _folder.RefuseFinalLabels("host0", machine: 0);
        ReviewSession review = await _folder.OpenAsync("ann");
        await review.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None);
        BlockId first = review.Adjudication.Current!.Value;

        LabelResult result = await review.Adjudication.DecideAsync(first, 2, CancellationToken.None);
        LabelResult cleared = await review.Adjudication.ClearDecisionAsync(first, CancellationToken.None);

        // To clear what has no label decides nothing, so no disk can refuse it.
        Assert.Equal((false, true), (result.Accepted, cleared.Accepted));
        Assert.Equal((0, first), (review.Adjudication.DecidedCount, review.Adjudication.Current!.Value));
        Assert.False(review.Adjudication.ShowsNamesOf(first));
        Assert.Null(review.Table.Find(first)!.Value.FinalLabel);
    }

    [Fact]
    public async Task Adjudication_LastBlockDecidedFirst_GoesToThoseBefore()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        await review.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None);
        Assert.Equal([7, 4, 9, 2, 5], review.Adjudication.Queue.Select(Number));
        List<int> then = [];
        foreach (int number in (int[])[5, 7, 9])
        {
            await review.Adjudication.DecideAsync(ReviewFolder.Id(number), 1, CancellationToken.None);
            then.Add(Number(review.Adjudication.Current!.Value));
        }

        Assert.Equal([7, 4, 2], then);
    }

    [Fact]
    public async Task Adjudication_Undo_GoesBackToTheBlockConcerned()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        await review.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None);
        BlockId first = review.Adjudication.Current!.Value;
        await review.Adjudication.DecideAsync(first, 2, CancellationToken.None);

        UndoResult undone = await review.Adjudication.UndoAsync(CancellationToken.None);

        Assert.Equal(UndoOutcome.Done, undone.Outcome);
        Assert.Equal(first, review.Adjudication.Current);
        Assert.Null(review.Table.Find(first)!.Value.FinalLabel);
        Assert.False(review.Adjudication.ShowsNamesOf(first));
    }

    [Fact]
    public async Task Adjudication_UndoAndRedo_DecidesTheBlockAgain()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        await review.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None);
        BlockId first = review.Adjudication.Current!.Value;
        await review.Adjudication.DecideAsync(first, 2, CancellationToken.None);
        await review.Adjudication.UndoAsync(CancellationToken.None);
        Assert.Equal(0, review.Adjudication.DecidedCount);

        await review.Adjudication.RedoAsync(CancellationToken.None);

        Assert.Equal(1, review.Adjudication.DecidedCount);
        Assert.True(review.Adjudication.ShowsNamesOf(first));
    }

    private static int Number(BlockId block) => int.Parse(block.Name[6..]);
}
