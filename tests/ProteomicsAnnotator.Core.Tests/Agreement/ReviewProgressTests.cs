using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

public class ReviewProgressTests
{
    [Fact]
    public void Progress_OfTheSmallProject_CountsLabelsVotesAndWhatWaits()
    {
        ReviewProgress progress = Reviews.ProjectSmall().Progress;

        Assert.Equal((28, 5, 0, 0), (progress.Labels, progress.ToAdjudicate, progress.NewVotes, progress.FinalLabels));
        Assert.Equal(10, progress.BlocksByVotes.Sum());
        Assert.Equal(28, progress.BlocksByVotes.Select((blocks, votes) => blocks * votes).Sum());
    }

    [Fact]
    public void Progress_FinalLabels_SettleUnlessAVoteIsYounger()
    {
        ReviewInput input = Reviews.Input(["a", "b"], [[1, 2], [1, 2], [1, 1], [null, null]]);
        var table = ReviewTable.Of(input with
        {
            FinalLabels = new Dictionary<BlockId, FinalLabel>
            {
                [Reviews.Id(1)] = new(1, "ann", Reviews.Noon.AddHours(1)),
                [Reviews.Id(2)] = new(1, "ann", Reviews.Noon.AddHours(-1)),
            },
        });

        Assert.Equal((1, 1, 2), (table.Progress.ToAdjudicate, table.Progress.NewVotes, table.Progress.FinalLabels));
        Assert.Equal([1, 0, 3], table.Progress.BlocksByVotes);
    }

    [Fact]
    public void Progress_WithoutBlocks_IsNothing() => Assert.Equal([0], Reviews.Table(["a"], []).Progress.BlocksByVotes);

    [Fact]
    public void Filter_LabelledAndLabelledBy_KeepBlocksWithSuchVotes()
    {
        ReviewTable table = Reviews.Table(["a", "b"], [[1, null], [null, 2], [null, null]]).Without(new HashSet<string> { "b" });

        Assert.Equal([0], new ReviewFilter { LabelledOnly = true }.Select(table, default));
        Assert.Equal([1], new ReviewFilter { LabelledBy = "b" }.Select(table, default));
        Assert.Empty(new ReviewFilter { LabelledBy = "nobody" }.Select(table, default));
    }

    [Fact]
    public void Days_OfAll_CountsEachAnnotatorsLabelsByTheirLocalDay()
    {
        TimeZoneInfo zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(13), "test", "test");
        DateTimeOffset now = new(2026, 3, 20, 10, 0, 0, TimeSpan.Zero);
        var times = new[] { now.AddDays(-40), now.AddDays(-13), now.AddHours(-1), now.AddMinutes(5), DateTimeOffset.UnixEpoch };
        var votes = times.Select((at, i) => (Reviews.Id(i + 1), new Vote(1, at))).ToDictionary(item => item.Item1, item => item.Item2);
        var table = ReviewTable.Of(new ReviewInput(
            Reviews.Ids(5), [new AnnotatorVotes("a", votes), Reviews.Votes("b")], new Dictionary<BlockId, FinalLabel>()));

        IReadOnlyDictionary<string, IReadOnlyList<DayOfLabels>> days = LabelDays.OfAll(table, now, zone);

        Assert.Equal(LabelDays.Count, days["a"].Count);
        Assert.Equal(new DayOfLabels(new DateOnly(2026, 3, 20), 2), days["a"][^1]);
        Assert.Equal(new DayOfLabels(new DateOnly(2026, 3, 7), 1), days["a"][0]);
        Assert.Equal(3, days["a"].Sum(day => day.Labels));
        Assert.All(days["b"], day => Assert.Equal(0, day.Labels));
    }

    [Fact]
    public void MostConfused_IsThePairWithMostItems_InBothDirectionsBetweenTwo()
    {
        ReviewTable table = Reviews.Table(["a", "b"], [[1, 2], [2, 1], [2, 3], [3, 3], [1, 1]]);

        Assert.Equal(new ConfusedLabels(1, 2, 2), ConfusionMatrix.Overall(table).MostConfused);
        Assert.Equal(new ConfusedLabels(1, 2, 2), ConfusionMatrix.Between(table.Annotators[0], table.Annotators[1], table.Labels).MostConfused);
        Assert.Null(ConfusionMatrix.Overall(Reviews.Table(["a", "b"], [[1, 1]])).MostConfused);
    }
}
