using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>A key of the gallery is about exactly the blocks that are selected, as their thumbnails show them.</summary>
public sealed class GalleryPressTests : IAsyncLifetime
{
    private static readonly string[] Ids = ["block_0001", "block_0002", "block_0003", "block_0004"];

    private readonly SessionRig _rig = new() { PollInterval = TimeSpan.FromSeconds(5) };

    public async ValueTask InitializeAsync()
    {
        _rig.PutBlocks(Ids);
        await _rig.OpenAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Label_OfSome_IsOnThoseAndNoOther_AndUndoneAtOnce()
    {
        LabelOutcome outcome = await LabelAsync(2, Ids[0], Ids[2]);

        Assert.True(outcome.Accepted, outcome.Reason);
        Assert.StartsWith("2 blocks: 2 – ", outcome.Sentence, StringComparison.Ordinal);
        Assert.Equal([2, 0, 2, 0], Rows().Labels);
        Assert.True((await _rig.Session.Viewer.UndoAsync(_rig.Undo())).Accepted);
        Assert.Equal([0, 0, 0, 0], Rows().Labels);
        Assert.Contains(_rig.Said, text => text.Contains("2 blocks are as they were", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reason_OfSome_IsOnThose_WithoutALabel_AndUndoneAtOnce()
    {
        await LabelAsync(2, Ids[0]);

        LabelOutcome outcome = await _rig.Session.Viewer.Gallery.LabelAsync(Press(null, null, Ids[0], Ids[2]) with { Unusable = " out of focus " });

        Assert.True(outcome.Accepted, outcome.Reason);
        Assert.Equal("2 blocks cannot be judged: out of focus", outcome.Sentence);
        Assert.Equal([0, 0, 0, 0], Rows().Labels);
        Assert.Equal([4, 0, 4, 0], Rows().Marks);
        Assert.Equal(2, _rig.Session.AnnotatedCount);
        Assert.True((await _rig.Session.Viewer.UndoAsync(_rig.Undo())).Accepted);
        Assert.Equal([2, 0, 0, 0], Rows().Labels);
        Assert.Equal([0, 0, 0, 0], Rows().Marks);
        Assert.True((await _rig.Session.Viewer.UndoAsync(_rig.Undo(redo: true))).Accepted);
        Assert.Equal([4, 0, 4, 0], Rows().Marks);
        Assert.Contains(_rig.Said, text => text.Contains("2 blocks are marked \"cannot be judged: out of focus\" again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_FollowTheFilter_AndLeaveOutTheCurrentBlockThatDoesNotPass()
    {
        await LabelAsync(1, Ids[0], Ids[1]);
        await _rig.Session.Viewer.Gallery.LabelAsync(Press(null, true, Ids[3]));
        Assert.Equal(Ids[0], _rig.Session.Place.Current?.Id.Value);

        _rig.Session.Place.SetFilter(new BlockFilter { Label = BlockFilter.Unlabelled });
        GalleryRows rows = Rows();

        Assert.Equal([Ids[2], Ids[3]], rows.Ids);
        Assert.Equal([0, 1], rows.Marks);
        Assert.Equal([0L, 0L], rows.Times);
        _rig.Session.Place.SetFilter(new BlockFilter { Text = "nothing" });
        Assert.NotEqual("", Rows().EmptyText);
    }

    [Fact]
    public async Task Rows_ThatThePageHas_AreNotSentAgainUntilSomethingChanges()
    {
        GalleryRows rows = Rows();
        _rig.Session.Place.Refresh();
        Assert.Null(_rig.Session.Viewer.Gallery.Rows(rows.Version));
        Assert.Equal(rows.Version, _rig.Session.Viewer.Gallery.Rows(0)!.Version);
        Assert.NotNull(_rig.Session.Viewer.Gallery.Rows(rows.Version - 1));

        await LabelAsync(1, Ids[0]);
        GalleryRows labelled = _rig.Session.Viewer.Gallery.Rows(rows.Version)!;
        Assert.Equal(1, labelled.Labels[0]);
        Assert.Null(_rig.Session.Viewer.Gallery.Rows(labelled.Version));
        _rig.Session.Place.SetFilter(new BlockFilter { Label = BlockFilter.Labelled });
        Assert.Equal([Ids[0]], _rig.Session.Viewer.Gallery.Rows(labelled.Version)!.Ids);
    }

    [Fact]
    public async Task Label_OnOneThumbnailOlderThanItsFile_IsOnNone()
    {
        GalleryPress press = Press(1, null, Ids[0], Ids[1]);
        await File.WriteAllBytesAsync(Path.Combine(_rig.Folder, "data", Ids[1], "a.tif"), [1, 2, 3, 4]);

        LabelOutcome outcome = await _rig.Session.Viewer.Gallery.LabelAsync(press);

        Assert.False(outcome.Accepted);
        Assert.Equal($"a.tif of {Ids[1]} has changed since its thumbnail was made", outcome.Reason);
        Assert.Equal(0, _rig.Session.AnnotatedCount);
    }

    [Fact]
    public async Task Label_WithoutAChannelOfTheBlock_IsOnNone()
    {
        GalleryPress press = Press(1, null, Ids[0]);
        await File.WriteAllBytesAsync(Path.Combine(_rig.Folder, "data", Ids[0], "b.tif"), [1]);
        await _rig.Catalog.ScanAsync(CancellationToken.None);

        Assert.Contains("b.tif", (await _rig.Session.Viewer.Gallery.LabelAsync(press)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Label_OnBlocksOfWhichSeveralChanged_NamesAllOfThem()
    {
        GalleryPress press = Press(1, null, Ids);
        foreach (string id in Ids[1..3])
        {
            await File.WriteAllBytesAsync(Path.Combine(_rig.Folder, "data", id, "a.tif"), [1, 2, 3, 4]);
        }

        LabelOutcome outcome = await _rig.Session.Viewer.Gallery.LabelAsync(press);

        Assert.Equal(Ids[1..3], outcome.Changed);
        Assert.EndsWith("and 1 other block too", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(0, _rig.Session.AnnotatedCount);
    }

    [Fact]
    public async Task Label_OnAFileThatLeftTheBlock_IsRefused()
    {
        GalleryPress press = Press(1, null, Ids[0]);
        File.Move(Path.Combine(_rig.Folder, "data", Ids[0], "a.tif"), Path.Combine(_rig.Folder, "data", Ids[0], "other.tif"));
        await _rig.Catalog.ScanAsync(CancellationToken.None);

        Assert.False((await _rig.Session.Viewer.Gallery.LabelAsync(press)).Accepted);
        Assert.Equal(0, _rig.Session.AnnotatedCount);
    }

    [Fact]
    public async Task Undo_OfManyFlags_SaysHowMany()
    {
        await _rig.Session.Viewer.Gallery.LabelAsync(Press(null, true, Ids[0], Ids[1], Ids[2]));
        await _rig.Session.Viewer.UndoAsync(_rig.Undo());

        Assert.Contains("Undone: flags or notes of 3 blocks are as they were.", _rig.Said);
    }

    public static TheoryData<GalleryPress, string> Meaningless => new()
    {
        { new GalleryPress(1, OpenRoots.ConfiguredId, 1, null, null, []), "no block is selected" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, 4, null, null, [Shown("block_0001")]), "there is no class 4" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, 1, true, null, [Shown("block_0001")]), "did not say what it is" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, null, null, null, [Shown("block_0001")]), "it has no label" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, null, null, " ", [Shown("block_0001")]), "it needs a reason" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, null, null, "two\nlines", [Shown("block_0001")]), "the reason " },
        { new GalleryPress(1, OpenRoots.ConfiguredId, 1, null, "torn", [Shown("block_0001")]), "did not say what it is" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, null, true, "torn", [Shown("block_0001")]), "did not say what it is" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, 1, null, null, [Shown("block_0001"), Shown("block_0001")]), "twice" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, 1, null, null, [Shown("../block_0001")]), "not in the open folder" },
        { new GalleryPress(1, "elsewhere", 1, null, null, [Shown("block_0001")]), "not in the open folder" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, 1, null, null, [new GalleryBlock("block_0001", [])]), "none of its channels" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, 1, null, null, [new GalleryBlock("block_0001", [new SeenChannel(0, "a.tif", null, "cut short")])]), "none of its channels" },
    };

    [Theory]
    [MemberData(nameof(Meaningless))]
    public async Task Label_ThatCannotBeMeant_IsRefusedInWords(GalleryPress press, string words)
    {
        LabelOutcome outcome = await _rig.Session.Viewer.Gallery.LabelAsync(press);

        Assert.False(outcome.Accepted);
        Assert.Contains(words, outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(0, _rig.Session.AnnotatedCount);
    }

    [Fact]
    public async Task Label_OfAPageThatIsNobodysNow_IsRefused_AndTheRowsSaySo()
    {
        _ = _rig.SignIns.Add("bob", isAdmin: false, former: _rig.Session.Owner.SignIn.SessionId);

        LabelOutcome outcome = await LabelAsync(1, Ids[0]);

        Assert.False(outcome.Accepted);
        Assert.Equal(outcome.Reason, Rows().Refusal);
        Assert.Equal(0, _rig.Session.AnnotatedCount);
    }

    [Fact]
    public async Task OnePress_ThatArrivesTwice_IsCarriedOutOnce()
    {
        GalleryPress press = Press(2, null, Ids[0]);
        await _rig.Session.Viewer.Gallery.LabelAsync(press);
        await LabelAsync(1, Ids[0]);

        Assert.True((await _rig.Session.Viewer.Gallery.LabelAsync(press)).Accepted);
        Assert.Equal(1, Rows().Labels[0]);
    }

    private GalleryRows Rows() => _rig.Session.Viewer.Gallery.Rows(0)!;

    private Task<LabelOutcome> LabelAsync(int label, params string[] ids) => _rig.Session.Viewer.Gallery.LabelAsync(Press(label, null, ids));

    private GalleryPress Press(int? label, bool? unsure, params string[] ids) => new(
        _rig.NextKey(),
        OpenRoots.ConfiguredId,
        label,
        unsure,
        null,
        [.. ids.Select(id => new GalleryBlock(id, [new SeenChannel(0, "a.tif", FileVersion.Of(Path.Combine(_rig.Folder, "data", id, "a.tif"))!.Value.ToString(), null)]))]);

    private static GalleryBlock Shown(string id) => new(id, [new SeenChannel(0, "a.tif", "1-2", null)]);
}
