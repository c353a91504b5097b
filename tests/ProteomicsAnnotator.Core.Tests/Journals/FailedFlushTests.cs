using System.Diagnostics;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>
/// A real process of which the flushes of its journal really fail. Where labels are afterwards is read by
/// <see cref="OwnReader"/>. The test cuts off what a kernel may drop that could not write it.
/// </summary>
public sealed class FailedFlushTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private string Log => Path.Combine(_rig.Folder, "strace");

    private string State => Path.Combine(_rig.Folder, "state-ws-1");

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("EIO")]
    [InlineData("ENOSPC")]
    [InlineData("EDQUOT")]
    [InlineData("ESTALE")]
    public async Task Set_FlushOfTheJournalFails_ThenKilled_EveryAcknowledgedLabelIsOnADiskThatTookIt(string error)
    {
        using Process worker = LabelWorker.Start(_rig.Folder, "ws-1", "alice", 20, 1);
        var talk = new WorkerTalk(worker);
        await talk.ReadAsync();
        string journal = Assert.Single(Directory.GetFiles(_rig.Journals));
        long good = new FileInfo(journal).Length;
        await using (FailingCalls failing = await FailingCalls.AttachAsync(worker, Log, "fsync", "error=" + error, journal))
        {
            await talk.LabelAsync(20);
            Assert.NotEmpty(failing.Failed);
            await talk.KillAsync();
        }

        Assert.Equal(40, talk.Count);
        using (FileStream file = File.OpenWrite(journal))
        {
            file.SetLength(good);
        }

        Assert.Equal(talk.Acknowledged, OwnReader.Merge(_rig.Journals, State));
    }

    [Fact]
    public async Task Set_OneFlushFails_TheNextOnesOfThatFileWouldAnswerWell_TheFileIsNeverTouchedAgain()
    {
        using Process worker = LabelWorker.Start(_rig.Folder, "ws-1", "alice", 20, 1);
        var talk = new WorkerTalk(worker);
        await talk.ReadAsync();
        string journal = Assert.Single(Directory.GetFiles(_rig.Journals));
        long good = new FileInfo(journal).Length;
        await using (FailingCalls failing = await FailingCalls.AttachAsync(worker, Log, "fsync", "error=EIO:when=1", journal))
        {
            await talk.LabelAsync(1);
            Assert.Single(failing.Failed);
            byte[] closed = await File.ReadAllBytesAsync(journal, TestContext.Current.CancellationToken);
            await talk.LabelAsync(20);
            await Eventually.IsTrueAsync(() => _rig.Waiting().Length == 0, "what waited here is delivered");
            await talk.LabelAsync(20);
            Assert.Equal(closed, await File.ReadAllBytesAsync(journal, TestContext.Current.CancellationToken));
        }

        await talk.KillAsync();
        using (FileStream file = File.OpenWrite(journal))
        {
            file.SetLength(good);
        }

        Assert.Equal(61, talk.Count);
        Assert.Equal(talk.Acknowledged, OwnReader.Merge(_rig.Journals));
        Assert.Equal(2, Directory.GetFiles(_rig.Journals).Length);
    }

    [Fact]
    public async Task Set_NoDiskCanFlush_NothingIsAcknowledged_AndWhatMayStandIsNotCalledRefused()
    {
        using Process worker = LabelWorker.Start(_rig.Folder, "ws-1", "alice", 20, 1);
        var talk = new WorkerTalk(worker);
        await talk.ReadAsync();
        await using (FailingCalls failing = await FailingCalls.AttachAsync(worker, Log, "fsync", "error=EIO"))
        {
            await talk.LabelAsync(10);
            Assert.NotEmpty(failing.Failed);
        }

        Assert.Equal(20, talk.Count);
        Assert.Equal(10, talk.Others.Count);
        (string how, string block, int label) = talk.Others[0];
        Assert.Equal("Unknown", how);
        await Eventually.IsTrueAsync(() => Directory.GetFiles(_rig.Journals, "*.jsonl").Length == 2, "the decision that stands there is brought to a journal that can be trusted");
        await talk.LabelAsync(5);
        await talk.EndAsync();
        Dictionary<string, int> expected = new(talk.Acknowledged, StringComparer.Ordinal);
        _ = expected.TryAdd(block, label);
        Assert.Equal(expected.OrderBy(item => item.Key, StringComparer.Ordinal), OwnReader.Merge(_rig.Journals).OrderBy(item => item.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Start_NoDiskCanFlushFromTheBeginning_NothingIsAcknowledged_AndNothingIsLeft()
    {
        using Process worker = Process.Start(FailingCalls.Wrap(LabelWorker.StartOf(_rig.Folder, "ws-1", "alice", 5, 1), Log, "fsync", "error=ENOSPC"))!;
        var talk = new WorkerTalk(worker);

        await talk.ReadAsync();
        await talk.EndAsync();

        Assert.Contains("(INJECTED)", await File.ReadAllTextAsync(Log, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal((0, 5), (talk.Count, talk.Others.Count));
        Assert.Empty(OwnReader.Decisions(_rig.Folder));
    }
}
