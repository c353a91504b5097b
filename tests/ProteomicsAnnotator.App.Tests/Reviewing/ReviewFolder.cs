using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

/// <summary>A real data root and a real annotations root with user files; every session has a share of its own, as on another machine.</summary>
internal sealed class ReviewFolder : IAsyncDisposable
{
    private readonly List<Machine> _open = [];
    private readonly HashSet<Machine> _closed = [];
    private readonly string _root = Directory.CreateTempSubdirectory("review").FullName;

    public ReviewFolder(int blocks)
    {
        for (int i = 1; i <= blocks; i++)
        {
            Directory.CreateDirectory(Path.Combine(DataRoot, Id(i).Value));
            File.WriteAllBytes(Path.Combine(DataRoot, Id(i).Value, "a.tif"), []);
        }

        Directory.CreateDirectory(Path.Combine(AnnotationsRoot, "users"));
    }

    public string DataRoot => Path.Combine(_root, "data");

    public string AnnotationsRoot => Path.Combine(_root, "annotations");

    public static BlockId Id(int number) => BlockId.Parse($"block_{number:0000}");

    /// <summary>The small project of tests/vectors: 10 blocks, alice, bob, carol and dave.</summary>
    public static ReviewFolder ProjectSmall()
    {
        var folder = new ReviewFolder(10);
        folder.Put("alice", 1, 1, 3, 1, 2, null, 1, 2, 3, null);
        folder.Put("bob", 1, 2, 3, 2, 2, null, 2, 2, 3, null);
        folder.Put("carol", 1, 2, 3, null, 2, 1, 3, 2, 1, null);
        folder.Put("dave", null, null, 3, null, 1, null, null, 2, 1, null);
        return folder;
    }

    public void Put(string user, params int?[] labels) => PutText($"users/{user}.json", JsonSerializer.Serialize(new
    {
        username = user,
        created_at = "2024-01-01T00:00:00+00:00",
        updated_at = "2024-01-01T00:00:00+00:00",
        annotations = labels.Select((label, i) => (label, i)).Where(entry => entry.label is not null).ToDictionary(
            entry => Id(entry.i + 1).Value,
            entry => new { label = entry.label!.Value, annotated_at = "2024-01-02T10:30:00+00:00" }),
    }));

    /// <summary>The decision of an entry of <see cref="Put"/> in a journal, with what was on the screen then.</summary>
    /// <param name="user">Who.</param>
    /// <param name="block">Which.</param>
    /// <param name="label">The class.</param>
    /// <param name="seen">File names and their <c>size-mtime</c>.</param>
    public void Decide(string user, int block, int label, params (string File, string Version)[] seen)
    {
        string journals = Directory.CreateDirectory(Path.Combine(AnnotationsRoot, "history", "users", user)).FullName;
        string header = """{"format":1,"program":"1.0.0","host":"ws","account":"x","data_root":"/d","classes":["Class 1","Class 2","Class 3"]}""";
        IEnumerable<string> files = seen.Select(file => $$"""{"file":"{{file.File}}","version":"{{file.Version}}"}""");
        string line = $$"""{"seq":1,"clock":5,"at":"2024-01-02T10:30:00+00:00","block":"{{Id(block)}}","label":{{label}},"was":null,"seen":[{{string.Join(',', files)}}]}""";
        File.WriteAllBytes(Path.Combine(journals, $"20240102T1100{block:00}Z-ws-0123456789ab.jsonl"), Encoding.UTF8.GetBytes($"{header}\n{line}\n"));
    }

    /// <summary>As another program does it: a rename over the target.</summary>
    public void PutText(string path, string text)
    {
        string full = Path.Combine(AnnotationsRoot, path);
        File.WriteAllBytes(full + ".new", Encoding.UTF8.GetBytes(text));
        File.Move(full + ".new", full, overwrite: true);
    }

    /// <param name="admin">Who.</param>
    /// <param name="sources">What else the session gets.</param>
    public async Task<ReviewSession> OpenAsync(string admin, Func<ReviewSources, ReviewSources>? sources = null)
    {
        string machine = Directory.CreateDirectory(Path.Combine(_root, $"machine{_open.Count}")).FullName;
        var settings = new LabelShareSettings
        {
            AnnotationsRoot = AnnotationsRoot,
            DataRoot = DataRoot,
            Classes = LabelClasses.Default,
            StateFolder = Path.Combine(machine, "state"),
            CacheFolder = Path.Combine(machine, "cache"),
            HostName = $"host{_open.Count}",
            OsAccount = "tester",
            ProgramVersion = "1.0.0",
            PollInterval = TimeSpan.FromMilliseconds(50),
            Limits = TestProgram.Patient,
        };
        LabelShare share = await LabelShare.OpenAsync(settings, CancellationToken.None);
        var catalog = new BlockCatalog(DataRoot, DataRoot, []);
        await catalog.ScanAsync(CancellationToken.None);
        ReviewSession session = await ReviewSession.OpenAsync(
            (sources ?? (one => one))(new ReviewSources(share, catalog, LabelClasses.Default, TimeProvider.System)), admin, CancellationToken.None);
        _open.Add(new Machine(session, share, catalog));
        return session;
    }

    /// <summary>Stores what the model m says of blocks, from the machine that was opened first.</summary>
    /// <param name="version">Of the model.</param>
    /// <param name="rows">Block, class and score, a line each.</param>
    public void StorePredictions(string version, string rows)
    {
        string admin = Directory.CreateDirectory(Path.Combine(AnnotationsRoot, "admin")).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(admin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        PredictionTable table = PredictionReader.Read(Encoding.UTF8.GetBytes("block,class,score\n" + rows), new PredictionRequest(LabelClasses.Default) { HasOurNumbers = true }).Table;
        PredictionOutcome outcome = PredictionFiles.Of(_open[0].Share.Root).Store(new ModelName("m", version), table, ("boss", LabelClasses.Default.Names), dryRun: false);
        Assert.Equal((PredictionPlace.New, ""), (outcome.Place, outcome.Words));
    }

    /// <summary>Final labels can be kept neither on the share nor on that machine: a file is where their folder would be.</summary>
    public void RefuseFinalLabels(string host, int machine)
    {
        Directory.CreateDirectory(Path.Combine(AnnotationsRoot, "history"));
        File.WriteAllBytes(Path.Combine(AnnotationsRoot, "history", "admin"), []);
        byte[] root = Encoding.UTF8.GetBytes(AnnotationsRoot);
        string shares = Path.Combine(_root, $"machine{machine}", "state", "shares");
        string share = Path.Combine(shares, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(root))[..16]);
        Directory.CreateDirectory(share);
        File.WriteAllBytes(Path.Combine(share, host), []);
    }

    /// <summary>The admin leaves: the session follows the share no longer.</summary>
    public async Task CloseAsync(ReviewSession session)
    {
        Machine machine = _open.Single(open => ReferenceEquals(open.Session, session));
        _closed.Add(machine);
        await machine.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Machine machine in _open.Except(_closed))
        {
            await machine.DisposeAsync();
        }

        Directory.Delete(_root, recursive: true);
    }

    private sealed record Machine(ReviewSession Session, LabelShare Share, BlockCatalog Catalog) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Session.DisposeAsync();
            await Share.DisposeAsync();
            Catalog.Dispose();
        }
    }
}
