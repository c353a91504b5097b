using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Planning;

/// <summary>A vote that is not blind takes no seat: somebody else is asked for the blind one.</summary>
public sealed class NotBlindInPlanTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Progress_DoesNotCountThemForTheBlock_AndThePersonHasDoneIt()
    {
        BlockId[] ids = [.. Enumerable.Range(1, 3).Select(BlockId.OfNumber)];
        var ordinary = new Dictionary<string, IReadOnlyList<BlockId>> { ["ann"] = ids, ["ben"] = ids };
        UserVotes ann = Votes("ann", (ids[0], false), (ids[1], true), (ids[2], true));
        UserVotes ben = Votes("ben", (ids[0], false), (ids[1], false));

        PlanProgress progress = PlanProgress.Of(ordinary, new HashSet<BlockId>(), [ann, ben]);

        Assert.Equal((3, 1, 1, 2), (progress.Blocks, progress.Complete, progress.Begun, progress.NotBlind));
        Assert.Equal([3, 2], progress.People.Select(person => person.Done));
    }

    [Fact]
    public void FurtherVersion_AsksOthers_AndEveryBlockHasItsVotes()
    {
        PlanBasis first = PlannerTests.Basis(200);
        PlanRequest request = PlannerTests.Request(2, "a,b,c,d");
        PlanDraft plan = PlannerTests.Made(request, first);
        Dictionary<string, IReadOnlySet<BlockId>> notBlind = plan.People.Where(person => person.Username is "a" or "b")
            .ToDictionary(person => person.Username, person => (IReadOnlySet<BlockId>)person.Ordinary.Where((_, i) => i % 3 == 0).ToHashSet(), StringComparer.Ordinal);
        Dictionary<string, IReadOnlySet<BlockId>> blind = plan.People.ToDictionary(
            person => person.Username,
            person => (IReadOnlySet<BlockId>)person.Ordinary.Where((block, i) => i % 3 == 1 || (i % 3 == 0 && !notBlind.ContainsKey(person.Username))).ToHashSet(),
            StringComparer.Ordinal);
        PlanBasis second = first with
        {
            Labelled = blind,
            NotBlind = notBlind,
            Previous = plan.People.ToDictionary(person => person.Username, person => person.Ordinary, StringComparer.Ordinal),
        };

        PlanDraft next = PlannerTests.Made(request, second);

        PlanChecks.AssertVotes(next, 2);
        Assert.All(next.People, person =>
        {
            Assert.DoesNotContain(person.Ordinary, block => notBlind.GetValueOrDefault(person.Username)?.Contains(block) == true);
            Assert.Empty(blind[person.Username].Except(person.Ordinary));
        });
        Assert.Equal(notBlind.Values.Sum(blocks => blocks.Count), next.OutsidePlan);
        Assert.Contains(next.Notices, text => text.Contains("take no seat", StringComparison.Ordinal));
    }

    [Fact]
    public void WhereTooFewOthersAreLeft_TheVoteKeepsItsSeat_AndThatIsSaid()
    {
        PlanBasis first = PlannerTests.Basis(20);
        PlanBasis second = first with
        {
            NotBlind = new Dictionary<string, IReadOnlySet<BlockId>> { ["a"] = first.Blocks.ToHashSet(), ["b"] = first.Blocks.ToHashSet() },
        };

        PlanDraft plan = PlannerTests.Made(PlannerTests.Request(2, "a,b,c"), second);

        PlanChecks.AssertVotes(plan, 2);
        Assert.Equal([0, 20, 20], plan.People.OrderBy(person => person.Username, StringComparer.Ordinal).Select(person => person.Ordinary.Count).Order());
        Assert.Contains(plan.Notices, text => text.Contains("20 of these have one all the same", StringComparison.Ordinal));
    }

    [Fact]
    public void Gold_ThatSomebodyMetNotBlind_IsNotDrawnAnew()
    {
        PlanBasis basis = PlannerTests.Basis(400);
        BlockId[] known = [.. basis.Blocks.Where((_, i) => i % 4 == 0)];
        var met = known.Take(40).ToHashSet();
        PlanDraft plan = PlannerTests.Made(
            PlannerTests.Request(2, "a,b,c") with { Gold = 0.1 },
            basis with { Gold = known.ToHashSet(), NotBlind = new Dictionary<string, IReadOnlySet<BlockId>> { ["a"] = met } });

        Assert.NotEmpty(plan.Gold);
        Assert.DoesNotContain(plan.Gold.Concat(plan.Decoys), met.Contains);
    }

    private static UserVotes Votes(string username, params (BlockId Block, bool IsNotBlind)[] votes) =>
        new(username, votes.ToDictionary(vote => vote.Block, vote => new Vote(1, Monday) { IsNotBlind = vote.IsNotBlind }));
}
