using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

/// <summary>Two adjudicators of one queue who do not see each other's decisions, and what they differ on.</summary>
public sealed class SecondOpinionTests : IAsyncDisposable
{
    private readonly ReviewFolder _folder = ReviewFolder.ProjectSmall();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Queue_HasWhatOthersSettled_AndDigitsChangeNoFinalLabel()
    {
        ReviewSession zoe = await SettleAsync("zoe", (7, 2), (4, 2), (9, 2), (2, 2), (5, 2));
        ReviewSession ann = await OpenAfterAsync("ann", 5);
        Assert.False(await ann.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, Ct));

        ann.Adjudication.ChooseSecondOpinion(true);
        Assert.True(await ann.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, Ct));
        Assert.True(ann.Adjudication.IsSecondOpinion);
        Assert.Equal([7, 4, 9, 2, 5], ann.Adjudication.Queue.Select(Number));
        Assert.Equal((0, 0), (ann.Adjudication.DecidedCount, ann.Adjudication.SettledByOthersCount));
        Assert.True((await ann.Adjudication.DecideAsync(ReviewFolder.Id(7), 1, Ct)).Accepted);

        Assert.Equal((1, 4), (ann.Adjudication.DecidedCount, Number(ann.Adjudication.Current!.Value)));
        Assert.Equal((1, "zoe", 2), (ann.Adjudication.Seconds.Of(ReviewFolder.Id(7))!.Value, Final(ann, 7).SetBy, Final(ann, 7).Label));
        Assert.Equal([(7, "zoe", 2, "ann", 1)], ann.Table.Input.Seconds.Select(Told));
        await Eventually.IsTrueAsync(() => zoe.Table.Input.Seconds.Select(Told).SequenceEqual([(7, "zoe", 2, "ann", 1)]), "the other adjudicator's program has it");

        UndoResult undone = await ann.Adjudication.UndoAsync(Ct);
        Assert.Equal((UndoOutcome.Done, 7, 0), (undone.Outcome, Number(ann.Adjudication.Current!.Value), ann.Adjudication.DecidedCount));
        Assert.Null(ann.Adjudication.Seconds.Of(ReviewFolder.Id(7)));
        Assert.Equal(UndoOutcome.Done, (await ann.Adjudication.RedoAsync(Ct)).Outcome);
        Assert.Equal(1, ann.Adjudication.DecidedCount);
        Assert.True((await ann.Adjudication.ClearDecisionAsync(ReviewFolder.Id(7), Ct)).Accepted);
        Assert.Empty(ann.Table.Input.Seconds);
        Assert.Equal(2, Final(ann, 7).Label);
    }

    [Theory]
    [InlineData(AdjudicationOrder.VoteEntropy)]
    [InlineData(AdjudicationOrder.DawidSkeneUncertainty)]
    [InlineData(AdjudicationOrder.LeastCertain)]
    public async Task BlockThatOneSettledOneself_IsPassedOver_AndRefusedInWords(AdjudicationOrder order)
    {
        ReviewSession ann = await SettleAsync("ann", (4, 2), (9, 1));
        ann.Adjudication.ChooseSecondOpinion(true);
        Assert.True(await ann.Adjudication.StartAsync(order, Ct));
        Assert.Equal([2, 5, 7], ann.Adjudication.Queue.Select(Number).Order());

        ann.Adjudication.GoTo(ReviewFolder.Id(9));
        LabelResult refused = await ann.Adjudication.DecideAsync(ReviewFolder.Id(9), 1, Ct);

        Assert.Equal((LabelPlace.Refused, FinalLabels.OwnFinalLabel), (refused.Place, refused.Reason));
        Assert.Empty(ann.Table.Input.Seconds);
    }

    [Fact]
    public async Task Differences_AreAQueue_ThatAFinalLabelWithAReasonSettles()
    {
        ReviewSession zoe = await SettleAsync("zoe", (7, 2), (4, 2), (9, 2));
        ReviewSession ann = await OpenAfterAsync("ann", 3);
        ann.Adjudication.ChooseSecondOpinion(true);
        Assert.True(await ann.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, Ct));
        foreach ((int block, int label) in ((int, int)[])[(7, 1), (4, 2), (9, 3)])
        {
            Assert.True((await ann.Adjudication.DecideAsync(ReviewFolder.Id(block), label, Ct)).Accepted);
        }

        await Eventually.IsTrueAsync(() => zoe.Table.Input.Seconds.Count == 3, "the second opinions arrive");
        Assert.True(await zoe.Adjudication.StartAsync(AdjudicationOrder.AdjudicatorsDiffer, Ct));
        Assert.Equal([7, 9], zoe.Adjudication.Queue.Select(Number));
        LabelResult without = await zoe.Adjudication.DecideAsync(ReviewFolder.Id(7), 1, Ct);
        Assert.Equal((false, "two adjudicators differ on this block: write the reason beside the picture first"), (without.Accepted, without.Reason));

        zoe.Adjudication.Reason = "the rim is bright";
        Assert.True((await zoe.Adjudication.DecideAsync(ReviewFolder.Id(7), 1, Ct)).Accepted);
        Assert.Equal((9, 1, false), (Number(zoe.Adjudication.Current!.Value), zoe.Adjudication.DecidedCount, zoe.Adjudication.IsQueueDone));
        Assert.Equal((1, "the rim is bright"), (Final(zoe, 7).Label, Final(zoe, 7).Reason));
        Assert.Equal(UndoOutcome.Done, (await zoe.Adjudication.UndoAsync(Ct)).Outcome);
        Assert.Equal(0, zoe.Adjudication.DecidedCount);
        Assert.Equal(UndoOutcome.Done, (await zoe.Adjudication.RedoAsync(Ct)).Outcome);

        // Whoever keeps the own label says so with a reason, too.
        zoe.Adjudication.GoTo(ReviewFolder.Id(9));
        zoe.Adjudication.Reason = "no rim in 488";
        Assert.True((await zoe.Adjudication.DecideAsync(ReviewFolder.Id(9), 2, Ct)).Accepted);
        Assert.True(zoe.Adjudication.IsQueueDone);
        Assert.False(await zoe.Adjudication.StartAsync(AdjudicationOrder.AdjudicatorsDiffer, Ct));

        // The figures stay those of the two who did not know of each other.
        var agreement = AdjudicatorAgreement.Of(zoe.Table);
        Assert.Equal((3, 3, 1, 2, 0), (agreement.Blocks, agreement.All.Total, agreement.All.Same, agreement.Different.Count, agreement.Open.Count));
        await Eventually.IsTrueAsync(() => zoe.Figures is { Adjudicators.All.Total: 3 }, "the page has them");
    }

    [Fact]
    public async Task SecondOpinion_NoDiskTakesIt_IsRefused_AndTheBlockStaysTheCurrentOne()
    {
        _folder.RefuseFinalLabels("host0", machine: 0);
        ReviewSession ann = await _folder.OpenAsync("ann");
        ann.Adjudication.ChooseSecondOpinion(true);
        Assert.True(await ann.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, Ct));

        LabelResult result = await ann.Adjudication.DecideAsync(ReviewFolder.Id(7), 2, Ct);

        Assert.Equal((false, 0, 7), (result.Accepted, ann.Adjudication.DecidedCount, Number(ann.Adjudication.Current!.Value)));
        Assert.NotNull(result.Reason);
        Assert.Null(ann.Adjudication.Seconds.Of(ReviewFolder.Id(7)));
    }

    [Fact]
    public async Task BlockOpenedFromTheTable_IsOfFinalLabels_WhateverIsChosen()
    {
        ReviewSession ann = await _folder.OpenAsync("ann");
        ann.Adjudication.ChooseSecondOpinion(true);

        ann.Adjudication.OpenFromTable(ReviewFolder.Id(1), [ReviewFolder.Id(1)]);

        Assert.False(ann.Adjudication.IsSecondOpinion);
        Assert.True((await ann.Adjudication.DecideAsync(ReviewFolder.Id(1), 3, Ct)).Accepted);
        Assert.Equal(3, Final(ann, 1).Label);
    }

    private static int Number(BlockId block) => int.Parse(block.Name[6..], System.Globalization.CultureInfo.InvariantCulture);

    private static (int, string?, int?, string, int) Told(SecondLabel second) =>
        (Number(second.Key.Block), second.First?.By, second.First?.Label, second.By, second.Label);

    private static FinalLabel Final(ReviewSession review, int block) => review.Table.Find(ReviewFolder.Id(block))!.Value.FinalLabel!;

    private async Task<ReviewSession> SettleAsync(string admin, params (int Block, int Label)[] finals)
    {
        ReviewSession review = await _folder.OpenAsync(admin);
        foreach ((int block, int label) in finals)
        {
            Assert.True((await review.SetFinalLabelAsync([ReviewFolder.Id(block)], label, Ct)).Accepted);
        }

        return review;
    }

    /// <summary>Once another program's final labels are known.</summary>
    private async Task<ReviewSession> OpenAfterAsync(string admin, int finals)
    {
        ReviewSession review = await _folder.OpenAsync(admin);
        await Eventually.IsTrueAsync(() => review.Table.Progress.FinalLabels == finals, "the other's final labels arrive");
        return review;
    }
}
