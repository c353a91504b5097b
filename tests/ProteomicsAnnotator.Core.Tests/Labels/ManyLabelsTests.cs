using System.Diagnostics;
using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>One label on many blocks at once, as the gallery gives it.</summary>
public sealed class ManyLabelsTests : IDisposable
{
    private static readonly string[] Blocks = ["block_0001", "block_0002", "block_0003"];
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Labels_OfOneKey_ShareTheirTimeAndSayWhatWasSeen()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key("block_0009"), 1, [], Ct);
            Assert.True((await SetAsync(labels, 2)).Accepted);
        }

        JsonElement[] lines = Lines();
        Assert.Equal(Blocks, lines[1..].Select(line => line.GetProperty("block").GetString()));
        Assert.All(lines[1..], line => Assert.Equal("gallery", line.GetProperty("via").GetString()));
        Assert.All(lines[1..], line => Assert.Equal("10-20", line.GetProperty("seen")[0].GetProperty("version").GetString()));
        Assert.Single(lines[1..].Select(line => line.GetProperty("at").GetString()).Distinct());
        Assert.Equal(lines.Select((_, i) => i + 1), lines.Select(line => line.GetProperty("clock").GetInt32()));
        Assert.False(lines[0].TryGetProperty("via", out _));
        Assert.Equal(new Dictionary<string, int> { ["block_0009"] = 1, [Blocks[0]] = 2, [Blocks[1]] = 2, [Blocks[2]] = 2 }, OwnReader.Merge(_rig.Journals));
    }

    [Fact]
    public async Task Labels_OfOneKey_AreOneAppendAndOneFlush()
    {
        var files = new FaultyFiles();
        await using LabelShare share = await _rig.OpenAsync(files: files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0009"), 1, [], Ct);
        int writes = 0;
        int flushes = 0;
        files.Fault = (operation, path) =>
        {
            if (path.StartsWith(_rig.Journals, StringComparison.Ordinal))
            {
                writes += operation == nameof(FaultyFiles.Write) ? 1 : 0;
                flushes += operation == nameof(FaultyFiles.FlushToDisk) ? 1 : 0;
            }

            return null;
        };

        Assert.True((await SetAsync(labels, 2)).Accepted);
        (int written, int flushed) = (writes, flushes);

        Assert.Equal((1, 1), (written, flushed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Undo_TakesBackAllOfThem_AndRedoGivesAllAgain(bool isRestarted)
    {
        LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(Blocks[0]), 1, [], Ct);
        await SetAsync(labels, 2);
        if (isRestarted)
        {
            await share.DisposeAsync();
            share = await _rig.OpenAsync();
            labels = await share.OpenUserAsync("alice", Ct);
        }

        UndoResult undone = await labels.UndoAsync(Ct);
        Assert.Equal((UndoOutcome.Done, 3), (undone.Outcome, undone.Keys.Count));
        Assert.Equal([1, null, null], Blocks.Select(block => labels.Find(LabelRig.Key(block))?.Label));
        Assert.Equal(3, (await labels.RedoAsync(Ct)).Keys.Count);
        Assert.Equal([2, 2, 2], Blocks.Select(block => labels.Find(LabelRig.Key(block))?.Label));
        _ = await labels.UndoAsync(Ct);
        Assert.Single((await labels.UndoAsync(Ct)).Keys);
        Assert.Equal([null, null, null], Blocks.Select(block => labels.Find(LabelRig.Key(block))?.Label));
        await share.DisposeAsync();
    }

    [Fact]
    public async Task Undo_OfSingleLabels_TakesBackOneAtATime()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        foreach (string block in Blocks)
        {
            await labels.SetAsync(LabelRig.Key(block), 2, [], Ct);
        }

        Assert.Equal([Blocks[2]], (await labels.UndoAsync(Ct)).Keys.Select(key => key.Block.Value));
        Assert.Equal([2, 2, null], Blocks.Select(block => labels.Find(LabelRig.Key(block))?.Label));
    }

    [Fact]
    public async Task NoDisk_TakesThem_NoneIsLabelled()
    {
        var files = new FaultyFiles();
        await using LabelShare share = await _rig.OpenAsync(files: files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(Blocks[0]), 1, [], Ct);
        files.Fault = (operation, _) => operation == nameof(FaultyFiles.Write) ? FaultyFiles.Errno(28) : null;

        LabelResult refused = await SetAsync(labels, 2);
        files.Fault = null;

        Assert.Equal(LabelPlace.Refused, refused.Place);
        Assert.Equal([1, null, null], Blocks.Select(block => labels.Find(LabelRig.Key(block))?.Label));
        Assert.Equal(new Dictionary<string, int> { [Blocks[0]] = 1 }, OwnReader.Merge(_rig.Journals));
    }

    /// <summary>What speaks against them is asked when every key before them is on a disk.</summary>
    [Fact]
    public async Task Many_BehindAKeyUnderWay_KnowWhatItDecided()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        Task<LabelResult> single = labels.SetAsync(LabelRig.Key(Blocks[1]), 2, [], Ct);
        LabelResult many = await labels.SetManyAsync(
            [.. Blocks.Select(block => (LabelRig.Key(block), (IReadOnlyList<SeenFile>)[]))], 1, hasEvidence: false, Ct, whyNot: () => labels.Find(LabelRig.Key(Blocks[1])) is { Label: 2 } ? "it was decided meanwhile" : null);

        Assert.True((await single).Accepted);
        Assert.Equal((LabelPlace.Refused, "it was decided meanwhile"), (many.Place, many.Reason));
        Assert.Equal([null, 2, null], Blocks.Select(block => labels.Find(LabelRig.Key(block))?.Label));
    }

    [Fact]
    public async Task Flags_OfOneKey_AreOneStepToo()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        LabelKey[] keys = [.. Blocks.Select(LabelRig.Key)];

        Assert.True((await labels.MarkManyAsync(keys, new MarkChange(true, null), Ct)).Accepted);
        Assert.All(keys, key => Assert.True(labels.MarkOf(key).IsUnsure));
        Assert.Equal(3, (await labels.UndoAsync(Ct)).Keys.Count);
        Assert.All(keys, key => Assert.False(labels.MarkOf(key).IsUnsure));
    }

    /// <summary>What was acknowledged is there as a whole; of the key that the crash met, the lines that stand count.</summary>
    [Fact]
    public async Task Process_KilledWhileItLabelsMany_LosesNoAcknowledgedKeyAndKeepsWhatStands()
    {
        var random = new Random(11);
        for (int round = 0; round < TestScale.Of(3, 8, 40); round++)
        {
            using Process worker = LabelWorker.Start(_rig.Folder, "ws-1", "alice", 100_000, round, isMany: true);
            List<int> acks = [];
            int wanted = random.Next(1, 12);
            while (acks.Count < wanted)
            {
                Take(await worker.StandardOutput.ReadLineAsync(Ct), acks);
            }

            await Task.Delay(random.Next(0, 12), Ct);
            worker.Kill();
            while (await worker.StandardOutput.ReadLineAsync(Ct) is { } line)
            {
                Take(line, acks);
            }

            await worker.WaitForExitAsync(Ct);
            await using LabelShare share = await _rig.OpenAsync();
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            int[] found = [.. Enumerable.Range(0, LabelWorker.ManyBlocks).Select(i => labels.Find(new LabelKey(null, BlockId.OfNumber(i)))?.Label ?? 0)];
            int next = 1 + (acks.Count % 9);
            int stands = Array.FindIndex(found, label => label != next) is var end && end < 0 ? found.Length : end;
            Assert.All(found[..stands], label => Assert.Equal(next, label));
            Assert.All(found[stands..], label => Assert.Equal(acks[^1], label));
        }
    }

    private static void Take(string? line, List<int> acks)
    {
        if (line?.StartsWith("ack many ", StringComparison.Ordinal) == true)
        {
            acks.Add(int.Parse(line["ack many ".Length..], System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static Task<LabelResult> SetAsync(UserLabels labels, int? label) => labels.SetManyAsync(
        [.. Blocks.Select(block => (LabelRig.Key(block), (IReadOnlyList<SeenFile>)[new SeenFile("a.tif", "10-20")]))], label, hasEvidence: false, Ct);

    private JsonElement[] Lines() => [.. File.ReadLines(Assert.Single(Directory.GetFiles(_rig.Journals, "*.jsonl")))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Where(line => line.TryGetProperty("block", out _))];
}
