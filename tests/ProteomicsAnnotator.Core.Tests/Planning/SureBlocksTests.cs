using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Planning;

public sealed class SureBlocksTests
{
    private const int Blocks = 1500;
    private const int Classes = 3;
    private static readonly double[] Skills = [0.95, 0.9, 0.92, 0.85, 0.88, 0.8];

    /// <summary>People with known confusion; each block gets its votes one after another, as far as it needs them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void StopWhenSure_IsAsRight_WithAQuarterFewerVotes(int seed)
    {
        Simulation all = new(seed);
        Simulation stopped = new(seed);
        for (int round = 0; round < 5; round++)
        {
            all.VoteOnce([]);
            stopped.VoteOnce(round < 2 ? [] : [.. stopped.Model().At(2, 0.97).Select(block => block.Block)]);
        }

        (double wholeRight, double rightEarly) = (all.ShareRight(), stopped.ShareRight());

        Assert.True(stopped.Given <= 0.75 * all.Given, $"{stopped.Given} votes instead of {all.Given}");
        Assert.True(rightEarly >= wholeRight - 0.01, $"{rightEarly} right instead of {wholeRight}");
    }

    [Fact]
    public void Certainty_HoldsOnKnownAnswers_FoundWithoutThem()
    {
        var simulation = new Simulation(9);
        simulation.VoteOnce([]);
        simulation.VoteOnce([]);
        SureBlocks model = simulation.Model(known: 200);

        _ = model.At(2, 0.95);

        Assert.InRange(model.Calibration.Blocks, 100, 200);
        Assert.InRange(model.Calibration.Right!.Value, model.Calibration.Said!.Value - 0.05, 1);
        Assert.StartsWith("said 0.9", model.Calibration.Words, StringComparison.Ordinal);
    }

    /// <summary>A known answer is in everybody's queue, so it gets many more votes than a block that stops.</summary>
    [Fact]
    public void Certainty_IsCheckedOnAsManyVotesAsABlockGetsThatStops()
    {
        var simulation = new Simulation(9);
        for (int round = 0; round < 2; round++)
        {
            simulation.VoteOnce([]);
        }

        SureBlocks few = simulation.Model(known: 200);
        _ = few.At(2, 0.9);
        for (int round = 0; round < 2; round++)
        {
            simulation.VoteOnce([.. Enumerable.Range(200, Blocks - 200).Select(BlockId.OfNumber)]);
        }

        SureBlocks many = simulation.Model(known: 200);
        _ = many.At(2, 0.9);

        // Four votes together would be nearly certain.
        Assert.InRange(many.Likeliest().Where(block => int.Parse(block.Key.Name[6..], System.Globalization.CultureInfo.InvariantCulture) < 200).Average(block => block.Value.Posterior), 0.97, 1);
        Assert.InRange(many.Calibration.Said!.Value, few.Calibration.Said!.Value - 0.02, few.Calibration.Said.Value + 0.02);
        Assert.Equal([1, 2, 3], Enumerable.Range(1, 3).Select(votes => many.AtFirst(BlockId.OfNumber(7), votes).Labels.Count));
    }

    [Fact]
    public void Certainty_IsCheckedOnTheRandomShare_ByFinalLabelsAndByFurtherVotes()
    {
        var simulation = new Simulation(11);
        for (int round = 0; round < 3; round++)
        {
            simulation.VoteOnce([]);
        }

        SureBlocks model = simulation.Model();
        HashSet<BlockId> share = [.. Enumerable.Range(0, 100).Select(BlockId.OfNumber)];
        Calibration byVotes = model.CheckOnShare(share, new Dictionary<BlockId, int>(), 1, 0.6);
        Calibration byFinals = model.CheckOnShare(share, share.ToDictionary(block => block, _ => 99), 1, 0.6);

        Assert.InRange(byVotes.Blocks, 20, 100);
        Assert.InRange(byVotes.Right!.Value, 0.6, 1);
        Assert.StartsWith("; on the random share said 0.", byVotes.WordsOfShare, StringComparison.Ordinal);
        Assert.Equal(0, byFinals.Right);
        Assert.True(byFinals.Blocks >= byVotes.Blocks);
        Assert.Equal("", model.CheckOnShare(new HashSet<BlockId>(), new Dictionary<BlockId, int>(), 1, 0.6).WordsOfShare);
    }

    [Fact]
    public void FewLabels_MakeNothingSure()
    {
        // The toy case of many reports: without a prior two agreeing votes would be certain.
        UserVotes[] votes = [.. new[] { "a", "b" }.Select(name => new UserVotes(name, Enumerable.Range(1, 5).ToDictionary(BlockId.OfNumber, _ => new Vote(1, DateTimeOffset.UnixEpoch))))];

        SureBlocks model = SureBlocks.Of(votes, new Dictionary<BlockId, int>());

        Assert.Empty(model.At(1, 0.5));
        Assert.Contains("too few labels to be sure", model.Calibration.Words, StringComparison.Ordinal);
        Assert.Empty(SureBlocks.Of([], new Dictionary<BlockId, int>()).At(1, 0.5));
    }

    [Fact]
    public void OneClassAlone_IsNeverSure()
    {
        UserVotes[] votes = [.. new[] { "a", "b" }.Select(name => new UserVotes(name, Enumerable.Range(1, 60).ToDictionary(BlockId.OfNumber, _ => new Vote(1, DateTimeOffset.UnixEpoch))))];

        Assert.Empty(SureBlocks.Of(votes, new Dictionary<BlockId, int>()).At(2, 0.9));
    }

    [Fact]
    public void TwoWhoAlwaysDiffer_EndTheComputation()
    {
        UserVotes[] votes =
        [
            new("a", Enumerable.Range(1, 50).ToDictionary(BlockId.OfNumber, _ => new Vote(1, DateTimeOffset.UnixEpoch))),
            new("b", Enumerable.Range(1, 50).ToDictionary(BlockId.OfNumber, _ => new Vote(2, DateTimeOffset.UnixEpoch))),
        ];

        Assert.Empty(SureBlocks.Of(votes, new Dictionary<BlockId, int>()).At(2, 0.9));
    }

    [Fact]
    public void PlanThatStops_GivesSureBlocksNoFurtherVote_ButForTheRandomShare()
    {
        PlanBasis basis = PlannerTests.Basis(400);
        PlanRequest request = PlannerTests.Request(3, "a,b,c,d") with { StopAt = 0.95, RandomShare = 0.25 };
        basis = basis with { Sure = new HashSet<BlockId>(basis.Blocks.Take(200)) };

        PlanDraft plan = PlannerTests.Made(request, basis);

        Dictionary<BlockId, int> votes = plan.People.SelectMany(person => person.Ordinary).GroupBy(block => block).ToDictionary(block => block.Key, block => block.Count());
        Assert.All(basis.Blocks.Skip(200), block => Assert.Equal(3, votes[block]));
        BlockId[] kept = [.. basis.Blocks.Take(200).Where(votes.ContainsKey)];
        Assert.All(kept, block => Assert.Equal(3, votes[block]));
        Assert.InRange(kept.Length, 30, 70);
        Assert.Equal(200 - kept.Length, plan.Retired);
        Assert.InRange(plan.People.Max(person => person.Ordinary.Count) - plan.People.Min(person => person.Ordinary.Count), 0, 1);
    }

    /// <summary>No queue changes by itself: the next version asks for the block again.</summary>
    [Fact]
    public void VoteThatIsTakenBack_OpensItsBlockAgain()
    {
        var simulation = new Simulation(4);
        for (int round = 0; round < 3; round++)
        {
            simulation.VoteOnce([]);
        }

        HashSet<BlockId> sure = [.. simulation.Model().At(2, 0.97).Select(block => block.Block)];
        PlanBasis basis = PlannerTests.Basis(400) with { Blocks = [.. Enumerable.Range(1, 400).Select(BlockId.OfNumber)] };
        PlanRequest request = PlannerTests.Request(3, "a,b,c,d") with { StopAt = 0.97, RandomShare = 0 };
        BlockId opened = basis.Blocks.First(sure.Contains);
        PlanDraft before = PlannerTests.Made(request, basis with { Sure = sure });
        Assert.DoesNotContain(before.People, person => person.Ordinary.Contains(opened));

        simulation.TakeBack(opened);
        HashSet<BlockId> now = [.. simulation.Model().At(2, 0.97).Select(block => block.Block)];
        PlanDraft after = PlannerTests.Made(request, basis with { Sure = now, Previous = before.People.ToDictionary(person => person.Username, person => person.Ordinary) });

        Assert.DoesNotContain(opened, now);
        Assert.Equal(3, after.People.Count(person => person.Ordinary.Contains(opened)));
    }

    private sealed class Simulation
    {
        private readonly Random _random;
        private readonly int[] _truth;
        private int _round;
        private readonly Dictionary<BlockId, Vote>[] _votes = [.. Skills.Select(_ => new Dictionary<BlockId, Vote>())];

        public Simulation(int seed)
        {
            _random = new Random(seed);
            _truth = [.. Enumerable.Range(0, Blocks).Select(_ => _random.Next(1, Classes + 1))];
        }

        public int Given => _votes.Sum(votes => votes.Count);

        /// <summary>One further vote for each block but these, by somebody who has not labelled it.</summary>
        public void VoteOnce(HashSet<BlockId> except)
        {
            _round++;
            for (int i = 0; i < Blocks; i++)
            {
                var block = BlockId.OfNumber(i);
                int[] free = [.. Enumerable.Range(0, Skills.Length).Where(rater => !_votes[rater].ContainsKey(block))];
                int rater = free[_random.Next(free.Length)];
                bool isRight = _random.NextDouble() < Skills[rater];
                int other = 1 + ((_truth[i] - 1 + _random.Next(1, Classes)) % Classes);
                if (!except.Contains(block))
                {
                    _votes[rater][block] = new Vote(isRight ? _truth[i] : other, DateTimeOffset.UnixEpoch.AddHours(_round));
                }
            }
        }

        /// <summary>All votes of the block but one.</summary>
        public void TakeBack(BlockId block)
        {
            foreach (Dictionary<BlockId, Vote> votes in _votes.Where(votes => votes.ContainsKey(block)).Skip(1).ToArray())
            {
                _ = votes.Remove(block);
            }
        }

        public SureBlocks Model(int known = 0) => SureBlocks.Of(
            [.. _votes.Select((votes, rater) => new UserVotes($"user_{rater}", votes))],
            Enumerable.Range(0, known).ToDictionary(BlockId.OfNumber, i => _truth[i]));

        public double ShareRight() => Model().Labels().Average(label => _truth[int.Parse(label.Key.Name[6..], System.Globalization.CultureInfo.InvariantCulture)] == label.Value ? 1.0 : 0.0);
    }
}
