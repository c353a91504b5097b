using System.Diagnostics;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Labels;

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
            file.SetLength(Math.Min(good, file.Length));
        }

        Assert.Equal(talk.Acknowledged, OwnReader.Merge(_rig.Journals, State));
    }
}
