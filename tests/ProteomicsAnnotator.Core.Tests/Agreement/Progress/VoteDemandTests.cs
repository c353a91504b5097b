using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Progress;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Agreement.Progress;

/// <summary>Which blocks need more votes: the Review, the forecast and the plan's own progress say the same.</summary>
public sealed class VoteDemandTests
{
    private const int Blocks = 60;

    /// <summary>Campaigns at random with every way in which a seat is done or not; what is right is counted seat by seat here.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Plan_AsksFor_WhatItsProgressLacks(int seed)
    {
        var random = new Random(seed);
        string[] people = ["ann", "ben", "cem", "dev"];
        const string Excluded = "dev";
        BlockId[] ids = [.. Reviews.Ids(Blocks)];
        Dictionary<string, IReadOnlyList<BlockId>> seats = people.ToDictionary(name => name, _ => (IReadOnlyList<BlockId>)[.. ids.Where(_ => random.Next(2) == 0)]);
        AnnotatorVotes[] given = [.. people.Select(name => Given(name, ids, random))];
        HashSet<BlockId> unreadable = [.. ids.Where(_ => random.Next(10) == 0)];
        ReviewTable table = ReviewTable.Of(new ReviewInput(ids, given, new Dictionary<BlockId, FinalLabel>()).Without([Excluded]));
        VoteDemand demand = VoteDemand.OfPlan(seats).Without(unreadable);

        BlockId[] needing = [.. ids.Where(block => people.Any(name => seats[name].Contains(block) && !IsDone(name, block)))];

        Assert.InRange(needing.Length, 10, Blocks - 10);
        Assert.Equal(needing, demand.OpenIn(table).Order());
        UserVotes[] counted = [.. given.Where(person => person.Username != Excluded).Select(person => new UserVotes(person.Username, person.Votes) { Marks = person.Marks })];
        PlanProgress progress = PlanProgress.Of(seats, new HashSet<BlockId>(), counted, unreadable.ToDictionary(block => block, _ => "torn"));
        Assert.Equal(needing.Length, progress.Blocks - progress.Complete);
        Assert.Equal(people.Sum(name => seats[name].Count(block => !IsDone(name, block))), CampaignPace.Of(table, demand, Reviews.Noon, TimeZoneInfo.Utc).Wanted);
        Assert.Equal(needing, new ReviewFilter { NeedsVotesOnly = true }.Select(table, default, demand.OpenIn(table)).Select(row => table.Blocks[row]));

        bool IsDone(string name, BlockId block)
        {
            AnnotatorVotes own = given.Single(person => person.Username == name);
            return unreadable.Contains(block)
                || (name != Excluded && ((own.Votes.TryGetValue(block, out Vote vote) && !vote.IsNotBlind) || own.Marks.GetValueOrDefault(block).Unusable is not null));
        }
    }

    /// <summary>Two are wanted of each: block 1 has them, block 2 one and a person who cannot judge it, block 3 one of them not blind, block 4 none, block 5 cannot be read.</summary>
    [Fact]
    public void Setting_AsksForVotesOfWhoeverCanJudge()
    {
        BlockId[] ids = [.. Reviews.Ids(5)];
        var vote = new Vote(1, Reviews.Noon);
        ReviewTable table = ReviewTable.Of(new ReviewInput(
            ids,
            [
                new AnnotatorVotes("ann", new Dictionary<BlockId, Vote> { [ids[0]] = vote, [ids[1]] = vote, [ids[2]] = vote }),
                new AnnotatorVotes("ben", new Dictionary<BlockId, Vote> { [ids[0]] = vote, [ids[2]] = vote with { IsNotBlind = true } }) { Marks = new Dictionary<BlockId, BlockMark> { [ids[1]] = new(false, null) { Unusable = "torn" } } },
            ],
            new Dictionary<BlockId, FinalLabel>()));

        VoteDemand demand = VoteDemand.OfEach(2).Without(new HashSet<BlockId> { ids[4] });

        Assert.Equal([ids[2], ids[3]], demand.OpenIn(table).Order());
        Assert.Equal(3, CampaignPace.Of(table, demand, Reviews.Noon, TimeZoneInfo.Utc).Wanted);
    }

    private static AnnotatorVotes Given(string name, BlockId[] ids, Random random)
    {
        var votes = new Dictionary<BlockId, Vote>();
        var marks = new Dictionary<BlockId, BlockMark>();
        foreach (BlockId block in ids)
        {
            switch (random.Next(8))
            {
                case 0:
                    break;
                case 1:
                    marks[block] = new BlockMark(false, null) { Unusable = "torn" };
                    break;
                case 2:
                    votes[block] = new Vote(1, Reviews.Noon) { IsNotBlind = true };
                    break;
                default:
                    votes[block] = new Vote(1 + random.Next(3), Reviews.Noon);
                    break;
            }
        }

        return new AnnotatorVotes(name, VoteDictionary.Of(votes)) { Marks = marks };
    }
}
