using System.Collections.Concurrent;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>A key of the gallery is about exactly the blocks that are selected, as their thumbnails show them.</summary>
public sealed class GalleryPressTests : IAsyncLifetime
{
    private static readonly string[] Ids = ["block_0001", "block_0002", "block_0003", "block_0004"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gallery");
    private readonly ConcurrentQueue<string> _said = [];
    private readonly SignIns _signIns = new();
    private LabelShare _share = null!;
    private BlockCatalog _catalog = null!;
    private OpenRoots _roots = null!;
    private VolumeCache _volumes = null!;
    private AnnotationSession _session = null!;
    private int _keys;

    public async ValueTask InitializeAsync()
    {
        foreach (string id in Ids)
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder.CreateSubdirectory($"data/{id}").FullName, "a.tif"), [1, 2, 3]);
        }

        var options = new AnnotatorOptions
        {
            Home = _folder.FullName,
            DataRoot = Path.Combine(_folder.FullName, "data"),
            AnnotationsRoot = Path.Combine(_folder.FullName, "annotations"),
            Folders = new LocalFolders(Path.Combine(_folder.FullName, "state"), Path.Combine(_folder.FullName, "cache")),
            Token = "t",
            ShareLimits = TestProgram.Patient,
        };
        _catalog = new BlockCatalog(options.DataRoot, options.DataRoot, []);
        await _catalog.ScanAsync(CancellationToken.None);
        _roots = new OpenRoots(options, _catalog, TimeProvider.System);
        _volumes = new VolumeCache(new VolumeCacheOptions());
        _share = await LabelShare.OpenAsync(ShareSettings.Of(options), CancellationToken.None);
        var factory = new AnnotationSessionFactory(_roots, _volumes, _share, _signIns, options, new EvidenceRecording(_share, options, TimeProvider.System));
        _session = await factory.OpenAsync(_signIns.Add("alice", isAdmin: false, former: null).SessionId, CancellationToken.None);
        _session.Notices.Noticed += notice => _said.Enqueue(notice.Text);
        Assert.True(_session.TryBegin(null, null));
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _share.DisposeAsync();
        _volumes.Dispose();
        _roots.Dispose();
        _catalog.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Label_OfSome_IsOnThoseAndNoOther_AndUndoneAtOnce()
    {
        LabelOutcome outcome = await LabelAsync(2, Ids[0], Ids[2]);

        Assert.True(outcome.Accepted, outcome.Reason);
        Assert.StartsWith("2 blocks: 2 – ", outcome.Sentence, StringComparison.Ordinal);
        Assert.Equal([2, 0, 2, 0], Rows().Labels);
        Assert.True((await _session.Viewer.UndoAsync(new UndoPress(++_keys, DecisionMode.Own, false))).Accepted);
        Assert.Equal([0, 0, 0, 0], Rows().Labels);
        Assert.Contains(_said, text => text.Contains("2 blocks are as they were", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_FollowTheFilter_AndLeaveOutTheCurrentBlockThatDoesNotPass()
    {
        await LabelAsync(1, Ids[0], Ids[1]);
        await _session.Viewer.Gallery.LabelAsync(Press(null, true, Ids[3]));
        Assert.Equal(Ids[0], _session.Place.Current?.Id.Value);

        _session.Place.SetFilter(new BlockFilter { Label = BlockFilter.Unlabelled });
        GalleryRows rows = Rows();

        Assert.Equal([Ids[2], Ids[3]], rows.Ids);
        Assert.Equal([0, 1], rows.Marks);
        Assert.Equal([0L, 0L], rows.Times);
        _session.Place.SetFilter(new BlockFilter { Text = "nothing" });
        Assert.NotEqual("", Rows().EmptyText);
    }

    [Fact]
    public async Task Rows_ThatThePageHas_AreNotSentAgainUntilSomethingChanges()
    {
        GalleryRows rows = Rows();
        _session.Place.Refresh();
        Assert.Null(_session.Viewer.Gallery.Rows(rows.Version));
        Assert.Equal(rows.Version, _session.Viewer.Gallery.Rows(0)!.Version);
        Assert.NotNull(_session.Viewer.Gallery.Rows(rows.Version - 1));

        await LabelAsync(1, Ids[0]);
        GalleryRows labelled = _session.Viewer.Gallery.Rows(rows.Version)!;
        Assert.Equal(1, labelled.Labels[0]);
        Assert.Null(_session.Viewer.Gallery.Rows(labelled.Version));
        _session.Place.SetFilter(new BlockFilter { Label = BlockFilter.Labelled });
        Assert.Equal([Ids[0]], _session.Viewer.Gallery.Rows(labelled.Version)!.Ids);
    }

    [Fact]
    public async Task Label_OnOneThumbnailOlderThanItsFile_IsOnNone()
    {
        GalleryPress press = Press(1, null, Ids[0], Ids[1]);
        await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "data", Ids[1], "a.tif"), [1, 2, 3, 4]);

        LabelOutcome outcome = await _session.Viewer.Gallery.LabelAsync(press);

        Assert.False(outcome.Accepted);
        Assert.Equal($"a.tif of {Ids[1]} has changed since its thumbnail was made", outcome.Reason);
        Assert.Equal(0, _session.AnnotatedCount);
    }

    [Fact]
    public async Task Label_WithoutAChannelOfTheBlock_IsOnNone()
    {
        GalleryPress press = Press(1, null, Ids[0]);
        await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "data", Ids[0], "b.tif"), [1]);
        await _catalog.ScanAsync(CancellationToken.None);

        Assert.Contains("b.tif", (await _session.Viewer.Gallery.LabelAsync(press)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Label_OnBlocksOfWhichSeveralChanged_NamesAllOfThem()
    {
        GalleryPress press = Press(1, null, Ids);
        foreach (string id in Ids[1..3])
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "data", id, "a.tif"), [1, 2, 3, 4]);
        }

        LabelOutcome outcome = await _session.Viewer.Gallery.LabelAsync(press);

        Assert.Equal(Ids[1..3], outcome.Changed);
        Assert.EndsWith("and 1 other block too", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(0, _session.AnnotatedCount);
    }

    [Fact]
    public async Task Label_OnAFileThatLeftTheBlock_IsRefused()
    {
        GalleryPress press = Press(1, null, Ids[0]);
        File.Move(Path.Combine(_folder.FullName, "data", Ids[0], "a.tif"), Path.Combine(_folder.FullName, "data", Ids[0], "other.tif"));
        await _catalog.ScanAsync(CancellationToken.None);

        Assert.False((await _session.Viewer.Gallery.LabelAsync(press)).Accepted);
        Assert.Equal(0, _session.AnnotatedCount);
    }

    [Fact]
    public async Task Undo_OfManyFlags_SaysHowMany()
    {
        await _session.Viewer.Gallery.LabelAsync(Press(null, true, Ids[0], Ids[1], Ids[2]));
        await _session.Viewer.UndoAsync(new UndoPress(++_keys, DecisionMode.Own, false));

        Assert.Contains("Undone: flags or notes of 3 blocks are as they were.", _said);
    }

    public static TheoryData<GalleryPress, string> Meaningless => new()
    {
        { new GalleryPress(1, OpenRoots.ConfiguredId, 1, null, []), "no block is selected" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, 4, null, [Shown("block_0001")]), "there is no class 4" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, 1, true, [Shown("block_0001")]), "did not say what it is" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, null, null, [Shown("block_0001")]), "it has no label" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, 1, null, [Shown("block_0001"), Shown("block_0001")]), "twice" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, 1, null, [Shown("../block_0001")]), "not in the open folder" },
        { new GalleryPress(1, "elsewhere", 1, null, [Shown("block_0001")]), "not in the open folder" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, 1, null, [new GalleryBlock("block_0001", [])]), "none of its channels" },
        { new GalleryPress(1, OpenRoots.ConfiguredId, 1, null, [new GalleryBlock("block_0001", [new SeenChannel(0, "a.tif", null, "cut short")])]), "none of its channels" },
    };

    [Theory]
    [MemberData(nameof(Meaningless))]
    public async Task Label_ThatCannotBeMeant_IsRefusedInWords(GalleryPress press, string words)
    {
        LabelOutcome outcome = await _session.Viewer.Gallery.LabelAsync(press);

        Assert.False(outcome.Accepted);
        Assert.Contains(words, outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(0, _session.AnnotatedCount);
    }

    [Fact]
    public async Task Label_OfAPageThatIsNobodysNow_IsRefused_AndTheRowsSaySo()
    {
        _ = _signIns.Add("bob", isAdmin: false, former: _session.Owner.SignIn.SessionId);

        LabelOutcome outcome = await LabelAsync(1, Ids[0]);

        Assert.False(outcome.Accepted);
        Assert.Equal(outcome.Reason, Rows().Refusal);
        Assert.Equal(0, _session.AnnotatedCount);
    }

    [Fact]
    public async Task OnePress_ThatArrivesTwice_IsCarriedOutOnce()
    {
        GalleryPress press = Press(2, null, Ids[0]);
        await _session.Viewer.Gallery.LabelAsync(press);
        await LabelAsync(1, Ids[0]);

        Assert.True((await _session.Viewer.Gallery.LabelAsync(press)).Accepted);
        Assert.Equal(1, Rows().Labels[0]);
    }

    private GalleryRows Rows() => _session.Viewer.Gallery.Rows(0)!;

    private Task<LabelOutcome> LabelAsync(int label, params string[] ids) => _session.Viewer.Gallery.LabelAsync(Press(label, null, ids));

    private GalleryPress Press(int? label, bool? unsure, params string[] ids) => new(
        ++_keys,
        OpenRoots.ConfiguredId,
        label,
        unsure,
        [.. ids.Select(id => new GalleryBlock(id, [new SeenChannel(0, "a.tif", FileVersion.Of(Path.Combine(_folder.FullName, "data", id, "a.tif"))!.Value.ToString(), null)]))]);

    private static GalleryBlock Shown(string id) => new(id, [new SeenChannel(0, "a.tif", "1-2", null)]);
}
