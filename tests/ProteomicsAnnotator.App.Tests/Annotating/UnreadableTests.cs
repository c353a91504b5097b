using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>A block none of whose channels can be read is done by itself, and open again once it can be read.</summary>
public sealed class UnreadableTests : SessionTests
{
    private static readonly SeenChannel Failed = new(0, "a.tif", null, "corrupt");
    private static readonly SeenChannel NotReached = new(0, "a.tif", null, "no such file", IsOutage: true);

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
    public void BlockWhoseChannelsDifferInSize_IsMarked_AndStillOpen()
    {
        Rig.Session.Viewer.OnPainted(Rig.Report("block_0002") with { SizesDiffer = true });

        Assert.Equal("sizes differ", Rig.Session.Place.BadgeOf(Rig.Session.Place.Catalog.Blocks[1]));
        Assert.Equal("0 / 4 annotated", PageProgress.Of(Rig.Session).Words);
        Assert.Equal("block_0002", Rig.Session.Place.Painted!.Id.Value);
        Rig.Paint("block_0002", SessionRig.Seen);
        Assert.Null(Rig.Session.Place.BadgeOf(Rig.Session.Place.Catalog.Blocks[1]));
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

    /// <summary>The blocks are the ones that were tried while the share was away: it says nothing of what is in them.</summary>
    [Fact]
    public async Task OutageOfTheShare_IsNoBlocksFault_AndAfterItAllComesBackByItself()
    {
        foreach (string id in new[] { "block_0001", "block_0002", "block_0003", "block_0004" })
        {
            await File.WriteAllBytesAsync(Path.Combine(Rig.Folder, "data", id, "a.tif"), TestTiff.Stack(), TestContext.Current.CancellationToken);
        }

        string data = Path.Combine(Rig.Folder, "data");
        Directory.Move(data, data + "-away");
        Rig.Paint("block_0002", NotReached);
        Rig.Paint("block_0003", NotReached);

        Assert.Equal("0 / 4 annotated", PageProgress.Of(Rig.Session).Words);
        Assert.Equal("not reached", Rig.Session.Place.BadgeOf(Rig.Session.Place.Catalog.Blocks[1]));
        Directory.Move(data + "-away", data);
        await Eventually.IsTrueAsync(() => Rig.Session.Place.BadgeOf(Rig.Session.Place.Catalog.Blocks[1]) is null, "the block is open again");
        Assert.Equal("0 / 4 annotated", PageProgress.Of(Rig.Session).Words);
    }

    [Fact]
    public async Task FileThatCannotBeReachedWhereOthersCan_MakesItsBlockDone_UntilItIsBack()
    {
        foreach (string id in new[] { "block_0001", "block_0003" })
        {
            await File.WriteAllBytesAsync(Path.Combine(Rig.Folder, "data", id, "a.tif"), TestTiff.Stack(), TestContext.Current.CancellationToken);
        }

        string file = Path.Combine(Rig.Folder, "data", "block_0002", "a.tif");
        File.Delete(file);
        Rig.Paint("block_0002", NotReached);

        await Eventually.IsTrueAsync(() => PageProgress.Of(Rig.Session).Words == "1 / 4 annotated (1 cannot be read)", "the block is done");
        await File.WriteAllBytesAsync(file, TestTiff.Stack(), TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() => PageProgress.Of(Rig.Session).Words == "0 / 4 annotated", "the block is open again");
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
