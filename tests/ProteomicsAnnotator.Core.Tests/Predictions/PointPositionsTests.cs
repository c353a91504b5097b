using System.Text;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Points;
using ProteomicsAnnotator.Core.Training;

namespace ProteomicsAnnotator.Core.Tests.Predictions;

/// <summary>
/// Rows with positions, where blocks are points of a volume of voxels of 2 x 0.5 x 0.25 micrometres along z, y and x, voxel 0 at 10, 0 and -5.
/// </summary>
public sealed class PointPositionsTests : IDisposable
{
    private readonly PointsFolder _folder = new();

    public PointPositionsTests() => _folder.PutSource("id,z,y,x\na,10,20,30\nb,12,20,30\nc,20,40,50\n");

    public void Dispose() => _folder.Dispose();

    /// <summary>Six rows of voxels are 3 micrometres, two slices 4: a is nearer than b, although it is farther in voxels.</summary>
    [Fact]
    public async Task Voxels_AreMatchedInMicrometresOfTheStore()
    {
        ReadPredictions read = Read("x,y,z,class,score\n30,26,10,1,0.9\n50,40,22,2,0.8\n0,0,0,1,0.7\n", await PositionsAsync(isInMicrometres: false, within: 5));

        Assert.Equal(["point_a", "point_c"], read.Table.Blocks.Select(block => block.Value));
        Assert.Equal([3, 4], read.Match!.Distances);
        Assert.Equal(1, read.Match.Unmatched);
    }

    /// <summary>a lies at z 30, y 10 and x 2.5 micrometres, b at z 34.</summary>
    [Fact]
    public async Task Micrometres_AreThoseOfTheStore_TranslationIncluded()
    {
        ReadPredictions read = Read("x,y,z,class\n2.5,10,33.5,1\n", await PositionsAsync(isInMicrometres: true, within: 1));

        Assert.Equal(["point_b"], read.Table.Blocks.Select(block => block.Value));
        Assert.Equal([0.5], read.Match!.Distances);
    }

    [Fact]
    public async Task PointsAsNearAsEachOther_AreNamed_AndNoneIsTaken()
    {
        ReadPredictions read = Read("xyz,class\n\"(30, 20, 11)\",1\n", await PositionsAsync(isInMicrometres: false, within: 2));

        Assert.Empty(read.Table.Blocks);
        Assert.Contains("equally near, so left without each other: 1 row: line 2 and point_a, point_b", read.Words);
    }

    [Fact]
    public async Task Store_WithoutVoxelSize_TakesTheOneThatIsSaid()
    {
        _folder.PutStore("ch_488.zarr", 0, unit: null);

        Assert.Contains("--voxel-size X,Y,Z says it", (await Assert.ThrowsAsync<FormatException>(() => PositionsAsync(isInMicrometres: false, within: 5))).Message, StringComparison.Ordinal);
        Assert.Contains("the store gives no voxel size", (await Assert.ThrowsAsync<FormatException>(() => PositionsAsync(isInMicrometres: true, within: 5))).Message, StringComparison.Ordinal);
        ReadPredictions read = Read("x,y,z,class\n30,21,10,1\n", await PositionsAsync(isInMicrometres: false, within: 5, (1, 3, 1)));
        Assert.Equal([3.0], read.Match!.Distances);
        Assert.Equal("point_a", read.Table.Blocks[0].Value);
    }

    [Fact]
    public async Task VoxelSize_OtherThanTheStores_IsRefused() => Assert.Contains(
        "--voxel-size is 1 x 1 x 1, and the store says 0.25 x 0.5 x 2 micrometres",
        (await Assert.ThrowsAsync<FormatException>(() => PositionsAsync(isInMicrometres: false, within: 5, (1, 1, 1)))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void BlocksThatAreFolders_HaveNoPosition() => Assert.Contains(
        "--positions FILE says where they are",
        Assert.Throws<FormatException>(() => BlockPositions.OfPoints([], isInMicrometres: true, null, 1)).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task PipelineTable_WithoutBlocks_IsBroughtToPoints()
    {
        _folder.PutText("cells.csv", "score,z,y,x\n0.9,20,40,49\n0.8,10,20,30\n0.7,1,1,1\n");
        BlockPositions positions = await PositionsAsync(isInMicrometres: false, within: 1);

        PipelineTable table = PipelineTable.Read(_folder.Below("cells.csv"), positions);

        Assert.Equal("0.9", table.RowOf(BlockId.Parse("point_c"))![0]);
        Assert.Equal("0.8", table.RowOf(BlockId.Parse("point_a"))![0]);
        Assert.Equal(2, table.RowCount);
        Assert.Contains("without a block that near: 1 row: line 4", table.Matching);
        Assert.Contains("expected one named block or block_id", Assert.Throws<StorageException>(() => PipelineTable.Read(_folder.Below("cells.csv"))).Message, StringComparison.Ordinal);
        _folder.PutText("cells.csv", "block,z,y,x\npoint_a,1,2,3\n");
        Assert.Contains("expected blocks, or z, y and x alone", Assert.Throws<StorageException>(() => PipelineTable.Read(_folder.Below("cells.csv"), positions)).Message, StringComparison.Ordinal);
        _folder.PutText("cells.csv", "z,y,x\n1,,3\n");
        Assert.Contains("row 2 has no numbers in z, y and x", Assert.Throws<StorageException>(() => PipelineTable.Read(_folder.Below("cells.csv"), positions)).Message, StringComparison.Ordinal);
    }

    /// <summary>A corner: 10.7 lies in voxel 10. A table says other things, which do not count.</summary>
    [Fact]
    public async Task Training_TakesThePointsOwnPositions()
    {
        _folder.PutText("points.csv", "id,z,y,x\na,10.7,20,30\n");
        _folder.PutText("cells.csv", "block,z,y,x\npoint_a,1,2,3\nblock_0001,4.5,5,6\n");
        Block[] blocks = [.. (await _folder.ScanAsync()).Blocks];
        var request = new TrainingRequest(SplitParts.Usual, null, 1)
        {
            Table = PipelineTable.Read(_folder.Below("cells.csv")),
            Points = id => blocks.FirstOrDefault(block => block.Id == id)?.Point,
        };

        Assert.Equal(new FocusPoint(10.7, 20, 30), request.PositionOf(BlockId.Parse("point_a")));
        Assert.Equal(new CubePosition(10, 20, 30), request.VoxelOf(BlockId.Parse("point_a")));
        Assert.Equal(new CubePosition(5, 5, 6), request.VoxelOf(BlockId.Parse("block_0001")));
        Assert.Null(request.VoxelOf(BlockId.Parse("block_0002")));
    }

    private async Task<BlockPositions> PositionsAsync(bool isInMicrometres, double within, (double, double, double)? voxelSize = null) =>
        BlockPositions.OfPoints([.. (await _folder.ScanAsync()).Blocks], isInMicrometres, voxelSize, within);

    private static ReadPredictions Read(string csv, BlockPositions positions) =>
        PredictionReader.Read(Encoding.UTF8.GetBytes(csv), new PredictionRequest(LabelClasses.FromNames(["Cell", "Artefact"])) { HasOurNumbers = true }, positions);
}
