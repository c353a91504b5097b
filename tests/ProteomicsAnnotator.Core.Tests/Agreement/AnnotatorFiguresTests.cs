using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

public class AnnotatorFiguresTests
{
    [Fact]
    public void AllOf_ProjectSmall_ComparesWithTheOthersOnly()
    {
        IReadOnlyList<AnnotatorFigures> all = AnnotatorFigures.AllOf(Reviews.ProjectSmall());

        AnnotatorFigures alice = all[0];
        Assert.Equal(8, alice.Labelled);
        Assert.Equal(0.8, alice.Progress);
        Assert.Equal([1, 2, 3], alice.ClassShares.Select(share => share.Key));
        Assert.Equal([0.5, 0.25, 0.25], alice.ClassShares.Select(share => share.Value));
        // Without alice: 1 2 3 2 2 1 tie 2 1; she said 1 1 3 1 2 . 1 2 3.
        Assert.Equal((7, 4 / 7.0, 1), (alice.ComparedBlocks, alice.AgreementWithOthers, alice.TiedBlocks));
    }

    [Fact]
    public void Of_OthersTie_LeavesTheBlockOutWhateverTheClass()
    {
        // The others say 1 and 2, so that the smallest label would favour whoever says 1.
        ReviewTable table = Reviews.Table(["a", "b", "c"], [[1, 1, 2], [2, 1, 2], [3, 1, 2], [3, 3, 3]]);

        AnnotatorFigures figures = AnnotatorFigures.AllOf(table)[0];

        Assert.Equal((1, 3, 1.0), (figures.ComparedBlocks, figures.TiedBlocks, figures.AgreementWithOthers));
    }

    [Fact]
    public void Of_OneAnnotator_HasNobodyToAgreeWith()
    {
        AnnotatorFigures only = AnnotatorFigures.AllOf(Reviews.Table(["a"], [[1], [2]]))[0];

        Assert.Null(only.AgreementWithOthers);
        Assert.Equal(0, only.ComparedBlocks);
    }

    [Fact]
    public void Of_Breaks_DoNotCountIntoThePace()
    {
        DateTimeOffset start = Reviews.Noon;
        DateTimeOffset[] times = [start, start.AddSeconds(10), start.AddSeconds(20), start.AddHours(5), start.AddHours(5).AddSeconds(10)];
        var votes = times.Select((time, i) => (time, i)).ToDictionary(pair => Reviews.Id(pair.i + 1), pair => new Vote(1, pair.time));
        var table = ReviewTable.Of(new ReviewInput(
            Reviews.Ids(5), [new AnnotatorVotes("a", votes)], new Dictionary<BlockId, FinalLabel>()));

        Assert.Equal(360, AnnotatorFigures.AllOf(table)[0].LabelsPerHour!.Value, 1e-9);
    }

    [Theory]
    [InlineData(300_000_000, 12.0)]
    [InlineData(300_000_001, null)]
    public void Of_PauseOfFiveMinutes_IsTheLongestThatIsNoBreak(long microseconds, double? labelsPerHour)
    {
        var votes = new Dictionary<BlockId, Vote>
        {
            [Reviews.Id(1)] = new(1, Reviews.Noon),
            [Reviews.Id(2)] = new(1, Reviews.Noon.AddMicroseconds(microseconds)),
        };
        var table = ReviewTable.Of(new ReviewInput(Reviews.Ids(2), [new AnnotatorVotes("a", votes)], new Dictionary<BlockId, FinalLabel>()));

        Assert.Equal(labelsPerHour, AnnotatorFigures.AllOf(table)[0].LabelsPerHour);
    }

    [Fact]
    public void Of_ExcludedAnnotator_IsComparedWithTheCounted()
    {
        ReviewInput input = Reviews.Input(["a", "test"], [[1, 1], [2, 1]]);
        var table = ReviewTable.Of(input.Without(["test"]));

        IReadOnlyList<AnnotatorFigures> all = AnnotatorFigures.AllOf(table);

        Assert.Equal(0, all[0].ComparedBlocks);
        Assert.Equal((2, 0.5), (all[1].ComparedBlocks, all[1].AgreementWithOthers));
    }

    [Fact]
    public void Of_NoLabels_HasNoFigures()
    {
        AnnotatorFigures empty = AnnotatorFigures.AllOf(Reviews.Table(["a"], [[null]]))[0];

        Assert.Null(empty.LabelsPerHour);
        Assert.Empty(empty.ClassShares);
        Assert.Equal(0, empty.Progress);
    }
}
