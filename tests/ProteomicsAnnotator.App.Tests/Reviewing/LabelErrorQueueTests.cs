using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

/// <summary>Likely label errors and a model's doubts as queues of an adjudication, over real folders.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LabelErrorQueueTests : IAsyncDisposable
{
    private readonly ReviewFolder _folder = ReviewFolder.ProjectSmall();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    /// <summary>All three say 3 of block 3, and two say 2 of block 8: no disagreement, and the model is sure of something else.</summary>
    [Fact]
    public async Task Model_ThatIsSure_MakesAQueueAlsoOfWhatPeopleAgreeOn()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        _folder.StorePredictions("1", "block_0003,1,0.99\nblock_0008,3,0.95\nblock_0005,2,0.99\nblock_0001,3,0.5\n");

        Assert.True(await review.Adjudication.StartAsync(AdjudicationOrder.ModelDiffers, CancellationToken.None));
        Assert.Equal([ReviewFolder.Id(3), ReviewFolder.Id(8)], review.Adjudication.Queue);
        Assert.True((await review.Adjudication.DecideAsync(ReviewFolder.Id(3), 1, CancellationToken.None)).Accepted);
        Assert.Equal(ReviewFolder.Id(8), review.Adjudication.Current);
        Assert.True((await review.Adjudication.DecideAsync(ReviewFolder.Id(8), 2, CancellationToken.None)).Accepted);
        Assert.True(review.Adjudication.IsQueueDone);

        Assert.Empty(await review.Adjudication.QueueOfAsync(AdjudicationOrder.ModelDiffers, CancellationToken.None));
        Assert.Equal(
            "m@1 is at least 90 % sure of another class than people's votes on 2 blocks. Settled: 2; the final label differs from the votes on 1.",
            review.Adjudication.LabelErrors.WordsOf(AdjudicationOrder.ModelDiffers));
    }

    [Fact]
    public async Task LikelyErrors_AreQueuedWithoutAModelToo_AndCountWhatWasOverruled()
    {
        ReviewSession review = await _folder.OpenAsync("ann");

        Assert.True(await review.Adjudication.StartAsync(AdjudicationOrder.LikelyErrors, CancellationToken.None));
        IReadOnlyList<BlockId> queue = review.Adjudication.Queue;
        Assert.Equal(queue, review.Adjudication.LabelErrors.Votes!.Waiting.Select(vote => vote.Block));
        Assert.StartsWith($"{queue.Count} blocks with a vote that is less likely than not. Settled: 0", review.Adjudication.LabelErrors.WordsOf(AdjudicationOrder.LikelyErrors), StringComparison.Ordinal);
        int surprising = review.Adjudication.LabelErrors.Votes.Of(queue[0])!.Value.Label;
        Assert.True((await review.Adjudication.DecideAsync(queue[0], surprising == 1 ? 2 : 1, CancellationToken.None)).Accepted);

        Assert.DoesNotContain(queue[0], await review.Adjudication.QueueOfAsync(AdjudicationOrder.LikelyErrors, CancellationToken.None));
        Assert.Equal((1, 1), (review.Adjudication.LabelErrors.Votes.Settled, review.Adjudication.LabelErrors.Votes.Overruled));
    }

    /// <summary>Block 10 has no label, block 6 a single one: error rates say nothing of it, a model does.</summary>
    [Fact]
    public async Task SingleVote_IsListedByTheModelAlone_OfTheVersionThatWasChosen()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        _folder.StorePredictions("1", "block_0006,3,0.98\n");
        _folder.StorePredictions("2", "block_0006,1,0.98\n");

        Assert.DoesNotContain(ReviewFolder.Id(6), await review.Adjudication.QueueOfAsync(AdjudicationOrder.LikelyErrors, CancellationToken.None));
        review.Adjudication.LabelErrors.Chosen = "m@1";
        Assert.Contains(ReviewFolder.Id(6), await review.Adjudication.QueueOfAsync(AdjudicationOrder.LikelyErrors, CancellationToken.None));
        Assert.Equal(["m@1", "m@2"], review.Adjudication.LabelErrors.Models.Select(set => set.Model.ToString()));
    }

    [Fact]
    public async Task QueueOfAModel_WhereNoneIsStored_SaysHowToStoreOne()
    {
        ReviewSession review = await _folder.OpenAsync("ann");

        Assert.False(await review.Adjudication.StartAsync(AdjudicationOrder.ModelDiffers, CancellationToken.None));
        Assert.Contains("./launch.sh predictions", review.Adjudication.LabelErrors.WordsOf(AdjudicationOrder.ModelDiffers), StringComparison.Ordinal);
    }
}
