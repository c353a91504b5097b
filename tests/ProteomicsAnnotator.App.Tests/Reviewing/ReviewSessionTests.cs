using System.Collections.Concurrent;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
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
        await Eventually.IsTrueAsync(() => (figures = review.Figures) is { IsComplete: true }, "figures");

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
            await Eventually.IsTrueAsync(
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
        await Eventually.IsTrueAsync(() => said is not null, "the failure is said");
        _folder.Put("frank", null, null, null, null, null, null, null, null, null, 3);

        await Eventually.IsTrueAsync(() => review.Table[9].Votes.Any(vote => vote.Key == "frank"), "the table follows");
        Assert.Contains("nobody thought of this", said, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(() => review.Fault is null, "all is well again");
    }

    [Fact]
    public async Task Share_AnotherUsersFileChanges_TheTableFollows()
    {
        ReviewSession review = await _folder.OpenAsync("ann");

        _folder.Put("erin", null, null, null, null, null, null, null, null, null, 2);

        await Eventually.IsTrueAsync(() => review.Table[9].Consensus.Label == 2, "erin's label");
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
    public async Task FinalLabel_SetAsItIsByAnotherAdmin_IsNotSaidToBeReplaced()
    {
        ReviewSession here = await _folder.OpenAsync("ann");
        ReviewSession there = await _folder.OpenAsync("zoe");
        var told = new ConcurrentQueue<string>();
        here.Noticed += notice => told.Enqueue(notice.Text);
        await here.SetFinalLabelAsync([ReviewFolder.Id(1), ReviewFolder.Id(2)], 1, CancellationToken.None);
        await Eventually.IsTrueAsync(() => there.Table.Find(ReviewFolder.Id(2))?.FinalLabel is not null, "the decisions arrive");

        await there.SetFinalLabelAsync([ReviewFolder.Id(1)], 1, CancellationToken.None);
        await Eventually.IsTrueAsync(() => here.Table.Find(ReviewFolder.Id(1))?.FinalLabel?.SetBy == "zoe", "the first arrives");
        await there.SetFinalLabelAsync([ReviewFolder.Id(2)], 3, CancellationToken.None);

        await Eventually.IsTrueAsync(() => !told.IsEmpty, "the second is told");
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
        await Eventually.IsTrueAsync(() => there.Table.Find(ReviewFolder.Id(1))?.FinalLabel is not null, "the decision arrives");

        await there.SetFinalLabelAsync([ReviewFolder.Id(1)], null, CancellationToken.None);

        await Eventually.IsTrueAsync(() => !told.IsEmpty, "the clear is told");
        Assert.Equal(["zoe cleared your final label of block_0001, 1 – Class 1."], told);
    }
}
