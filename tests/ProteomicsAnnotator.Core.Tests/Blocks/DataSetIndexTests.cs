using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Blocks;

public sealed class DataSetIndexTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Find_FoldersNamedBlocks_AreOfTheFirstFolderAboveWithATile()
    {
        _data.Block("brain_1/Tile_X_0001/ch_561/blocks/block_0001", "a.tif");
        _data.Block("group/brain_2/TILE_X_0001/ch_561/blocks/block_7c9e6679-7425-40de-944b-e07fc1f90ae7", "a.tif");
        _data.Block("group/brain_2/stitched/blocks/block_0001", "a.tif");
        _data.Block("loose/blocks/block_0001", "a.tif");
        _data.Block("brain_1/Tile_X_0001/ch_561/other/block_0001", "a.tif");
        Directory.CreateDirectory(_data.Below("brain_1/Tile_X_0002/ch_561/blocks"));

        var index = DataSetIndex.Find(_data.Path);

        Assert.Equal(
            [
                new DataSet("brain_1/Tile_X_0001/ch_561/blocks", "brain_1", "Tile_X_0001/ch_561/blocks", false),
                new DataSet("group/brain_2/TILE_X_0001/ch_561/blocks", "brain_2", "TILE_X_0001/ch_561/blocks", false),
                new DataSet("group/brain_2/stitched/blocks", "brain_2", "stitched/blocks", false),
                new DataSet("loose/blocks", null, "loose/blocks", false),
            ],
            index.Sets);
        Assert.Equal("brain_1/Tile_X_0001/ch_561/blocks", Assert.Single(index.WithKey("brain_1/Tile_X_0001/ch_561/blocks", isCloud: true)).Path);
        Assert.Equal("group/brain_2/stitched/blocks", Assert.Single(index.WithKey("stitched/blocks", isCloud: false)).Path);
        Assert.Empty(index.WithKey("brain_1/Tile_X_0001/ch_561/blocks", isCloud: false));
        Assert.Empty(index.WithKey("loose/blocks", isCloud: false));
        Assert.Equal("brain_1/Tile_X_0001/ch_561/blocks", Assert.Single(index.WithSlug("brain_1_Tile_X_0001_ch_561_blocks", isCloud: true)).Path);
    }

    [Theory]
    [InlineData("brain/tile_1", "ch/blocks")]
    [InlineData("brain/tile_1/ch", "blocks")]
    [InlineData("brain/tile_1/ch/blocks", "")]
    [InlineData("brain", "tile_1/ch/blocks")]
    public void Find_RootThatIsOrLiesInAnExperiment_SaysThatIdsLackIt(string root, string set)
    {
        _data.Block("brain/tile_1/ch/blocks/block_0001", "a.tif");

        Assert.Equal([new DataSet(set, "brain", "tile_1/ch/blocks", true)], DataSetIndex.Find(_data.Below(root)).Sets);
    }

    /// <summary>The default root is called blocks, and people call folders of blocks tile_3.</summary>
    [Fact]
    public void Find_BlocksRightInTheRoot_AreOfNoExperiment()
    {
        _data.Block("data/blocks/block_0001", "a.tif");
        _data.Block("data/blocks/tile_3/block_0001", "a.tif");
        _data.Block("data/blocks/brain/tile_1/ch/blocks/block_0001", "a.tif");

        Assert.Equal([new DataSet("", null, "", false), new DataSet("brain/tile_1/ch/blocks", "brain", "tile_1/ch/blocks", false)], DataSetIndex.Find(_data.Below("data/blocks")).Sets);
    }

    [Fact]
    public void Find_NothingThere_IsEmpty() => Assert.Empty(DataSetIndex.Find(_data.Below("missing")).Sets);

    [Fact]
    public void Find_FolderReachedTwice_IsFoundOnce()
    {
        _data.Block("brain/tile_1/ch/blocks/block_0001", "a.tif");
        Directory.CreateSymbolicLink(_data.Below("again"), _data.Below("brain"));
        Directory.CreateSymbolicLink(_data.Below("brain/loop"), _data.Path);

        Assert.Equal(["brain/tile_1/ch/blocks"], DataSetIndex.Find(_data.Path).Sets.Select(set => set.Path));
    }
}
