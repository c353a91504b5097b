using System.Runtime.Versioning;
using System.Text;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Database;
using ProteomicsAnnotator.Core.Transfer;
using static ProteomicsAnnotator.Core.Tests.Transfer.FolderCampaign;

namespace ProteomicsAnnotator.Core.Tests.Transfer;

/// <summary>A folder into the database and back, again and again.</summary>
public sealed class TransferTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>, IAsyncLifetime
{
    private FolderCampaign _campaign = null!;

    public async ValueTask InitializeAsync() => _campaign = new FolderCampaign(await StoreRig.StartAsync(postgres.Server));

    public ValueTask DisposeAsync()
    {
        _campaign.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task FolderWithARelease_ComesBackByteForByte()
    {
        string folder = Path.Combine(Repository(), "tests", "vectors", "release", "annotations");
        _campaign.CopyFrom(folder);

        TransferReport brought = await _campaign.ImportAsync();
        TransferReport written = await _campaign.ExportAsync();

        Assert.Empty(brought.Faults.Concat(written.Faults).Concat(brought.Notices));
        Assert.Equal(FilesOf(folder), FilesOf(_campaign.Target));
    }

    /// <summary>What is no text to the database, and what jsonb would change.</summary>
    [Fact]
    public async Task LinesOfEveryKind_ComeBackByteForByte()
    {
        byte[] journal =
        [
            .. Encoding.UTF8.GetBytes(Lines(
                Header, """{"seq":7,"label":2,"at":"2024-01-02T10:30:00.123456+00:00","x":1.0,"note":"a\u0000b","b":1,"a":2}""", "", "no JSON", "with CR\r",
                """{"seq":8,"clock":2,"at":"2024-01-02T10:30:00+00:00","block":"block_0002","root":"/a\u0000\ud800","label":2}""",
                $$"""{"seq":9,"clock":3,"at":"2024-01-02T10:30:00+00:00","block":"block_0003","root":"/{{new string('r', 5000)}}","label":2}""", "äöü \U0001F600")),
            0, 1, 2, (byte)'\n', 0xFF, 0xFE, (byte)'\n',
        ];
        _campaign.Put(Journal, journal);
        _campaign.Put("history/admin/20240103T000000Z-ws-7-0123456789ab.jsonl", Lines(Header));
        _campaign.Put("preferences/alice.json", [0, 0xFF]);

        TransferReport brought = await _campaign.ImportAsync();
        _ = await _campaign.ExportAsync();

        Assert.Equal((11, 1), (brought.NewLines, brought.NewFiles));
        Assert.Equal(FilesOf(_campaign.Root), FilesOf(_campaign.Target));
        Assert.Empty((await StoreCheck.RunAsync(_campaign.Store.Address, TestContext.Current.CancellationToken)).Faults);
    }

    [Fact]
    public async Task OnceMore_BringsOnlyWhatIsNew_BothWays()
    {
        _campaign.Put(Journal, Lines(Header, Line(1, 1)));
        _campaign.Put("users/alice.json", "{ \"first\": 1 }");
        _ = await _campaign.ImportAsync();
        _ = await _campaign.ExportAsync();
        TransferReport same = await _campaign.ImportAsync();
        _campaign.Put(Journal, Lines(Header, Line(1, 1), Line(2, 2)));
        _campaign.Put("users/alice.json", "{ \"second\": 2 }");

        TransferReport news = await _campaign.ImportAsync();
        TransferReport written = await _campaign.ExportAsync();
        TransferReport again = await _campaign.ExportAsync();

        Assert.Equal((0, 0), (same.NewLines, same.NewFiles));
        Assert.Equal((1, 1), (news.NewLines, news.NewFiles));
        Assert.Equal((1, 1), (written.NewLines, written.NewFiles));
        Assert.Equal((0, 0), (again.NewLines, again.NewFiles));
        Assert.Equal(FilesOf(_campaign.Root), FilesOf(_campaign.Target));
        Assert.Equal(2, await _campaign.Store.CountAsync("SELECT count(*) FROM file_version WHERE path = 'users/alice.json'"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task WhatIsMade_IsClosedToOthers_AndWhatWasOpenedStaysOpen()
    {
        const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        string users = Path.Combine(_campaign.Target, "users");
        _campaign.Put("users/alice.json", "first");
        _ = await _campaign.ImportAsync();
        _ = await _campaign.ExportAsync();
        UnixFileMode made = File.GetUnixFileMode(users);
        File.SetUnixFileMode(users, Open);
        _campaign.Put("users/bob.json", "first");
        _ = await _campaign.ImportAsync();

        _ = await _campaign.ExportAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, made);
        Assert.Equal(Open, File.GetUnixFileMode(users));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(users, "bob.json")));
    }

    [Fact]
    public async Task OlderCopyOfTheFolder_TakesNothingBack()
    {
        const string Older = """{ "updated_at": "2024-01-02T10:30:00+00:00" }""";
        const string Newer = """{ "updated_at": "2024-01-02T10:31:00+00:00" }""";
        _campaign.Put("users/alice.json", Older);
        _ = await _campaign.ImportAsync();
        _campaign.Put("users/alice.json", Newer);
        _ = await _campaign.ImportAsync();
        _campaign.Put("users/alice.json", Older);

        TransferReport report = await _campaign.ImportAsync();
        _ = await _campaign.ExportAsync();

        Assert.Equal((0, 0), (report.NewFiles, report.Faults.Count));
        Assert.Equal(Newer, await File.ReadAllTextAsync(Path.Combine(_campaign.Target, "users", "alice.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task JournalThatWasChanged_IsNamed_AndAllElseIsBrought()
    {
        const string Other = "history/users/bob/20240102T000000Z-ws-8-0123456789ab.jsonl";
        _campaign.Put(Journal, Lines(Header, Line(1, 1)));
        _ = await _campaign.ImportAsync();
        _campaign.Put(Journal, Lines(Header, Line(1, 2), Line(2, 2)));
        _campaign.Put(Other, Lines(Header, Line(1, 1)));

        TransferReport report = await _campaign.ImportAsync();

        Assert.Equal([$"{Path.Combine(_campaign.Root, Journal)}: its line 2 differs from the one in the database. Journals are never changed: nothing of it was imported"], report.Faults);
        Assert.Equal(2, report.NewLines);
        Assert.Equal(Line(1, 1), await _campaign.Store.LinesAsync());
    }

    [Fact]
    public async Task EndThatIsNoLine_IsSaid_AndLeftOut()
    {
        _campaign.Put(Journal, Lines(Header, Line(1, 1)) + "{\"seq\":2,");

        TransferReport report = await _campaign.ImportAsync();

        Assert.Contains("its last 9 bytes end no line", Assert.Single(report.Notices), StringComparison.Ordinal);
        Assert.Equal((2, 0), (report.NewLines, report.Faults.Count));
    }

    [Fact]
    public async Task FolderOfAnotherCampaign_IsRefused()
    {
        _ = await _campaign.ImportAsync();
        _campaign.Put(".annotator-root", "ffffffffffffffffffffffffffffffff\n");
        _campaign.Put(Journal, Lines(Header, Line(1, 1)));

        StorageException refused = await Assert.ThrowsAsync<StorageException>(_campaign.ImportAsync);

        Assert.Contains("another campaign", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await _campaign.Store.CountAsync("SELECT count(*) FROM line"));
    }

    [Fact]
    public async Task FolderThatHoldsSomethingElse_IsLeftAsItIs()
    {
        _ = await _campaign.ImportAsync();
        Directory.CreateDirectory(_campaign.Target);
        await File.WriteAllBytesAsync(Path.Combine(_campaign.Target, "thesis.txt"), [1], TestContext.Current.CancellationToken);

        StorageException refused = await Assert.ThrowsAsync<StorageException>(_campaign.ExportAsync);

        Assert.Contains("nothing was written", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], FilesOf(_campaign.Target).Keys);
    }

    [Fact]
    public async Task WhatOnlyTheExportedFolderHas_IsNeverOverwritten()
    {
        _campaign.Put(Journal, Lines(Header, Line(1, 1)));
        _campaign.Put("users/alice.json", "first");
        _ = await _campaign.ImportAsync();
        _ = await _campaign.ExportAsync();
        string journal = Path.Combine(_campaign.Target, Journal);
        string file = Path.Combine(_campaign.Target, "users", "alice.json");
        await File.WriteAllBytesAsync(journal, Encoding.UTF8.GetBytes(Lines(Header, Line(1, 2))), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, "mine"u8.ToArray(), TestContext.Current.CancellationToken);
        SortedDictionary<string, string> before = FilesOf(_campaign.Target);

        TransferReport report = await _campaign.ExportAsync();

        Assert.Equal(2, report.Faults.Count);
        Assert.Equal(before, FilesOf(_campaign.Target));
    }

    [Fact]
    public async Task DatabaseWithoutACampaign_IsSaid()
    {
        StorageException refused = await Assert.ThrowsAsync<StorageException>(_campaign.ExportAsync);

        Assert.Contains("there is no campaign in it yet", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_campaign.Target));
    }

    [Fact]
    public async Task DecisionBehindAnImport_HasTheNextClock()
    {
        _campaign.Put(Journal, Lines(Header, Line(1, 1), Line(7, 2)));
        _ = await _campaign.ImportAsync();
        await using DecisionWriter writer = _campaign.Store.Writer();

        DecisionAnswer answer = await writer.StoreAsync(StoreRig.Label(1, "a"));
        _ = await _campaign.ExportAsync();

        Assert.Equal(8, Assert.Single(answer.Events).Clock);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_campaign.Target, "history", "users", "alice")).Length);
    }

    [Theory]
    [InlineData("UPDATE line SET label = 2 WHERE number = 2", "line 2: the columns beside it say something else than the line")]
    [InlineData("DELETE FROM line WHERE number = 2", "it has line 3 and lacks line 2")]
    [InlineData("UPDATE file_version SET content = 'other' WHERE path = 'users/alice.json'", "users/alice.json: its version 1 is not what was stored")]
    public async Task DatabaseThatWasChangedByHand_IsNamed(string change, string expected)
    {
        _campaign.Put(Journal, Lines(Header, Line(1, 1), Line(2, 1)));
        _campaign.Put("users/alice.json", "first");
        _ = await _campaign.ImportAsync();
        TransferReport before = await StoreCheck.RunAsync(_campaign.Store.Address, TestContext.Current.CancellationToken);
        _ = await _campaign.Store.AskAsync(change);

        TransferReport report = await StoreCheck.RunAsync(_campaign.Store.Address, TestContext.Current.CancellationToken);

        Assert.Equal((0, 3, 1, 2), (before.Faults.Count, before.NewLines, before.Journals, before.Files));
        Assert.Contains(expected, Assert.Single(report.Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("users//alice.json")]
    [InlineData("users/..")]
    [InlineData("users/a\nb")]
    public async Task NameInTheDatabase_ThatLeadsElsewhere_IsNotWritten(string path)
    {
        _ = await _campaign.ImportAsync();
        _ = await _campaign.Store.AskAsync($"INSERT INTO file_version (path, version, sha256, content) VALUES (E'{path.Replace("\n", "\\n", StringComparison.Ordinal)}', 1, encode(sha256('x'), 'hex'), 'x')");

        TransferReport report = await _campaign.ExportAsync();

        Assert.Contains("not written", Assert.Single(report.Faults), StringComparison.Ordinal);
        Assert.Equal([".annotator-root"], FilesOf(_campaign.Target).Keys);
    }

    private static string Repository()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ProteomicsAnnotator.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
