using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Predictions;

namespace ProteomicsAnnotator.Core.Tests.Predictions;

/// <summary>Rows that have a position in place of a block.</summary>
public sealed class PositionMatchTests
{
    private static readonly PredictionRequest Two = new(LabelClasses.FromNames(["Cell", "Artefact"])) { HasOurNumbers = true };

    /// <summary>Voxels of 1 x 1 x 5 micrometres: three slices are farther than ten columns.</summary>
    [Fact]
    public void Nearest_IsInMicrometres()
    {
        BlockPositions positions = Positions("block_0001,100,50,13\nblock_0002,110,50,10\n", (1, 1, 5), 20);

        ReadPredictions read = Read("x,y,z,class,score\n100,50,10,1,0.9\n", positions);

        Assert.Equal(["block_0002"], read.Table.Blocks.Select(block => block.Value));
        Assert.Equal([10], read.Match!.Distances);
    }

    [Fact]
    public void Rows_AreMatchedOneToOne_EachWithItsNearestBlockOrNone()
    {
        BlockPositions positions = Positions("block_0001,0,0,0\nblock_0002,8,0,0\n", (1, 1, 1), 6);

        ReadPredictions read = Read("xyz,class\n\"(1, 0, 0)\",1\n\"(2.0, 0.0, 0.0)\",2\n\"[13, 0, 0]\",2\n\"(90, 0, 0)\",1\n\"(3, 0, 0)\",2\n", positions);

        Assert.Equal([1, 2], new[] { "block_0001", "block_0002" }.Select(block => read.Table.Find(BlockId.Parse(block))!.Value.Label));
        Assert.Equal([1, 5], read.Match!.Distances);
        Assert.Equal(3, read.Match.Unmatched);
        Assert.Contains("2 rows of 5 have a block within 6 micrometres: the median distance is 5, the largest 5", read.Words);
        Assert.Contains("without a block that near: 1 row: line 5", read.Words);
        Assert.Contains("behind another row that is nearer to the same block: 2 rows: line 3 and block_0001; line 6 and block_0001", read.Words);
    }

    /// <summary>A second detection of one cell says nothing of the neighbour, though the neighbour is within the limit and free.</summary>
    [Fact]
    public void Row_WhoseNearestBlockIsTaken_GetsNoOther()
    {
        BlockPositions positions = Positions("block_0001,0,0,0\nblock_0002,8,0,0\n", (1, 1, 1), 20);

        ReadPredictions read = Read("x,y,z,class\n0,0,0,1\n1,0,0,1\n", positions);

        Assert.Equal(["block_0001"], read.Table.Blocks.Select(block => block.Value));
    }

    [Fact]
    public void Ties_AreNamed_AndStayWithoutEachOther()
    {
        BlockPositions positions = Positions("block_0001,0,0,0\nblock_0002,4,0,0\nblock_0003,50,0,0\n", (0.5, 0.5, 0.5), 3);

        ReadPredictions read = Read("x,y,z,class\n2,0,0,1\n50,1,0,1\n50,-1,0,2\n", positions);

        Assert.Empty(read.Table.Blocks);
        Assert.Equal(3, read.Match!.Ties);
        Assert.Contains("equally near, so left without each other: 3 rows: line 2 and block_0001, block_0002; line 3 and block_0003; line 4 and block_0003", read.Words);
    }

    /// <summary>As cellfinder writes it: x first, an index without a name, centres beside voxels.</summary>
    [Fact]
    public void Columns_OfPipelines_AreUnderstood()
    {
        BlockPositions positions = Positions("block_0001,679,80,660\n", (1, 1, 1), 1);

        ReadPredictions cells = PredictionReader.Read(Encoding.UTF8.GetBytes(",x,y,z,Class,Cell Likelihood,Foreground,Background,Cell ID\n0,679,80,660,1,0.93,900,200,17\n"), Two, positions);
        ReadPredictions centres = PredictionReader.Read(Encoding.UTF8.GetBytes("Z,Y,X,Z_center,Y_center,X_center,score\n660,80,679,660.2,79.8,678.9,0.3\n"), Two with { ScoreOf = 1 }, positions);

        Assert.Equal(0.93, cells.Table.At(0).ProbabilityOf(1));
        Assert.Contains("not used: the column without a name, \"Foreground\", \"Background\", \"Cell ID\"", cells.Words);
        Assert.Equal([0.0], centres.Match!.Distances);
        Assert.Contains("columns \"X\", \"Y\", \"Z\": x, y and z; they go before the columns of centres", centres.Words);
    }

    [Theory]
    [InlineData("index,axis-0,axis-1,axis-2,class\n0,35,40.5,45,1\n", "does not say which axis is which")]
    [InlineData("class\n1\n", "found no positions (x, y and z, or xyz) among \"class\"")]
    [InlineData("x;y;z;class\n679,5;80,0;660,0;1\n", "line 2: column \"x\" has \"679,5\", expected a number with a decimal point: decimal commas are not read")]
    [InlineData("x,y,z,class\n1,nan,3,1\n", "line 2: column \"y\" has \"nan\", expected a number")]
    [InlineData("xyz,class\n\"(1, 2)\",1\n", "line 2: column \"xyz\" has \"(1, 2)\", expected (x, y, z)")]
    public void Position_ThatIsNone_IsRefusedInWords(string csv, string words) =>
        Assert.Contains(words, Assert.Throws<FormatException>(() => Read(csv, Positions("block_0001,0,0,0\n", (1, 1, 1), 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void TableOfPositions_WithABlockTwice_IsRefused() => Assert.Equal(
        "line 3: block_0001 stands in line 2 already",
        Assert.Throws<FormatException>(() => Positions("block_0001,0,0,0\nblock_0001,1,0,0\n", (1, 1, 1), 1)).Message);

    /// <summary>Against looking at every pair: the nearest free pair again and again.</summary>
    [Fact]
    public void Match_OfRandomPoints_IsThatOfAllPairs()
    {
        var random = new Random(11);
        string Point(int i) => string.Create(CultureInfo.InvariantCulture, $"{random.NextDouble() * 60:0.000000},{random.NextDouble() * 60:0.000000},{(random.NextDouble() * 60) + (i * 1e-7):0.000000000}");
        string[] blocks = [.. Enumerable.Range(1, 300).Select(Point)];
        string[] rows = [.. Enumerable.Range(1, 400).Select(Point)];
        var match = Read("x,y,z,class\n" + string.Concat(rows.Select(row => row + ",1\n")), Positions(string.Concat(blocks.Select((point, i) => $"block_{i + 1:0000},{point}\n")), (1, 1, 1), 5)).Match!;

        double[][] Numbers(string[] points) => [.. points.Select(point => point.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray())];
        (double[][] from, double[][] to) = (Numbers(rows), Numbers(blocks));
        double[][] all = [.. from.Select(point => to.Select(centre => Math.Sqrt(point.Zip(centre, (x, y) => (x - y) * (x - y)).Sum())).ToArray())];
        int[] nearest = [.. all.Select(distances => Array.IndexOf(distances, distances.Min()))];
        int[] expected =
        [
            .. nearest.Select((block, row) => all[row][block] <= 5 && !Enumerable.Range(0, rows.Length).Any(other => nearest[other] == block && all[other][block] < all[row][block]) ? block : -1),
        ];
        Assert.InRange(expected.Count(block => block < 0), 50, 350);

        Assert.Equal(expected.Select(block => block < 0 ? null : $"block_{block + 1:0000}"), Enumerable.Range(0, rows.Length).Select(row => match.BlockOf(row)?.Value));
    }

    private static BlockPositions Positions(string rows, (double, double, double) unit, double within) => BlockPositions.Read(Encoding.UTF8.GetBytes("block,x,y,z\n" + rows), unit, within);

    private static ReadPredictions Read(string csv, BlockPositions positions) => PredictionReader.Read(Encoding.UTF8.GetBytes(csv), Two, positions);
}
