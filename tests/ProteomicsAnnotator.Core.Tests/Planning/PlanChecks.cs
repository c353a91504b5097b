using System.Text;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.Core.Tests.Planning;

/// <summary>What must be true of a plan, counted from its queues alone.</summary>
internal static class PlanChecks
{
    public static void AssertVotes(PlanDraft plan, int votes)
    {
        var people = new Dictionary<BlockId, HashSet<string>>();
        foreach (PersonPlan person in plan.People)
        {
            foreach (BlockId block in person.Ordinary)
            {
                people.TryAdd(block, []);
                Assert.True(people[block].Add(person.Username), $"{person.Username} has {block} twice");
            }
        }

        Assert.Equal(plan.Basis.Blocks.Except(plan.Gold).Except(plan.Decoys).Order(), people.Keys.Order());
        Assert.All(people, block => Assert.Equal(votes, block.Value.Count));
    }

    /// <summary>As far as nobody would get more blocks than there are.</summary>
    public static void AssertShares(PlanDraft plan)
    {
        double weights = plan.Request.Annotators.Sum(annotator => annotator.Weight);
        int blocks = plan.People.SelectMany(person => person.Ordinary).Distinct().Count();
        bool isCapped = plan.Request.Annotators.Any(annotator => plan.Request.Votes * annotator.Weight / weights > 1);
        foreach (PlannedAnnotator annotator in isCapped ? [] : plan.Request.Annotators)
        {
            int load = plan.People.SingleOrDefault(person => person.Username == annotator.Username)?.Ordinary.Count ?? 0;
            double share = plan.Request.Votes * blocks * annotator.Weight / weights;
            Assert.True(Math.Abs(load - share) < 1, $"{annotator.Username} has {load}, the share is {share}");
        }
    }

    public static void AssertPairs(PlanDraft plan, int least)
    {
        PersonPlan[] people = [.. plan.People];
        for (int i = 0; i < people.Length; i++)
        {
            for (int j = i + 1; j < people.Length; j++)
            {
                int common = people[i].Ordinary.Intersect(people[j].Ordinary).Count();
                Assert.True(common >= least, $"{people[i].Username} and {people[j].Username} have {common} blocks in common");
            }
        }
    }

    /// <summary>Everything in it, to compare.</summary>
    public static string Text(PlanDraft plan)
    {
        var text = new StringBuilder();
        foreach (PersonPlan person in plan.People)
        {
            text.Append(person.Username).Append(": ").AppendJoin(' ', person.Queue).Append('\n');
        }

        return text.ToString();
    }

    public static bool AreNeighbours(BlockId first, BlockId second) =>
        first.Value[..8] == second.Value[..8] && int.Parse(second.Name[6..], System.Globalization.CultureInfo.InvariantCulture) - int.Parse(first.Name[6..], System.Globalization.CultureInfo.InvariantCulture) == 1;
}
