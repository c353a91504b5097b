using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Progress;
using ProteomicsAnnotator.Core.Agreement.Ties;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Decisions;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

/// <summary>What a tie is by each rule. ann and cem agree everywhere, ben says 1 whatever the others say: a tie of ann and ben is ann's.</summary>
public sealed class TieRuleTests
{
    private static readonly int?[][] Votes =
    [
        [2, 1, 2], [2, 1, 2], [3, 1, 3], [3, 1, 3], [1, 1, 1], [1, 1, 1], [2, 1, 2], [3, 1, 3],
        [2, 1, null], [3, 1, null], [2, null, 2],
    ];

    [Theory]
    [InlineData("first", 1, 1)]
    [InlineData("none", null, null)]
    [InlineData("reliable", 2, 3)]
    public void Tie_IsWhatTheRuleSays_AndStaysATie(string rule, int? first, int? second)
    {
        ReviewTable table = With(rule);

        Assert.Equal([first, second], table.Rows.Where(row => row.Consensus.IsTie).Select(row => row.Consensus.Label));
        Assert.Equal([2, 2, 3, 3, 1, 1, 2, 3, first, second, 2], table.Rows.Select(row => row.ResolvedLabel));
        Assert.All(table.Rows.Where(row => row.Consensus.IsTie), row =>
        {
            Assert.Equal((ResolvedBy.Tie, ReviewStatus.Disagree, true, 2, 1), (row.ResolvedBy, row.Status, row.IsContested, row.Consensus.VoteCount, row.Consensus.Support));
        });
        Assert.Equal(new ReviewStatistics(11, 11, 8, 3) { ComparableBlocks = 11 }, table.Statistics);
    }

    [Fact]
    public void RuleThatChanges_OrAnAnnotatorWhoIsLeftOut_ComputesAgain()
    {
        ReviewTable first = With("first");

        Assert.Equal([2, 3], first.WithTies(TieRule.Reliable).Rows.Where(row => row.Consensus.IsTie).Select(row => row.Consensus.Label!.Value));
        Assert.Equal([1, 1], first.WithTies(TieRule.Reliable).WithTies(TieRule.First).Rows.Where(row => row.Consensus.IsTie).Select(row => row.Consensus.Label!.Value));
        Assert.Equal([2, 3], first.WithTies(TieRule.None).Without(new HashSet<string> { "ben" }).Rows.Skip(8).Take(2).Select(row => row.Consensus.Label!.Value));
    }

    [Fact]
    public void Effect_CountsWhatADecisionWouldChange()
    {
        IReadOnlyList<string> words = SettingsEffect.Of(With("first"), new Dictionary<string, JsonNode?> { ["tie_rule"] = "none", ["target_votes"] = 3L, ["closed"] = true });

        Assert.Equal(
            [
                "From now on a tie has no consensus. 2 blocks are tied: the consensus of 2 of them changes, and the answer of 2 without a final label.",
                "8 of 11 blocks have 3 votes or more.",
            ],
            words);
    }

    [Fact]
    public void ExportsSayTheRule_AndGiveTheAnswerThatThePageHas()
    {
        ReviewTable none = With("none");

        Assert.Equal(none.Rows.Select(row => row.ResolvedLabel), BlockRow.AllOf(none, ["A", "B", "C"], TestContext.Current.CancellationToken).Select(row => row.ResolvedLabel));
        Assert.Contains("\"tie_rule\": \"none\"", System.Text.Encoding.UTF8.GetString(StatisticsJson.Serialize(none, AgreementReport.Of(none, ct: TestContext.Current.CancellationToken))), StringComparison.Ordinal);
    }

    [Fact]
    public void BlocksThatNeedVotes_AndLabelsUnderAnOldName_AreListed()
    {
        ReviewInput input = Reviews.Input(["ann", "ben", "cem"], Votes);
        var split = new DecidedValue(JsonNode.Parse("""{"to":["Astrocyte","Microglia"]}"""), "lead", DateTimeOffset.UnixEpoch.AddYears(200));
        var state = new DecisionState([], new Dictionary<string, DecidedValue> { ["class/3/Glia"] = split }, []);
        ReviewTable table = ReviewTable.Of(input with { Campaign = CampaignSettings.Of(state) });

        Assert.Equal([8, 9, 10], new ReviewFilter { NeedsVotesOnly = true }.Select(table, default, VoteDemand.OfEach(3).OpenIn(table)));
        Assert.Empty(new ReviewFilter { NeedsVotesOnly = true }.Select(table, default));
        Assert.Equal([2, 3, 7, 9], new ReviewFilter { ChangedClassOnly = true }.Select(table, default));
        Assert.Equal("7 labels wait: ann 4, cem 3", ClassChangeProposal.Waiting(table, table.Input.Campaign.ClassChanges.All[0]));
        LabelRow[] rows = [.. LabelRow.AllOf(table, ["A", "B", "C"])];
        Assert.All(rows.Where(row => row.Label == 3), row => Assert.Equal(("C", "Glia"), (row.ClassName, row.GivenAs)));
        Assert.All(rows.Where(row => row.Label != 3), row => Assert.Equal(row.ClassName, row.GivenAs));
    }

    /// <summary>Votes that are not blind are in the consensus and not in the model, whoever gave them.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reliable_BesideVotesThatAreNotBlind_IsTheModelOfTheOthers(bool isExcluded)
    {
        ReviewInput input = Reviews.Input(["ann", "ben", "cem"], Votes);
        input = new ReviewInput(
            input.Blocks,
            [.. input.Annotators, new AnnotatorVotes("lead", new Dictionary<BlockId, Vote> { [Reviews.Id(5)] = new(1, Reviews.Noon) { IsNotBlind = true }, [Reviews.Id(6)] = new(1, Reviews.Noon) { IsNotBlind = true } })],
            input.FinalLabels) with
        { Campaign = CampaignSettings.Of(CampaignSettingsTests.State(("tie_rule", "reliable"))) };
        ReviewTable table = ReviewTable.Of(isExcluded ? input.Without(new HashSet<string> { "lead" }) : input);

        Assert.Equal([2, 3], table.Rows.Where(row => row.Consensus.IsTie).Select(row => row.Consensus.Label!.Value));
        Assert.Equal([2, 3], table.Rated.Rows.Where(row => row.Consensus.IsTie).Select(row => row.Consensus.Label!.Value));
        Assert.Equal(table.Rows.Select(row => row.Consensus.Label), table.KeepingNotBlind().Rows.Select(row => row.Consensus.Label));
    }

    /// <summary>Nobody has said 4 or 5 blind: of the two the smaller one.</summary>
    [Fact]
    public void Reliable_OfLabelsThatTheModelNeverSaw_IsTheSmallest()
    {
        ReviewInput input = Reviews.Input(["ann", "ben"], [[1, 1], [2, 2], [1, 2]]);
        static AnnotatorVotes Also(AnnotatorVotes user, int label) => new(
            user.Username, user.Votes.Append(KeyValuePair.Create(Reviews.Id(4), new Vote(label, Reviews.Noon) { IsNotBlind = true })).ToDictionary());
        input = new ReviewInput(Reviews.Ids(4), [Also(input.Annotators[0], 5), Also(input.Annotators[1], 4)], input.FinalLabels) with
        {
            Campaign = CampaignSettings.Of(CampaignSettingsTests.State(("tie_rule", "reliable"))),
        };

        Assert.Equal(4, ReviewTable.Of(input)[3].Consensus.Label);
    }

    private static ReviewTable With(string rule) => ReviewTable.Of(Reviews.Input(["ann", "ben", "cem"], Votes) with
    {
        Campaign = CampaignSettings.Of(CampaignSettingsTests.State(("tie_rule", rule))),
    });
}
