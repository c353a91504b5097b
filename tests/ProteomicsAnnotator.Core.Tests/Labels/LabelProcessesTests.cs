using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.Core.Tests.Labels;

public sealed partial class LabelProcessesTests : IDisposable
{
    private const int Stop = 19;
    private const int Continue = 18;
    private readonly LabelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task TwoProcesses_SameUser_UnionIsCompleteAndFileSettles()
    {
        int count = TestScale.Of(150, 300, 500);
        using Process first = LabelWorker.Start(_rig.Folder, "ws-1", "alice", count, 1);
        using Process second = LabelWorker.Start(_rig.Folder, "ws-2", "alice", count, 2);
        List<(string Block, int Label)>[] acks = await Task.WhenAll(ReadAcksAsync(first), ReadAcksAsync(second));
        await FinishAsync(first);
        await FinishAsync(second);

        Assert.Equal([count, count], acks.Select(list => list.Count));
        await AssertKnownAsync(acks.SelectMany(list => list));
    }

    [Fact]
    public async Task Process_KilledAtRandomMoments_EveryAcknowledgedLabelIsThere()
    {
        int rounds = TestScale.Of(3, 12, 50);
        var random = new Random(7);
        List<(string Block, int Label)> acks = [];
        for (int round = 0; round < rounds; round++)
        {
            int labels = random.Next(1, 60);
            using Process worker = LabelWorker.Start(_rig.Folder, "ws-1", "alice", 100_000, round);
            List<(string Block, int Label)> seen = [];
            while (seen.Count < labels)
            {
                Take(await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), seen);
            }

            worker.Kill();
            acks.AddRange(seen);
            acks.AddRange(await ReadAcksAsync(worker));
            await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await AssertKnownAsync(acks);
    }

    [Fact]
    public async Task Process_FrozenAndWokenUp_RevertsNothing()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("SIGSTOP is a signal of Unix");
        }

        using Process worker = LabelWorker.Start(_rig.Folder, "ws-2", "alice", 100_000, 3);
        List<(string Block, int Label)> seen = [];
        while (seen.Count < 5)
        {
            Take(await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), seen);
        }

        Assert.Equal(0, Signal(worker.Id, Stop));
        LabelKey key = LabelRig.Key("block_9999");
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", TestContext.Current.CancellationToken);
            Assert.True((await labels.SetAsync(key, 2, [], TestContext.Current.CancellationToken)).Accepted);
        }

        Assert.Equal(0, Signal(worker.Id, Continue));
        for (int more = seen.Count + 5; seen.Count < more;)
        {
            Take(await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), seen);
        }

        worker.Kill();
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        seen.Add(("block_9999", 2));
        await AssertKnownAsync(seen);
    }

    [Theory]
    [InlineData("rm -rf annotations 2> /dev/null; mkdir -p annotations && cp -a backup/. annotations/")]
    [InlineData("cp -a backup copy && mv annotations former-$(date +%N) && { mv -T copy annotations || cp -a copy/. annotations/; rm -rf copy; }")]
    [InlineData("cp -a backup/. annotations/")]
    public async Task Process_OlderCopyIsPutInPlaceAgainAndAgain_EveryAcknowledgedLabelIsThere(string restore)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("rm, mv and cp are programs of Unix");
        }

        using Process worker = LabelWorker.Start(_rig.Folder, "ws-1", "alice", TestScale.Of(400, 1200, 4000), 5);
        using Process other = LabelWorker.Start(_rig.Folder, "ws-2", "alice", TestScale.Of(400, 1200, 4000), 6);
        Task<List<(string Block, int Label)>> others = ReadAcksAsync(other);
        List<(string Block, int Label)> acks = [];
        for (int round = 0; round < TestScale.Of(4, 12, 40); round++)
        {
            for (int more = acks.Count + 50; acks.Count < more;)
            {
                Take(await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), acks);
            }

            await ShellAsync(round == 0 ? "cp -a annotations backup && touch backup/older" : $"{restore}; rm annotations/older");
        }

        acks.AddRange(await ReadAcksAsync(worker));
        acks.AddRange(await others);
        await FinishAsync(worker);
        await FinishAsync(other);

        await AssertKnownAsync(acks);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);

    private async Task ShellAsync(string command)
    {
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = Path.GetDirectoryName(_rig.Annotations) })!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
    }

    private static async Task FinishAsync(Process worker)
    {
        await worker.StandardInput.WriteLineAsync("end");
        await worker.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, worker.ExitCode);
    }

    private static async Task<List<(string Block, int Label)>> ReadAcksAsync(Process worker)
    {
        List<(string Block, int Label)> acks = [];
        while (await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != "done")
        {
            Take(line, acks);
        }

        return acks;
    }

    private static void Take(string? line, List<(string Block, int Label)> acks)
    {
        Assert.NotNull(line);
        if (line.Split(' ') is ["ack", { } block, { } label])
        {
            acks.Add((block, int.Parse(label, CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Every decision is in the history, and the derived file says what the merge says.</summary>
    private async Task AssertKnownAsync(IEnumerable<(string Block, int Label)> acks)
    {
        await using LabelShare share = await _rig.OpenAsync("ws-9");
        UserLabels labels = await share.OpenUserAsync("alice", TestContext.Current.CancellationToken);
        foreach (IGrouping<(string Block, int Label), (string, int)> ack in acks.GroupBy(ack => ack))
        {
            int known = labels.History(LabelRig.Key(ack.Key.Block)).Count(entry => entry.Label == ack.Key.Label);
            Assert.True(known >= ack.Count(), $"{ack.Key} was acknowledged {ack.Count()} times and is known {known} times");
        }

        Assert.True((await share.FlushAsync(TimeSpan.FromSeconds(60))).FilesWritten);
        Assert.Equal(
            OwnReader.Merge(_rig.Journals).OrderBy(pair => pair.Key, StringComparer.Ordinal),
            OwnReader.FileLabels(await File.ReadAllBytesAsync(_rig.UserFile, TestContext.Current.CancellationToken)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(labels.Current.Count, OwnReader.Merge(_rig.Journals).Count);
    }
}
