using System.Diagnostics;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>
/// A real process of which a write to its journal really fails behind some of its bytes, since the kernel lets no file of
/// it get longer, while the bytes that arrived cannot be cut off.
/// </summary>
public sealed class FailedWriteTests : IDisposable
{
    private const int Arriving = 40;
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_rig.Folder, "strace");

    private string State => Path.Combine(_rig.Folder, "state-ws-1");

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("EIO")]
    [InlineData("ESTALE")]
    public async Task Set_SomeBytesArriveAndCannotBeCutOff_NoDiskTakesIt_IsNotCalledRefused_AndTheFileIsNeverTouchedAgain(string error)
    {
        using Process worker = Start();
        var talk = new WorkerTalk(worker);
        await talk.ReadAsync();
        string journal = Assert.Single(Directory.GetFiles(_rig.Journals));
        await RefuseHereAsync();
        byte[] closed;
        await using (FailingCalls failing = await FailingCalls.AttachAsync(worker, Log, "ftruncate", "error=" + error, journal))
        {
            closed = await FailAsync(talk, worker, journal, failing);
            await talk.LabelAsync(3);
            Assert.Equal(["Unknown", "Refused", "Refused", "Refused"], talk.Others.Select(other => other.How));
            Assert.Equal(closed, await File.ReadAllBytesAsync(journal, Ct));

            await LimitAsync(worker, "unlimited");
            await Eventually.IsTrueAsync(() => LabelsAsync(talk), "the share takes labels again");
        }

        // The file could be cut now, and written.
        await talk.LabelAsync(10);
        await talk.EndAsync();

        Assert.Equal(closed, await File.ReadAllBytesAsync(journal, Ct));
        Assert.Equal(2, Directory.GetFiles(_rig.Journals, "*.jsonl").Length);
        Assert.Equal(talk.Acknowledged, OwnReader.Merge(_rig.Journals));
    }

    [Fact]
    public async Task Set_SomeBytesArriveAndCannotBeCutOff_ThisMachineTakesIt_ArrivesInAnotherJournalUnderItsId()
    {
        using Process worker = Start();
        var talk = new WorkerTalk(worker);
        await talk.ReadAsync();
        string journal = Assert.Single(Directory.GetFiles(_rig.Journals));
        byte[] closed;
        await using (FailingCalls failing = await FailingCalls.AttachAsync(worker, Log, "ftruncate", "error=EIO", journal))
        {
            closed = await FailAsync(talk, worker, journal, failing);
            await LimitAsync(worker, "unlimited");
            await Eventually.IsTrueAsync(() => _rig.Waiting().Length == 0, "what waited here is delivered");
            await talk.LabelAsync(5);
        }

        await talk.KillAsync();

        Assert.Equal((16, 0), (talk.Count, talk.Others.Count));
        Assert.Equal(closed, await File.ReadAllBytesAsync(journal, Ct));
        string next = Assert.Single(Directory.GetFiles(_rig.Journals, "*.jsonl"), path => path != journal);
        Assert.Contains($"\"journal\":\"{Path.GetFileNameWithoutExtension(journal)}\"", await File.ReadAllTextAsync(next, Ct), StringComparison.Ordinal);
        Assert.Equal(talk.Acknowledged, OwnReader.Merge(_rig.Journals));
    }

    /// <summary>A process gets a signal with such a failure, which would end it.</summary>
    private Process Start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "prlimit is a program of Linux");
        ProcessStartInfo worker = LabelWorker.StartOf(_rig.Folder, "ws-1", "alice", 10, 1);
        var start = new ProcessStartInfo("sh", ["-c", "trap '' XFSZ; exec \"$@\"", "sh", worker.FileName, .. worker.ArgumentList])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };

        // The runtime keeps its code in a file of memory otherwise, for which the limit holds, too.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>The journal as it stays, once a write and the cutting off have failed.</summary>
    private static async Task<byte[]> FailAsync(WorkerTalk talk, Process worker, string journal, FailingCalls failing)
    {
        long good = new FileInfo(journal).Length;
        await LimitAsync(worker, TestScale.Text((int)good + Arriving));
        await talk.LabelAsync(1);
        byte[] closed = await File.ReadAllBytesAsync(journal, Ct);
        Assert.Equal(good + Arriving, closed.Length);
        Assert.NotEmpty(failing.Failed);
        return closed;
    }

    private static async Task<bool> LabelsAsync(WorkerTalk talk)
    {
        int before = talk.Count;
        await talk.LabelAsync(1);
        return talk.Count > before;
    }

    private static async Task LimitAsync(Process worker, string bytes)
    {
        using var limit = Process.Start("prlimit", ["--pid", TestScale.Text(worker.Id), $"--fsize={bytes}:unlimited"]);
        await limit.WaitForExitAsync(Ct);
        Assert.Equal(0, limit.ExitCode);
    }

    /// <summary>A file where the folder of what waits here would be.</summary>
    private async Task RefuseHereAsync()
    {
        await Eventually.IsTrueAsync(() => _rig.Remembered().Length == 1, "the labels are remembered");
        string host = Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(State, "shares"))), "ws-1");
        await File.WriteAllBytesAsync(Path.Combine(host, "users"), [], Ct);
    }
}
