using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Certainty;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Agreement.Quality;

/// <summary>Two adjudicators beside each other; expected figures are computed by hand.</summary>
public sealed class AdjudicatorAgreementTests
{
    [Fact]
    public void Figures_OfTwo_AreThoseOfTheTable()
    {
        // Final label of ann, second of zoe: 4 x (1, 1), 3 x (2, 2), 2 x (1, 2), 1 x (2, 1).
        (int, int)[] labels = [(1, 1), (1, 1), (1, 1), (1, 1), (2, 2), (2, 2), (2, 2), (1, 2), (1, 2), (2, 1)];
        var agreement = AdjudicatorAgreement.Of(Table([.. labels.Select((pair, i) => Second(i + 1, "ann", pair.Item1, "zoe", pair.Item2))]));

        Assert.Equal((10, 10, 7), (agreement.Blocks, agreement.All.Total, agreement.All.Same));

        // Observed 0.7; expected (6 * 5 + 4 * 5) / 100 = 0.5.
        Assert.Equal(0.4, agreement.All.Kappa.Value!.Value, 12);

        // The roots of (0.7 - q)² = z² q (1 - q) / 10.
        Assert.Equal((0.39678, 0.89221), (Math.Round(agreement.All.Interval!.Value.Low, 5), Math.Round(agreement.All.Interval.Value.High, 5)));
        ConfusionMatrix matrix = agreement.All.Confusion;
        Assert.Equal([1, 2], matrix.Labels);
        Assert.Equal((4, 2, 1, 3), (matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]));
        AdjudicatorPair pair = Assert.Single(agreement.Pairs);
        Assert.Equal(("ann", "zoe", 10, 7), (pair.A, pair.B, pair.Figures.Total, pair.Figures.Same));
        Assert.Equal([8, 9, 10], agreement.Different.Select(Number));
        Assert.Equal([8, 9, 10], agreement.Open.Select(Number));
    }

    [Fact]
    public void Figures_OfLabelsThatAreNotOneToN_KeepTheLabels()
    {
        var agreement = AdjudicatorAgreement.Of(Table(Second(1, "ann", 2, "zoe", 7), Second(2, "ann", 7, "zoe", 7)));

        Assert.Equal([2, 7], agreement.All.Confusion.Labels);
        Assert.Equal((2, 7, 1), (agreement.All.Confusion.MostConfused!.First, agreement.All.Confusion.MostConfused.Second, agreement.All.Confusion.MostConfused.Count));
    }

    [Fact]
    public void Pairs_OfThree_CompareEachTwo_AndAFinalLabelOncePerBlock()
    {
        var agreement = AdjudicatorAgreement.Of(Table(
            Second(1, "ann", 1, "zoe", 1), Second(1, "ann", 1, "kim", 2), Second(2, "kim", 3, "ann", 3), Second(3, "zoe", 2, "ann", 1)));

        Assert.Equal((3, 4, 2), (agreement.Blocks, agreement.All.Total, agreement.All.Same));
        Assert.Equal(
            [("ann", "kim", 2, 1), ("ann", "zoe", 2, 1), ("kim", "zoe", 1, 0)],
            agreement.Pairs.Select(pair => (pair.A, pair.B, pair.Figures.Total, pair.Figures.Same)));
    }

    /// <summary>Nobody looked at such a block alone, or nobody else did.</summary>
    [Fact]
    public void FinalLabels_AcceptedSetTogetherOrUnknown_AreComparedWithNothing()
    {
        SecondLabel accepted = Second(1, "ann", 1, "zoe", 2, reason: Acceptance.ReasonFrom(0.95));
        SecondLabel together = Second(2, "ann", 1, "zoe", 2) with { IsFirstOfMany = true };
        SecondLabel nobody = Second(6, "", 1, "zoe", 2);
        SecondLabel none = Second(7, "ann", 1, "zoe", 2) with { First = null };
        SecondLabel gone = Second(99, "ann", 1, "zoe", 2);

        var agreement = AdjudicatorAgreement.Of(Table(accepted, together, nobody, none, gone, Second(8, "ann", 1, "zoe", 2)));

        Assert.Equal([8], agreement.Different.Select(Number));
    }

    /// <summary>A person under two names is no two adjudicators: the later answer is that person's.</summary>
    [Fact]
    public void Answers_OfOnePersonUnderTwoNames_AreOne()
    {
        var people = new PeopleDecisions(new Dictionary<string, ExcludedPerson>(), new Dictionary<string, SamePerson> { ["zoey"] = new("zoe", "lead", Reviews.Noon) });
        SecondLabel later = Second(1, "ann", 1, "zoe", 1);
        SecondLabel[] seconds = [later with { By = "zoey", Label = 2, At = later.At.AddSeconds(-1) }, later, Second(2, "ann", 1, "zoey", 2)];
        ReviewInput input = ReviewInput.Of(Reviews.Ids(20), new AllVotes([], [], []) { People = people }, LabelSnapshot.Empty) with { Seconds = seconds };

        var agreement = AdjudicatorAgreement.Of(ReviewTable.Of(input));

        Assert.Equal((2, 2, 1), (agreement.Blocks, agreement.All.Total, agreement.All.Same));
        Assert.Equal([2], agreement.Different.Select(Number));
        AdjudicatorPair pair = Assert.Single(agreement.Pairs);
        Assert.Equal(("ann", "zoe", 2, 1), (pair.A, pair.B, pair.Figures.Total, pair.Figures.Same));
    }

    [Fact]
    public void Nothing_HasNoShare_AndSettledOnesAreNotOpen()
    {
        var none = AdjudicatorAgreement.Of(Table());
        Assert.Equal((0, null, null), (none.All.Total, none.All.Share, none.All.Interval));
        Assert.Empty(none.Pairs);

        var settled = AdjudicatorAgreement.Of(Table(Second(1, "ann", 1, "zoe", 2) with { IsSettled = true }, Second(2, "ann", 1, "zoe", 3)));
        Assert.Equal([1, 2], settled.Different.Select(Number));
        Assert.Equal([2], settled.Open.Select(Number));
    }

    private static int Number(SecondLabel second) => int.Parse(second.Key.Block.Name[6..], System.Globalization.CultureInfo.InvariantCulture);

    private static ReviewTable Table(params SecondLabel[] seconds) =>
        ReviewTable.Of(new ReviewInput(Reviews.Ids(20), [], new Dictionary<BlockId, FinalLabel>()) { Seconds = seconds });

    internal static SecondLabel Second(int block, string firstBy, int first, string by, int label, string? reason = null)
    {
        var key = new LabelKey(null, Reviews.Id(block));
        var origin = new LabelEvent
        {
            Id = new EventId("20240102T102900Z-ws-12-0123456789ab", block),
            Clock = block,
            At = Reviews.Noon.AddSeconds(block),
            Key = key,
            Label = first,
            By = firstBy,
            Others = reason is null ? default : OtherMembers.Of(reason),
        };
        return new SecondLabel(key, by, label, Reviews.Noon.AddHours(1).AddSeconds(block), new LabelEntry(origin), IsSettled: false);
    }
}
