using System.Diagnostics;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>What was acknowledged is on this machine, too, whatever becomes of the share or of the program.</summary>
public sealed class RememberedDecisionsTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Backup => _rig.Annotations + "-backup";

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("older")]
    [InlineData("without the user")]
    [InlineData("older, and the cache deleted")]
    public async Task Process_KilledAndAnOlderCopyPutInPlace_NextStartHasEveryAcknowledgedLabelAgain(string how)
    {
        using Process worker = LabelWorker.Start(_rig.Folder, "ws-1", "alice", 0, 1);
        var talk = new WorkerTalk(worker);
        await talk.ReadAsync();
        await talk.LabelAsync(how == "without the user" ? 0 : 39);
        Copy(_rig.Annotations, Backup);
        await talk.LabelAsync(40);
        await Eventually.IsTrueAsync(
            () => _rig.Remembered() is [var path] && OwnReader.Decisions(Path.GetDirectoryName(path)!).Count() == talk.Count, "all are remembered");
        await talk.KillAsync();
        _rig.DeleteShare();
        Copy(Backup, _rig.Annotations);
        if (how == "without the user")
        {
            Directory.Delete(_rig.Journals, recursive: true);
        }

        if (how.EndsWith("deleted", StringComparison.Ordinal) && Directory.Exists(_rig.Settings().CacheFolder))
        {
            Directory.Delete(_rig.Settings().CacheFolder, recursive: true);
        }

        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            Assert.Equal(Sorted(talk.Acknowledged), Sorted(OwnReader.Merge(_rig.Journals)));
            Assert.Contains(labels.Notices, notice => notice.Contains("older copy", StringComparison.Ordinal));
            Assert.Equal(0, share.Undelivered);
        }

        await using LabelShare elsewhere = await _rig.OpenAsync("ws-9");
        UserLabels seen = await elsewhere.OpenUserAsync("alice", Ct);
        Assert.Equal(Sorted(talk.Acknowledged), Sorted(seen.Current.Labels.Values.ToDictionary(entry => entry.Key.Block.Value, entry => entry.Label, StringComparer.Ordinal)));
    }

    [Fact]
    public async Task OlderCopy_AnotherPersonSignsInAtTheNextStart_TheLabelsAreBackAllTheSame()
    {
        await LabelAsync(("block_0001", 1));
        Copy(_rig.Annotations, Backup);
        await LabelAsync(("block_0002", 2));
        Directory.Delete(_rig.Annotations, recursive: true);
        Copy(Backup, _rig.Annotations);

        await using LabelShare share = await _rig.OpenAsync();
        _ = await share.OpenUserAsync("bob", Ct);

        await Eventually.IsTrueAsync(() => OwnReader.Merge(_rig.Journals).ContainsKey("block_0002"), "the label is back");
    }

    [Fact]
    public async Task NothingLost_AnotherPersonSignsIn_NoJournalIsBegunForTheFirst()
    {
        await LabelAsync(("block_0001", 1));
        string[] journals = Directory.GetFiles(_rig.Journals);

        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels bob = await share.OpenUserAsync("bob", Ct);
            await bob.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
            await Eventually.IsTrueAsync(() => _rig.Remembered().Length == 2, "remembered");
        }

        Assert.Equal(journals, Directory.GetFiles(_rig.Journals));
    }

    [Fact]
    public async Task Waiting_OfAnEarlierProgramWithTheSameNumber_IsDelivered()
    {
        await using (LabelShare share = await _rig.OpenAsync(files: _files))
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            _files.Fault = (done, path) => done == "Write" && path.Contains("/share/annotations/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
            await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);
        }

        string journal = Assert.Single(_rig.Waiting());
        string text = await File.ReadAllTextAsync(journal, Ct);
        int start = text.IndexOf("\"process_started\":", StringComparison.Ordinal) + "\"process_started\":".Length;
        await File.WriteAllBytesAsync(journal, System.Text.Encoding.UTF8.GetBytes(text[..start] + "1" + text[text.IndexOf(',', start)..]), Ct);

        await using LabelShare next = await _rig.OpenAsync();
        await Eventually.IsTrueAsync(() => _rig.Waiting().Length == 0, "it is delivered");
        Assert.Equal(2, OwnReader.Merge(_rig.Journals)["block_0002"]);
    }

    [Fact]
    public async Task Process_Killed_NothingWrongWithTheShare_NextStartAppendsNothing()
    {
        using Process worker = LabelWorker.Start(_rig.Folder, "ws-1", "alice", 40, 1);
        var talk = new WorkerTalk(worker);
        await talk.ReadAsync();
        await talk.KillAsync();

        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        Assert.Equal(40, OwnReader.Decisions(_rig.Journals).Count());
        Assert.Empty(labels.Notices);
    }

    [Theory]
    [InlineData("no cache")]
    [InlineData("the cache of an earlier run")]
    public async Task OlderCopy_ShareAwayAtTheStart_LabelsAreKnownAndComeBackWithTheShare(string cache)
    {
        await LabelAsync(("block_0001", 1));
        Copy(_rig.Annotations, Backup);
        Copy(_rig.Settings().CacheFolder, Backup + "-cache");
        await LabelAsync(("block_0002", 2));
        ForgetCache();
        if (cache != "no cache")
        {
            Copy(Backup + "-cache", _rig.Settings().CacheFolder);
        }

        string away = _rig.Annotations + "-away";
        _rig.DeleteShare();

        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.False(share.State.IsAvailable);
        Assert.Equal((1, 2), (labels.Find(LabelRig.Key("block_0001"))?.Label, labels.Find(LabelRig.Key("block_0002"))?.Label));
        Copy(Backup, away);
        Directory.Move(away, _rig.Annotations);

        await Eventually.IsTrueAsync(() => OwnReader.Merge(_rig.Journals).ContainsKey("block_0002"), "the label is back");
        await Eventually.IsTrueAsync(() => labels.SaveState.Kind == SaveStateKind.Saved, "it says so");
    }

    [Fact]
    public async Task AnotherShareAtTheSamePath_GetsNothingOfTheFormerOne()
    {
        await LabelAsync(("block_0001", 1));
        ForgetCache();
        _rig.DeleteShare();
        _rig.WriteShare(".annotator-root", "00112233445566778899aabbccddeeff\n");

        await LabelAsync(("block_0002", 2));

        Assert.Equal(["block_0002"], OwnReader.Merge(_rig.Journals).Keys);
    }

    [Fact]
    public async Task AnotherShareWhileTheProgramRuns_IsRememberedApart()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
            await Eventually.IsTrueAsync(() => _rig.Remembered().Length == 1, "remembered");
            _rig.DeleteShare();
            await Eventually.IsTrueAsync(() => !share.State.IsAvailable, "the share is away");
            File.Delete(Directory.GetFiles(Path.Combine(_rig.Folder, "state-ws-1"), "root.json", SearchOption.AllDirectories).Single());
            await Eventually.IsTrueAsync(() => share.State.IsAvailable, "the folder is made anew");
            await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);
        }

        Assert.Equal(2, _rig.Remembered().Length);
        Assert.All(_rig.Remembered(), path => Assert.Single(File.ReadLines(path), line => line.Contains("\"block\"", StringComparison.Ordinal)));
        Assert.Equal(2, _rig.Remembered().Select(path => File.ReadLines(path).First()).Distinct().Count());
    }

    [Fact]
    public async Task ThisMachineCannotRemember_LabelsAreSavedAllTheSame_ItIsSaid_AndMadeUpFor()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        _files.Fault = (done, path) => done == "Write" && path.Contains("/remembered/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;

        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct));
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct));

        await Eventually.IsTrueAsync(() => labels.Notices.Any(notice => notice.Contains("cannot remember", StringComparison.Ordinal)), "it is said");
        _files.Fault = null;
        await Eventually.IsTrueAsync(() => _rig.Remembered() is [var path] && OwnReader.Decisions(Path.GetDirectoryName(path)!).Count() == 2, "both are remembered");
        await Eventually.IsTrueAsync(() => labels.Notices.Count == 0, "it is over");
    }

    [Fact]
    public async Task FlushOfWhatIsRememberedFails_TheLinesAreWrittenAgain_ToAFileThatCanBeFlushed()
    {
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings(files: _files) with { PollInterval = TimeSpan.FromHours(1) }, Ct);
        FinalLabels labels = await share.OpenFinalLabelsAsync("alice", Ct);
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync([LabelRig.Key("block_0001")], 1, Ct));
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync([LabelRig.Key("block_0002")], 2, Ct));
        await Eventually.IsTrueAsync(() => _rig.Remembered() is [var path] && OwnReader.Decisions(Path.GetDirectoryName(path)!).Count() == 2, "both are remembered");
        string first = Assert.Single(_rig.Remembered());
        _files.Fault = (done, path) => done == "FlushToDisk" && path == first ? FaultyFiles.Errno(5) : null;

        await labels.SyncAsync();

        await Eventually.IsTrueAsync(() => labels.Notices.Any(notice => notice.Contains("cannot remember", StringComparison.Ordinal)), "it is said");
        await Eventually.IsTrueAsync(
            async () =>
            {
                await labels.SyncAsync();
                return _rig.Remembered().Any(path => path != first && new[] { "block_0001", "block_0002" }.All(File.ReadAllText(path).Contains));
            },
            "both stand in another file");
        await Eventually.IsTrueAsync(() => labels.Notices.Count == 0, "it is over");
    }

    [Fact]
    public async Task WriteOfWhatIsRememberedFailsAndCannotBeCutOff_TheLinesBeforeItAreWrittenAgain_ToAnotherFile()
    {
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings(files: _files) with { PollInterval = TimeSpan.FromHours(1) }, Ct);
        FinalLabels labels = await share.OpenFinalLabelsAsync("alice", Ct);
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync([LabelRig.Key("block_0001")], 1, Ct));
        await Eventually.IsTrueAsync(() => _rig.Remembered() is [var path] && OwnReader.Decisions(Path.GetDirectoryName(path)!).Count() == 1, "it is remembered");
        string first = Assert.Single(_rig.Remembered());
        _files.FaultAfterWrite = path => path == first ? FaultyFiles.Errno(28) : null;
        _files.Fault = (done, path) => done == "SetLength" && path == first ? FaultyFiles.Errno(5) : null;

        Assert.Equal(LabelResult.OnShare, await labels.SetAsync([LabelRig.Key("block_0002")], 2, Ct));

        await Eventually.IsTrueAsync(
            async () =>
            {
                await labels.SyncAsync();
                return _rig.Remembered().Any(path => path != first && new[] { "block_0001", "block_0002" }.All(File.ReadAllText(path).Contains));
            },
            "both stand in another file, of which a flush can be trusted");
    }

    [Fact]
    public async Task ThisMachineHangs_LabelsAreNotKeptWaiting()
    {
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings(files: _files) with { Limits = LabelRig.Patient with { Closing = TimeSpan.FromSeconds(1) } }, Ct);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        _files.HangingPath = "/remembered/";
        _files.Answering.Reset();

        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct));
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct));
        _rig.WriteShare("users/alice.json", """{"annotations": {"block_0003": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""");
        await Eventually.IsTrueAsync(() => labels.Find(LabelRig.Key("block_0003"))?.Label == 3, "other programs' changes are looked for");

        _files.Answering.Set();
        await Eventually.IsTrueAsync(() => _rig.Remembered() is [var path] && OwnReader.Decisions(Path.GetDirectoryName(path)!).Count() == 3, "all are remembered");
    }

    [Fact]
    public async Task Delivered_IsRememberedBeforeTheLocalJournalGoes()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        _files.Fault = (done, path) => done == "Write" && path.Contains("/share/annotations/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
        Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct)).Place);
        Assert.Empty(_rig.Remembered());
        _files.Fault = null;

        await Eventually.IsTrueAsync(() => _rig.Waiting().Length == 0, "the waiting journal is gone");
        Assert.Equal(1, OwnReader.Merge(Path.GetDirectoryName(Assert.Single(_rig.Remembered()))!)["block_0001"]);
    }

    [Fact]
    public async Task Old_AndAllOnTheShare_GoesAtAStart_NothingElseDoes()
    {
        await LabelAsync(("block_0001", 1));
        string old = Assert.Single(_rig.Remembered());
        Age(old, 31);
        await LabelAsync(("block_0002", 2));
        string young = Assert.Single(_rig.Remembered());
        Assert.NotEqual(old, young);
        Age(young, 29);
        await LabelAsync(("block_0003", 3));
        Assert.Contains(young, _rig.Remembered());

        Age(young, 31);
        foreach (string journal in Directory.GetFiles(_rig.Journals))
        {
            File.Delete(journal);
        }

        ForgetCache();
        await LabelAsync(("block_0004", 1));
        Assert.Contains(young, _rig.Remembered());
        Assert.Superset(new HashSet<string> { "block_0002", "block_0003", "block_0004" }, OwnReader.Merge(_rig.Journals).Keys.ToHashSet());
    }

    [Fact]
    public async Task LargerThanAllThatIsKept_TheNewestStaysAllTheSame()
    {
        await LabelAsync(("block_0001", 1));
        string large = Assert.Single(_rig.Remembered());
        await EnlargeAsync(large);
        await LabelAsync(("block_0002", 2));
        Assert.Contains(large, _rig.Remembered());

        string newer = _rig.Remembered().Single(path => path != large);
        Age(large, 1);
        await EnlargeAsync(newer);
        await LabelAsync(("block_0003", 3));
        Assert.Contains(newer, _rig.Remembered());
        Assert.DoesNotContain(large, _rig.Remembered());
    }

    [Theory]
    [InlineData("{\"format\":9,", "", 0)]
    [InlineData("{\"format\":1,", "{\"mark\":\"block_0009\"}\n", 2)]
    [InlineData("{\"format\":1,", "{\"seq\":9,\"clock\":0,\"at\":\"2024-01-02T10:30:00+00:00\",\"block\":\"block_0009\",\"label\":1}\n", 2)]
    [InlineData("{\"format\":1,", "{\"seq\":9,\"clo\n", 2)]
    public async Task WaitingFile_WithWhatThisProgramDoesNotKnow_StaysAsItIs_AndIsNamed(string header, string line, int label)
    {
        await using (LabelShare share = await _rig.OpenAsync(files: _files))
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            _files.Fault = (done, path) => done == "Write" && path.Contains("/share/annotations/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
            Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct)).Place);
        }

        string waiting = Assert.Single(_rig.Waiting());
        await EndedProgram.PretendAsync(waiting);
        string text = (await File.ReadAllTextAsync(waiting, Ct)).Replace("{\"format\":1,", header, StringComparison.Ordinal);
        int first = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        byte[] content = System.Text.Encoding.UTF8.GetBytes(text[..first] + line + text[first..]);
        await File.WriteAllBytesAsync(waiting, content, Ct);

        for (int i = 0; i < 2; i++)
        {
            await using LabelShare next = await _rig.OpenAsync();
            UserLabels again = await next.OpenUserAsync("alice", Ct);
            Assert.Equal(label, again.Find(LabelRig.Key("block_0001"))?.Label ?? 0);
            Assert.Contains(again.Notices, notice => notice.Contains(waiting, StringComparison.Ordinal));
            await next.FlushAsync(LabelRig.Patient.Closing);
        }

        Assert.Equal(content, await File.ReadAllBytesAsync(waiting, Ct));
        Assert.Equal(label == 0 ? 0 : 1, OwnReader.Decisions(_rig.Journals).Count());
    }

    [Fact]
    public async Task StateFolder_IsForThisAccountOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("modes are those of Unix");
        }

        string state = Path.Combine(_rig.Folder, "state-ws-1");
        Directory.CreateDirectory(state);
        Open(state);
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        _files.Fault = (done, path) => done == "Write" && path.Contains("/share/annotations/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
        await labels.SetAsync(LabelRig.Key("block_0002"), 1, [], Ct);
        await Eventually.IsTrueAsync(() => _rig.Remembered().Length == 1 && _rig.Waiting().Length == 1, "both kinds are there");

        string[] folders = [state, .. Directory.GetDirectories(state, "*", SearchOption.AllDirectories)];
        Assert.All(folders, folder => Assert.Equal((UnixFileMode)0b111_000_000, ModeOf(folder)));
        string[] files = Directory.GetFiles(state, "*", SearchOption.AllDirectories);
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.Equal((UnixFileMode)0b110_000_000, ModeOf(file)));
        _files.Fault = null;
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static void Open(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        }
    }

    private static IEnumerable<KeyValuePair<string, int>> Sorted(Dictionary<string, int> labels) => labels.OrderBy(item => item.Key, StringComparer.Ordinal);

    private static async Task EnlargeAsync(string journal)
    {
        await using FileStream file = File.OpenWrite(journal);
        file.Seek(0, SeekOrigin.End);
        byte[] lines = new byte[64 * 1024 * 1024];
        lines.AsSpan().Fill((byte)'\n');
        await file.WriteAsync(lines, Ct);
    }

    private static void Age(string path, int days) =>
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-days));

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    private void ForgetCache() => Directory.Delete(_rig.Settings().CacheFolder, recursive: true);

    private async Task LabelAsync(params (string Block, int Label)[] decisions)
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            foreach ((string block, int label) in decisions)
            {
                Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key(block), label, [], Ct));
            }
        }

        foreach (string journal in _rig.Remembered())
        {
            await EndedProgram.PretendAsync(journal);
        }
    }
}
