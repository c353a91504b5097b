using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Labels of blocks named by a UUID stand in journals of a format that stops programs which would drop them.</summary>
public sealed class UuidBlocksTests : IDisposable
{
    private const string Numbered = "block_0001";
    private const string Uuid = "HCR_1/Tile_X_0001/ch_561/blocks/block_7C9e6679-7425-40de-944b-e07fc1f90ae7";
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Labels_OfNumbersAndUuids_StandInJournalsOfTheirOwnFormats()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key(Numbered), 1, [], Ct);
            Assert.Equal([1], Formats(Journals()));
            Assert.Equal(LabelPlace.Share, (await labels.SetAsync(LabelRig.Key(Uuid), 2, [], Ct)).Place);
            await labels.SetAsync(LabelRig.Key("block_0002"), 3, [], Ct);
        }

        Assert.Equal([1, 2], Formats(Journals()));
        Assert.Equal([Numbered, "block_0002"], BlocksOf(1));
        Assert.Equal([Uuid], BlocksOf(2));
        Assert.Equal(2, OwnReader.FileLabels(await File.ReadAllBytesAsync(_rig.UserFile, Ct))[Uuid]);
    }

    [Fact]
    public async Task Labels_OfUuidsOnly_LeaveTheFirstJournalWithoutThem()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(Uuid), 2, [], Ct);

        Assert.Empty(BlocksOf(1));
        Assert.Equal([Uuid], BlocksOf(2));
    }

    [Fact]
    public async Task Undo_AcrossBothJournalsAndARestart_TakesBackInOrder()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key(Uuid), 1, [], Ct);
            await labels.SetAsync(LabelRig.Key(Numbered), 2, [], Ct);
            await labels.SetAsync(LabelRig.Key(Uuid), 3, [], Ct);
            Assert.Equal((LabelRig.Key(Uuid), 1), Changed(await labels.UndoAsync(Ct)));
        }

        await using LabelShare again = await _rig.OpenAsync();
        UserLabels reopened = await again.OpenUserAsync("alice", Ct);
        Assert.Equal((LabelRig.Key(Numbered), (int?)null), Changed(await reopened.UndoAsync(Ct)));
        Assert.Equal((LabelRig.Key(Uuid), (int?)null), Changed(await reopened.UndoAsync(Ct)));
        Assert.Equal(UndoOutcome.Nothing, (await reopened.UndoAsync(Ct)).Outcome);
        Assert.Equal((LabelRig.Key(Uuid), 1), Changed(await reopened.RedoAsync(Ct)));
        Assert.Equal((LabelRig.Key(Numbered), 2), Changed(await reopened.RedoAsync(Ct)));
        Assert.Equal((LabelRig.Key(Uuid), 3), Changed(await reopened.RedoAsync(Ct)));
        Assert.Equal((3, 2), (reopened.Find(LabelRig.Key(Uuid))?.Label, reopened.Find(LabelRig.Key(Numbered))?.Label));
    }

    /// <summary>Final labels of both kinds set at once are one step.</summary>
    [Fact]
    public async Task FinalLabels_OfBothKindsSetAtOnce_AreTakenBackAtOnce()
    {
        await using LabelShare share = await _rig.OpenAsync();
        FinalLabels finals = await share.OpenFinalLabelsAsync("carol", Ct);
        Assert.True((await finals.SetAsync([LabelRig.Key(Numbered), LabelRig.Key(Uuid)], 2, Ct)).Accepted);

        _ = await finals.UndoAsync(Ct);
        Assert.Equal(0, finals.Current.Count);
        _ = await finals.RedoAsync(Ct);
        Assert.Equal(2, finals.Current.Count);
    }

    /// <summary>A program is killed by leaving it; what it wrote is read by the next one, and by everyone else.</summary>
    [Fact]
    public async Task KilledProgram_LeftBothKinds_AllAreReadAgain()
    {
        using System.Diagnostics.Process worker = LabelWorker.Start(_rig.Folder, "ws-1", "alice", 1000, 7, hasUuids: true);
        Dictionary<string, int> acknowledged = new(StringComparer.Ordinal);
        while (acknowledged.Count(pair => pair.Key.Length > 20) < 3 || acknowledged.Count(pair => pair.Key.Length < 20) < 3)
        {
            string line = await worker.StandardOutput.ReadLineAsync(Ct) ?? throw new InvalidOperationException("the worker ended");
            if (line.Split(' ') is ["ack", { } block, { } label])
            {
                acknowledged[block] = int.Parse(label, System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        worker.Kill();
        await worker.WaitForExitAsync(Ct);
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Equal([1, 2], Formats(Journals()).Distinct());
        Assert.All(acknowledged.Keys, block => Assert.NotNull(labels.Find(LabelRig.Key(block))));
        Assert.All(labels.Notices, notice => Assert.DoesNotContain("no decision", notice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task LabelsOfBothKinds_WithoutTheShare_WaitHereAndAreDelivered()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            string away = _rig.Annotations + "-away";
            Directory.Move(_rig.Annotations, away);
            Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key(Numbered), 1, [], Ct)).Place);
            Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key(Uuid), 2, [], Ct)).Place);
            Assert.Equal([1, 2], Formats(_rig.Waiting()));
            Directory.Move(away, _rig.Annotations);
            await Eventually.IsTrueAsync(() => share.Undelivered == 0 && _rig.Waiting().Length == 0, "both are delivered");
        }

        Assert.Equal([Numbered], BlocksOf(1));
        Assert.Equal([Uuid], BlocksOf(2));
        Assert.Equal([1, 2], Formats(_rig.Remembered()));
    }

    /// <summary>An older copy of the share is put in place: what is brought back stands in journals of its formats.</summary>
    [Fact]
    public async Task OlderCopyOfTheShare_LabelsOfBothKinds_AreBroughtBack()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        foreach (string block in new[] { Numbered, Uuid })
        {
            await labels.SetAsync(LabelRig.Key(block), 1, [], Ct);
        }

        foreach (string journal in Journals())
        {
            File.Delete(journal);
        }

        await Eventually.IsTrueAsync(() => Journals().Length >= 2 && OwnReader.Merge(_rig.Journals).Count == 2, "both are there again");
        Assert.Equal([Numbered], BlocksOf(1));
        Assert.Equal([Uuid], BlocksOf(2));
    }

    /// <summary>As the version before does with a UUID: the line is kept and named, and nothing is derived.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task BlockOfUnknownForm_InAKnownFormat_IsNamedAndStopsDeriving(int format)
    {
        _rig.WriteShare(
            "history/users/alice/20300101T000000Z-ws-5-0123456789ab.jsonl",
            $$"""{"format":{{format}},"program":"9.0","host":"ws-5"}""" + "\n"
            + """{"seq":1,"clock":5,"at":"2030-01-01T00:00:00+00:00","block":"image/cube_000017","label":3,"was":null}""" + "\n"
            + """{"seq":2,"clock":6,"at":"2030-01-01T00:00:00+00:00","block":"block_0001","label":3,"was":null}""" + "\n");
        for (int start = 0; start < 2; start++)
        {
            await using LabelShare share = await _rig.OpenAsync();
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            Assert.Equal(LabelPlace.Share, (await labels.SetAsync(LabelRig.Key("block_0002"), 1, [], Ct)).Place);
            Assert.False((await share.FlushAsync(TimeSpan.FromSeconds(30))).FilesWritten);
            Assert.Equal(3, labels.Find(LabelRig.Key("block_0001"))?.Label);
            Assert.Contains(labels.Notices, notice => notice.Contains("image/cube_000017", StringComparison.Ordinal));
            Assert.NotNull(share.UpdateNeeded);
        }

        Assert.False(File.Exists(_rig.UserFile));
        await using LabelShare reader = await _rig.OpenAsync("ws-9");
        ShareSnapshot snapshot = await reader.ReadWholeAsync(Ct);
        Assert.NotNull(snapshot.UpdateNeeded);
    }

    private static (LabelKey? Key, int? Current) Changed(UndoResult result)
    {
        Assert.Equal(UndoOutcome.Done, result.Outcome);
        return (result.Key, result.Current);
    }

    private static int FormatOf(string journal)
    {
        using JsonDocument header = JsonDocument.Parse(File.ReadLines(journal).First());
        return header.RootElement.GetProperty("format").GetInt32();
    }

    private static IEnumerable<int> Formats(IEnumerable<string> journals) => journals.Select(FormatOf).Order();

    private string[] Journals() => Directory.GetFiles(_rig.Journals, "*.jsonl");

    private IEnumerable<string> BlocksOf(int format) => Journals()
        .Where(journal => FormatOf(journal) == format)
        .SelectMany(journal => File.ReadLines(journal).Skip(1))
        .Select(line => JsonDocument.Parse(line))
        .Where(line => line.RootElement.TryGetProperty("block", out _))
        .Select(line => line.RootElement.GetProperty("block").GetString()!)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);
}
