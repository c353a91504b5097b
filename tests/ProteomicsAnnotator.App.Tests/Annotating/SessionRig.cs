using System.Collections.Concurrent;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Transfer;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>Pages over a real data root, a real share and real local folders, without a browser; what the keys of one send is numbered here.</summary>
internal sealed class SessionRig : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("session");
    private OpenRoots _roots = null!;
    private VolumeCache _volumes = null!;
    private AnnotationSessionFactory _factory = null!;
    private StoreMirror? _mirror;
    private int _reports;
    private int _keys;

    /// <summary>What a page reports of a block whose one file was read; not the version of the file that is there.</summary>
    public static SeenChannel[] Seen { get; } = [new(0, "a.tif", "10-20", null)];

    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    public LabelClasses Classes { get; init; } = LabelClasses.Default;

    /// <summary>A database as the store, by its connection string; null: a folder.</summary>
    public string? Database { get; init; }

    public string Folder => _folder.FullName;

    public SignIns SignIns { get; init; } = new();

    public BlockCatalog Catalog { get; private set; } = null!;

    public LabelShare Share { get; private set; } = null!;

    /// <summary>The page of alice, once it is open.</summary>
    public AnnotationSession Session { get; private set; } = null!;

    /// <summary>What her page has told.</summary>
    public ConcurrentQueue<string> Said { get; } = [];

    /// <summary>One file of one byte each: nothing here decodes it.</summary>
    public void PutBlocks(params string[] ids)
    {
        foreach (string id in ids)
        {
            File.WriteAllBytes(Path.Combine(_folder.CreateSubdirectory($"data/{id}").FullName, "a.tif"), [0]);
        }
    }

    /// <summary>Opens the share over this data root, and the page of alice on its first block.</summary>
    public async Task OpenAsync(string data = "data", bool isAdmin = false)
    {
        await OpenShareAsync(data);
        await OpenSessionAsync(isAdmin);
        Assert.True(Session.TryBegin(null, null));
    }

    public async Task OpenShareAsync(string data = "data")
    {
        string root = Path.Combine(Folder, data);
        var catalog = new BlockCatalog(root, root, []);
        await catalog.ScanAsync(CancellationToken.None);
        await OpenShareOverAsync(catalog);
    }

    /// <param name="catalog">Disposed with the share.</param>
    public async Task OpenShareOverAsync(BlockCatalog catalog)
    {
        Catalog = catalog;
        var options = new AnnotatorOptions
        {
            Home = Folder,
            DataRoot = catalog.Root,
            AnnotationsRoot = Path.Combine(Folder, "annotations"),
            Folders = new LocalFolders(Path.Combine(Folder, "state"), Path.Combine(Folder, "cache")),
            Token = "t",
            ShareLimits = TestProgram.Patient,
            PollInterval = PollInterval,
            Classes = Classes,
        };
        if (Database is not null)
        {
            _mirror = await StoreMirror.OpenAsync(DatabaseAddress.TryParse(Database, out string? fault) ?? throw new InvalidOperationException(fault), options.Folders.State, TimeProvider.System, CancellationToken.None);
            options = options with { AnnotationsRoot = _mirror.Folder, Mirror = _mirror };
        }

        _roots = new OpenRoots(options, catalog, TimeProvider.System);
        _volumes = new VolumeCache(new VolumeCacheOptions());
        Share = await LabelShare.OpenAsync(ShareSettings.Of(options), CancellationToken.None);
        _factory = FactoryOf(options);
    }

    public async Task OpenSessionAsync(bool isAdmin)
    {
        Session = await OpenPageAsync(SignIns.Add("alice", isAdmin, former: null));
        Session.Notices.Noticed += notice => Said.Enqueue(notice.Text);
    }

    /// <summary>Another page, which the test closes.</summary>
    public Task<AnnotationSession> OpenPageAsync(SignIn signIn) => _factory.OpenAsync(signIn.SessionId, CancellationToken.None);

    /// <summary>The same as in a program that was started again: it knows of nothing that was under way.</summary>
    public Task<AnnotationSession> OpenPageInAnotherRunAsync(SignIn signIn) => FactoryOf(_factory.Options).OpenAsync(signIn.SessionId, CancellationToken.None);

    /// <summary>The page of an admin called boss, with the review open.</summary>
    public async Task<AnnotationSession> OpenAdminAsync()
    {
        AnnotationSession admin = await OpenPageAsync(SignIns.Add("boss", isAdmin: true, former: null));
        await admin.OpenReviewAsync();
        return admin;
    }

    public async Task CloseAsync()
    {
        if (Session is not null)
        {
            await Session.DisposeAsync();
        }

        await Share.DisposeAsync();
        await (_mirror?.DisposeAsync() ?? ValueTask.CompletedTask);
        _volumes.Dispose();
        _roots.Dispose();
        Catalog.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
    }

    public int NextKey() => ++_keys;

    public PaintedReport Report(string block, SeenChannel[]? seen = null, string root = OpenRoots.ConfiguredId) =>
        new(++_reports, root, block, seen ?? Seen);

    /// <param name="block">Which.</param>
    /// <param name="seen">None: <see cref="Seen"/>.</param>
    public void Paint(string block, params SeenChannel[] seen) => Session.Viewer.OnPainted(Report(block, seen is [] ? null : seen));

    /// <summary>A key pressed when the last reported block was on screen.</summary>
    public LabelPress Press(string block, int? label) =>
        new(NextKey(), DecisionMode.Own, -1, OpenRoots.ConfiguredId, block, label, _reports);

    public UndoPress Undo(DecisionMode mode = DecisionMode.Own, bool redo = false) => new(NextKey(), mode, redo);

    /// <summary>The block is painted and its key pressed; the page may have gone elsewhere since.</summary>
    public Task<LabelOutcome> LabelAsync(
        string block, int? label, SeenChannel[]? seen = null, string root = OpenRoots.ConfiguredId, AnnotationSession? page = null)
    {
        page ??= Session;
        page.Viewer.OnPainted(Report(block, seen, root));
        return page.Viewer.LabelAsync(new LabelPress(NextKey(), page.Mode, -1, root, block, label, _reports));
    }

    public Task<LabelOutcome> MarkAsync(string block, MarkPress mark)
    {
        Paint(block);
        return Session.Viewer.LabelAsync(Press(block, null) with { Mark = mark });
    }

    /// <summary>Two annotators give the blocks at these places different labels.</summary>
    public async Task DisagreeAsync(params int[] places)
    {
        foreach ((string username, int label) in new[] { ("carol", 1), ("dave", 2) })
        {
            UserLabels labels = await Share.OpenUserAsync(username, CancellationToken.None);
            foreach (int place in places)
            {
                await labels.SetAsync(Catalog.Current.Blocks[place].Key, label, [], CancellationToken.None);
            }
        }

        await Share.FlushAsync(TimeSpan.FromSeconds(90));
    }

    private AnnotationSessionFactory FactoryOf(AnnotatorOptions options) =>
        new(_roots, _volumes, Share, SignIns, options, new OpenSelfChecks(_roots), new EvidenceRecording(Share, options, SignIns, TimeProvider.System));

    public Task SaidAsync(string words) =>
        Eventually.IsTrueAsync(() => Said.Any(text => text.Contains(words, StringComparison.Ordinal)), $"it is said that {words}");
}
