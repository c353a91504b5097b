using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Answers of a self-check: as safe as labels, and never one of them.</summary>
public sealed class RepeatTests : IDisposable
{
    private const string First = "block_0001";
    private const string Second = "block_0002";
    private const string Uuid = "block_7c9e6679-7425-40de-944b-e07fc1f90ae7";
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Repeat_IsALineOfItsOwnKind_AndChangesNoLabel()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key(First), 2, [], Ct);
            await share.FlushAsync(LabelRig.Patient.Closing);
            string before = await File.ReadAllTextAsync(_rig.UserFile, Ct);
            LabelSnapshot known = labels.Current;
            Assert.Equal(LabelPlace.Share, (await labels.RepeatAsync(LabelRig.Key(First), 3, Ct)).Place);
            await share.FlushAsync(LabelRig.Patient.Closing);

            Assert.Same(known, labels.Current);
            Assert.Equal([(First, 2, 3)], Pairs(labels));
            Assert.Equal([2], labels.History(LabelRig.Key(First)).Select(entry => entry.Label));
            Assert.Equal(before, await File.ReadAllTextAsync(_rig.UserFile, Ct));
            Assert.Equal([2], (await share.ReadHistoryAsync(LabelRig.Key(First), withEvidence: false, Ct)).Entries.Select(entry => entry.Label));
            Assert.Equal(2, Assert.Single((await share.ReadAllUsersAsync(Ct)).Users).Votes[BlockId.Parse(First)].Label);
        }

        JsonElement[] lines = [.. Lines(Assert.Single(JournalFiles()))];
        Assert.Equal(1, lines[0].GetProperty("format").GetInt32());
        JsonElement repeat = Assert.Single(lines, line => line.TryGetProperty("repeat", out _));
        Assert.Equal(["seq", "clock", "at", "repeat"], repeat.EnumerateObject().Select(member => member.Name));
        Assert.Equal("""{"block":"block_0001","label":3}""", repeat.GetProperty("repeat").GetRawText());

        // A program that knows nothing but lines with a label has the first one.
        Assert.Equal(new Dictionary<string, int> { [First] = 2 }, OwnReader.Merge(_rig.Journals));
    }

    [Fact]
    public async Task Repeat_TakenBackWithNull_IsNoneAnyMore_AndNothingIsWrittenWithoutOne()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key(First), 2, [], Ct);
            await labels.RepeatAsync(LabelRig.Key(First), null, Ct);
            await labels.RepeatAsync(LabelRig.Key(First), 2, Ct);
            await labels.RepeatAsync(LabelRig.Key(First), null, Ct);
            await labels.RepeatAsync(LabelRig.Key(First), null, Ct);
            Assert.Empty(labels.Repeats);
            Assert.Equal(2, labels.Find(LabelRig.Key(First))?.Label);
        }

        Assert.Equal(
            ["""{"block":"block_0001","label":2}""", """{"block":"block_0001","label":null}"""],
            Lines(Assert.Single(JournalFiles())).Where(line => line.TryGetProperty("repeat", out _)).Select(line => line.GetProperty("repeat").GetRawText()));
    }

    [Fact]
    public async Task Repeat_IsComparedWithTheLabelThatStoodThen_WhateverIsCorrectedLater()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await labels.SetAsync(LabelRig.Key(First), 2, [], Ct);
        await labels.RepeatAsync(LabelRig.Key(First), 3, Ct);
        await labels.SetAsync(LabelRig.Key(First), 3, [], Ct);
        Assert.Equal([(First, 2, 3)], Pairs(labels));

        await labels.SetAsync(LabelRig.Key(First), null, [], Ct);
        await labels.RepeatAsync(LabelRig.Key(Second), 1, Ct);
        Assert.Equal([(First, 2, 3)], Pairs(labels));

        await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await labels.RepeatAsync(LabelRig.Key(First), 1, Ct);
        Assert.Equal([(First, 1, 1)], Pairs(labels));

        // Taken back, the answer of before counts again, for the label of then.
        Assert.Equal(UndoOutcome.Done, (await labels.UndoAsync(Ct)).Outcome);
        Assert.Equal([(First, 2, 3)], Pairs(labels));
    }

    /// <summary>A second self-check with the same answer, and the same digit twice in one.</summary>
    [Fact]
    public async Task Undo_OfARepeatThatSaysTheSameAsTheOneBefore_IsDone_StepByStep()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 2, [], Ct);
        await labels.RepeatAsync(LabelRig.Key(First), 3, Ct);
        await labels.RepeatAsync(LabelRig.Key(First), 3, Ct);

        Assert.Equal(UndoOutcome.Done, (await labels.UndoAsync(Ct)).Outcome);
        Assert.Equal([(First, 2, 3)], Pairs(labels));
        Assert.Equal(UndoOutcome.Done, (await labels.RedoAsync(Ct)).Outcome);
        Assert.Equal(UndoOutcome.Done, (await labels.UndoAsync(Ct)).Outcome);
        Assert.Equal((UndoOutcome.Done, DecisionKind.Repeat), await labels.UndoAsync(Ct) is var last ? (last.Outcome, last.Kind) : default);
        Assert.Empty(labels.Repeats);
        Assert.Equal(2, labels.Find(LabelRig.Key(First))?.Label);
    }

    [Fact]
    public async Task Undo_OfARepeat_TakesItBack_AndRedoGivesItAgain_AcrossARestart()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key(First), 2, [], Ct);
            await labels.RepeatAsync(LabelRig.Key(First), 2, Ct);
        }

        await using LabelShare next = await _rig.OpenAsync();
        UserLabels again = await next.OpenUserAsync("alice", Ct);
        Assert.Equal([(First, 2, 2)], Pairs(again));
        UndoResult undone = await again.UndoAsync(Ct);
        Assert.Equal((UndoOutcome.Done, DecisionKind.Repeat, LabelRig.Key(First)), (undone.Outcome, undone.Kind, undone.Key));
        Assert.Empty(again.Repeats);
        Assert.Equal(2, again.Find(LabelRig.Key(First))?.Label);
        Assert.Equal(UndoOutcome.Done, (await again.RedoAsync(Ct)).Outcome);
        Assert.Equal([(First, 2, 2)], Pairs(again));
        Assert.Equal(UndoOutcome.Done, (await again.UndoAsync(Ct)).Outcome);
        UndoResult label = await again.UndoAsync(Ct);
        Assert.Equal((UndoOutcome.Done, DecisionKind.Label, (int?)null), (label.Outcome, label.Kind, label.Current));
        Assert.Null(again.Find(LabelRig.Key(First)));
    }

    [Fact]
    public async Task Repeat_AfterARestart_IsThere_FromTheCacheAndWithoutIt()
    {
        var browsed = new LabelKey("/data/pilot", BlockId.Parse(First));
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(browsed, 1, [], Ct);
            await labels.RepeatAsync(browsed, 9, Ct);
            await labels.SetAsync(LabelRig.Key(Uuid), 1, [], Ct);
            await labels.RepeatAsync(LabelRig.Key(Uuid), 2, Ct);
        }

        Assert.Equal([2], JournalFiles()
            .Where(file => File.ReadAllText(file).Contains($"\"repeat\":{{\"block\":\"{Uuid}", StringComparison.Ordinal))
            .Select(file => Lines(file).First().GetProperty("format").GetInt32()));
        foreach (bool hasCache in new[] { true, false })
        {
            if (!hasCache)
            {
                Directory.Delete(Path.Combine(_rig.Folder, "cache-ws-1"), recursive: true);
            }

            await using LabelShare again = await _rig.OpenAsync();
            UserLabels labels = await again.OpenUserAsync("alice", Ct);
            Assert.Equal([(browsed, 1, 9), (LabelRig.Key(Uuid), 1, 2)], labels.Repeats.Select(repeat => (repeat.Key, repeat.First, repeat.Second)));
        }
    }

    [Fact]
    public async Task Repeats_OfTwoMachines_AreMergedByClock()
    {
        await using LabelShare first = await _rig.OpenAsync();
        await using LabelShare second = await _rig.OpenAsync("ws-2");
        UserLabels here = await first.OpenUserAsync("alice", Ct);
        UserLabels there = await second.OpenUserAsync("alice", Ct);
        await here.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await here.RepeatAsync(LabelRig.Key(First), 2, Ct);
        await Eventually.IsTrueAsync(() => Pairs(there).SequenceEqual([(First, 1, 2)]), "the other machine knows it");
        await there.RepeatAsync(LabelRig.Key(First), 3, Ct);
        await Eventually.IsTrueAsync(() => Pairs(here).SequenceEqual([(First, 1, 3)]), "the later one counts");
        await here.RepeatAsync(LabelRig.Key(First), null, Ct);
        await Eventually.IsTrueAsync(() => there.Repeats.Count == 0, "it is taken back");
        Assert.Equal((1, 1), (here.Find(LabelRig.Key(First))?.Label, there.Find(LabelRig.Key(First))?.Label));
    }

    [Fact]
    public async Task Repeat_WhileTheShareIsAway_WaitsHereAndIsDelivered()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
        string away = _rig.Annotations + "-away";
        Directory.Move(_rig.Annotations, away);

        Assert.Equal(LabelPlace.ThisMachine, (await labels.RepeatAsync(LabelRig.Key(First), 2, Ct)).Place);
        Assert.Contains("\"repeat\"", await File.ReadAllTextAsync(Assert.Single(_rig.Waiting()), Ct), StringComparison.Ordinal);

        Directory.Move(away, _rig.Annotations);
        await Eventually.IsTrueAsync(() => share.Undelivered == 0 && _rig.Waiting().Length == 0, "it is delivered, and the file gone");
        Assert.Contains(JournalFiles().SelectMany(Lines), line => line.TryGetProperty("repeat", out _));
    }

    /// <summary>A program that ended between its journal and its file: the last line says nothing of a label, the one before does.</summary>
    [Fact]
    public async Task Label_BehindWhichOnlyARepeatCame_IsSeenByWhoReadsTheFiles()
    {
        _rig.WriteShare("users/alice.json", """{"username":"alice","annotations":{"block_0001":{"label":1,"annotated_at":"2024-01-02T10:30:00+00:00"}}}""");
        await using LabelShare share = await _rig.OpenAsync();
        Assert.Single(Assert.Single((await share.ReadAllUsersAsync(Ct)).Users).Votes);
        _rig.WriteShare("history/users/alice/20240102T102900Z-ws-2-0123456789ab.jsonl", """
            {"format":1,"program":"1.0","host":"ws-2"}
            {"seq":1,"clock":5,"at":"2024-01-02T11:31:00+00:00","block":"block_0002","label":3,"was":null}
            {"seq":2,"clock":6,"at":"2024-01-02T11:31:10+00:00","repeat":{"block":"block_0001","label":2}}

            """);
        File.SetLastWriteTimeUtc(Path.Combine(_rig.Journals, "20240102T102900Z-ws-2-0123456789ab.jsonl"), TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1));
        await Eventually.IsTrueAsync(async () => Assert.Single((await share.ReadAllUsersAsync(Ct)).Users).Votes.TryGetValue(BlockId.Parse(Second), out Vote vote) && vote.Label == 3, "the label is seen");
        Assert.Equal(1, Assert.Single((await share.ReadAllUsersAsync(Ct)).Users).Votes[BlockId.Parse(First)].Label);
    }

    [Fact]
    public async Task HistoryExport_HasARepeatUnderItsOwnKind()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await labels.RepeatAsync(LabelRig.Key(First), 2, Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);

        Assert.Equal(
            [("label", 1), ("repeat", 2)],
            HistoryFiles.Read(new SharedRoot(_rig.Settings("ws-3"))).Rows.Select(row => (row.Kind, row.Label ?? 0)));
    }

    [Fact]
    public async Task Repeat_ThatAnOlderCopyOfTheShareLacks_IsBroughtBack()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await labels.RepeatAsync(LabelRig.Key(First), 2, Ct);
        string journal = Assert.Single(JournalFiles());
        string[] lines = await File.ReadAllLinesAsync(journal, Ct);
        await File.WriteAllBytesAsync(
            journal, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines.Where(line => !line.Contains("\"repeat\"", StringComparison.Ordinal))) + "\n"), Ct);

        await Eventually.IsTrueAsync(() => JournalFiles().SelectMany(Lines).Any(line => line.TryGetProperty("repeat", out _)), "the repeat is back");
    }

    private static IEnumerable<(string Block, int First, int Second)> Pairs(UserLabels labels) =>
        labels.Repeats.Select(repeat => (repeat.Key.Block.Value, repeat.First, repeat.Second));

    private static IEnumerable<JsonElement> Lines(string path) =>
        File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);

    private string[] JournalFiles() => [.. Directory.GetFiles(_rig.Journals, "*.jsonl").Order(StringComparer.Ordinal)];
}
