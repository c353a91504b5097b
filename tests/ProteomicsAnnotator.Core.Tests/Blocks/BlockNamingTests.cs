using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Blocks;

public sealed class BlockNamingTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("set", "block_0001", "block_0001")]
    [InlineData("set/tile_3", "block_0001", "tile_3/block_0001")]
    [InlineData("set/tile_3", "deep/block_0001", "tile_3/deep/block_0001")]
    public void TryName_RootAtOrBelowTheConfiguredOne_UsesTheConfiguredIds(string root, string folder, string id)
    {
        var naming = new BlockNaming(_data.Below(root), _data.Below("set"));

        Assert.True(naming.TryName(folder, out BlockName? name, out _));

        Assert.Equal(BlockId.Parse(id), name.Id);
        Assert.Equal(new LabelKey(null, name.Id), name.Key);
    }

    [Fact]
    public void TryName_RootWithTheSameBeginning_IsNotBelow()
    {
        var naming = new BlockNaming(_data.Below("set_2"), _data.Below("set"));

        Assert.True(naming.TryName("block_0001", out BlockName? name, out _));

        Assert.False(naming.IsConfigured);
        Assert.Equal(_data.Below("set_2"), name.Key.Root);
    }

    [Fact]
    public void TryName_RootAboveTheConfiguredOne_KeepsFlatKeysForItsBlocks()
    {
        var naming = new BlockNaming(_data.Path, _data.Below("set"));

        Assert.True(naming.TryName("set/tile/block_0001", out BlockName? inside, out _));
        Assert.True(naming.TryName("other/block_0001", out BlockName? outside, out _));

        Assert.Equal("set/tile/block_0001", inside.Id.Value);
        Assert.Equal(new LabelKey(null, BlockId.Parse("tile/block_0001")), inside.Key);
        Assert.Equal(new LabelKey(_data.Below("other"), BlockId.Parse("block_0001")), outside.Key);
    }

    [Fact]
    public void IsConfigured_RootReachedThroughALink_IsTrue()
    {
        Directory.CreateDirectory(_data.Below("set", "tile"));
        Directory.CreateSymbolicLink(_data.Below("link"), _data.Below("set"));

        Assert.True(new BlockNaming(_data.Below("link", "tile"), _data.Below("set")).IsConfigured);
        Assert.True(new BlockNaming(_data.Below("set"), _data.Below("link")).IsConfigured);
    }

    [Fact]
    public void TryName_FolderThatNoIdCanSpell_IsRefused()
    {
        var naming = new BlockNaming(_data.Path, _data.Path);

        Assert.False(naming.TryName("a\u0001b/block_0001", out _, out _));
    }
}
