using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>No disk takes a label, or none flushes it: the answer says so, and what was answered is on a disk.</summary>
public sealed class UnflushedLabelsTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Set_NoDiskTakesIt_IsRefusedAndMemoryKeepsWhatTheDiskHas()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        _files.Fault = (done, _) => done == "Write" ? FaultyFiles.Errno(28) : null;

        LabelResult refused = await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);

        Assert.Equal(LabelPlace.Refused, refused.Place);
        Assert.Equal(1, labels.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Equal(SaveStateKind.NotSaved, labels.SaveState.Kind);
        _files.Fault = null;
        await _rig.AssertSeenOnceElsewhereAsync(("block_0001", 1));
        Assert.True((await labels.SetAsync(LabelRig.Key("block_0001"), 3, [], Ct)).Accepted);
        Assert.Equal(SaveStateKind.Saved, labels.SaveState.Kind);
    }

    [Fact]
    public async Task Set_NoDiskFlushesIt_IsNotKnownToBeStored_AndCountsOnceItIsSeenOnTheShare()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        _files.Fault = (done, path) => done == "FlushToDisk" || (done == "Read" && path.EndsWith(".jsonl", StringComparison.Ordinal)) ? FaultyFiles.Errno(28) : null;

        LabelResult unknown = await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
        LabelResult refused = await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);

        Assert.Equal((LabelPlace.Unknown, false), (unknown.Place, unknown.Accepted));
        Assert.Contains("NOT KNOWN", unknown.Explain("it", "no"), StringComparison.Ordinal);
        Assert.Null(unknown.IsStored());
        Assert.Equal(LabelPlace.Refused, refused.Place);
        Assert.Equal(1, labels.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Equal(SaveStateKind.NotSaved, labels.SaveState.Kind);
        Assert.Empty(_rig.Waiting());
        _files.Fault = null;
        await Eventually.IsTrueAsync(() => labels.Find(LabelRig.Key("block_0001"))?.Label == 2, "the line that stands on the share counts here too");
        Assert.True(unknown.IsStored());
        Assert.True((await labels.SetAsync(LabelRig.Key("block_0003"), 3, [], Ct)).Accepted);
        Assert.Equal(SaveStateKind.Saved, labels.SaveState.Kind);
        Assert.Equal(UndoOutcome.Done, (await labels.UndoAsync(Ct)).Outcome);
        Assert.Equal((UndoOutcome.Done, 1), ((await labels.UndoAsync(Ct)).Outcome, labels.Find(LabelRig.Key("block_0001"))?.Label));
    }

    [Fact]
    public async Task Set_NoDiskFlushesItAndItsBytesAreDropped_IsKnownNotToBeStoredOnceTheShareIsRead()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        string journal = Assert.Single(Directory.GetFiles(_rig.Journals, "*.jsonl"));
        long flushed = new FileInfo(journal).Length;
        _files.Fault = (done, path) => done == "FlushToDisk" || (done == "Read" && path.EndsWith(".jsonl", StringComparison.Ordinal)) ? FaultyFiles.Errno(5) : null;
        LabelResult unknown = await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
        Assert.Equal((LabelPlace.Unknown, (bool?)null), (unknown.Place, unknown.IsStored()));

        using (FileStream file = File.OpenWrite(journal))
        {
            file.SetLength(flushed);
        }

        _files.Fault = null;
        await Eventually.IsTrueAsync(() => unknown.IsStored() is not null, "the share was read");
        Assert.False(unknown.IsStored());
        Assert.Equal(1, labels.Find(LabelRig.Key("block_0001"))?.Label);
    }

    [Fact]
    public async Task Flush_FailsForAWhile_JournalIsClosedForGood_AndNoJournalIsBegunWithEachTry()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        string closed = Assert.Single(Directory.GetFiles(_rig.Journals));
        int probes = 0;
        _files.Fault = (done, path) =>
        {
            probes += done == "Write" && path.Contains(".probe_", StringComparison.Ordinal) ? 1 : 0;
            return done == "FlushToDisk" && path.Contains("/share/annotations/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
        };
        await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);
        byte[] bytes = await File.ReadAllBytesAsync(closed, Ct);
        await labels.SetAsync(LabelRig.Key("block_0003"), 3, [], Ct);

        await Eventually.IsTrueAsync(() => probes >= 4, "the share is tried");
        Assert.Equal([closed], Directory.GetFiles(_rig.Journals, "*.jsonl"));
        _files.Fault = null;
        await Eventually.IsTrueAsync(() => share.Undelivered == 0, "the labels are delivered");
        await labels.SetAsync(LabelRig.Key("block_0004"), 1, [], Ct);

        Assert.Equal(bytes, await File.ReadAllBytesAsync(closed, Ct));
        string next = Assert.Single(Directory.GetFiles(_rig.Journals), path => path != closed);
        Assert.Equal(
            [(2, "block_0002"), (3, "block_0003"), (4, "block_0004")],
            OwnReader.Decisions(Path.GetDirectoryName(next)!)
                .Where(item => item.Line.TryGetProperty("journal", out System.Text.Json.JsonElement journal) && journal.GetString() == Path.GetFileNameWithoutExtension(closed))
                .Select(item => (item.Line.GetProperty("seq").GetInt32(), item.Line.GetProperty("block").GetString()!)));
        Assert.Empty(labels.OtherHosts);
        await _rig.AssertSeenOnceElsewhereAsync(("block_0001", 1), ("block_0002", 2), ("block_0003", 3), ("block_0004", 1));
    }

    [Theory]
    [InlineData("FlushToDisk", 28)]
    [InlineData("FlushFolder", 5)]
    [InlineData("FlushFolder", 116)]
    public async Task Open_FirstLineOfTheJournalCannotBeFlushed_IsSaid_AndLabelsArriveLater(string operation, int errno)
    {
        await using (LabelShare before = await _rig.OpenAsync("ws-2"))
        {
            await before.OpenUserAsync("bob", Ct);
        }

        _files.Fault = (done, path) => done == operation && path.Contains("/share/annotations/history", StringComparison.Ordinal) ? FaultyFiles.Errno(errno) : null;
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        Assert.Contains(labels.Notices, notice => notice.Contains("Nothing can be written", StringComparison.Ordinal));
        Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct)).Place);
        Assert.Empty(Directory.GetFiles(_rig.Journals, "*.jsonl"));
        _files.Fault = null;
        await Eventually.IsTrueAsync(() => share.Undelivered == 0, "the label is delivered");
        await _rig.AssertSeenOnceElsewhereAsync(("block_0001", 1));
    }

    [Fact]
    public async Task FirstLabel_FlushesTheFileAndItsFolderBeforeTheAnswer()
    {
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings(files: _files) with { PollInterval = TimeSpan.FromHours(1) }, Ct);
        List<string> done = [];
        _files.Fault = (operation, path) =>
        {
            bool isJournal = path.Contains("/history/users/alice", StringComparison.Ordinal) && operation is "Write" or "FlushToDisk" or "FlushFolder";
            if (isJournal)
            {
                lock (done)
                {
                    done.Add(operation);
                }
            }

            return null;
        };
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);

        lock (done)
        {
            Assert.Equal(["Write", "FlushToDisk", "FlushFolder", "Write", "FlushToDisk"], done.Take(5));
        }
    }
}
