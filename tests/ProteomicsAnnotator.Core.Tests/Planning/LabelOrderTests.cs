using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Planning;

/// <summary>A further version puts what is not begun in an order of labels, and the random share keeps its places.</summary>
public sealed class LabelOrderTests
{
    private const int Blocks = 300;
    private static readonly string[] People = ["a", "b", "c", "d", "e", "f"];

    [Theory]
    [InlineData(WalkOrder.Fewest)]
    [InlineData(WalkOrder.Disputed)]
    [InlineData(WalkOrder.Uncertain)]
    public void Queue_FollowsTheLabels_ButForBegunBlocksAndTheRandomShare(WalkOrder order)
    {
        (PlanRequest request, PlanBasis basis, IReadOnlyList<UserVotes> votes) = Worked(seed: 1);
        PlanDraft plain = PlannerTests.Made(request, basis);

        PlanDraft plan = Ordered(order, request, basis, votes);

        HashSet<BlockId> drawn = [.. plan.RandomShare];
        Func<BlockId, double> expected = Expected(order, votes);
        Assert.InRange(drawn.Count, Blocks / 10, Blocks * 3 / 10);
        PlanChecks.AssertVotes(plan, request.Votes);
        foreach ((PersonPlan before, PersonPlan after) in plain.People.Zip(plan.People))
        {
            Assert.Equal(before.Ordinary.Order(), after.Ordinary.Order());
            bool IsFixed(BlockId block) => drawn.Contains(block) || basis.Labelled[before.Username].Contains(block);
            Assert.Equal(before.Ordinary.Index().Where(item => IsFixed(item.Item)), after.Ordinary.Index().Where(item => IsFixed(item.Item)));
            BlockId[] rest = [.. after.Ordinary.Where(block => !IsFixed(block))];
            BlockId[] walk = [.. before.Ordinary.Where(block => !IsFixed(block))];
            Assert.NotEqual(walk, rest);
            AssertSorted(rest, expected, block => Array.IndexOf(walk, block));
        }
    }

    [Theory]
    [InlineData(WalkOrder.Fewest)]
    [InlineData(WalkOrder.Disputed)]
    [InlineData(WalkOrder.Uncertain)]
    public void SameLabels_GiveTheSamePlan_InWhateverOrderTheyAreRead(WalkOrder order)
    {
        (PlanRequest request, PlanBasis basis, IReadOnlyList<UserVotes> votes) = Worked(seed: 2);

        string plan = PlanChecks.Text(Ordered(order, request, basis, votes));

        UserVotes[] turned = [.. votes.Reverse().Select(user => user with { Votes = user.Votes.Reverse().ToDictionary() })];
        Assert.Equal(plan, PlanChecks.Text(Ordered(order, request, basis, turned)));
    }

    /// <summary>Whatever is labelled how, the random share is the same, comes at the same places and goes to the same people.</summary>
    [Theory]
    [InlineData(WalkOrder.Disputed)]
    [InlineData(WalkOrder.Uncertain)]
    public void OtherLabels_LeaveTheRandomShareAsItIs(WalkOrder order)
    {
        (PlanRequest request, PlanBasis basis, IReadOnlyList<UserVotes> votes) = Worked(seed: 3);
        (_, PlanBasis same, IReadOnlyList<UserVotes> others) = Worked(seed: 4);
        Assert.Equal(basis.Labelled["a"].Order(), same.Labelled["a"].Order());

        PlanDraft one = Ordered(order, request, basis, votes);
        PlanDraft two = Ordered(order, request, basis, others);
        PlanDraft afterwards = Ordered(order, request, basis with { Previous = one.People.ToDictionary(person => person.Username, person => person.Ordinary) }, others);

        Assert.Equal(one.RandomShare, two.RandomShare);
        Assert.NotEqual(PlanChecks.Text(one), PlanChecks.Text(two));
        Assert.Equal(PlanChecks.Text(two), PlanChecks.Text(afterwards));
        Assert.All(one.People.Zip(two.People), pair => Assert.Equal(
            pair.First.Ordinary.Index().Where(item => one.RandomShare.Contains(item.Item)),
            pair.Second.Ordinary.Index().Where(item => one.RandomShare.Contains(item.Item))));
    }

    [Fact]
    public void FirstVersion_WithoutLabels_IsTheWalk()
    {
        PlanRequest request = PlannerTests.Request(2, "a,b,c");
        PlanBasis basis = PlannerTests.Basis(100);
        string walk = PlanChecks.Text(PlannerTests.Made(request, basis));

        foreach (WalkOrder order in (WalkOrder[])[WalkOrder.Fewest, WalkOrder.Disputed, WalkOrder.Uncertain])
        {
            Assert.Equal(walk, PlanChecks.Text(Ordered(order, request, basis, [])));
        }
    }

    [Fact]
    public void WithoutARandomShare_ThatIsSaid()
    {
        PlanRequest request = PlannerTests.Request(2, "a,b,c") with { RandomShare = 0, Order = WalkOrder.Fewest };

        Assert.Contains("--random-share 10%", Assert.Single(PlannerTests.Made(request, PlannerTests.Basis(100)).Notices), StringComparison.Ordinal);
        Assert.Empty(PlannerTests.Made(request with { RandomShare = 0.5 }, PlannerTests.Basis(100)).Notices);
    }

    [Fact]
    public void Words_AreReadAsTheyAreWritten()
    {
        Assert.Equal(["neighbourhoods", "names", "fewest", "disputed", "uncertain", "scored"], Enum.GetValues<WalkOrder>().Select(WalkOrders.WordOf));
        Assert.All(Enum.GetValues<WalkOrder>(), order => Assert.Equal(order, WalkOrders.Parse(WalkOrders.WordOf(order))));
        Assert.Null(WalkOrders.Parse("Fewest"));
        Assert.Null(WalkOrders.Parse("2"));
    }

    private static PlanDraft Ordered(WalkOrder order, PlanRequest request, PlanBasis basis, IReadOnlyList<UserVotes> votes)
    {
        var model = SureBlocks.Of([.. votes.OrderBy(user => user.Username, StringComparer.Ordinal)], new Dictionary<BlockId, int>());
        return PlannerTests.Made(request with { Order = order }, basis with { Ranks = LabelOrder.Of(order, basis.Blocks, votes, model) });
    }

    private static Func<BlockId, double> Expected(WalkOrder order, IReadOnlyList<UserVotes> votes)
    {
        int[] LabelsOf(BlockId block) => [.. votes.Where(user => user.Votes.ContainsKey(block)).Select(user => user.Votes[block].Label)];
        int[] CountsOf(BlockId block) => [.. Enumerable.Range(1, 3).Select(label => LabelsOf(block).Count(one => one == label)).OrderDescending()];
        (Dictionary<BlockId, double> certainty, double withoutVotes) = Certainty(votes);
        return order switch
        {
            WalkOrder.Fewest => block => LabelsOf(block).Length,
            WalkOrder.Disputed => block => LabelsOf(block).Length == 0 ? 1 : (CountsOf(block)[0] - CountsOf(block)[1]) / (double)LabelsOf(block).Length,
            _ => block => certainty.GetValueOrDefault(block, withoutVotes),
        };
    }

    /// <summary>
    /// The model of the documentation once more, by products instead of logarithms: three of four right before any label, one block of
    /// each class more.
    /// </summary>
    private static (Dictionary<BlockId, double> Certainty, double WithoutVotes) Certainty(IReadOnlyList<UserVotes> votes)
    {
        BlockId[] blocks = [.. votes.SelectMany(user => user.Votes.Keys).Distinct()];
        var posterior = blocks.ToDictionary(block => block, block => Scaled(label => votes.Count(user => user.Votes.TryGetValue(block, out Vote vote) && vote.Label == label)));
        double[] shares = [];
        for (int round = 0; round < 300; round++)
        {
            shares = Scaled(label => 1 + blocks.Sum(block => posterior[block][label - 1]));
            double[][][] rates = [.. votes.Select(user => Enumerable.Range(1, 3).Select(truth => Scaled(label =>
                (label == truth ? 3 : 0.5) + user.Votes.Where(vote => vote.Value.Label == label).Sum(vote => posterior[vote.Key][truth - 1]))).ToArray())];
            posterior = blocks.ToDictionary(block => block, block => Scaled(truth => shares[truth - 1] * votes.Index()
                .Where(user => user.Item.Votes.ContainsKey(block)).Aggregate(1.0, (product, user) => product * rates[user.Index][truth - 1][user.Item.Votes[block].Label - 1])));
        }

        return (posterior.ToDictionary(block => block.Key, block => block.Value.Max()), shares.Max());
    }

    private static double[] Scaled(Func<int, double> weight)
    {
        double[] weights = [.. Enumerable.Range(1, 3).Select(weight)];
        return [.. weights.Select(one => one / weights.Sum())];
    }

    /// <summary>Where two keys differ by less than the last digit that counts, either may come first.</summary>
    private static void AssertSorted(BlockId[] blocks, Func<BlockId, double> key, Func<BlockId, int> tie)
    {
        foreach ((BlockId first, BlockId second) in blocks.Zip(blocks.Skip(1)))
        {
            double step = key(second) - key(first);
            Assert.True(step > -0.0002, $"{first} with {key(first)} comes before {second} with {key(second)}");
            Assert.True(step != 0 || tie(first) < tie(second), $"{first} comes before {second}, which is earlier in the walk");
        }

        Assert.True(blocks.Select(key).Distinct().Count() > 1, "nothing to order by");
    }

    /// <summary>A third of each queue is done, with labels drawn by the seed: the same blocks, other labels.</summary>
    private static (PlanRequest Request, PlanBasis Basis, IReadOnlyList<UserVotes> Votes) Worked(int seed)
    {
        PlanRequest request = PlannerTests.Request(3, string.Join(',', People)) with { RandomShare = 0.2 };
        PlanBasis first = PlannerTests.Basis(Blocks);
        PlanDraft plan = PlannerTests.Made(request, first);
        var random = new Random(seed);
        var votes = new List<UserVotes>();
        foreach (PersonPlan person in plan.People)
        {
            // Everybody begins somewhere else, so that blocks have none to three votes.
            int from = Array.IndexOf(People, person.Username) * 15;
            votes.Add(new UserVotes(person.Username, person.Ordinary.Skip(from).Take(60).ToDictionary(
                block => block,
                block => new Vote(random.NextDouble() < 0.8 ? 1 + (int.Parse(block.Name[6..], System.Globalization.CultureInfo.InvariantCulture) % 3) : random.Next(1, 4), DateTimeOffset.UnixEpoch))));
        }

        return (request, first with
        {
            Previous = plan.People.ToDictionary(person => person.Username, person => person.Ordinary),
            Labelled = votes.ToDictionary(user => user.Username, user => (IReadOnlySet<BlockId>)user.Votes.Keys.ToHashSet()),
        }, votes);
    }
}
