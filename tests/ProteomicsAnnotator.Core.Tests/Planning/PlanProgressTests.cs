using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Planning;

public sealed class PlanProgressTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void UnreadableBlock_IsDoneByEverybody_AndOutsideNobodysQueue()
    {
        var ordinary = new Dictionary<string, IReadOnlyList<BlockId>> { ["ann"] = Ids(1, 2, 3), ["ben"] = Ids(2, 3) };
        IReadOnlyList<UserVotes> votes = Votes(("ann", Ids(1, 2, 8)), ("ben", Ids(9)));
        var unreadable = new Dictionary<BlockId, string> { [Ids(2)[0]] = "a.tif: torn", [Ids(7)[0]] = "gone" };

        PlanProgress progress = PlanProgress.Of(ordinary, new HashSet<BlockId>(), votes, unreadable);

        Assert.Equal([("ann", 2, 1, 1), ("ben", 1, 1, 1)], progress.People.Select(person => (person.Username, person.Done, person.Left, person.Outside)));
        Assert.Equal((2, 0), (progress.Complete, progress.Begun));
        Assert.Equal([(Ids(2)[0], "a.tif: torn")], progress.Unreadable.Select(block => (block.Key, block.Value)));
        Assert.Equal(Ids(2, 3), PlanProgress.OpenOf(ordinary, votes).Order());
        Assert.Empty(PlanProgress.Of(ordinary, new HashSet<BlockId>(), votes).Unreadable);
    }

    [Fact]
    public void Blocks_AreCompleteOnceAllPlannedPeopleHaveDoneThem_AndOtherLabelsAreOutside()
    {
        var ordinary = new Dictionary<string, IReadOnlyList<BlockId>> { ["ann"] = Ids(1, 2, 3), ["ben"] = Ids(1, 2, 4) };
        PlanProgress progress = PlanProgress.Of(ordinary, new HashSet<BlockId>(Ids(9)), Votes(("ann", Ids(1, 2, 9, 7)), ("ben", Ids(1)), ("cem", Ids(1, 4))));

        Assert.Equal((4, 1, 1, 3), (progress.Blocks, progress.Complete, progress.Begun, progress.Outside));
        Assert.Equal([("ann", 3, 2, 1), ("ben", 3, 1, 0), ("cem", 0, 0, 2)], progress.People.Select(person => (person.Username, person.Planned, person.Done, person.Outside)));
    }

    [Fact]
    public void Silence_CountsFromTheLastDecisionOrThePlan_WhicheverIsLater()
    {
        var ordinary = new Dictionary<string, IReadOnlyList<BlockId>> { ["ann"] = Ids(1, 2), ["ben"] = Ids(1, 3, 4), ["cem"] = Ids(5) };
        PlanProgress progress = PlanProgress.Of(ordinary, new HashSet<BlockId>(), Votes(("ann", Ids(1)), ("cem", Ids(5))));

        Assert.Empty(Silent(2, 0, _ => null));
        Assert.Equal(["ben", "ann"], Silent(4.5, 0, _ => null));
        Assert.Equal(["ben"], Silent(3.5, -2, _ => null));
        Assert.Equal(["ann"], Silent(4.5, 0, person => person == "ben" ? Monday.AddDays(2) : null));
        Assert.Equal(["ben", "ann"], Silent(4.5, 0, _ => Monday.AddDays(1)));

        IEnumerable<string> Silent(double now, double planned, Func<string, DateTimeOffset?> lastDecision) =>
            progress.Silent(Monday.AddDays(now), _ => Monday.AddDays(planned), lastDecision).Select(person => person.Username);
    }

    private static BlockId[] Ids(params ReadOnlySpan<int> numbers)
    {
        var ids = new BlockId[numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            ids[i] = BlockId.OfNumber(numbers[i]);
        }

        return ids;
    }

    /// <summary>All given a day after Monday.</summary>
    private static UserVotes[] Votes(params (string Name, BlockId[] Blocks)[] users) =>
        [.. users.Select(user => new UserVotes(user.Name, user.Blocks.ToDictionary(block => block, _ => new Vote(1, Monday.AddDays(1)))))];
}
