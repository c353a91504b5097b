using System.Globalization;
using Parquet;
using Parquet.Schema;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Agreement;
using ProteomicsAnnotator.Core.Tests.Export;
using ProteomicsAnnotator.Core.Training;

namespace ProteomicsAnnotator.Core.Tests.Training;

public sealed class TrainingSetTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Blocks_WithoutALabelOrWithAnOpenTie_AreLeftOutWithTheReason()
    {
        ReviewInput input = Reviews.Input(["a", "b"], [[1, 1], [1, 2], [1, 2], [null, null], [3, null], [2, 2]]) with
        {
            FinalLabels = new Dictionary<BlockId, FinalLabel> { [Reviews.Id(3)] = new(2, "lead", Reviews.Noon) },
        };

        TrainingSet set = TrainingSet.Of(ReviewTable.Of(input), 3, new TrainingRequest(SplitParts.Usual, null, 1), Ct);

        Assert.Equal([(1, 1, null, 2), (3, 2, 2, 2), (5, 3, null, 1), (6, 2, (int?)null, 2)], set.Rows.Select(row => (int.Parse(row.Block.Value[^4..], CultureInfo.InvariantCulture), row.Label, row.FinalLabel, row.VoteCount)));
        Assert.Equal([("block_0002", "its votes tie and it has no final label"), ("block_0004", "it has no label")], set.LeftOut.Select(left => (left.Block.Value, left.Why)));
        Assert.Equal([1, 1, 0], set.Rows[1].Votes);
    }

    [Fact]
    public void Tiles_AreInOnePartAlone_AndOneTileIsRefused()
    {
        BlockId[] blocks = [.. Enumerable.Range(0, 300).Select(i => BlockId.Parse($"animal_{i / 100}/tile_{i / 10}/block_{i:0000}"))];
        var votes = new AnnotatorVotes("a", blocks.ToDictionary(block => block, block => new Vote(1, Reviews.Noon)));
        var table = ReviewTable.Of(new ReviewInput([.. blocks.Order()], [votes], new Dictionary<BlockId, FinalLabel>()));

        foreach ((int level, int folders) in new[] { (0, 2), (1, 1), (2, 2) })
        {
            TrainingSet set = TrainingSet.Of(table, 2, new TrainingRequest(SplitParts.Usual, level, 4), Ct);
            Assert.Equal(300, set.Rows.Count);
            Assert.All(set.Rows.GroupBy(row => string.Join('/', row.Block.Value.Split('/').Take(folders))), tile => Assert.Single(tile.DistinctBy(row => row.Part)));
            Assert.Equal(3, set.Rows.DistinctBy(row => row.Part).Count());
        }

        TrainingSet flat = TrainingSet.Of(Reviews.Table(["a"], [[1], [2], [1]]), 2, new TrainingRequest(SplitParts.Usual, 0, 1), Ct);
        Assert.Contains("the blocks form 1 cluster, too few for 3 parts", flat.Refusal, StringComparison.Ordinal);
        Assert.Equal("no block has a label that a model could be trained on", TrainingSet.Of(Reviews.Table(["a"], [[null]]), 2, new TrainingRequest(SplitParts.Usual, null, 1), Ct).Refusal);
    }

    /// <summary>Chains of boxes that share voxels, and boxes that only touch.</summary>
    [Fact]
    public void PointsWhoseBoxesOverlap_AreOneCluster()
    {
        var random = new Random(7);
        var axis = new PointAxis(10_000, 0.5, 0.5, 0, 8);
        var grid = new PointGrid(axis, axis with { Size = 10 }, axis with { Size = 12 }, PointOrigin.Corner, 1);
        BlockId[] blocks = [.. Enumerable.Range(0, 400).Select(i => BlockId.Parse($"point_{i:0000}"))];
        var points = blocks.ToDictionary(block => block, _ => new BlockPoint(grid, random.Next(120), random.Next(120), random.Next(400)));
        points[blocks[0]] = new BlockPoint(grid, 5000, 5000, 5000);
        points[blocks[1]] = new BlockPoint(grid, 5000, 5000, 5024);
        points[blocks[2]] = new BlockPoint(grid, 5000, 5000, 5046);
        var votes = new AnnotatorVotes("a", blocks.ToDictionary(block => block, _ => new Vote(1, Reviews.Noon)));
        var table = ReviewTable.Of(new ReviewInput(blocks, [votes], new Dictionary<BlockId, FinalLabel>()) { Points = block => points[block] });

        TrainingSet set = TrainingSet.Of(table, 1, new TrainingRequest(SplitParts.Usual, null, 3), Ct);

        // Of every pair, and of pairs of pairs until nothing changes.
        int[] label = [.. Enumerable.Range(0, blocks.Length)];
        bool Overlap(int i, int j)
        {
            ((int Z, int Y, int X) a, (int Z, int Y, int X) b) = (points[blocks[i]].Start, points[blocks[j]].Start);
            return Math.Abs(a.Z - b.Z) < 8 && Math.Abs(a.Y - b.Y) < 10 && Math.Abs(a.X - b.X) < 12;
        }

        for (bool changes = true; changes;)
        {
            changes = false;
            for (int i = 0; i < label.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    if (label[i] != label[j] && Overlap(i, j))
                    {
                        label[i] = label[j] = Math.Min(label[i], label[j]);
                        changes = true;
                    }
                }
            }
        }

        Assert.Equal(label.Select(first => blocks[first].Value), set.Rows.Select(row => row.Cluster));
        Assert.NotEqual(set.Rows[0].Cluster, set.Rows[1].Cluster);
        Assert.Equal(set.Rows[1].Cluster, set.Rows[2].Cluster);
        Assert.InRange(label.Distinct().Count(), 20, 380);
        Assert.All(set.Rows.GroupBy(row => row.Cluster), cluster => Assert.Single(cluster.DistinctBy(row => row.Part)));
        Assert.Equal(3, set.Rows.DistinctBy(row => row.Part).Count());
    }

    [Fact]
    public async Task Tables_HaveLabelsVotesAndDistributions()
    {
        ReviewTable table = Reviews.ProjectSmall();
        var request = new TrainingRequest(SplitParts.Parse("60/40")!, null, 9);
        TrainingSet set = TrainingSet.Of(table, 3, request, Ct);

        IReadOnlyList<IReadOnlyList<string>> csv = PythonCsv.Read(TrainingTables.Csv(set, request));
        byte[] parquet = await TrainingTables.ParquetAsync(set, request, ["Class 1", "Class 2", "Class 3"], Ct);

        Assert.Equal(["block", "label", "final_label", "posterior", "n_votes", "split", "cluster"], csv[0]);
        int?[][] labels = [.. Vectors.Json("project_small.json")["labels"]!.AsArray().Select(block => block!.AsArray().Select(label => (int?)label).ToArray())];
        Assert.All(csv.Skip(1), row =>
        {
            int[] votes = [.. labels[int.Parse(row[0][^4..], CultureInfo.InvariantCulture) - 1].OfType<int>()];
            Assert.Equal(votes.CountBy(label => label).MaxBy(label => label.Value).Key, int.Parse(row[1], CultureInfo.InvariantCulture));
            Assert.Equal($"{votes.Length}", row[4]);
        });
        Assert.All(set.Rows, row => Assert.Equal(1, row.Posteriors.Sum()!.Value, 1e-9));

        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(parquet), cancellationToken: Ct);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        DataField[] fields = reader.Schema.GetDataFields();
        Assert.Equal(
            ["block", "split", "cluster", "label", "class_name", "final_label", "posterior", "n_votes", "votes_1", "posterior_1", "votes_2", "posterior_2", "votes_3", "posterior_3"],
            fields.Select(field => field.Name));
        var posterior = new double?[set.Rows.Count];
        await group.ReadAsync<double>(fields[6], posterior.AsMemory(), cancellationToken: Ct);
        Assert.Equal(csv.Skip(1).Select(row => double.Parse(row[3], CultureInfo.InvariantCulture)), posterior.Select(value => value!.Value));
    }
}
