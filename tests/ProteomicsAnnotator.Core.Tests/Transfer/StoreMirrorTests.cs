using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Database;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Transfer;

namespace ProteomicsAnnotator.Core.Tests.Transfer;

/// <summary>The folder that a server reads in place of a share says what the database says, and nothing else.</summary>
public sealed class StoreMirrorTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mirror-").FullName;
    private StoreRig _rig = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await StoreRig.StartAsync(postgres.Server);

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task WhateverIsDecided_IsInTheDatabase_AndEveryFileOfAnotherMirror()
    {
        await using StoreMirror one = await OpenAsync("one");
        await using StoreMirror two = await OpenAsync("two");
        await using (LabelShare share = await ShareOfAsync(one))
        {
            UserLabels alice = await share.OpenUserAsync("alice", Ct);
            Assert.True((await alice.SetAsync(new LabelKey(null, BlockId.OfNumber(1)), 2, [], Ct)).Accepted);
            _ = await share.Decisions.DecideAsync(new Dictionary<string, System.Text.Json.Nodes.JsonNode?>(StringComparer.Ordinal) { ["target_votes"] = 3 }, "boss");
            _ = ForgottenEvidence.Decide(share.Root, null);
        }

        await UntilAsync(() => TextsOf(two.Folder).SequenceEqual(TextsOf(one.Folder)));
        Dictionary<string, string> texts = TextsOf(two.Folder);
        Assert.Contains(texts, file => file.Key.StartsWith("history/users/alice/", StringComparison.Ordinal) && file.Value.Contains("\"label\":2", StringComparison.Ordinal));
        Assert.Contains(texts, file => file.Key.StartsWith("history/admin/", StringComparison.Ordinal));
        Assert.Contains(texts, file => file.Key.StartsWith("campaign/", StringComparison.Ordinal) && file.Value.Contains("target_votes", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(two.Folder, "users", "alice.json")));
        Assert.Empty((await StoreCheck.RunAsync(_rig.Address, Ct)).Faults);
    }

    /// <summary>On a machine whose processes this one cannot see, too: who has a folder is told by its lock alone.</summary>
    [Fact]
    public async Task MirrorsOfOneStateFolder_StandBesideEachOther_AndWhatNobodyHoldsGoes()
    {
        string store = Path.Combine(_folder, "one", "mirrors");
        await using StoreMirror one = await OpenAsync("one");
        string machine = Path.GetFileName(Path.GetDirectoryName(one.Folder)!).Split('-')[0];
        string elsewhere = Path.Combine(store, "of-another-computer");
        foreach (string left in new[] { Path.Combine(store, machine + "-left"), elsewhere })
        {
            Directory.CreateDirectory(Path.Combine(left, "annotations"));
            await File.WriteAllBytesAsync(left + ".lock", [], Ct);
        }

        await using (StoreMirror two = await OpenAsync("one"))
        {
            Assert.NotEqual(one.Folder, two.Folder);
            Assert.Equal(new[] { one.Folder, two.Folder, Path.Combine(elsewhere, "annotations") }.Order(StringComparer.Ordinal), Directory.GetDirectories(store).Select(folder => Path.Combine(folder, "annotations")).Order(StringComparer.Ordinal));
            Assert.True(File.Exists(Path.Combine(two.Folder, ".annotator-root")));
        }

        Assert.Equal(new[] { one.Folder, Path.Combine(elsewhere, "annotations") }.Order(StringComparer.Ordinal), Directory.GetDirectories(store).Select(folder => Path.Combine(folder, "annotations")).Order(StringComparer.Ordinal));
        Assert.Equal(2, Directory.GetFiles(store).Length);
    }

    /// <summary>What the database has of derived files is as old as the first label, so an export makes them of the journals, as a folder campaign has them.</summary>
    [Fact]
    public async Task ExportedFiles_SayWhatAFolderCampaignOfTheSameJournalsSays()
    {
        await using StoreMirror one = await OpenAsync("one");
        await using (LabelShare share = await ShareOfAsync(one))
        {
            UserLabels alice = await share.OpenUserAsync("alice", Ct);
            foreach ((int block, int label) in new[] { (1, 2), (2, 1), (1, 3) })
            {
                Assert.True((await alice.SetAsync(new LabelKey(null, BlockId.OfNumber(block)), label, [], Ct)).Accepted);
            }

            Assert.True((await alice.SetAsync(new LabelKey("/elsewhere", BlockId.OfNumber(7)), 2, [], Ct)).Accepted);
            Assert.True((await alice.MarkAsync(new LabelKey(null, BlockId.OfNumber(2)), new MarkChange(true, "dim"), Ct)).Accepted);
            FinalLabels boss = await share.OpenFinalLabelsAsync("boss", Ct);
            Assert.True((await boss.SetAsync([new LabelKey(null, BlockId.OfNumber(1))], 1, Ct)).Accepted);
        }

        string exported = Path.Combine(_folder, "exported");
        string campaign = Path.Combine(_folder, "campaign");
        TransferReport report = await FolderExport.RunAsync(Address, exported, Ct, Settings(exported));
        Copy(exported, campaign);
        foreach (string derived in Derived)
        {
            File.Delete(Path.Combine(campaign, derived));
        }

        await using (LabelShare folder = await LabelShare.OpenAsync(Settings(campaign), Ct))
        {
            _ = await folder.OpenUserAsync("alice", Ct);
            _ = await folder.OpenFinalLabelsAsync("boss", Ct);
            _ = await folder.FlushAsync(TimeSpan.FromSeconds(90));
        }

        Assert.Empty(report.Faults);
        Assert.All(Derived, derived => Assert.Equal(Untimed(Path.Combine(campaign, derived)), Untimed(Path.Combine(exported, derived))));
        Assert.Contains("\"label\": 3", await File.ReadAllTextAsync(Path.Combine(exported, "users", "alice.json"), Ct), StringComparison.Ordinal);
        TransferReport again = await FolderExport.RunAsync(Address, exported, Ct, Settings(exported));
        Assert.Equal((0, 0, 0), (again.Faults.Count, again.NewFiles, again.NewLines));
    }

    /// <summary>Whoever sends many final labels again under their id is told what was set, whatever they are now.</summary>
    [Fact]
    public async Task FinalLabelsOfATicket_AreFoundAgain()
    {
        await using StoreMirror one = await OpenAsync("one");
        await using LabelShare share = await ShareOfAsync(one);
        FinalLabels boss = await share.OpenFinalLabelsAsync("boss", Ct);
        var key = new LabelKey(null, BlockId.OfNumber(1));
        var ticket = new DecisionTicket("accept");
        Assert.Empty((await boss.FindAsync(ticket))!);

        Assert.True((await boss.SetAsync(new Dictionary<LabelKey, int> { [key] = 2, [new LabelKey(null, BlockId.OfNumber(2))] = 3 }, Ct, ticket: ticket)).Accepted);
        Assert.True((await boss.SetAsync([key], null, Ct)).Accepted);

        IReadOnlyDictionary<LabelKey, int?> found = (await boss.FindAsync(ticket))!;
        Assert.Equal((2, 2, 3), (found.Count, found[key], found[new LabelKey(null, BlockId.OfNumber(2))]));
        Assert.Empty((await boss.FindAsync(ticket with { IsFirstTry = true }))!);
    }

    /// <summary>A node that has not read another's label yet, though its own answers have later clocks, must not take a clear for something that is so already.</summary>
    [Fact]
    public async Task Clear_OfALabelThatAnotherNodeHasJustStored_Clears()
    {
        await using StoreMirror one = await OpenAsync("one");
        await using StoreMirror two = await OpenAsync("two");
        await using LabelShare there = await ShareOfAsync(one);
        await using LabelShare here = await LabelShare.OpenAsync(two.Over(Settings(two.Folder) with { StateFolder = Path.Combine(_folder, "state2"), CacheFolder = Path.Combine(_folder, "cache2") }), Ct);
        UserLabels aliceThere = await there.OpenUserAsync("alice", Ct);
        UserLabels aliceHere = await here.OpenUserAsync("alice", Ct);
        for (int block = 1; block < 40; block += 2)
        {
            var key = new LabelKey(null, BlockId.OfNumber(block));
            Assert.True((await aliceThere.SetAsync(key, 1, [], Ct)).Accepted);
            Assert.True((await aliceHere.SetAsync(new LabelKey(null, BlockId.OfNumber(block + 1)), 2, [], Ct)).Accepted);
            Assert.True((await aliceHere.SetAsync(key, null, default, [], null, Ct, ticket: new DecisionTicket($"clear {block}"))).Accepted);
        }

        await UntilAsync(() => Enumerable.Range(0, 20).All(i => aliceThere.Current.Find(new LabelKey(null, BlockId.OfNumber((2 * i) + 1))) is null && aliceThere.Current.Find(new LabelKey(null, BlockId.OfNumber((2 * i) + 2))) is not null));
    }

    /// <summary>The answer to the label was lost, and meanwhile the person has said more of the block: the label stands in the database all the same.</summary>
    [Fact]
    public async Task LabelSentAgain_AfterTheBlockCannotBeJudged_IsTheDecisionThatItWas()
    {
        await using StoreMirror one = await OpenAsync("one");
        await using LabelShare share = await ShareOfAsync(one);
        UserLabels alice = await share.OpenUserAsync("alice", Ct);
        var key = new LabelKey(null, BlockId.OfNumber(1));
        var ticket = new DecisionTicket("label");
        Assert.True((await alice.SetAsync(key, 2, default, [], null, Ct, ticket: ticket)).Accepted);
        Assert.True((await alice.MarkAsync(key, new MarkChange { Unusable = "dim" }, Ct)).Accepted);

        LabelResult again = await alice.SetAsync(key, 2, default, [], null, Ct, ticket: ticket);

        Assert.True(again.Accepted, again.Reason);
        Assert.Null(alice.Find(key)?.Label);
    }

    private static string[] Derived { get; } = ["users/alice.json", "browsed/alice.json", "admin/final_labels.json"];

    private static string Untimed(string path) => System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(path), "\"[a-z]*ed_at\": *\"[^\"]*\"", "now", System.Text.RegularExpressions.RegexOptions.NonBacktracking);

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    [Fact]
    public async Task LinesThatComeTwice_OrBehindALaterOne_StandOnceAndInOrder()
    {
        var lines = new MirrorLines(new FileOperations(), _folder);
        StoredLine[] all = [.. Enumerable.Range(1, 4).Select(number => new StoredLine("users/alice", "j", number, System.Text.Encoding.ASCII.GetBytes($"line {number}")))];

        Assert.Empty(lines.Take([all[1]]));
        Assert.Equal<string>(["users/alice"], lines.Take([all[0], all[0]]));
        Assert.Equal<string>(["users/alice"], lines.Take([all[3], all[2], all[1]]));
        Assert.Empty(lines.Take(all));

        Assert.Equal("line 1\nline 2\nline 3\nline 4\n", await File.ReadAllTextAsync(Path.Combine(_folder, "history", "users", "alice", "j.jsonl"), Ct));
    }

    [Fact]
    public async Task Clock_IsComparedWithThatOfTheDatabase()
    {
        await using StoreMirror mirror = await StoreMirror.OpenAsync(Address, Path.Combine(_folder, "one"), new ShiftedTime { Shift = TimeSpan.FromMinutes(10) }, Ct);
        await using LabelShare share = await ShareOfAsync(mirror);

        Assert.InRange(share.ClockDifference, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11));
        Assert.Null(share.Trouble);
    }

    /// <summary>With few connections, so that several nodes fit.</summary>
    private DatabaseAddress Address => StoreRig.AddressOf(_rig.Text + ";Maximum Pool Size=6");

    private static Dictionary<string, string> TextsOf(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Select(path => (Path: Path.GetRelativePath(folder, path), Text: File.ReadAllText(path)))
        .Where(file => !file.Path.StartsWith("users/", StringComparison.Ordinal) && !file.Path.EndsWith("final_labels.json", StringComparison.Ordinal))
        .OrderBy(file => file.Path, StringComparer.Ordinal)
        .ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (int attempt = 0; !condition(); attempt++)
        {
            Assert.True(attempt < 1200, "it did not come to that");
            await Task.Delay(50, Ct);
        }
    }

    private Task<StoreMirror> OpenAsync(string name) => StoreMirror.OpenAsync(Address, Path.Combine(_folder, name), TimeProvider.System, Ct);

    private Task<LabelShare> ShareOfAsync(StoreMirror mirror) => LabelShare.OpenAsync(mirror.Over(Settings(mirror.Folder)), Ct);

    private LabelShareSettings Settings(string root) => new()
    {
        AnnotationsRoot = root,
        DataRoot = Path.Combine(_folder, "blocks"),
        Classes = LabelClasses.Default,
        StateFolder = Path.Combine(_folder, "state"),
        CacheFolder = Path.Combine(_folder, "cache"),
        HostName = "node1",
        OsAccount = "nobody",
        ProgramVersion = "test",
    };
}
