using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>A block none of whose channels can be read is done by itself, and open again once it can be read.</summary>
public sealed class UnreadableTests : SessionTests
{
    private static readonly SeenChannel Failed = new(0, "a.tif", null, "corrupt");

    [Fact]
    public async Task UnreadableBlock_IsDone_IsSaid_AndHasNoClass()
    {
        Rig.Paint("block_0002", Failed);

        Assert.Equal("1 / 4 annotated (1 cannot be read)", PageProgress.Of(Rig.Session).Words);
        Assert.Equal(0, Rig.Session.Labels.LabelledIn(Rig.Session.Place.Folders));
        Assert.Equal("unreadable", Rig.Session.Place.BadgeOf(Rig.Session.Place.Catalog.Blocks[1]));
        Assert.True(Rig.Session.TryNextUnlabelled());
        Assert.Equal("block_0003", Rig.Session.Place.Current!.Id.Value);
        Rig.Session.Place.SetFilter(new BlockFilter(Label: BlockFilter.Unlabelled));
        Assert.Equal(["block_0001", "block_0003", "block_0004"], Rig.Session.Place.Sequence.Visible.Select(block => block.Id.Value));
        Assert.False((await Rig.LabelAsync("block_0002", 1, [Failed])).Accepted);
    }

    [Fact]
    public async Task BlockThatCanBeReadAgain_OrIsLookedForAgain_IsOpen()
    {
        Rig.Paint("block_0002", Failed);
        Rig.Paint("block_0002", SessionRig.Seen);
        Assert.Equal("0 / 4 annotated", PageProgress.Of(Rig.Session).Words);

        Rig.Paint("block_0002", Failed);
        await Rig.Session.Place.RescanAsync();
        Assert.Equal("0 / 4 annotated", PageProgress.Of(Rig.Session).Words);
    }

    [Fact]
    public async Task BlockThatCannotBeJudgedEither_IsCountedOnce()
    {
        await Rig.MarkAsync("block_0002", new MarkPress(null, null, "torn"));
        Rig.Paint("block_0002", Failed);
        Rig.Paint("block_0003", Failed);

        Assert.Equal("2 / 4 annotated (1 cannot be judged, 1 cannot be read)", PageProgress.Of(Rig.Session).Words);
    }
}
