using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>A start reads only what changed since the cache was written, and misses nothing that did.</summary>
public sealed class JournalCacheTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Open_NothingChangedSinceTheCache_ReadsNeitherFileNorOlderJournals()
    {
        await LabelOnceAsync("block_0001", 1);
        string older = Assert.Single(Directory.GetFiles(_rig.Journals));
        await LabelOnceAsync("block_0002", 2);
        Assert.Equal(2, Directory.GetFiles(_rig.Journals).Length);
        var read = new ConcurrentBag<string>();
        var files = new FaultyFiles
        {
            Fault = (operation, path) =>
            {
                if (operation == nameof(FaultyFiles.Read))
                {
                    read.Add(path);
                }

                return null;
            },
        };

        await using LabelShare share = await _rig.OpenAsync(files: files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        Assert.Equal(2, labels.Current.Count);
        Assert.DoesNotContain(_rig.UserFile, read);
        Assert.DoesNotContain(older, read);
    }

    [Fact]
    public async Task Close_NothingChanged_NeitherReadsNorWritesAnythingButTheEndOfItsJournal()
    {
        await LabelOnceAsync("block_0001", 1);
        string[] before = Directory.GetFiles(_rig.Journals);
        var done = new ConcurrentBag<(string Operation, string Path)>();
        bool isClosing = false;
        var files = new FaultyFiles
        {
            Fault = (operation, path) =>
            {
                if (Volatile.Read(ref isClosing) && operation is "Write" or "Rename" or "SetLength" or "Delete" or "Read")
                {
                    done.Add((operation, path));
                }

                return null;
            },
        };
        LabelShare share = await LabelShare.OpenAsync(_rig.Settings(files: files) with { PollInterval = TimeSpan.FromHours(1) }, Ct);
        await share.OpenUserAsync("alice", Ct);
        string own = Assert.Single(Directory.GetFiles(_rig.Journals).Except(before, StringComparer.Ordinal));
        Volatile.Write(ref isClosing, true);

        await share.DisposeAsync();

        Assert.Equal([("Write", own)], done.Where(step => !step.Path.EndsWith("root.json", StringComparison.Ordinal) && !step.Path.EndsWith(".annotator-root", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Open_AfterManyStartsThatChangedNothing_ReadsFewJournalsAgain()
    {
        await LabelOnceAsync("block_0001", 1);
        for (int i = 0; i < 40; i++)
        {
            _rig.WriteShare($"history/users/alice/202501{1 + (i % 28):00}T0000{i:00}Z-ws-5-0123456789ab.jsonl", "{\"format\":1,\"program\":\"1.0\",\"host\":\"ws-5\"}\n{\"closed\":\"2025-01-02T18:00:00+00:00\"}\n");
        }

        await using (LabelShare share = await _rig.OpenAsync())
        {
            await share.OpenUserAsync("alice", Ct);
        }

        var read = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var files = new FaultyFiles
        {
            Fault = (operation, path) =>
            {
                if (operation == "Read" && path.StartsWith(_rig.Journals, StringComparison.Ordinal))
                {
                    read[path] = true;
                }

                return null;
            },
        };
        await using LabelShare again = await _rig.OpenAsync(files: files);
        Assert.Equal(1, (await again.OpenUserAsync("alice", Ct)).Find(LabelRig.Key("block_0001"))?.Label);
        Assert.InRange(read.Count, 0, 2);
    }

    [Fact]
    public async Task Open_FileChangedSinceTheCache_ForeignEntryIsTakenOver()
    {
        await LabelOnceAsync("block_0001", 1);
        _rig.WriteShare("users/alice.json", """{"annotations": {"block_0003": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""");

        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        Assert.Equal(3, labels.Find(LabelRig.Key("block_0003"))?.Label);
        Assert.Equal(1, labels.Find(LabelRig.Key("block_0001"))?.Label);
    }

    [Fact]
    public async Task Open_FileDeletedSinceTheCache_IsWrittenAgain()
    {
        await LabelOnceAsync("block_0001", 1);
        File.Delete(_rig.UserFile);

        await using LabelShare share = await _rig.OpenAsync();
        await share.OpenUserAsync("alice", Ct);

        Assert.Contains("block_0001", await File.ReadAllTextAsync(_rig.UserFile, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_AfterAStartFromTheCache_UnknownPropertiesOfTheFileSurvive()
    {
        _rig.WriteShare("users/alice.json", """{"mood": "good", "annotations": {"block_0001": {"label": 1, "annotated_at": "2024-01-02T10:30:00+00:00", "note": "hm"}}}""");
        await LabelOnceAsync("block_0002", 2);
        await LabelOnceAsync("block_0003", 3);

        string json = await File.ReadAllTextAsync(_rig.UserFile, Ct);
        Assert.All(["mood", "note", "block_0001", "block_0002", "block_0003"], word => Assert.Contains(word, json, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_NewerFormatKnownFromTheCache_FilesAreStillNotWritten()
    {
        _rig.WriteShare("history/users/alice/20300101T000000Z-ws-5-abc.jsonl", """
            {"format":9,"program":"9.0","host":"ws-5"}
            {"seq":1,"clock":5,"at":"2030-01-01T00:00:00+00:00","block":"block_0001","label":3,"was":null}

            """);
        await LabelOnceAsync("block_0002", 2);

        await using LabelShare share = await _rig.OpenAsync();
        await share.OpenUserAsync("alice", Ct);

        Assert.NotNull(share.UpdateNeeded);
        Assert.False((await share.FlushAsync(TimeSpan.FromSeconds(30))).FilesWritten);
        Assert.False(File.Exists(_rig.UserFile));
    }

    [Fact]
    public async Task Open_DamagedCache_EverythingIsReadFromTheShare()
    {
        await LabelOnceAsync("block_0001", 1);
        string cache = Assert.Single(Directory.GetFiles(_rig.Settings().CacheFolder, "*.bin", SearchOption.AllDirectories));
        byte[] bytes = await File.ReadAllBytesAsync(cache, Ct);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(cache, bytes, Ct);

        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        Assert.Equal(1, labels.Find(LabelRig.Key("block_0001"))?.Label);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(JournalBounds.MaxClock + 1)]
    [InlineData(0)]
    public async Task Open_CacheHasAClockBeyondTheBounds_CountsForNothing_AndLabelsAreInEffect(long clock)
    {
        await LabelOnceAsync("block_0001", 1);
        string path = Assert.Single(Directory.GetFiles(_rig.Settings().CacheFolder, "*.bin", SearchOption.AllDirectories));
        string root = (await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, ".annotator-root"), Ct)).Trim();
        CachedJournals cached = CacheFormat.Read(await File.ReadAllBytesAsync(path, Ct), root)!;
        var beyond = new LabelEvent { Id = new EventId("20240101T000000Z-ws-7-0123456789ab", 1), Clock = clock, At = LabelTime.Unknown, Key = LabelRig.Key("block_0001"), Label = 2 };
        await File.WriteAllBytesAsync(path, CacheFormat.Write(root, cached with { Events = [.. cached.Events, beyond] }), Ct);
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Equal(1, labels.Find(LabelRig.Key("block_0001"))?.Label);

        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0001"), 3, [], Ct));

        Assert.Equal(3, labels.Find(LabelRig.Key("block_0001"))?.Label);
        await using LabelShare elsewhere = await _rig.OpenAsync("ws-2");
        Assert.Equal(3, (await elsewhere.OpenUserAsync("alice", Ct)).Find(LabelRig.Key("block_0001"))?.Label);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(281474976710655, 281474976710656)]
    [InlineData(281474976710656, 281474976710656)]
    [InlineData(long.MaxValue, 281474976710656)]
    public void ClockAfter_StaysAtTheBound(long highest, long next) => Assert.Equal(next, JournalBounds.ClockAfter(highest));

    private async Task LabelOnceAsync(string block, int label)
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(block), label, [], Ct);
    }
}
