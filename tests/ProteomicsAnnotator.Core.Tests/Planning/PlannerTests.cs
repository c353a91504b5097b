using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.Core.Tests.Planning;

public sealed class PlannerTests
{
    public static TheoryData<int, int, string, int> Sizes => new()
    {
        { 24, 3, "a,b,c", 0 },
        { 10, 1, "a,b,c,d", 0 },
        { 12, 2, "a,b,c", 4 },
        { 100, 2, "a,b,c,d,e", 10 },
        { 500, 3, "a,b:2,c,d,e", 40 },
        { 1000, 3, "a,b,c,d,e,f,g,h,i,j,k,l", 30 },
        { 997, 4, "a:3,b,c,d:2,e,f:0.5", 50 },
        { 7, 2, "a,b,c,d,e,f,g,h,i", 0 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Plan_KeepsVotesSharesAndPairs(int blocks, int votes, string annotators, int pairs)
    {
        PlanRequest request = Request(votes, annotators) with { OverlapPairs = pairs };

        PlanDraft plan = Made(request, Basis(blocks));

        PlanChecks.AssertVotes(plan, votes);
        PlanChecks.AssertShares(plan);
        PlanChecks.AssertPairs(plan, pairs);
        Assert.Equal(blocks * votes, plan.People.Sum(person => person.Ordinary.Count));
    }

    [Fact]
    public void SameRequest_GivesTheSamePlan_AndAnotherSeedAnother()
    {
        PlanRequest request = Request(3, "a,b,c,d,e,f") with { Repeats = 0.05 };

        string first = PlanChecks.Text(Made(request, Basis(300)));

        Assert.Equal(first, PlanChecks.Text(Made(request, Basis(300))));
        Assert.NotEqual(first, PlanChecks.Text(Made(request with { Seed = 8 }, Basis(300))));
    }

    [Fact]
    public void OverlapThatCannotBe_IsRefused_AndTheNamedNumberCanBeHad()
    {
        PlanRequest request = Request(2, "a,b,c,d,e,f") with { OverlapPairs = 500 };
        PlanResult refused = Planner.Make(request, Basis(90));

        Assert.Null(refused.Draft);
        int most = int.Parse(refused.Fault!.Split("cannot be met: ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

        // 90 pairs of people are seated, and there are 15: no plan has more than six of each.
        Assert.Equal(6, most);
        PlanChecks.AssertPairs(Made(request with { OverlapPairs = most }, Basis(90)), most);
        Assert.NotNull(Planner.Make(request with { OverlapPairs = most + 1 }, Basis(90)).Fault);
    }

    [Fact]
    public void OneVote_HasNoPairs()
    {
        PlanResult refused = Planner.Make(Request(1, "a,b") with { OverlapPairs = 1 }, Basis(50));

        Assert.Contains("cannot be met: 0 is the largest", refused.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeats_StandAtLeastFiftyBlocksBehind()
    {
        PlanDraft plan = Made(Request(2, "a,b,c") with { Repeats = 0.05 }, Basis(600));

        foreach (PersonPlan person in plan.People)
        {
            Assert.Equal((int)Math.Round(person.Ordinary.Count * 0.05), person.Repeats);
            foreach (IGrouping<BlockId, int> twice in person.Queue.Select((block, i) => (block, i)).GroupBy(item => item.block, item => item.i).Where(group => group.Count() > 1))
            {
                Assert.Equal(2, twice.Count());
                Assert.True(twice.Max() - twice.Min() > 50, $"{twice.Key} stands at {twice.Min()} and {twice.Max()}");
            }

            Assert.Equal(person.Ordinary, person.Queue.Distinct());
        }
    }

    [Fact]
    public void ShortQueue_HasNoRepeats_AndSaysSo()
    {
        PlanDraft plan = Made(Request(2, "a,b") with { Repeats = 0.1 }, Basis(40));

        Assert.All(plan.People, person => Assert.Equal(0, person.Repeats));
        Assert.Contains("at least 50 blocks after", Assert.Single(plan.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void Gold_IsHalfOfTheCommonBlocks_AndEverybodyGetsThem()
    {
        PlanBasis basis = Basis(1000);
        basis = basis with { Gold = new HashSet<BlockId>(basis.Blocks.Where((_, i) => i % 5 == 0)) };

        PlanDraft plan = Made(Request(3, "a,b,c,d,e,f") with { Gold = 0.08 }, basis);

        Assert.Equal(plan.Gold.Count, plan.Decoys.Count);
        Assert.All(plan.Gold, block => Assert.Contains(block, basis.Gold));
        Assert.Empty(plan.Decoys.Intersect(basis.Gold));
        foreach (PersonPlan person in plan.People)
        {
            Assert.Empty(person.Ordinary.Intersect(plan.Gold.Concat(plan.Decoys)));
            Assert.Empty(plan.Gold.Concat(plan.Decoys).Except(person.Queue));
            Assert.InRange(plan.Gold.Count / (double)person.Queue.Count, 0.07, 0.09);
            Assert.Equal(person.Queue.Count, person.Queue.Distinct().Count());
        }

        PlanChecks.AssertVotes(plan, 3);
        Assert.Empty(plan.Notices);
    }

    /// <summary>Whoever has few blocks would else meet hardly anything but common ones, and whoever has many hardly any.</summary>
    [Fact]
    public void Gold_IsTheAskedShareOfEachQueue_WhateverItsWeight()
    {
        PlanBasis basis = Basis(1000);
        basis = basis with { Gold = new HashSet<BlockId>(basis.Blocks.Where((_, i) => i % 3 == 0)) };

        PlanDraft plan = Made(Request(2, "a:4,b,c,d:0.5,e:2") with { Gold = 0.1 }, basis);

        foreach (PersonPlan person in plan.People)
        {
            int gold = person.Queue.Intersect(plan.Gold).Count();
            Assert.InRange(gold - (0.1 * person.Queue.Count), -1, 1);
            Assert.Equal(gold, person.Queue.Intersect(plan.Decoys).Count());
        }
    }

    /// <summary>Everything but the salt can be guessed, tried or read by an annotator.</summary>
    [Fact]
    public void WhatIsGold_DoesNotFollowFromSeedAndQueues()
    {
        PlanBasis basis = Basis(1000);
        basis = basis with { Gold = new HashSet<BlockId>(basis.Blocks.Where((_, i) => i % 3 == 0)), Salt = "20240102T000000Z-ws-1-0123456789ab" };
        PlanRequest request = Request(2, "a,b,c") with { Gold = 0.1 };

        PlanDraft plan = Made(request, basis);
        PlanDraft guessed = Made(request, basis with { Salt = "20240102T000000Z-ws-1-0123456789ac" });

        // Another salt draws other blocks: of 333 with a known answer and of 667 others, as many meet as by chance.
        Assert.InRange(plan.Gold.Intersect(guessed.Gold).Count() / (double)plan.Gold.Count, 0.05, 0.5);
        Assert.InRange(plan.Decoys.Intersect(guessed.Decoys).Count() / (double)plan.Decoys.Count, 0.0, 0.3);
        Assert.Equal(PlanChecks.Text(plan), PlanChecks.Text(Made(request, basis)));
    }

    [Fact]
    public void TooLittleGold_IsSaid()
    {
        PlanBasis basis = Basis(1000);
        basis = basis with { Gold = new HashSet<BlockId>(basis.Blocks.Take(3)) };

        PlanDraft plan = Made(Request(3, "a,b,c") with { Gold = 0.1 }, basis);

        Assert.Equal(3, plan.Gold.Count);
        Assert.Contains("Less gold than asked for: 3 of ", Assert.Single(plan.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void TooFewAnnotators_NoBlocks_AreRefusedInWords()
    {
        Assert.Contains("need at least 3 annotators; there are 2", Planner.Make(Request(3, "a,b"), Basis(10)).Fault, StringComparison.Ordinal);
        Assert.Contains("no block to plan", Planner.Make(Request(1, "a"), Basis(0)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Neighbours_StayTogether_AndTheRunsAreShuffled()
    {
        PlanDraft plan = Made(Request(1, "a"), Basis(500));
        IReadOnlyList<BlockId> walk = plan.People[0].Ordinary;

        int neighbours = walk.Zip(walk.Skip(1)).Count(pair => string.CompareOrdinal(pair.First.Value, pair.Second.Value) < 0 && PlanChecks.AreNeighbours(pair.First, pair.Second));

        Assert.NotEqual(walk.Order(), walk);
        Assert.InRange(neighbours, 470, 490);
        Assert.Equal(Basis(500).Blocks, Made(Request(1, "a") with { Order = WalkOrder.Names }, Basis(500)).People[0].Ordinary);
    }

    internal static PlanRequest Request(int votes, string annotators) => new()
    {
        Votes = votes,
        Seed = 7,
        Annotators = [.. annotators.Split(',').Select(text => text.Split(':')).Select(part => new PlannedAnnotator(part[0], part.Length == 1 ? 1 : double.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture)))],
    };

    internal static PlanBasis Basis(int blocks) => new(
        [.. Enumerable.Range(0, blocks).Select(i => BlockId.Parse($"tile_{i / 60:000}/block_{i % 60:0000}"))],
        new Dictionary<string, IReadOnlySet<BlockId>>(),
        new Dictionary<string, IReadOnlyList<BlockId>>());

    internal static PlanDraft Made(PlanRequest request, PlanBasis basis)
    {
        PlanResult result = Planner.Make(request, basis);
        Assert.Null(result.Fault);
        return result.Draft!;
    }
}
