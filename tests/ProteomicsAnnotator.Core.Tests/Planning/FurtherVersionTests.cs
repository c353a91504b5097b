using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.Core.Tests.Planning;

/// <summary>What was drawn for a version stays drawn in the next.</summary>
public sealed class FurtherVersionTests
{
    [Theory]
    [InlineData("a,b,c", "a,b")]
    [InlineData("a,b", "a,b,c,d")]
    [InlineData("a,b", "a,b")]
    public void Repeats_OfWhatIsDone_AreThoseOfBefore_AndComeWhereTheyWouldHave(string before, string after)
    {
        PlanBasis first = PlannerTests.Basis(900);
        PlanDraft plan = PlannerTests.Made(PlannerTests.Request(1, before) with { Repeats = 0.05 }, first);
        PlanBasis second = Worked(plan, first, 0.5);

        PlanDraft next = PlannerTests.Made(PlannerTests.Request(1, after) with { Repeats = 0.05 }, second);

        foreach (PersonPlan person in plan.People.Where(person => next.People.Any(now => now.Username == person.Username && after.Split(',').Contains(person.Username))))
        {
            IReadOnlyList<BlockId> queue = next.People.Single(now => now.Username == person.Username).Queue;
            IReadOnlySet<BlockId> done = second.Labelled[person.Username];
            BlockId[] old = Repeated(person.Queue);
            BlockId[] now = Repeated(queue);

            Assert.Equal(old.Where(done.Contains).Order(), now.Where(done.Contains).Order());

            // A repeat whose block is done and that others stand behind keeps its distance, so that none comes before its time.
            foreach (BlockId block in now.Where(done.Contains))
            {
                Assert.InRange(DistanceOf(queue, block), QueueMaker.RepeatDistance, 200);
                Assert.InRange(DistanceOf(queue, block) - DistanceOf(person.Queue, block), -20, 20);
            }

            int left = queue.Distinct().Count(block => !done.Contains(block));
            Assert.InRange(now.Count(block => !done.Contains(block)), 0, (int)Math.Round(left * 0.05, MidpointRounding.AwayFromZero) + 1);
        }
    }

    [Fact]
    public void FirstPlan_AfterLabelsWereGiven_RepeatsNothingOfThem()
    {
        PlanBasis basis = PlannerTests.Basis(600);
        var done = new HashSet<BlockId>(basis.Blocks.Take(300));

        PlanDraft plan = PlannerTests.Made(PlannerTests.Request(1, "a") with { Repeats = 0.1 }, basis with { Labelled = new Dictionary<string, IReadOnlySet<BlockId>> { ["a"] = done } });

        BlockId[] repeated = Repeated(plan.People.Single().Queue);
        Assert.Equal(30, repeated.Length);
        Assert.DoesNotContain(repeated, done.Contains);
    }

    [Theory]
    [InlineData(8, 0.2)]
    [InlineData(7, 0.4)]
    [InlineData(9, 0.1)]
    public void RandomShare_StaysForBlocksThatWerePlanned_AndIsDrawnForNewOnes(int seed, double share)
    {
        PlanBasis first = PlannerTests.Basis(600);
        PlanDraft plan = PlannerTests.Made(PlannerTests.Request(2, "a,b,c") with { RandomShare = 0.2, StopAt = 0.95 }, first);
        PlanBasis second = Worked(plan, first, 0.3) with { Blocks = PlannerTests.Basis(1200).Blocks };

        PlanDraft next = PlannerTests.Made(PlannerTests.Request(2, "a,b,c") with { Seed = seed, RandomShare = share, StopAt = 0.95 }, second);

        Assert.Equal(plan.RandomShare, next.RandomShare.Where(first.Blocks.Contains));
        Assert.InRange(next.RandomShare.Count - plan.RandomShare.Count, 600 * (share - 0.07), 600 * (share + 0.07));
        Assert.Equal((seed, share) != (7, 0.2), next.Notices.Any(notice => notice.Contains("random share stays what it was", StringComparison.Ordinal)));
    }

    private static BlockId[] Repeated(IReadOnlyList<BlockId> queue) => [.. queue.GroupBy(block => block).Where(block => block.Count() > 1).Select(block => block.Key)];

    private static int DistanceOf(IReadOnlyList<BlockId> queue, BlockId block) => queue.ToList().LastIndexOf(block) - queue.ToList().IndexOf(block);

    /// <summary>Everybody has done the front of the own queue.</summary>
    private static PlanBasis Worked(PlanDraft plan, PlanBasis basis, double done) => basis with
    {
        Previous = plan.People.ToDictionary(person => person.Username, person => person.Ordinary),
        PreviousRepeats = plan.People.ToDictionary(person => person.Username, person => (IReadOnlyList<BlockId>)Repeated(person.Queue)),
        PreviousRandomShare = new HashSet<BlockId>(plan.RandomShare),
        Labelled = plan.People.ToDictionary(person => person.Username, person => (IReadOnlySet<BlockId>)new HashSet<BlockId>(person.Ordinary.Take((int)(person.Ordinary.Count * done)))),
    };
}
