using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Journals;

public sealed class FlushProbeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("probe-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly FaultyFiles _files = new();
    private int _tries;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Failing_PausesGrowToTheLongest_AndNothingIsLeftBehind()
    {
        var probe = new FlushProbe(_files, _time, TimeSpan.FromSeconds(5));
        probe.NoteFailure(new StorageException(_folder, "the disk is full"));
        Refuse(28);

        List<double> pauses = [];
        for (DateTimeOffset last = _time.GetUtcNow(); pauses.Count < 7; _time.Advance(TimeSpan.FromMilliseconds(10)))
        {
            int before = _tries;
            Assert.Equal("the disk is full", Assert.Throws<StorageException>(() => probe.ThrowIfFailing(_folder, 10, Nothing)).Reason);
            if (_tries > before)
            {
                pauses.Add((_time.GetUtcNow() - last).TotalSeconds);
                last = _time.GetUtcNow();
            }
        }

        Assert.Equal([0.25, 0.5, 1, 2, 4, 5, 5], pauses);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Failing_UntilASmallFileOfTheSameSizeWasFlushed()
    {
        var probe = new FlushProbe(_files, _time, TimeSpan.FromSeconds(5));
        probe.ThrowIfFailing(_folder, 10, Nothing);
        Assert.Equal(0, _tries);
        probe.NoteFailure(new StorageException(_folder, "the disk is full"));
        _time.Advance(TimeSpan.FromSeconds(1));
        long written = 0;
        _files.FaultAfterWrite = path =>
        {
            written = new FileInfo(path).Length;
            return null;
        };

        probe.ThrowIfFailing(_folder, 100_000, Nothing);

        Assert.Equal(100_000, written);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Failing_FileSystemHasNoFlush_IsNoFailure()
    {
        var probe = new FlushProbe(_files, _time, TimeSpan.FromSeconds(5));
        probe.NoteFailure(new StorageException(_folder, "an input/output error of the share"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Refuse(22);

        probe.ThrowIfFailing(_folder, 10, Nothing);

        Assert.Equal(1, _tries);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task FilesLeftByAKill_GoAtAStart_ADayLater()
    {
        using var rig = new LabelRig();
        CancellationToken ct = TestContext.Current.CancellationToken;
        string old = Path.Combine(rig.Journals, ".probe_00112233445566778899aabbccddeeff.tmp");
        string young = Path.Combine(rig.Journals, ".probe_0123456789abcdef0123456789abcdef.tmp");
        string foreign = Path.Combine(rig.Journals, ".probe_of_mine.tmp");
        Directory.CreateDirectory(rig.Journals);
        foreach (string path in (string[])[old, young, foreign])
        {
            await File.WriteAllBytesAsync(path, [0], ct);
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(path == young ? -23 : -25));
        }

        await using LabelShare share = await rig.OpenAsync();
        await share.OpenUserAsync("alice", ct);

        Assert.Equal([foreign, young], Directory.GetFiles(rig.Journals, ".probe*").Order(StringComparer.Ordinal).Reverse());
    }

    private static void Nothing()
    {
    }

    private void Refuse(int errno) => _files.Fault = (done, _) =>
    {
        _tries += done == "FlushToDisk" ? 1 : 0;
        return done == "FlushToDisk" ? FaultyFiles.Errno(errno) : null;
    };
}
