using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Certainty;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

/// <summary>Which disagreements need a person, counted from votes whose truth is known.</summary>
public sealed class ConsensusCertaintyTests
{
    private const int Blocks = 900;
    private const int Classes = 3;
    private const double Threshold = 0.9;
    private static readonly string[] Raters = ["a", "b", "c", "d", "e"];
    private static readonly double[] Skills = [0.95, 0.9, 0.85, 0.6, 0.55];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void StopRule_SaysHowOftenTheOthersAreRight_FromKnownAnswers(int seed)
    {
        (ReviewInput input, int[] truth) = Simulate(seed);
        var table = ReviewTable.Of(input);
        var certainty = ConsensusCertainty.Of(table, Enumerable.Range(0, 300).ToDictionary(i => Reviews.Id(i + 1), i => truth[i]));

        StopRule rule = certainty.At(Threshold);

        int[] disputed = [.. Enumerable.Range(0, Blocks).Where(i => input.Annotators.Select(rater => rater.Votes[Reviews.Id(i + 1)].Label).Distinct().Count() > 1)];
        Assert.Equal(disputed.Length, rule.Waiting);
        Assert.InRange(rule.NeedPerson, 20, disputed.Length - 100);
        int[] others = [.. disputed.Where(i => certainty.Of(table.Find(Reviews.Id(i + 1))!.Value) >= Threshold)];
        Assert.Equal(disputed.Length - rule.NeedPerson, others.Length);
        double right = others.Count(i => Majority(input, i) == truth[i]) / (double)others.Length;
        Assert.InRange(rule.Right!.Value, right - 0.05, right + 0.05);
        Assert.Equal($"{rule.NeedPerson} of {rule.Waiting} need a person; the others would be right in {100.0 * rule.Known.Agreeing / rule.Known.Blocks:0.0} %, estimated from {rule.Known.Blocks} known answers", rule.Words);
    }

    [Fact]
    public void Queue_BeginsWithExactlyThoseWhoNeedAPerson()
    {
        (ReviewInput input, _) = Simulate(4);
        var table = ReviewTable.Of(input);
        var certainty = ConsensusCertainty.Of(table, new Dictionary<BlockId, int>());

        IReadOnlyList<BlockId> queue = certainty.LeastCertainFirst();

        Assert.Equal(ContestedBlocks.ByVoteEntropy(table).Order(), queue.Order());
        foreach (double threshold in (double[])[0.5, 0.9, 0.99])
        {
            int needed = certainty.At(threshold).NeedPerson;
            Assert.All(queue.Take(needed), block => Assert.False(certainty.Of(table.Find(block)!.Value) >= threshold));
            Assert.All(queue.Skip(needed), block => Assert.True(certainty.Of(table.Find(block)!.Value) >= threshold));
        }

        double[] certain = [.. queue.Select(block => certainty.Of(table.Find(block)!.Value)).OfType<double>()];
        Assert.Equal(certain.Order(), certain);
        Assert.All(table.Rows.Where(row => row.Consensus.IsTie), row => Assert.Null(certainty.Of(row)));
    }

    [Fact]
    public void WithoutKnownAnswers_FinalLabelsGivenAloneTell_AndAcceptedOnesDoNot()
    {
        (ReviewInput input, int[] truth) = Simulate(5);
        var alone = Enumerable.Range(0, 300).ToDictionary(i => Reviews.Id(i + 1), i => new FinalLabel(truth[i], "ann", Reviews.Noon.AddDays(1).AddSeconds(i)));
        var atOnce = Enumerable.Range(0, 300).ToDictionary(i => Reviews.Id(i + 1), i => new FinalLabel(Majority(input, i), "ann", Reviews.Noon.AddDays(1)));

        StopRule told = Rule(input with { FinalLabels = alone });
        StopRule circular = Rule(input with { FinalLabels = atOnce });

        Assert.InRange(told.Final.Blocks, 20, 300);
        Assert.EndsWith($"estimated from {told.Final.Blocks} final labels", told.Words, StringComparison.Ordinal);
        Assert.Equal(0, circular.Final.Blocks);
        Assert.Null(circular.Right);
        Assert.Contains("too few labels to be sure how often the others would be right (0 known answers and 0 final labels on such blocks; 20 of one kind are needed)", circular.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void FewLabels_NeedAPersonForEach()
    {
        ReviewTable table = Reviews.ProjectSmall();

        StopRule rule = ConsensusCertainty.Of(table, new Dictionary<BlockId, int>()).At(0.5);

        Assert.Equal("5 of 5 need a person", rule.Words);
        Assert.Equal("No block waits for a decision", ConsensusCertainty.Of(Reviews.Table(["a"], [[1], [null]]), new Dictionary<BlockId, int>()).At(0.95).Words);
    }

    [Fact]
    public void Acceptance_TakesTheMajority_AndCountsWhatItLeaves()
    {
        (ReviewInput input, _) = Simulate(6);
        input = input with
        {
            Annotators = [.. input.Annotators.Select((rater, i) => rater with { Votes = rater.Votes.Where(vote => i < 2 || vote.Key.CompareTo(Reviews.Id(700)) <= 0).ToDictionary() })],
            FinalLabels = Enumerable.Range(1, 50).ToDictionary(Reviews.Id, _ => new FinalLabel(3, "ann", Reviews.Noon.AddDays(1))),
        };
        var table = ReviewTable.Of(input);
        var certainty = ConsensusCertainty.Of(table, new Dictionary<BlockId, int>());

        Acceptance acceptance = certainty.Accept([.. table.Blocks, Reviews.Id(1), BlockId.Parse("block_9999")], Threshold, leastVotes: 3);

        Assert.Equal((Blocks, 50, 200), (acceptance.Listed, acceptance.Decided, acceptance.FewVotes));
        Assert.Equal(Blocks - 250, acceptance.Labels.Count + acceptance.Unsure);
        Assert.All(acceptance.Labels, item => Assert.Equal(Majority(input, table.Find(item.Key)!.Value.Index), item.Value));
        Assert.Equal(acceptance.Labels.Values.Order(), acceptance.Classes.SelectMany(item => Enumerable.Repeat(item.Label, item.Blocks)));
        Assert.InRange(acceptance.Unsure, 20, 400);
    }

    private static StopRule Rule(ReviewInput input) => ConsensusCertainty.Of(ReviewTable.Of(input), new Dictionary<BlockId, int>()).At(Threshold);

    private static int Majority(ReviewInput input, int block) => input.Annotators
        .Where(rater => rater.Votes.ContainsKey(Reviews.Id(block + 1))).Select(rater => rater.Votes[Reviews.Id(block + 1)].Label)
        .CountBy(label => label).OrderByDescending(count => count.Value).ThenBy(count => count.Key).First().Key;

    private static (ReviewInput Input, int[] Truth) Simulate(int seed)
    {
        var random = new Random(seed);
        int[] truth = [.. Enumerable.Range(0, Blocks).Select(_ => random.Next(1, Classes + 1))];
        IReadOnlyList<int?>[] votes = [.. truth.Select(right => (IReadOnlyList<int?>)[.. Skills.Select(skill => (int?)(random.NextDouble() < skill ? right : 1 + ((right - 1 + random.Next(1, Classes)) % Classes)))])];
        return (Reviews.Input(Raters, votes), truth);
    }
}
