using System.Diagnostics;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Storage;

/// <summary>Programs share files without locks: nothing takes one, and one that another program holds stops nobody.</summary>
public sealed class NoLocksTests : IDisposable
{
    // Opens each file in every way, takes both kinds of lock, says so, and holds them until its input ends.
    private const string Holder = """
        import fcntl, os, sys
        held = []
        for path in sys.argv[1:]:
            for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR, os.O_RDWR | os.O_CREAT, os.O_RDWR | os.O_APPEND):
                held.append(os.open(path, flags))
            fcntl.flock(held[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.lockf(held[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
        print("held", flush=True)
        sys.stdin.read()
        """;

    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Files_OfARunningProgram_CanBeOpenedAndLockedByAnother_AndTheProgramGoesOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "these locks are those of Unix");
        using Process worker = LabelWorker.Start(_rig.Folder, "ws-1", "alice", 10, 1);
        var talk = new WorkerTalk(worker);
        await talk.ReadAsync();
        string journal = Assert.Single(Directory.GetFiles(_rig.Journals));
        await Eventually.IsTrueAsync(() => File.Exists(_rig.UserFile) && _rig.Remembered().Length == 1, "all files are there");

        using Process holder = Process.Start(new ProcessStartInfo("python3", ["-c", Holder, journal, _rig.UserFile, Path.Combine(_rig.Annotations, ".annotator-root"), _rig.Remembered()[0]])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(Ct));
        await talk.LabelAsync(20);

        Assert.Equal((30, 0), (talk.Count, talk.Others.Count));
        await Eventually.IsTrueAsync(() => talk.Acknowledged.Keys.All(File.ReadAllText(_rig.UserFile).Contains), "the file of the user is rewritten");
        await talk.EndAsync();
        Assert.Equal(talk.Acknowledged, OwnReader.Merge(_rig.Journals));
        holder.StandardInput.Close();
        await holder.WaitForExitAsync(Ct);
    }

    [Fact]
    public async Task Program_FromItsStartToItsEnd_AsksForNoLock()
    {
        string log = Path.Combine(_rig.Folder, "strace");
        using Process worker = Process.Start(FailingCalls.Record(LabelWorker.StartOf(_rig.Folder, "ws-1", "alice", 10, 1), log, "openat,flock,fcntl"))!;
        var talk = new WorkerTalk(worker);
        await talk.ReadAsync();
        await talk.EndAsync();

        string[] calls = await File.ReadAllLinesAsync(log, Ct);
        foreach (string path in (string[])[Assert.Single(Directory.GetFiles(_rig.Journals)), Path.Combine(_rig.Annotations, "users"), Path.Combine(_rig.Annotations, ".annotator-root")])
        {
            Assert.Contains(calls, call => call.Contains("openat(", StringComparison.Ordinal) && call.Contains(path, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(calls, call => call.Contains("flock(", StringComparison.Ordinal) || call.Contains("SETLK", StringComparison.Ordinal));
    }
}
