using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.Core.Tests.Planning;

/// <summary>A further version moves only what nobody has begun.</summary>
public sealed class ReplanTests
{
    [Theory]
    [InlineData("a,b,c,d,e", "a,b,c,d", 3, 0.3)]
    [InlineData("a,b,c,d", "a,b,c,d,e,f", 2, 0.5)]
    [InlineData("a,b,c,d", "a,b,c,d", 3, 0.1)]
    [InlineData("a,b,c", "d,e,f", 2, 0.4)]
    [InlineData("a,b:3,c,d", "b,c,d:2,e", 2, 0.95)]
    public void PeopleComeAndGo_NothingBegunMoves(string before, string after, int votes, double done)
    {
        PlanBasis first = PlannerTests.Basis(300);
        PlanDraft plan = PlannerTests.Made(PlannerTests.Request(votes, before), first);
        PlanBasis second = Worked(plan, first, done);

        PlanDraft next = PlannerTests.Made(PlannerTests.Request(votes, after), second);

        PlanChecks.AssertVotes(next, votes);
        AssertNothingBegunMoved(next, second);
        Assert.Equal(0, next.OutsidePlan);
        string[] now = after.Split(',').Select(text => text.Split(':')[0]).ToArray();
        Assert.All(next.People.Where(person => !now.Contains(person.Username)), person => Assert.Equal(person.Begun, person.Ordinary.Count));
    }

    [Fact]
    public void SamePeople_NothingMovesAtAll()
    {
        PlanBasis first = PlannerTests.Basis(300);
        PlanRequest request = PlannerTests.Request(3, "a,b,c,d,e,f") with { OverlapPairs = 20, Repeats = 0.05 };
        PlanDraft plan = PlannerTests.Made(request, first);

        PlanDraft next = PlannerTests.Made(request, Worked(plan, first, 0));

        Assert.Equal(PlanChecks.Text(plan), PlanChecks.Text(next));
    }

    [Fact]
    public void OneLeaves_OthersKeepWhatTheyHad()
    {
        PlanBasis first = PlannerTests.Basis(300);
        PlanDraft plan = PlannerTests.Made(PlannerTests.Request(2, "a,b,c,d"), first);

        PlanDraft next = PlannerTests.Made(PlannerTests.Request(2, "a,b,c"), Worked(plan, first, 0.2));

        foreach (PersonPlan person in next.People.Where(person => person.Username != "d"))
        {
            Assert.Empty(plan.People.Single(old => old.Username == person.Username).Ordinary.Except(person.Ordinary));
        }
    }

    [Fact]
    public void NewBlocks_AreSharedOut()
    {
        PlanBasis first = PlannerTests.Basis(120);
        PlanDraft plan = PlannerTests.Made(PlannerTests.Request(2, "a,b,c"), first);
        PlanBasis second = Worked(plan, first, 1) with { Blocks = PlannerTests.Basis(180).Blocks };

        PlanDraft next = PlannerTests.Made(PlannerTests.Request(2, "a,b,c"), second);

        PlanChecks.AssertVotes(next, 2);
        AssertNothingBegunMoved(next, second);
        Assert.All(next.People, person => Assert.Equal(40, person.Ordinary.Count - person.Begun));
    }

    [Fact]
    public void LabelsGivenBeforeAnyPlan_Count_AsFarAsThereAreSeats()
    {
        PlanBasis basis = PlannerTests.Basis(30);
        var all = new HashSet<BlockId>(basis.Blocks);
        basis = basis with
        {
            Labelled = new Dictionary<string, IReadOnlySet<BlockId>> { ["a"] = all, ["b"] = all, ["c"] = new HashSet<BlockId>(basis.Blocks.Take(10)), ["stranger"] = all },
        };

        PlanDraft plan = PlannerTests.Made(PlannerTests.Request(2, "a,b,c,d"), basis);

        PlanChecks.AssertVotes(plan, 2);
        Assert.Equal(10, plan.OutsidePlan);
        Assert.Equal([30, 30, 0, 0], plan.People.Select(person => person.Ordinary.Count));
    }

    [Fact]
    public void Gold_StaysGold()
    {
        PlanBasis first = PlannerTests.Basis(400);
        first = first with { Gold = new HashSet<BlockId>(first.Blocks.Where((_, i) => i % 4 == 1)) };
        PlanRequest request = PlannerTests.Request(3, "a,b,c,d") with { Gold = 0.06 };
        PlanDraft plan = PlannerTests.Made(request, first);
        PlanBasis second = Worked(plan, first, 0.5) with { PreviousGold = plan.Gold, PreviousDecoys = plan.Decoys };

        PlanDraft next = PlannerTests.Made(request, second);

        Assert.Equal(plan.Gold, next.Gold);
        Assert.Equal(plan.Decoys, next.Decoys);
        AssertNothingBegunMoved(next, second);
    }

    [Fact]
    public void BlockThatSomebodyHasBegun_DoesNotBecomeGoldOrDecoy()
    {
        PlanBasis first = PlannerTests.Basis(200);
        PlanDraft plan = PlannerTests.Made(PlannerTests.Request(2, "a,b,c"), first);
        PlanBasis second = Worked(plan, first, 0.5) with { Gold = new HashSet<BlockId>(first.Blocks.Where((_, i) => i % 3 == 0)) };

        PlanDraft next = PlannerTests.Made(PlannerTests.Request(2, "a,b,c") with { Gold = 0.05 }, second);

        Assert.NotEmpty(next.Gold);
        Assert.Empty(next.Gold.Concat(next.Decoys).Intersect(second.Labelled.Values.SelectMany(labelled => labelled)));
        Assert.All(next.People, person => Assert.Empty(second.Labelled[person.Username].Except(person.Ordinary)));
    }

    [Fact]
    public void WithoutGold_OnlyWhatIsBegunStaysCommon_AndAWithdrawnAnswerIsADecoy()
    {
        PlanBasis first = PlannerTests.Basis(400);
        first = first with { Gold = new HashSet<BlockId>(first.Blocks.Where((_, i) => i % 4 == 1)) };
        PlanRequest request = PlannerTests.Request(3, "a,b,c,d") with { Gold = 0.06 };
        PlanDraft plan = PlannerTests.Made(request, first);
        BlockId withdrawn = plan.Gold[0];
        PlanBasis second = Worked(plan, first, 0.3) with
        {
            PreviousGold = plan.Gold,
            PreviousDecoys = plan.Decoys,
            Gold = new HashSet<BlockId>(first.Gold.Where(block => block != withdrawn)),
        };
        BlockId[] begun = [.. second.Labelled.Values.SelectMany(labelled => labelled)];

        Assert.Contains(withdrawn, PlannerTests.Made(request, second).Decoys);
        PlanDraft none = PlannerTests.Made(request with { Gold = 0 }, second);

        Assert.Equal(plan.Gold.Where(block => begun.Contains(block) && block != withdrawn), none.Gold);
        PlanChecks.AssertVotes(none, 3);
        AssertNothingBegunMoved(none, second);
    }

    /// <summary>Everybody has done the front of the own queue.</summary>
    private static PlanBasis Worked(PlanDraft plan, PlanBasis basis, double done) => basis with
    {
        Previous = plan.People.ToDictionary(person => person.Username, person => person.Ordinary),
        Labelled = plan.People.ToDictionary(
            person => person.Username,
            person => (IReadOnlySet<BlockId>)new HashSet<BlockId>(person.Queue.Take((int)(person.Queue.Count * done)))),
    };

    private static void AssertNothingBegunMoved(PlanDraft next, PlanBasis basis)
    {
        foreach ((string username, IReadOnlySet<BlockId> labelled) in basis.Labelled)
        {
            IReadOnlyList<BlockId> queue = next.People.SingleOrDefault(person => person.Username == username)?.Queue ?? [];
            Assert.Empty(labelled.Except(queue));
        }
    }
}
