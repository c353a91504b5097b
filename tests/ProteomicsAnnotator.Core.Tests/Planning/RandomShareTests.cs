using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Planning;

/// <summary>
/// Campaigns in memory whose votes are all drawn beforehand: what people with known confusion would say of every block. The plan
/// only decides which of these votes are given, so that a figure can be compared with the one of all votes.
/// </summary>
public sealed class RandomShareTests
{
    private const int Blocks = 600;
    private const int Votes = 5;
    private const string People = "a,b,c,d,e,f";
    private static readonly double[] Skills = [0.95, 0.75, 0.92, 0.88, 0.9, 0.7];

    [Fact]
    public void FiguresOfTheRandomShare_AreUnbiased_AndThoseOfAllVotesAreNot()
    {
        Campaign[] campaigns = [.. Enumerable.Range(1, TestScale.Of(40, 40, 200)).Select(seed => new Campaign(seed))];

        (double mean, double error) = Of(campaigns.Select(campaign => campaign.Agreement(campaign.RandomShare) - campaign.Agreement(campaign.All)));
        (double stoppedMean, double stoppedError) = Of(campaigns.Select(campaign => campaign.Agreement(campaign.Stopped) - campaign.Agreement(campaign.All)));
        (double classMean, double classError) = Of(campaigns.Select(campaign => campaign.FirstClass(campaign.RandomShare) - campaign.FirstClass(campaign.All)));

        Assert.True(Math.Abs(mean) <= 2 * error, $"agreement is off by {mean:0.0000} ± {error:0.0000}");
        Assert.True(Math.Abs(classMean) <= 2 * classError, $"the share of the first class is off by {classMean:0.0000} ± {classError:0.0000}");

        // That there is something to avoid: blocks stop while their votes agree, so that over all blocks agreement looks higher.
        Assert.True(stoppedMean > 5 * stoppedError, $"{stoppedMean:0.0000} ± {stoppedError:0.0000}");
    }

    [Fact]
    public void StopWhenSure_NeedsAQuarterFewerVotes_AndIsAsRight()
    {
        Campaign[] campaigns = [.. Enumerable.Range(1, TestScale.Of(40, 40, 200)).Select(seed => new Campaign(seed))];

        double votes = campaigns.Average(campaign => Campaign.Count(campaign.Stopped) / (double)Campaign.Count(campaign.All));
        Assert.True(votes <= 0.75, $"{votes:0.000} of the votes");
        (double mean, double error) = Of(campaigns.Select(campaign => campaign.ShareRight(campaign.Stopped) - campaign.ShareRight(campaign.All)));
        Assert.True(mean + (2 * error) >= -0.005, $"right in {mean:0.0000} ± {error:0.0000} more");
    }

    private static (double Mean, double Error) Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return (mean, Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1) / all.Length));
    }

    private sealed class Campaign
    {
        private readonly Dictionary<BlockId, int> _truth;
        private readonly Dictionary<(string, BlockId), int> _said = [];

        public Campaign(int seed)
        {
            var random = new Random(seed);
            PlanBasis basis = PlannerTests.Basis(Blocks);
            _truth = basis.Blocks.ToDictionary(block => block, _ => random.Next(10) switch { < 5 => 1, < 8 => 2, _ => 3 });
            foreach ((int i, string name) in People.Split(',').Index())
            {
                foreach (BlockId block in basis.Blocks)
                {
                    _said[(name, block)] = random.NextDouble() < Skills[i] ? _truth[block] : 1 + ((_truth[block] + random.Next(2)) % 3);
                }
            }

            PlanRequest request = PlannerTests.Request(Votes, People) with { Seed = seed, StopAt = 0.97 };
            PlanDraft all = PlannerTests.Made(request, basis);
            All = QueuesOf(all);

            // One vote after the other; a further version after each leaves out what is sure by then.
            PlanDraft plan = all;
            Dictionary<string, HashSet<BlockId>> given = All.ToDictionary(queue => queue.Key, _ => new HashSet<BlockId>());
            for (int votes = 1; votes < Votes; votes++)
            {
                VoteOnce(plan, given, random);
                plan = PlannerTests.Made(request, basis with
                {
                    Previous = plan.People.ToDictionary(person => person.Username, person => person.Ordinary),
                    Labelled = given.ToDictionary(person => person.Key, person => (IReadOnlySet<BlockId>)person.Value),
                    Sure = Model(given).At(2, 0.97).Select(block => block.Block).ToHashSet(),
                });
            }

            Stopped = QueuesOf(plan);

            // Where everything is sure from the start, only the random share is asked for.
            HashSet<BlockId> drawn = [.. PlannerTests.Made(request, basis with { Sure = basis.Blocks.ToHashSet() }).People.SelectMany(person => person.Ordinary)];
            RandomShare = Stopped.ToDictionary(queue => queue.Key, queue => queue.Value.Where(drawn.Contains).ToHashSet());
        }

        /// <summary>Which blocks each person labels.</summary>
        public Dictionary<string, HashSet<BlockId>> All { get; }

        public Dictionary<string, HashSet<BlockId>> Stopped { get; }

        public Dictionary<string, HashSet<BlockId>> RandomShare { get; }

        public static int Count(Dictionary<string, HashSet<BlockId>> given) => given.Sum(queue => queue.Value.Count);

        /// <summary>Of two votes on a block, how often they are the same: the mean over blocks.</summary>
        public double Agreement(Dictionary<string, HashSet<BlockId>> given) => VotesOf(given)
            .Where(votes => votes.Length > 1)
            .Average(votes => votes.GroupBy(label => label).Sum(label => label.Count() * (label.Count() - 1)) / (double)(votes.Length * (votes.Length - 1)));

        /// <summary>Share of the blocks whose most frequent label is the first class.</summary>
        public double FirstClass(Dictionary<string, HashSet<BlockId>> given) => VotesOf(given)
            .Average(votes => votes.GroupBy(label => label).OrderByDescending(label => label.Count()).ThenBy(label => label.Key).First().Key == 1 ? 1.0 : 0.0);

        public double ShareRight(Dictionary<string, HashSet<BlockId>> given) => Model(given).Labels().Average(label => label.Value == _truth[label.Key] ? 1.0 : 0.0);

        /// <summary>Each block that waits for people gets a label of one of them.</summary>
        private static void VoteOnce(PlanDraft plan, Dictionary<string, HashSet<BlockId>> given, Random random)
        {
            var waiting = plan.People.SelectMany(person => person.Ordinary.Where(block => !given[person.Username].Contains(block)).Select(block => (block, person.Username)));
            foreach (var block in waiting.GroupBy(seat => seat.block, seat => seat.Username).OrderBy(block => block.Key).ToArray())
            {
                given[block.ElementAt(random.Next(block.Count()))].Add(block.Key);
            }
        }

        private int[][] VotesOf(Dictionary<string, HashSet<BlockId>> given) =>
            [.. given.SelectMany(queue => queue.Value.Select(block => (block, Label: _said[(queue.Key, block)]))).GroupBy(vote => vote.block, vote => vote.Label).Select(votes => votes.ToArray())];

        private SureBlocks Model(Dictionary<string, HashSet<BlockId>> given) => SureBlocks.Of(
            [.. given.Select(queue => new UserVotes(queue.Key, queue.Value.ToDictionary(block => block, block => new Vote(_said[(queue.Key, block)], DateTimeOffset.UnixEpoch))))],
            new Dictionary<BlockId, int>());

        private static Dictionary<string, HashSet<BlockId>> QueuesOf(PlanDraft plan) => plan.People.ToDictionary(person => person.Username, person => person.Ordinary.ToHashSet());
    }
}
