using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Reporting;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Agreement;
using ProteomicsAnnotator.Core.Tests.Agreement.Quality;

namespace ProteomicsAnnotator.Core.Tests.Reporting;

/// <summary>Each number leads to rows, and the rows say that number when they are counted here once more.</summary>
public sealed class ReportSourcesTests
{
    private readonly ReportInput _input = InputWithEverything();
    private readonly ReadReport _report;

    public ReportSourcesTests()
    {
        _report = ReadReport.Of(_input);
    }

    [Fact]
    public void Links_LeadToSelectionsWhoseRowsAreAsMany()
    {
        int links = _report.CheckSources();
        Assert.True(links > 90, $"{links} links");
        Assert.Equal(["1", "1", "2"], new[] { "boss, eva", "eva, lead", "boss, lead" }.Select(pair => _report.Row("Two adjudicators of one block", pair)[1]));
    }

    [Fact]
    public void Selections_OfAgreement_AreTheBlocksOfTheDecisions()
    {
        ILookup<string, int> votes = _report.Table("labels_long.csv")
            .Where(row => row["counted"] == "True" && row["not_blind"] == "False")
            .ToLookup(row => row["block_id"], row => int.Parse(row["label"], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Dictionary<string, string[]> selections = _report.Table("selections.csv").GroupBy(row => row["selection"]).ToDictionary(group => group.Key, group => group.Select(row => row["block_id"]).ToArray(), StringComparer.Ordinal);

        Assert.Equal(votes.Where(block => block.Count() > 1).Select(block => block.Key), selections["pairable"]);
        for (int one = 1; one <= 4; one++)
        {
            Assert.Equal(votes.Where(block => block.Count() > 1 && block.Contains(one)).Select(block => block.Key), selections[$"class-{one}"]);
            for (int other = one; other <= 4; other++)
            {
                int least = one == other ? 2 : 1;
                IEnumerable<string> both = votes.Where(block => block.Count(label => label == one) >= least && block.Count(label => label == other) >= least).Select(block => block.Key);
                Assert.Equal(both, selections.GetValueOrDefault($"pair-{one}-{other}", []));
            }
        }
    }

    [Fact]
    public void People_AreMeasuredByTheirRows()
    {
        Assert.Equal("Carol, alice, bob, zoe", string.Join(", ", _report.Table("known_answers.csv").Select(row => row["username"]).Distinct(StringComparer.Ordinal)));
        foreach (IGrouping<string, IReadOnlyDictionary<string, string>> person in _report.Table("known_answers.csv").GroupBy(row => row["username"]))
        {
            string[] row = _report.Row("Known answers given right", person.Key == "Carol" ? "Carol (left out)" : person.Key);
            Assert.Equal([person.Count(), person.Count(answer => answer["known"] == answer["given"])], row[1..3].Select(ReadReport.Number));
            Assert.All(person, answer => Assert.Equal(answer["known"] == answer["given"] ? "True" : "False", answer["right"]));
        }

        // (7 + z^2 / 2 ...) by hand for 7 of 10: Wilson 1927.
        IReadOnlyDictionary<string, string>[] repeats = [.. _report.Table("repeated_labels.csv").Where(row => row["username"] == "bob")];
        Assert.Equal(10, repeats.Length);
        string[] oneself = _report.Row("Agreement with oneself", "bob");
        Assert.Equal(["self-checks", "10", "7", "70.0 %", "39.7 % to 89.2 %"], oneself[1..6]);
        Assert.Equal(7, repeats.Count(row => row["first"] == row["second"]));
    }

    [Fact]
    public void Progress_IsByDaysOfTheCampaignsTimeZone()
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
        (string Day, int Labels)[] expected = [.. _report.Table("labels_long.csv")
            .Where(row => row["counted"] == "True")
            .Select(row => TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(row["annotated_at"], CultureInfo.InvariantCulture), zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .CountBy(day => day)
            .OrderBy(day => day.Key, StringComparer.Ordinal)
            .Select(day => (day.Key, day.Value))];

        IReadOnlyList<IReadOnlyDictionary<string, string>> days = _report.Table("progress.csv");
        Assert.Equal(expected, days.Select(day => (day["day"], int.Parse(day["labels"], CultureInfo.InvariantCulture))));
        Assert.True(days.Count > 1);
        Assert.Equal($"{expected.Sum(day => day.Labels)}", days[^1]["labels_so_far"]);
        Assert.Equal($"{_input.Table.Statistics.AnnotatedBlocks}", days[^1]["blocks_so_far"]);
        Assert.Contains("days in Asia/Tokyo", _report.TextsOf("progress.svg"));
    }

    [Fact]
    public void Resolved_IsCountedFromTheBlocks()
    {
        foreach (IGrouping<string, IReadOnlyDictionary<string, string>> label in _report.Table("blocks.csv").Where(row => row["resolved_label"].Length > 0).GroupBy(row => row["resolved_label"]))
        {
            IReadOnlyDictionary<string, string> row = _report.Table("resolved.csv").Single(row => row["label"] == label.Key);
            Assert.Equal($"{label.Count()}", row["blocks"]);
            Assert.All(["final_label", "unanimous", "majority", "tie", "single_vote"], how => Assert.Equal($"{label.Count(block => block["resolved_by"] == how)}", row[how]));
        }
    }

    [Fact]
    public void Methods_SayPlanExclusionTiesAndVotesThatAreNotBlind()
    {
        Assert.Contains("A plan (version 3, made 2024-01-01 09:00 UTC by lead) gave each block to 2 different people.", _report.Words, StringComparison.Ordinal);
        Assert.Contains("drawn with seed 77 for 2 annotators, with blocks in the order \"neighbourhoods\".", _report.Words, StringComparison.Ordinal);
        Assert.Contains("10.0 % of each queue were blocks with a known answer", _report.Words, StringComparison.Ordinal);
        Assert.Contains("Labels of Carol are left out of this report.", _report.Words, StringComparison.Ordinal);
        Assert.Contains("a tie has no consensus.", _report.Words, StringComparison.Ordinal);
        Assert.Contains("5 votes are not blind: left out of agreement, error rates and likely labels.", _report.Words, StringComparison.Ordinal);
    }

    private static ReportInput InputWithEverything()
    {
        (string[] users, IReadOnlyList<IReadOnlyList<int?>> blocks) = ReportTests.Random(11);
        ReviewInput votes = Reviews.Input(users, blocks);
        var finals = Reviews.Ids(90).Where((_, i) => i % 8 == 0).ToDictionary(id => id, _ => new FinalLabel(2, "lead", Reviews.Noon.AddDays(2)));
        LabelRepeat[] again = [.. Enumerable.Range(1, 10).Select(i => new LabelRepeat(new LabelKey(null, Reviews.Id(i)), 1, i <= 7 ? 1 : 2, Reviews.Noon.AddDays(1)))];
        var input = new ReviewInput(votes.Blocks, [.. votes.Annotators.Select(SpreadOverDays)], finals)
        {
            Sample = new Lazy<CampaignSample>(new CampaignSample(
                [new PersonRepeats("bob", [], again), new PersonRepeats("zoe", [again[0], again[8]], [again[1]])],
                new RandomShare(3, "the plan goes by labels", Reviews.Ids(90).Where((_, i) => i % 3 == 0).ToHashSet()),
                [])),
            Seconds = [AdjudicatorAgreementTests.Second(1, "lead", 2, "boss", 1), AdjudicatorAgreementTests.Second(1, "lead", 2, "eva", 1), AdjudicatorAgreementTests.Second(9, "lead", 2, "boss", 2)],
            Campaign = new CampaignSettings(2, null, "Asia/Tokyo", false, null).With(TieRule.None),
        };
        var plan = new PlanVersion("p", 3, "o", 4, new DateTimeOffset(2024, 1, 1, 9, 0, 0, TimeSpan.Zero), "lead", 2, new Dictionary<string, int>());
        return ReadReport.InputOf(ReviewTable.Of(input).Without(new HashSet<string>(["Carol"], StringComparer.Ordinal))) with
        {
            Plan = plan,
            Request = new PlanRequest { Votes = 2, Annotators = [new PlannedAnnotator("bob", 1), new PlannedAnnotator("zoe", 1)], Seed = 77, Gold = 0.1 },
            KnownAnswers = Reviews.Ids(90).Where((_, i) => i % 6 == 0).ToDictionary(id => id, _ => 1),
        };
    }

    /// <summary>Two hours between a person's labels; the first five of zoe are not blind.</summary>
    private static AnnotatorVotes SpreadOverDays(AnnotatorVotes person) => person with
    {
        Votes = person.Votes.OrderBy(vote => vote.Key).Select((vote, i) => KeyValuePair.Create(vote.Key, new Vote(vote.Value.Label, Reviews.Noon.AddHours(2 * i)) { IsNotBlind = person.Username == "zoe" && i < 5 })).ToDictionary(),
    };
}
