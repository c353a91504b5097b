using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>A share that has no flush at all, and one on which no flush works from the beginning.</summary>
public sealed class NoFlushTests : IDisposable
{
    private const string There = "/share/annotations";
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string[] Memories => Directory.GetFiles(Path.Combine(_rig.Folder, "state-ws-1"), "root.json", SearchOption.AllDirectories);

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(22)]
    [InlineData(38)]
    [InlineData(95)]
    public async Task Set_TheShareHasNoFlush_RestsOnThisMachine_AndSaysSo(int errno)
    {
        Refuse(errno);
        await using (LabelShare share = await _rig.OpenAsync(files: _files))
        {
            Assert.True(share.State.IsAvailable);
            UserLabels labels = await share.OpenUserAsync("alice", Ct);

            LabelResult result = await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);

            Assert.Equal((LabelPlace.ThisMachine, true), (result.Place, result.Accepted));
            Assert.Contains("cannot confirm", result.Reason, StringComparison.Ordinal);
            Assert.Equal((SaveStateKind.SavedHere, 0), (labels.SaveState.Kind, labels.SaveState.Undelivered));
            Assert.Equal(2, OwnReader.Merge(_rig.Journals)["block_0001"]);
            Assert.Equal(2, OwnReader.Merge(Path.GetDirectoryName(Assert.Single(_rig.Remembered()))!)["block_0001"]);
            Assert.Empty(_rig.Waiting());
            await Eventually.IsTrueAsync(
                () => File.Exists(_rig.UserFile) && File.ReadAllText(_rig.UserFile).Contains("block_0001", StringComparison.Ordinal), "the derived file is written");
        }

        await EndedProgram.PretendAsync(Assert.Single(_rig.Remembered()));
        Directory.Delete(_rig.Journals, recursive: true);
        File.Delete(_rig.UserFile);
        Directory.Delete(_rig.Settings().CacheFolder, recursive: true);
        await using LabelShare next = await _rig.OpenAsync(files: _files);
        UserLabels again = await next.OpenUserAsync("alice", Ct);
        Assert.Equal(2, again.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Equal(2, OwnReader.Merge(_rig.Journals)["block_0001"]);
    }

    /// <summary>What is asked later says the same as the answer did, in the next program, too, until the share has a flush.</summary>
    [Fact]
    public async Task Places_TheShareHasNoFlush_AreWhereTheAnswersSaid_ForLabelsAndClears()
    {
        Refuse(22);
        await using (LabelShare share = await _rig.OpenAsync(files: _files))
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            LabelResult[] answers =
            [
                await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct),
                await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct),
                await labels.SetAsync(LabelRig.Key("block_0002"), null, [], Ct),
                await labels.SetAsync(LabelRig.Key("block_0002"), null, [], Ct),
            ];
            Assert.All(answers, answer => Assert.Equal(LabelPlace.ThisMachine, answer.Place));
            Assert.Equal([LabelPlace.ThisMachine], labels.Current.Labels.Values.Select(labels.Places()));
        }

        await using (LabelShare share = await _rig.OpenAsync(files: _files))
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            Assert.Equal([LabelPlace.ThisMachine], labels.Current.Labels.Values.Select(labels.Places()));
        }

        _files.Fault = null;
        await using LabelShare able = await _rig.OpenAsync(files: _files);
        UserLabels confirmed = await able.OpenUserAsync("alice", Ct);
        Assert.Equal([LabelPlace.Share], confirmed.Current.Labels.Values.Select(confirmed.Places()));
    }

    [Fact]
    public async Task Set_TheShareHasNoFlush_TheLineIsFlushedHereBeforeTheAnswer()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        List<string> done = [];
        _files.Fault = (operation, path) =>
        {
            lock (done)
            {
                done.Add((path.Contains("/remembered/", StringComparison.Ordinal), operation) is (true, "FlushToDisk") ? "flushed here" : operation);
            }

            return Fault(22, operation, path);
        };

        await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);

        lock (done)
        {
            Assert.Contains("flushed here", done);
        }
    }

    [Fact]
    public async Task Set_TheShareHasNoFlushAndThisMachineIsFull_IsNotKnownToBeStored()
    {
        Refuse(22);
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        _files.Fault = (operation, path) => operation == "Write" && path.Contains("/state-ws-1/", StringComparison.Ordinal)
            ? FaultyFiles.Errno(28)
            : Fault(22, operation, path);

        Assert.Equal(LabelPlace.Unknown, (await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct)).Place);
        Assert.Null(labels.Find(LabelRig.Key("block_0001")));

        Refuse(22);
        Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key("block_0002"), 3, [], Ct)).Place);
        await Eventually.IsTrueAsync(() => labels.Find(LabelRig.Key("block_0001"))?.Label == 2, "what stands on the share is shown, once this machine has it, too");
        await Eventually.IsTrueAsync(() => _rig.Remembered().Any(path => File.ReadAllText(path).Contains("block_0001", StringComparison.Ordinal)), "it is remembered");
    }

    [Fact]
    public async Task Set_AfterALabelThatIsNotKnownToBeStored_IsNotRevertedByWhoSawThatOne()
    {
        Refuse(22);
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        _files.Fault = (operation, path) => operation == "Write" && path.Contains("/state-ws-1/", StringComparison.Ordinal)
            ? FaultyFiles.Errno(28)
            : Fault(22, operation, path);
        Assert.Equal(LabelPlace.Unknown, (await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct)).Place);
        Refuse(22);
        Assert.True((await labels.SetAsync(LabelRig.Key("block_0001"), 3, [], Ct)).Accepted);
        await using LabelShare there = await _rig.OpenAsync("ws-2");
        UserLabels same = await there.OpenUserAsync("alice", Ct);
        Assert.Equal(3, same.Find(LabelRig.Key("block_0001"))?.Label);
        HistoryEntry doubtful = same.History(LabelRig.Key("block_0001"))[0];

        _rig.WriteShare("users/alice.json", $$"""{"annotations": {"block_0001": {"label": 2, "annotated_at": "{{LabelTime.Format(doubtful.At)}}" }, "block_0009": {"label": 1, "annotated_at": "2024-01-02T10:30:00+00:00"} } }""");
        await Eventually.IsTrueAsync(() => labels.Find(LabelRig.Key("block_0009")) is not null, "the file was read");

        Assert.Equal(3, labels.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.DoesNotContain(labels.History(LabelRig.Key("block_0001")), entry => entry.IsImport);
    }

    [Fact]
    public async Task LocalLines_OfAShareWithoutFlush_StayHoweverOld_AndGoOnceItHasOne()
    {
        Refuse(22);
        await LabelOnceAsync("block_0001");
        string kept = Assert.Single(_rig.Remembered());
        File.SetLastWriteTimeUtc(kept, _rig.Settings().TimeProvider.GetUtcNow().UtcDateTime.AddDays(-100));

        await LabelOnceAsync("block_0002");
        Assert.Contains(kept, _rig.Remembered());

        _files.Fault = null;
        await LabelOnceAsync("block_0003");
        Assert.DoesNotContain(kept, _rig.Remembered());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(28)]
    [InlineData(116)]
    public async Task Start_NothingOnTheShareCanBeFlushed_StopsNobody_AndLabelsArriveWithinTwoLooks(int errno)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        LabelShareSettings settings = _rig.Settings(files: _files) with { TimeProvider = time, PollInterval = TimeSpan.FromHours(1) };
        Refuse(errno);
        await using LabelShare share = await LabelShare.OpenAsync(settings, Ct);
        FinalLabels labels = await share.OpenFinalLabelsAsync("alice", Ct);
        Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync([LabelRig.Key("block_0001")], 2, Ct)).Place);
        Assert.Empty(Memories);
        for (int i = 0; i < 20; i++)
        {
            await LookAsync();
        }

        Assert.Empty(Memories);
        Assert.Equal(1, share.Undelivered);
        _files.Fault = null;
        await LookAsync();
        await LookAsync();

        Assert.Equal(0, share.Undelivered);
        Assert.Single(Memories);
        Assert.Equal(2, OwnReader.Merge(Path.Combine(_rig.Annotations, "history", "admin"))["block_0001"]);

        // One of every five seconds, as at a poll; none begins by itself, since the clock stands still in between.
        Task LookAsync()
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return labels.SyncAsync();
        }
    }

    [Fact]
    public async Task Marker_OfAnotherMachine_IsRememberedOnlyAfterAGoodFlush()
    {
        await using (LabelShare maker = await _rig.OpenAsync("ws-2"))
        {
            Assert.True(maker.State.IsAvailable);
        }

        Refuse(5);
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        Assert.Equal((false, "an input/output error of the share"), (share.State.IsAvailable, share.State.Reason));
        Assert.False(Directory.Exists(Path.Combine(_rig.Folder, "state-ws-1")) && Memories.Length > 0);

        _files.Fault = null;
        await Eventually.IsTrueAsync(() => share.State.IsAvailable, "the share is there");
        Assert.Single(Memories);
    }

    [Theory]
    [InlineData("fuse.sshfs", true)]
    [InlineData("fuseblk", true)]
    [InlineData("macfuse", true)]
    [InlineData("nfs4", false)]
    public async Task FileSystem_FuseIsNamedAtTheStartAndByTheCheck(string type, bool isNamed)
    {
        _files.FileSystem = type;
        await using LabelShare share = await _rig.OpenAsync(files: _files);

        Assert.Equal(isNamed, share.Notices.Any(notice => notice.Contains(type, StringComparison.Ordinal)));
        IReadOnlyList<ShareCheckRow> rows = await ShareCheck.RunAsync(new SharedRoot(_rig.Settings(files: _files)), Ct);
        Assert.Contains(type, rows[0].Detail, StringComparison.Ordinal);
        Assert.Equal(isNamed, rows[0].Detail.Contains("FUSE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_NoFlush_IsUnsafeInWords()
    {
        Directory.CreateDirectory(_rig.Annotations);
        Refuse(22);

        ShareCheckRow row = (await ShareCheck.RunAsync(new SharedRoot(_rig.Settings(files: _files)), Ct)).Single(row => row.Check == "flush to disk");

        Assert.Equal((false, "this file system has none"), (row.IsSafe, row.Result));
    }

    private static IOException? Fault(int errno, string operation, string path) =>
        operation is "FlushToDisk" or "FlushFolder" && path.Contains(There, StringComparison.Ordinal) ? FaultyFiles.Errno(errno) : null;

    private void Refuse(int errno) => _files.Fault = (operation, path) => Fault(errno, operation, path);

    private async Task LabelOnceAsync(string block)
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.True((await labels.SetAsync(LabelRig.Key(block), 1, [], Ct)).Accepted);
        await share.DisposeAsync();
        foreach (string journal in _rig.Remembered())
        {
            await EndedProgram.PretendAsync(journal);
        }
    }
}
