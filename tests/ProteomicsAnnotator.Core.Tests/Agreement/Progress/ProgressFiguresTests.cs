using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Progress;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Agreement.Progress;

/// <summary>Expected values by hand.</summary>
public sealed class ProgressFiguresTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>23:30 UTC is the next day in Berlin; the day of today does not count for the pace; a clock that runs ahead is of today.</summary>
    [Fact]
    public void Days_AreThoseOfTheZone_AndTheForecastGoesByWholeDays()
    {
        DateTimeOffset now = At("2024-01-05T12:00");
        ReviewTable table = Table(4, ("ann", [(1, 1, "2024-01-01T23:30"), (2, 1, "2024-01-02T10:00"), (3, 1, "2024-01-04T10:00"), (4, 1, "2024-01-05T10:00")]), ("ben", [(1, 1, "2024-01-09T10:00")]));

        var pace = CampaignPace.Of(table, VoteDemand.OfEach(3), now, Berlin);

        Assert.Equal([("2024-01-02", 2), ("2024-01-03", 0), ("2024-01-04", 1), ("2024-01-05", 2)], pace.Days.Select(day => (day.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), day.Labels)));
        Assert.Equal((1.0, 7, new DateOnly(2024, 1, 12)), (pace.PerDay, pace.Wanted, pace.End));
        Assert.Equal("7 votes are wanted; at 1 of them a day, as in the last days, they are there on 2024-01-12.", pace.Words);
        Assert.StartsWith("Nothing says how many votes", CampaignPace.Of(table, null, now, Berlin).Words, StringComparison.Ordinal);
        Assert.Equal("Every block has the votes that it is to have.", CampaignPace.Of(table, VoteDemand.OfEach(1), now, Berlin).Words);
        Assert.Null(CampaignPace.Of(Table(2), VoteDemand.OfEach(1), now, Berlin).End);
    }

    /// <summary>
    /// Ann's third vote and ben's second are outside the plan; block 2 needed no further vote when the plan was made; block 9 is not there now; cem
    /// cannot judge block 1. So of six seats one lacks its vote, and two of the days before today were planned ones.
    /// </summary>
    [Fact]
    public void Forecast_OfAPlan_IsAboutItsOwnQueues()
    {
        ReviewTable table = Table(
            6,
            ("ann", [(1, 1, "2024-01-03T10:00"), (2, 1, "2024-01-03T11:00"), (4, 1, "2024-01-04T10:00")]),
            ("ben", [(1, 1, "2024-01-04T10:00"), (5, 1, "2024-01-04T11:00")]));
        IReadOnlyList<AnnotatorVotes> people = [.. table.Input.Annotators, new AnnotatorVotes("cem", new Dictionary<BlockId, Vote>()) { Marks = new Dictionary<BlockId, BlockMark> { [Reviews.Id(1)] = new(false, null) { Unusable = "torn" } } }];
        var demand = VoteDemand.OfPlan(new Dictionary<string, IReadOnlyList<BlockId>>
        {
            ["ann"] = [Reviews.Id(1), Reviews.Id(2), Reviews.Id(9)],
            ["ben"] = [Reviews.Id(1)],
            ["cem"] = [Reviews.Id(1), Reviews.Id(3)],
        });

        var pace = CampaignPace.Of(ReviewTable.Of(table.Input with { Annotators = people }), demand, At("2024-01-05T12:00"), Berlin);

        Assert.Equal((1.5, 1, new DateOnly(2024, 1, 6)), (pace.PerDay, pace.Wanted, pace.End));
        Assert.Equal([2, 3, 0], pace.Days.Select(day => day.Labels));
    }

    /// <summary>Block 3 cannot be read: nobody can give the votes that it lacks, and those that it has count. Of three votes on each of three blocks, two are there.</summary>
    [Fact]
    public void Votes_OnBlocksThatCannotBeRead_AreNotWanted()
    {
        ReviewTable table = Table(3, ("ann", [(1, 1, "2024-01-03T10:00"), (3, 1, "2024-01-04T10:00")]));
        var plan = VoteDemand.OfPlan(new Dictionary<string, IReadOnlyList<BlockId>> { ["ann"] = [Reviews.Id(1), Reviews.Id(3)], ["ben"] = [Reviews.Id(2), Reviews.Id(3)] });
        HashSet<BlockId> unreadable = [Reviews.Id(3)];

        Assert.Equal((7, 5), (Wanted(VoteDemand.OfEach(3)), Wanted(VoteDemand.OfEach(3).Without(unreadable))));
        Assert.Equal((2, 1), (Wanted(plan), Wanted(plan.Without(unreadable))));
        Assert.Equal(1, CampaignPace.Of(table, plan.Without(unreadable), At("2024-01-05T12:00"), Berlin).PerDay);

        int? Wanted(VoteDemand demand) => CampaignPace.Of(table, demand, At("2024-01-05T12:00"), Berlin).Wanted;
    }

    /// <summary>Two votes are wanted of each block, and block 1 has three: the last one brings no end nearer.</summary>
    [Fact]
    public void Pace_WithoutAPlan_CountsVotesUpToTheTarget()
    {
        ReviewTable table = Table(
            2, ("ann", [(1, 1, "2024-01-03T10:00")]), ("ben", [(1, 1, "2024-01-04T10:00")]), ("eva", [(1, 1, "2024-01-04T11:00")]));

        var pace = CampaignPace.Of(table, VoteDemand.OfEach(2), At("2024-01-05T12:00"), Berlin);

        Assert.Equal((1.0, 2, new DateOnly(2024, 1, 7)), (pace.PerDay, pace.Wanted, pace.End));
    }

    /// <summary>Block 1: three votes, two of the first week; block 2: its pair is of the week of the later vote. Sunday evening in UTC is Monday in Berlin.</summary>
    [Fact]
    public void Weeks_HaveThePairsOfTheirLaterVotes()
    {
        ReviewTable table = Table(
            2,
            ("ann", [(1, 1, "2024-01-02T10:00"), (2, 2, "2024-01-02T10:00")]),
            ("ben", [(1, 1, "2024-01-03T10:00"), (2, 1, "2024-01-14T23:30")]),
            ("eva", [(1, 2, "2024-01-10T10:00")]));

        IReadOnlyList<WeekOfAgreement> weeks = WeekOfAgreement.AllOf(table, Berlin);

        Assert.Equal([(new DateOnly(2024, 1, 1), 1, 1), (new(2024, 1, 8), 2, 0), (new(2024, 1, 15), 1, 0)], weeks.Select(week => (week.Monday, week.Pairs, week.Same)));
    }

    /// <summary>400 blocks; cat labels them from the last to the first, right up to item 200 and at random behind it.</summary>
    [Fact]
    public void PersonWhoChangesAfterItem200_IsFound_AndTheOthersAreNot()
    {
        var random = new Random(5);
        int[] truth = [.. Enumerable.Range(0, 400).Select(_ => 1 + random.Next(3))];
        int Mostly(int label, double right) => random.NextDouble() < right ? label : 1 + random.Next(3);
        string[] users = ["ann", "ben", "cat"];
        var inputs = users.Select(user => new AnnotatorVotes(user, truth.Select((label, i) => (label, i)).ToDictionary(
            item => Reviews.Id(item.i + 1),
            item => user == "cat"
                ? new Vote(Mostly(item.label, 399 - item.i < 200 ? 0.92 : 0.35), Reviews.Noon.AddMinutes(399 - item.i))
                : new Vote(Mostly(item.label, 0.95), Reviews.Noon.AddMinutes(item.i)))));

        IReadOnlyList<Drift> drifts = Drift.AllOf(ReviewTable.Of(new ReviewInput(Reviews.Ids(400), [.. inputs], new Dictionary<BlockId, FinalLabel>())));

        Assert.Equal(["cat"], drifts.Where(drift => drift.IsFound).Select(drift => drift.Username));
        Drift cat = drifts.Single(drift => drift.Username == "cat");
        Assert.InRange(cat.After, 190, 210);
        Assert.InRange(cat.Before, 0.85, 1);
        Assert.InRange(cat.Since, 0.3, 0.7);
        Assert.Equal(Reviews.Noon.AddMinutes(cat.After), cat.At);
        Assert.Equal(0.001, cat.P, 12);
    }

    [Fact]
    public void PersonWithFewLabels_IsNotJudged() =>
        Assert.Empty(Drift.AllOf(Reviews.Table(["ann", "ben", "eva"], [.. Enumerable.Repeat<IReadOnlyList<int?>>([1, 1, 2], 39)])));

    [Fact]
    public void Times_AreQuartilesOfVotesThatStand()
    {
        ReviewTable plain = Table(6, ("ann", [.. Enumerable.Range(1, 6).Select(block => (block, 1, "2024-01-02T10:00"))]));
        Dictionary<(BlockId, string), VoteEvidence> measured = [];
        foreach ((int block, long milliseconds) in new[] { (1, 1000L), (2, 2000L), (3, 3000L), (4, 4000L), (5, 10_000L) })
        {
            measured[(Reviews.Id(block), "ann")] = new VoteEvidence(At(block == 5 ? "2024-01-01T10:00" : "2024-01-02T10:00"), new Evidence { ActiveMs = milliseconds }, null);
        }

        Assert.Equal([new LabelTimes("ann", 4, 1.75, 2.5, 3.25)], LabelTimes.AllOf(ReviewTable.Of(plain.Input with { Evidence = new ShareEvidence(measured) })));
        Assert.Empty(LabelTimes.AllOf(plain));
    }

    [Fact]
    public void Widths_GoByTheSquareRootOfTheBlocks()
    {
        var now = new AgreementCoefficients(new Coefficient(0.8, 400, 0.7, 0.9), new Coefficient(null, 0), new Coefficient(0.6, 400, 0.5, 0.7), new Coefficient(null, 0));

        SampleSize hundred = SampleSize.AllOf(now)[0];

        Assert.Equal((100, 0.4), (hundred.Blocks, Math.Round(hundred.PercentAgreement!.Value, 10)));
        Assert.Equal(0.4, hundred.KrippendorffAlpha!.Value, 10);
        Assert.Null(SampleSize.AllOf(now with { KrippendorffAlpha = new Coefficient(null, 0) })[0].KrippendorffAlpha);
    }

    /// <summary>Forty labels of a merged file without times are wrong, forty later ones right: they say nothing of a change.</summary>
    [Fact]
    public void Labels_OfUnknownTime_HaveNoPlaceInTheOrder_AndThatIsSaid()
    {
        AnnotatorVotes Votes(string user, Func<int, Vote> of) => new(user, Enumerable.Range(1, 80).ToDictionary(Reviews.Id, of));
        ReviewTable table = ReviewTable.Of(new ReviewInput(
            Reviews.Ids(80),
            [
                Votes("ann", i => new Vote(1, Reviews.Noon.AddMinutes(i))),
                Votes("ben", i => new Vote(1, Reviews.Noon.AddMinutes(i))),
                Votes("cat", i => i <= 40 ? new Vote(2, LabelTime.Unknown) : new Vote(1, Reviews.Noon.AddMinutes(i))),
            ],
            new Dictionary<BlockId, FinalLabel>()));

        Drift cat = Drift.AllOf(table).Single(drift => drift.Username == "cat");

        Assert.Equal((40, false), (cat.N, cat.IsFound));
        Assert.Equal("40 labels of unknown time are left out.", Drift.LeftOutOf(table));
        Assert.Null(Drift.LeftOutOf(Reviews.Table(["ann"], [[1]])));
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time + "Z", System.Globalization.CultureInfo.InvariantCulture);

    private static ReviewTable Table(int blocks, params (string User, (int Block, int Label, string Time)[] Votes)[] people) => ReviewTable.Of(new ReviewInput(
        Reviews.Ids(blocks),
        [.. people.Select(person => new AnnotatorVotes(person.User, person.Votes.ToDictionary(vote => Reviews.Id(vote.Block), vote => new Vote(vote.Label, At(vote.Time)))))],
        new Dictionary<BlockId, FinalLabel>()));
}
