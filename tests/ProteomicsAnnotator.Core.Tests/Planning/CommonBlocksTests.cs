using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.Core.Tests.Planning;

/// <summary>Nothing that an annotator can count separates gold from decoys.</summary>
public sealed class CommonBlocksTests
{
    private const int Seeds = 60;

    /// <summary>What can be counted of a common block in the files of queues, each as one number.</summary>
    public static TheoryData<string> Features => ["place", "people", "rank of the id", "length of the queues", "distance to the next common block", "blocks of the folder"];

    [Theory]
    [MemberData(nameof(Features))]
    public void GoldAndDecoys_AreNotToldApart(string feature)
    {
        // The chance that gold has the larger number, once for each plan: one half where the two are alike.
        double[] larger = [.. Enumerable.Range(0, Seeds).Select(seed => Larger(seed, feature))];
        double mean = larger.Average();
        double error = Math.Sqrt(larger.Sum(value => (value - mean) * (value - mean)) / (Seeds - 1) / Seeds);

        Assert.True(Math.Abs(mean - 0.5) <= 3 * error, $"gold has the larger {feature} in {mean:0.000} ± {error:0.000}");
    }

    /// <summary>An admin knows the answers of two folders only.</summary>
    [Fact]
    public void Decoys_AreInTheFoldersOfTheGold()
    {
        PlanBasis basis = PlannerTests.Basis(1200);
        basis = basis with { Gold = new HashSet<BlockId>(basis.Blocks.Where((_, i) => i is > 300 and < 400 && i % 3 == 0)) };

        PlanDraft plan = PlannerTests.Made(PlannerTests.Request(2, "a,b,c,d,e,f,g,h") with { Gold = 0.05 }, basis);

        Assert.InRange(plan.Gold.Count, 10, 20);
        Assert.Equal(Folders(plan.Gold), Folders(plan.Decoys));

        static string[] Folders(IEnumerable<BlockId> blocks) => [.. blocks.Select(block => block.Value[..8]).Order(StringComparer.Ordinal)];
    }

    private static double Larger(int seed, string feature)
    {
        var random = new Random(seed);
        PlanBasis basis = PlannerTests.Basis(700);
        basis = basis with { Gold = new HashSet<BlockId>(basis.Blocks.Where((_, i) => (i < 200 || seed % 2 == 0) && random.Next(3) == 0)), Salt = $"{seed}" };
        PlanDraft plan = PlannerTests.Made(PlannerTests.Request(2, "a,b:3,c,d:0.5,e") with { Seed = seed, Gold = 0.06, Repeats = 0.05 }, basis);
        string[][] queues = [.. plan.People.Select(person => person.Queue.Select(block => block.Value).ToArray())];
        string[] common = [.. plan.Gold.Concat(plan.Decoys).Select(block => block.Value).Where(block => queues.Any(queue => queue.Contains(block)))];
        double[] gold = [.. plan.Gold.Select(block => block.Value).Where(common.Contains).Select(block => ValueOf(block, feature, queues, common))];
        double[] decoys = [.. plan.Decoys.Select(block => block.Value).Where(common.Contains).Select(block => ValueOf(block, feature, queues, common))];
        return gold.Average(one => decoys.Average(other => one > other ? 1 : one == other ? 0.5 : 0));
    }

    private static double ValueOf(string block, string feature, string[][] queues, string[] common)
    {
        string[][] mine = [.. queues.Where(queue => queue.Contains(block))];
        return feature switch
        {
            "place" => mine.Average(queue => Array.IndexOf(queue, block) / (double)queue.Length),
            "people" => mine.Length,
            "rank of the id" => common.Count(other => string.CompareOrdinal(other, block) < 0),
            "length of the queues" => mine.Average(queue => queue.Length),
            "blocks of the folder" => common.Count(other => other[..8] == block[..8]),
            _ => mine.Average(queue => NextCommon(queue, Array.IndexOf(queue, block), common)),
        };
    }

    private static int NextCommon(string[] queue, int at, string[] common) =>
        queue.Skip(at + 1).TakeWhile(block => !common.Contains(block)).Count();
}
