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

/// <summary>A page over two data sets of one brain and one of another, two blocks each.</summary>
public sealed class DataSetSessionTests : IAsyncLifetime
{
    private static readonly SeenChannel[] Seen = [new(0, "a.tif", "10-20", null)];
    private static readonly string[] Sets = ["brain_1/Tile_1/ch_561/blocks", "brain_1/Tile_2/ch_561/blocks", "brain_2/Tile_1/ch_561/blocks"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("data-sets");
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
        foreach (string set in Sets)
        {
            foreach (string name in new[] { "block_0000", "block_7c9e6679-7425-40de-944b-e07fc1f90ae7" })
            {
                await File.WriteAllBytesAsync(Path.Combine(_folder.CreateSubdirectory($"data/{set}/{name}").FullName, "a.tif"), [0]);
            }
        }

        await OpenAsync("data");
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task NextDataSet_GoesToTheFirstUnlabelledBlockOfTheNextUnfinishedOne()
    {
        Assert.Equal($"{Sets[0]}/block_0000", Current);
        await LabelAsync($"{Sets[1]}/block_0000", 1);
        await LabelAsync($"{Sets[1]}/block_7c9e6679-7425-40de-944b-e07fc1f90ae7", 1);
        await LabelAsync($"{Sets[2]}/block_0000", 1);
        Select($"{Sets[0]}/block_0000");

        Assert.True(_session.TryNextDataSet());
        Assert.Equal($"{Sets[2]}/block_7c9e6679-7425-40de-944b-e07fc1f90ae7", Current);
        Assert.True(_session.TryNextDataSet());
        Assert.Equal($"{Sets[0]}/block_0000", Current);
        Assert.Equal([0, 2, 1], _session.Labels.CountsIn(_session.Place.Folders));

        await LabelAsync($"{Sets[2]}/block_7c9e6679-7425-40de-944b-e07fc1f90ae7", 1);
        Select($"{Sets[0]}/block_0000");
        Assert.False(_session.TryNextDataSet());
        Assert.Contains(_said, text => text.Contains("No other data set", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NextUnlabelled_GoesOnFromHere_AndBehindTheLastFromTheFirst()
    {
        string uuid = "block_7c9e6679-7425-40de-944b-e07fc1f90ae7";
        await LabelAsync($"{Sets[0]}/{uuid}", 1);
        Select($"{Sets[0]}/block_0000");

        Assert.True(_session.TryNextUnlabelled());
        Assert.Equal($"{Sets[1]}/block_0000", Current);
        Select($"{Sets[2]}/{uuid}");
        Assert.True(_session.TryNextUnlabelled());
        Assert.Equal($"{Sets[0]}/block_0000", Current);

        foreach (string set in Sets)
        {
            await LabelAsync($"{set}/block_0000", 1);
            await LabelAsync($"{set}/{uuid}", 1);
        }

        Select($"{Sets[0]}/block_0000");
        Assert.False(_session.TryNextUnlabelled());
        Assert.Contains(_said, text => text.Contains("No other block", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NextUnsure_GoesOnFromHere_WithinTheFilter_AndSaysWhenThereIsNone()
    {
        Select($"{Sets[0]}/block_0000");
        Assert.False(_session.TryNextUnsure());
        Assert.Contains(_said, text => text.Contains("No other block in the list is flagged as unsure", StringComparison.Ordinal));
        await FlagAsync($"{Sets[0]}/block_0000");
        Assert.False(_session.TryNextUnsure());
        await FlagAsync($"{Sets[1]}/block_0000");
        await FlagAsync($"{Sets[2]}/block_0000");

        Assert.True(_session.TryNextUnsure());
        Assert.Equal($"{Sets[0]}/block_0000", Current);
        Assert.True(_session.TryNextUnsure());
        Assert.Equal($"{Sets[1]}/block_0000", Current);

        _session.Place.SetFilter(new BlockFilter(Sets[0]));
        Assert.True(_session.TryNextUnsure());
        Assert.Equal($"{Sets[0]}/block_0000", Current);
        Assert.False(_session.TryNextUnsure());
    }

    [Fact]
    public async Task Page_WhileOnlyTheNamesAreKnown_BeginsWithTheFirstUnlabelledBlock_AndShowsItOnceItsFolderIsRead()
    {
        using var reading = new ManualResetEventSlim();
        using var listed = new ManualResetEventSlim();
        string root = Path.Combine(_folder.FullName, "data");
        await CloseAsync();
        using var catalog = new BlockCatalog(root, root, []);
        catalog.Changed += () =>
        {
            if (catalog.Current is { IsListed: true, IsComplete: false })
            {
                listed.Set();
                reading.Wait();
            }
        };
        Task scan = Task.Run(() => catalog.ScanAsync(CancellationToken.None), CancellationToken.None);
        listed.Wait(TestContext.Current.CancellationToken);
        await OpenOverAsync(catalog);

        Assert.True(_session.TryBegin(null, null));
        Assert.Equal($"{Sets[0]}/block_0000", Current);
        ShowRequest early = _session.Viewer.Show();
        Assert.Equal((null, 0), (early.Block, early.Next.Count));
        Assert.Contains(VisibleName.Of($"{Sets[0]}/block_0000"), early.EmptyText, StringComparison.Ordinal);
        Assert.False(_session.Viewer.IsShowDue);

        reading.Set();
        await scan;
        _session.Place.Refresh();
        Assert.True(_session.Viewer.IsShowDue);
        ShowRequest later = _session.Viewer.Show();
        Assert.Equal($"{Sets[0]}/block_0000", later.Block!.Id);
        Assert.Single(later.Block.Channels);
        Assert.Equal(3, later.Next.Count);
        Assert.False(_session.Viewer.IsShowDue);
    }

    [Fact]
    public async Task Label_AtTheEndOfADataSet_OffersTheNextUnfinishedOne()
    {
        _session.Settings.AutoAdvance = true;
        Assert.True((await LabelAsync($"{Sets[0]}/block_0000", 2)).Accepted);
        Assert.DoesNotContain(_said, text => text.Contains("End of", StringComparison.Ordinal));

        Assert.True((await LabelAsync($"{Sets[0]}/block_7c9e6679-7425-40de-944b-e07fc1f90ae7", 2)).Accepted);

        string said = Assert.Single(_said, text => text.Contains("End of", StringComparison.Ordinal));
        Assert.Contains("brain_1/Tile_1/ch_561: 2 of 2 annotated", said, StringComparison.Ordinal);
        Assert.Contains("brain_1/Tile_2/ch_561", said, StringComparison.Ordinal);
    }

    /// <summary>Of one brain alone: ids would be those of the other brain, too.</summary>
    [Fact]
    public async Task DataRootThatIsOneExperiment_RefusesLabelsInWords_UntilAnAdminConfirmsIt()
    {
        await CloseAsync();
        await OpenAsync("data/brain_1");
        await _session.AskDataRootAsync();
        Assert.Contains("brain_1", _session.DataRootReason, StringComparison.Ordinal);
        LabelOutcome refused = await LabelAsync("Tile_1/ch_561/blocks/block_0000", 1);
        Assert.False(refused.Accepted);
        Assert.Contains("ANNOTATOR_DATA_ROOT", refused.Sentence, StringComparison.Ordinal);

        await _session.ConfirmDataRootAsync();

        Assert.Null(_session.DataRootReason);
        Assert.True((await LabelAsync("Tile_1/ch_561/blocks/block_0000", 1)).Accepted);
    }

    private string? Current => _session.Place.Current?.Id.Value;

    private async Task OpenAsync(string data)
    {
        string root = Path.Combine(_folder.FullName, data);
        var catalog = new BlockCatalog(root, root, []);
        await catalog.ScanAsync(CancellationToken.None);
        await OpenOverAsync(catalog);
        Assert.True(_session.TryBegin(null, null));
    }

    private async Task OpenOverAsync(BlockCatalog catalog)
    {
        _catalog = catalog;
        var options = new AnnotatorOptions
        {
            Home = _folder.FullName,
            DataRoot = catalog.Root,
            AnnotationsRoot = Path.Combine(_folder.FullName, "annotations"),
            Folders = new LocalFolders(Path.Combine(_folder.FullName, "state"), Path.Combine(_folder.FullName, "cache")),
            Token = "t",
            ShareLimits = TestProgram.Patient,
            PollInterval = TimeSpan.FromMilliseconds(200),
        };
        _roots = new OpenRoots(options, _catalog, TimeProvider.System);
        _volumes = new VolumeCache(new VolumeCacheOptions());
        _share = await LabelShare.OpenAsync(ShareSettings.Of(options), CancellationToken.None);
        SignIn signIn = _signIns.Add("alice", isAdmin: true, former: null);
        _session = await new AnnotationSessionFactory(_roots, _volumes, _share, _signIns, options, new EvidenceRecording(_share, options, TimeProvider.System)).OpenAsync(signIn.SessionId, CancellationToken.None);
        _session.Notices.Noticed += notice => _said.Enqueue(notice.Text);
    }

    private async Task CloseAsync()
    {
        await _session.DisposeAsync();
        await _share.DisposeAsync();
        _volumes.Dispose();
        _roots.Dispose();
        _catalog.Dispose();
    }

    private void Select(string block)
    {
        Assert.True(_session.Place.TryFind(OpenRoots.ConfiguredId, block, out Block? found));
        _session.Select(found);
    }

    private Task<LabelOutcome> LabelAsync(string block, int label)
    {
        Select(block);
        _session.Viewer.OnPainted(new PaintedReport(++_keys, OpenRoots.ConfiguredId, block, Seen));
        return _session.Viewer.LabelAsync(new LabelPress(_keys, _session.Mode, -1, OpenRoots.ConfiguredId, block, label, _keys));
    }

    private Task<LabelOutcome> FlagAsync(string block)
    {
        Select(block);
        _session.Viewer.OnPainted(new PaintedReport(++_keys, OpenRoots.ConfiguredId, block, Seen));
        return _session.Viewer.LabelAsync(new LabelPress(_keys, _session.Mode, -1, OpenRoots.ConfiguredId, block, null, _keys) { Mark = new MarkPress(true, null) });
    }
}
