using System.Collections.Concurrent;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

public sealed class ReviewSessionTests : IAsyncDisposable
{
    private readonly ReviewFolder _folder = ReviewFolder.ProjectSmall();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Open_UserFiles_FillTheTable()
    {
        ReviewSession review = await _folder.OpenAsync("ann");

        Assert.Equal(new ReviewStatistics(10, 9, 5, 4) { ComparableBlocks = 8 }, review.Table.Statistics);
        Assert.Equal([1, 2, 3, 1, 2, 1, 1, 2, 1, null], review.Table.Rows.Select(row => row.Consensus.Label));
    }

    [Fact]
    public async Task Figures_InTheBackground_BecomeComplete()
    {
        ReviewSession review = await _folder.OpenAsync("ann");

        // Kept: a table read anew meanwhile begins with new ones.
        ReviewFigures? figures = null;
        await ReviewFolder.UntilAsync(() => (figures = review.Figures) is { IsComplete: true }, "figures");

        Assert.Equal(0.365411437, figures!.Coefficients.KrippendorffAlpha.Value!.Value, 1e-9);
        Assert.NotNull(figures.Coefficients.KrippendorffAlpha.Low);
        Assert.NotNull(figures.SecondOpinion);
    }

    [Fact]
    public async Task SetFinalLabel_ManyBlocks_AreInTheTableAndOnTheShare()
    {
        ReviewSession review = await _folder.OpenAsync("ann");

        LabelResult result = await review.SetFinalLabelAsync([ReviewFolder.Id(2), ReviewFolder.Id(4)], 3, CancellationToken.None);

        Assert.True(result.Accepted);
        Assert.Equal([2, 4], review.Table.Rows.Where(row => row.FinalLabel?.Label == 3).Select(row => row.Index + 1));
        Assert.Equal("ann", review.Table[1].FinalLabel!.SetBy);
        ReviewSession other = await _folder.OpenAsync("zoe");
        Assert.Equal(3, other.Table[1].FinalLabel?.Label);
    }

    [Fact]
    public async Task SetFinalLabel_TwoAdmins_NeitherLosesTheOthers()
    {
        ReviewSession ann = await _folder.OpenAsync("ann");
        ReviewSession zoe = await _folder.OpenAsync("zoe");

        await Task.WhenAll(
            ann.SetFinalLabelAsync([ReviewFolder.Id(2)], 1, CancellationToken.None),
            zoe.SetFinalLabelAsync([ReviewFolder.Id(4)], 2, CancellationToken.None));

        foreach (ReviewSession review in new[] { ann, zoe })
        {
            await ReviewFolder.UntilAsync(
                () => review.Table[1].FinalLabel?.Label == 1 && review.Table[3].FinalLabel?.Label == 2, "both labels");
        }
    }

    [Fact]
    public async Task Absence_OthersOverruledMeanwhile_IsSaidOnceOnReturn()
    {
        ReviewSession before = await _folder.OpenAsync("ann");
        await before.SetFinalLabelAsync([ReviewFolder.Id(2), ReviewFolder.Id(4), ReviewFolder.Id(5), ReviewFolder.Id(7)], 1, CancellationToken.None);
        ReviewSession zoe = await _folder.OpenAsync("zoe");
        await zoe.SetFinalLabelAsync([ReviewFolder.Id(2)], 3, CancellationToken.None);
        await zoe.SetFinalLabelAsync([ReviewFolder.Id(4)], null, CancellationToken.None);
        await zoe.SetFinalLabelAsync([ReviewFolder.Id(5)], 1, CancellationToken.None);
        await zoe.SetFinalLabelAsync([ReviewFolder.Id(9)], 2, CancellationToken.None);
        DateTimeOffset? kept = null;
        Func<ReviewSources, ReviewSources> with = sources => sources with
        {
            OverruledUntil = kept,
            KeepOverruledUntil = time =>
            {
                kept = time;
                return Task.CompletedTask;
            },
        };

        string first = Assert.Single(await ToldAsync(with));
        IReadOnlyList<string> second = await ToldAsync(with);

        Assert.Equal(
            "While you were away: zoe replaced your final label of block_0002: 1 – Class 1 is now 3 – Class 3. zoe cleared your final label of block_0004, 1 – Class 1.",
            first);
        Assert.Empty(second);
        await zoe.SetFinalLabelAsync([ReviewFolder.Id(7)], 2, CancellationToken.None);
        Assert.Contains("block_0007", Assert.Single(await ToldAsync(with)), StringComparison.Ordinal);
    }

    /// <summary>What ann is told when she comes back; then she leaves, so that she sees nothing of what comes next.</summary>
    private async Task<IReadOnlyList<string>> ToldAsync(Func<ReviewSources, ReviewSources> with)
    {
        ReviewSession back = await _folder.OpenAsync("ann", with);
        var told = new ConcurrentQueue<string>();
        back.Noticed += notice => told.Enqueue(notice.Text);
        await back.TellOfAbsenceAsync(CancellationToken.None);
        await _folder.CloseAsync(back);
        return [.. told];
    }

    [Fact]
    public async Task SetFinalLabel_OutsideTheClasses_IsRefused()
    {
        ReviewSession review = await _folder.OpenAsync("ann");

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => review.SetFinalLabelAsync([ReviewFolder.Id(1)], 4, CancellationToken.None));
    }

    [Fact]
    public async Task Follow_OneRoundFailsInAnUnforeseenWay_IsSaidAndLaterChangesArriveAllTheSame()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        int failures = 0;
        string? said = null;
        review.Changed += () =>
        {
            if (review.Table[9].Votes.Any(vote => vote.Key == "eve") && Interlocked.Increment(ref failures) == 1)
            {
                throw new InvalidOperationException("nobody thought of this");
            }

            said ??= review.Fault;
        };

        _folder.Put("eve", null, null, null, null, null, null, null, null, null, 2);
        await ReviewFolder.UntilAsync(() => said is not null, "the failure is said");
        _folder.Put("frank", null, null, null, null, null, null, null, null, null, 3);

        await ReviewFolder.UntilAsync(() => review.Table[9].Votes.Any(vote => vote.Key == "frank"), "the table follows");
        Assert.Contains("nobody thought of this", said, StringComparison.Ordinal);
        await ReviewFolder.UntilAsync(() => review.Fault is null, "all is well again");
    }

    [Fact]
    public async Task Share_AnotherUsersFileChanges_TheTableFollows()
    {
        ReviewSession review = await _folder.OpenAsync("ann");

        _folder.Put("erin", null, null, null, null, null, null, null, null, null, 2);

        await ReviewFolder.UntilAsync(() => review.Table[9].Consensus.Label == 2, "erin's label");
        Assert.Equal(5, review.Table.Statistics.Annotators);
    }

    [Fact]
    public async Task Open_UnreadableUserFile_IsNamedAndKeepsNobodyOut()
    {
        _folder.PutText("users/broken.json", "{ no json");

        ReviewSession review = await _folder.OpenAsync("ann");

        Assert.Contains(review.Table.Annotators, column => column is { Username: "broken", Fault: not null });
        Assert.Equal(4, review.Table.Statistics.Annotators);
    }

    [Fact]
    public async Task SetExcluded_Annotator_CountsNoMore()
    {
        ReviewSession review = await _folder.OpenAsync("ann");

        await review.SetExcludedAsync("dave", true, CancellationToken.None);

        Assert.Equal(3, review.Table.Statistics.Annotators);
        Assert.Equal(ReviewStatus.Agree, review.Table[4].Status);
        Assert.Equal(3, review.Table.FindAnnotator("dave")!.At(2)!.Value.Label);
    }

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

        await ReviewFolder.UntilAsync(() => here.Adjudication.SettledByOthersCount == 2, "the other's decisions arrive");
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
        await ReviewFolder.UntilAsync(() => !told.IsEmpty, "the other admin is told");
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
    public async Task FinalLabel_SetAsItIsByAnotherAdmin_IsNotSaidToBeReplaced()
    {
        ReviewSession here = await _folder.OpenAsync("ann");
        ReviewSession there = await _folder.OpenAsync("zoe");
        var told = new ConcurrentQueue<string>();
        here.Noticed += notice => told.Enqueue(notice.Text);
        await here.SetFinalLabelAsync([ReviewFolder.Id(1), ReviewFolder.Id(2)], 1, CancellationToken.None);
        await ReviewFolder.UntilAsync(() => there.Table.Find(ReviewFolder.Id(2))?.FinalLabel is not null, "the decisions arrive");

        await there.SetFinalLabelAsync([ReviewFolder.Id(1)], 1, CancellationToken.None);
        await ReviewFolder.UntilAsync(() => here.Table.Find(ReviewFolder.Id(1))?.FinalLabel?.SetBy == "zoe", "the first arrives");
        await there.SetFinalLabelAsync([ReviewFolder.Id(2)], 3, CancellationToken.None);

        await ReviewFolder.UntilAsync(() => !told.IsEmpty, "the second is told");
        Assert.Equal(["zoe replaced your final label of block_0002: 1 – Class 1 is now 3 – Class 3."], told);
    }

    [Fact]
    public async Task FinalLabel_ClearedByAnotherAdmin_IsTold_AndOnesOwnUndoIsNot()
    {
        ReviewSession here = await _folder.OpenAsync("ann");
        ReviewSession there = await _folder.OpenAsync("zoe");
        var told = new ConcurrentQueue<string>();
        here.Noticed += notice => told.Enqueue(notice.Text);
        await here.SetFinalLabelAsync([ReviewFolder.Id(1)], 1, CancellationToken.None);
        await here.SetFinalLabelAsync([ReviewFolder.Id(2)], 2, CancellationToken.None);
        await here.Adjudication.UndoAsync(CancellationToken.None);
        await ReviewFolder.UntilAsync(() => there.Table.Find(ReviewFolder.Id(1))?.FinalLabel is not null, "the decision arrives");

        await there.SetFinalLabelAsync([ReviewFolder.Id(1)], null, CancellationToken.None);

        await ReviewFolder.UntilAsync(() => !told.IsEmpty, "the clear is told");
        Assert.Equal(["zoe cleared your final label of block_0001, 1 – Class 1."], told);
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
