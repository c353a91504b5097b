using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Flags and notes: as safe as labels, and never one of them.</summary>
public sealed class MarkTests : IDisposable
{
    private const string First = "block_0001";
    private const string Second = "block_0002";
    private const string Uuid = "block_7c9e6679-7425-40de-944b-e07fc1f90ae7";
    private static readonly MarkChange Unsure = new(true, null);
    private static readonly MarkChange Sure = new(false, null);
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Mark_GivenApart_IsALineOfItsOwnKindAndDecidesNoLabel()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key(First), 2, [], Ct);
            Assert.Equal(LabelPlace.Share, (await labels.MarkAsync(LabelRig.Key(First), Unsure, Ct)).Place);
            Assert.Equal(LabelPlace.Share, (await labels.MarkAsync(LabelRig.Key(Second), new MarkChange(true, "dim"), Ct)).Place);
            Assert.Equal((2, 1), (labels.Find(LabelRig.Key(First))?.Label, labels.Current.Count));
        }

        JsonElement[] lines = [.. Lines(Assert.Single(JournalFiles()))];
        Assert.Equal(1, lines[0].GetProperty("format").GetInt32());
        Assert.Equal(
            ["""{"block":"block_0001","unsure":true}""", """{"block":"block_0002","unsure":true,"note":"dim"}"""],
            lines.Where(line => line.TryGetProperty("mark", out _)).Select(line => line.GetProperty("mark").GetRawText()));
        Assert.All(lines.Where(line => line.TryGetProperty("mark", out _)), line => Assert.False(line.TryGetProperty("block", out _) || line.TryGetProperty("label", out _)));
        Assert.Equal(new Dictionary<string, int> { [First] = 2 }, OwnReader.Merge(_rig.Journals));
        JsonElement file = await FileAsync();
        Assert.Equal([First], file.GetProperty("annotations").EnumerateObject().Select(entry => entry.Name));
        Assert.True(file.GetProperty("annotations").GetProperty(First).GetProperty("unsure").GetBoolean());
        Assert.Equal("""{"unsure":true,"note":"dim"}""", Compact(file.GetProperty("marks").GetProperty(Second)));
    }

    [Fact]
    public async Task Mark_TakenBack_LeavesNothingInTheFileAndNullInTheJournal()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key(First), 2, new MarkChange(true, "dim"), [], null, Ct);
            await labels.MarkAsync(LabelRig.Key(First), new MarkChange(false, ""), Ct);
            await labels.MarkAsync(LabelRig.Key(First), Sure, Ct);
            Assert.True(labels.MarkOf(LabelRig.Key(First)).IsEmpty);
        }

        JsonElement[] lines = [.. Lines(Assert.Single(JournalFiles()))];
        Assert.Equal("dim", lines[1].GetProperty("note").GetString());
        Assert.Equal("""{"block":"block_0001","unsure":null,"note":null}""", lines[2].GetProperty("mark").GetRawText());
        Assert.True(lines[3].TryGetProperty("closed", out _), "saying once more what is so writes nothing");
        JsonElement file = await FileAsync();
        Assert.Equal("""{"label":2}""", Compact(file.GetProperty("annotations").GetProperty(First), except: "annotated_at"));
        Assert.False(file.TryGetProperty("marks", out _));
    }

    [Fact]
    public async Task Marks_OfTwoMachines_AreMergedMemberByMember()
    {
        await using LabelShare first = await _rig.OpenAsync();
        await using LabelShare second = await _rig.OpenAsync("ws-2");
        UserLabels here = await first.OpenUserAsync("alice", Ct);
        UserLabels there = await second.OpenUserAsync("alice", Ct);
        await here.MarkAsync(LabelRig.Key(First), Unsure, Ct);
        await there.MarkAsync(LabelRig.Key(First), new MarkChange(null, "from there"), Ct);

        await Eventually.IsTrueAsync(() => Says(here, true, "from there") && Says(there, true, "from there"), "both know both");
        await here.MarkAsync(LabelRig.Key(First), new MarkChange(false, "from here"), Ct);
        await Eventually.IsTrueAsync(() => Says(there, false, "from here"), "the later one counts");
        Assert.Equal(0, there.Current.Count);
    }

    [Fact]
    public async Task Mark_OfAUuid_StandsInTheJournalOfItsFormat()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.MarkAsync(LabelRig.Key(Uuid), Unsure, Ct);
        }

        string journal = JournalFiles().Single(file => File.ReadAllText(file).Contains("\"mark\"", StringComparison.Ordinal));
        Assert.Equal(2, Lines(journal).First().GetProperty("format").GetInt32());
    }

    [Fact]
    public async Task Mark_AfterARestart_IsThere_FromTheCacheAndWithoutIt()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.MarkAsync(new LabelKey("/data/pilot", BlockId.Parse(First)), new MarkChange(true, "ünï \"x\" 😀"), Ct);
        }

        foreach (bool hasCache in new[] { true, false })
        {
            if (!hasCache)
            {
                Directory.Delete(Path.Combine(_rig.Folder, "cache-ws-1"), recursive: true);
            }

            await using LabelShare again = await _rig.OpenAsync();
            UserLabels labels = await again.OpenUserAsync("alice", Ct);
            Assert.Equal(new BlockMark(true, "ünï \"x\" 😀"), labels.MarkOf(new LabelKey("/data/pilot", BlockId.Parse(First))));
            Assert.True(labels.MarkOf(LabelRig.Key(First)).IsEmpty);
        }
    }

    [Fact]
    public async Task Mark_WhileTheShareIsAway_WaitsHereAndIsDelivered()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        string away = _rig.Annotations + "-away";
        Directory.Move(_rig.Annotations, away);

        Assert.Equal(LabelPlace.ThisMachine, (await labels.MarkAsync(LabelRig.Key(First), new MarkChange(true, "dim"), Ct)).Place);
        Assert.Equal(1, labels.SaveState.Undelivered);
        Assert.Contains("\"mark\"", await File.ReadAllTextAsync(Assert.Single(_rig.Waiting()), Ct), StringComparison.Ordinal);

        Directory.Move(away, _rig.Annotations);
        await Eventually.IsTrueAsync(() => share.Undelivered == 0 && _rig.Waiting().Length == 0, "it is delivered, and the file gone");
        Assert.Contains(JournalFiles().SelectMany(Lines), line => line.TryGetProperty("mark", out _));
        await Eventually.IsTrueAsync(() => _rig.Remembered() is [var kept] && File.ReadAllText(kept).Contains("\"mark\"", StringComparison.Ordinal), "it is remembered");
    }

    [Fact]
    public async Task Mark_LeftHereByAProgramThatEnded_IsDeliveredUnderItsOwnId()
    {
        string away = _rig.Annotations + "-away";
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            Directory.Move(_rig.Annotations, away);
            await labels.MarkAsync(LabelRig.Key(First), Unsure, Ct);
        }

        string waiting = Assert.Single(_rig.Waiting());
        string journal = Path.GetFileNameWithoutExtension(waiting);
        await EndedProgram.PretendAsync(waiting);
        Directory.Move(away, _rig.Annotations);

        await using LabelShare next = await _rig.OpenAsync();
        UserLabels reopened = await next.OpenUserAsync("alice", Ct);
        Assert.True(reopened.MarkOf(LabelRig.Key(First)).IsUnsure);
        await Eventually.IsTrueAsync(() => next.Undelivered == 0 && _rig.Waiting().Length == 0, "it is delivered, and the file gone");
        JsonElement line = JournalFiles().SelectMany(Lines).Single(line => line.TryGetProperty("mark", out _));
        Assert.Equal((journal, 1), (line.GetProperty("journal").GetString(), line.GetProperty("seq").GetInt32()));
    }

    [Fact]
    public async Task Mark_ThatNoDiskTakes_IsRefusedAndNotThere()
    {
        var files = new FaultyFiles();
        await using LabelShare share = await _rig.OpenAsync(files: files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.MarkAsync(LabelRig.Key(First), Unsure, Ct);
        files.Fault = (operation, path) => operation == nameof(FileOperations.Write) && path.EndsWith(".jsonl", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;

        LabelResult result = await labels.MarkAsync(LabelRig.Key(First), Sure, Ct);

        Assert.False(result.Accepted);
        Assert.True(labels.MarkOf(LabelRig.Key(First)).IsUnsure);
        files.Fault = null;
    }

    [Fact]
    public async Task Mark_ThatAnOlderCopyOfTheShareLacks_IsBroughtBack()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await labels.MarkAsync(LabelRig.Key(First), new MarkChange(true, "dim"), Ct);
        string journal = Assert.Single(JournalFiles());
        string[] lines = await File.ReadAllLinesAsync(journal, Ct);
        await File.WriteAllBytesAsync(
            journal, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines.Where(line => !line.Contains("\"mark\"", StringComparison.Ordinal))) + "\n"), Ct);

        await Eventually.IsTrueAsync(
            () => JournalFiles().SelectMany(Lines).Any(line => line.TryGetProperty("mark", out JsonElement mark) && mark.GetProperty("note").GetString() == "dim"),
            "the mark is back");
    }

    [Fact]
    public async Task Undo_OfMarksAndLabels_TakesThemBackInOrder_AcrossARestart()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
            await labels.MarkAsync(LabelRig.Key(First), new MarkChange(null, "one"), Ct);
            await labels.MarkAsync(LabelRig.Key(First), new MarkChange(null, "two"), Ct);
            await labels.MarkAsync(LabelRig.Key(First), Unsure, Ct);
            await labels.SetAsync(LabelRig.Key(Second), 3, new MarkChange(true, "both"), [], null, Ct);

            UndoResult both = await labels.UndoAsync(Ct);
            Assert.Equal((UndoOutcome.Done, LabelRig.Key(Second), (int?)null, false), (both.Outcome, both.Key, both.Current, both.IsMark));
            Assert.True(labels.MarkOf(LabelRig.Key(Second)).IsEmpty);
            UndoResult flag = await labels.UndoAsync(Ct);
            Assert.Equal((true, new BlockMark(false, "two")), (flag.IsMark, flag.Mark));
        }

        await using LabelShare again = await _rig.OpenAsync();
        UserLabels reopened = await again.OpenUserAsync("alice", Ct);
        Assert.Equal(new BlockMark(false, "one"), (await reopened.UndoAsync(Ct)).Mark);
        Assert.Equal(default, (await reopened.UndoAsync(Ct)).Mark);
        Assert.Equal(1, reopened.Find(LabelRig.Key(First))?.Label);
        Assert.Null((await reopened.UndoAsync(Ct)).Current);
        Assert.Equal(UndoOutcome.Nothing, (await reopened.UndoAsync(Ct)).Outcome);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(UndoOutcome.Done, (await reopened.RedoAsync(Ct)).Outcome);
        }

        Assert.Equal((1, new BlockMark(true, "two")), (reopened.Find(LabelRig.Key(First))?.Label, reopened.MarkOf(LabelRig.Key(First))));
        Assert.Equal((3, new BlockMark(true, "both")), (reopened.Find(LabelRig.Key(Second))?.Label, reopened.MarkOf(LabelRig.Key(Second))));
    }

    [Fact]
    public async Task Undo_OfAFlagChangedElsewhere_IsRefusedAndLeavesItAlone()
    {
        await using LabelShare first = await _rig.OpenAsync();
        await using LabelShare second = await _rig.OpenAsync("ws-2");
        UserLabels here = await first.OpenUserAsync("alice", Ct);
        UserLabels there = await second.OpenUserAsync("alice", Ct);
        await here.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await here.MarkAsync(LabelRig.Key(First), new MarkChange(null, "mine"), Ct);
        await Eventually.IsTrueAsync(() => Says(there, false, "mine"), "the other program sees it");
        await there.MarkAsync(LabelRig.Key(First), new MarkChange(null, "theirs"), Ct);
        await Eventually.IsTrueAsync(() => Says(here, false, "theirs"), "this program sees the change");

        UndoResult refused = await here.UndoAsync(Ct);

        Assert.Equal((UndoOutcome.Changed, true, new BlockMark(false, "theirs")), (refused.Outcome, refused.IsMark, refused.Mark));
        Assert.Equal((UndoOutcome.Done, (int?)null), ((await here.UndoAsync(Ct)).Outcome, here.Find(LabelRig.Key(First))?.Label));
        Assert.True(Says(here, false, "theirs"));
    }

    [Fact]
    public async Task Undo_OfAFlagThatTwoMachinesGaveAtOnce_IsGivenUpInsteadOfDoingNothingForEver()
    {
        await using LabelShare first = await LabelShare.OpenAsync(_rig.Settings() with { PollInterval = TimeSpan.FromHours(1) }, Ct);
        UserLabels here = await first.OpenUserAsync("alice", Ct);
        await here.SetAsync(LabelRig.Key(Second), 1, [], Ct);
        _rig.WriteShare(
            "history/users/alice/20240102T102900Z-ws-2-0123456789ab.jsonl",
            """
            {"format":1,"program":"1.0","host":"ws-2"}
            {"seq":1,"clock":1,"at":"2024-01-02T10:31:00+00:00","mark":{"block":"block_0001","unsure":true}}

            """);
        await here.MarkAsync(LabelRig.Key(First), Unsure, Ct);
        await first.FlushAsync(LabelRig.Patient.Closing);

        Assert.Equal(UndoOutcome.Changed, (await here.UndoAsync(Ct)).Outcome);
        UndoResult next = await here.UndoAsync(Ct);
        Assert.Equal((UndoOutcome.Done, LabelRig.Key(Second)), (next.Outcome, next.Key));
        Assert.True(here.MarkOf(LabelRig.Key(First)).IsUnsure);
    }

    /// <summary>A flag is no change of the label: what it would be to a program that reads the lines with a label only.</summary>
    [Fact]
    public async Task Mark_LaterThanALabel_LeavesItsTimeAndItsUndo()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
        DateTimeOffset at = labels.Find(LabelRig.Key(First))!.Value.AnnotatedAt;
        await labels.MarkAsync(LabelRig.Key(First), Unsure, Ct);
        Assert.Equal(at, labels.Find(LabelRig.Key(First))!.Value.AnnotatedAt);
        await labels.SetAsync(LabelRig.Key(First), null, [], Ct);
        Assert.Equal((null, true), (labels.Find(LabelRig.Key(First)), labels.MarkOf(LabelRig.Key(First)).IsUnsure));
        Assert.Equal(1, (await labels.UndoAsync(Ct)).Current);
    }

    [Fact]
    public async Task Marks_InAnotherProgramsFile_AreTakenOverOnce_AndAStaleFileBringsNoneBack()
    {
        _rig.WriteShare("users/alice.json", UserFile("""{"label":1,"annotated_at":"2024-01-02T10:30:00+00:00","unsure":true,"note":"by a script"}"""));
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Equal(new BlockMark(true, "by a script"), labels.MarkOf(LabelRig.Key(First)));

        await labels.MarkAsync(LabelRig.Key(First), new MarkChange(false, ""), Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);
        _rig.WriteShare("users/alice.json", UserFile("""{"label":2,"annotated_at":"2024-01-02T11:30:00+00:00","unsure":true,"note":"by a script"}"""));

        await Eventually.IsTrueAsync(() => labels.Find(LabelRig.Key(First))?.Label == 2, "the label is taken over");
        Assert.True(labels.MarkOf(LabelRig.Key(First)).IsEmpty);
        await Eventually.IsTrueAsync(() => !File.ReadAllText(_rig.UserFile).Contains("by a script", StringComparison.Ordinal), "the file says so");
    }

    [Fact]
    public async Task Note_AddedToAKnownEntryByAnotherProgram_IsTakenOver_AndAnythingElseStays()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);
        string at = LabelTime.Format(labels.Find(LabelRig.Key(First))!.Value.AnnotatedAt);
        _rig.WriteShare("users/alice.json", UserFile($$"""{"label":1,"annotated_at":"{{at}}","unsure":"perhaps","note":"added"}"""));

        await Eventually.IsTrueAsync(() => Says(labels, false, "added"), "the note is taken over");
        await labels.MarkAsync(LabelRig.Key(Second), Unsure, Ct);
        await Eventually.IsTrueAsync(() => File.ReadAllText(_rig.UserFile).Contains("\"marks\"", StringComparison.Ordinal), "the file is written");
        JsonElement entry = (await FileAsync()).GetProperty("annotations").GetProperty(First);
        Assert.Equal("""{"label":1,"note":"added","unsure":"perhaps"}""", Compact(entry, except: "annotated_at"));
    }

    [Fact]
    public async Task Marks_OfEveryone_AreSeenByWhoeverReadsTheFilesAndByWhoReadsAll()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await labels.MarkAsync(LabelRig.Key(First), new MarkChange(null, "dim"), Ct);
        await labels.MarkAsync(LabelRig.Key(Second), Unsure, Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);
        var expected = new Dictionary<BlockId, BlockMark>
        {
            [BlockId.Parse(First)] = new(false, "dim"),
            [BlockId.Parse(Second)] = new(true, null),
        };

        AllVotes whole = (await ShareSnapshot.ReadAsync(new SharedRoot(_rig.Settings("ws-3")), Ct)).Votes;
        AllVotes files = await share.ReadAllUsersAsync(Ct);

        Assert.Equal(expected, Assert.Single(whole.Users).Marks.OrderBy(mark => mark.Key));
        Assert.Equal(expected, Assert.Single(files.Users).Marks.OrderBy(mark => mark.Key));
        Assert.Equal([BlockId.Parse(First)], Assert.Single(files.Users).Votes.Keys);
    }

    [Fact]
    public async Task DerivedFile_WithMarksOfAnotherProgramThatAreNotUnderstood_KeepsThem_AndSaysOurs()
    {
        _rig.WriteShare("users/alice.json", """{"annotations": {"block_0001": {"label": 1, "annotated_at": "2024-01-02T10:30:00+00:00", "unsure": 1}}, "marks": {"block_0002": {"unusable": "blurred"}, "not a block": {"unsure": true}}}""");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.MarkAsync(LabelRig.Key("block_0001"), Unsure, Ct);
        await labels.MarkAsync(LabelRig.Key("block_0003"), Unsure, Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);

        string text = await File.ReadAllTextAsync(_rig.UserFile, Ct);
        using JsonDocument file = JsonDocument.Parse(text);
        JsonElement marks = file.RootElement.GetProperty("marks");
        Assert.Equal("blurred", marks.GetProperty("block_0002").GetProperty("unusable").GetString());
        Assert.True(marks.GetProperty("not a block").GetProperty("unsure").GetBoolean());
        Assert.True(marks.GetProperty("block_0003").GetProperty("unsure").GetBoolean());
        JsonElement entry = file.RootElement.GetProperty("annotations").GetProperty("block_0001");
        Assert.Equal(JsonValueKind.True, Assert.Single(entry.EnumerateObject(), member => member.Name == "unsure").Value.ValueKind);
    }

    [Fact]
    public async Task History_OfABlock_HasItsMarks()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, new MarkChange(true, null), [], null, Ct);
        await labels.MarkAsync(LabelRig.Key(First), new MarkChange(null, "dim"), Ct);
        await labels.UndoAsync(Ct);

        Assert.Equal(
            [(false, 1, new MarkChange(true, null), false), (true, null, new MarkChange(null, "dim"), false), (true, null, new MarkChange(null, ""), true)],
            labels.History(LabelRig.Key(First)).Select(entry => (entry.IsMark, entry.Label, entry.Mark, entry.IsUndo)));
    }

    private static bool Says(UserLabels labels, bool isUnsure, string? note) => labels.MarkOf(LabelRig.Key(First)) == new BlockMark(isUnsure, note);

    private static string UserFile(string entry) => $$"""{"username":"alice","annotations":{ "{{First}}":{{entry}} } }""";

    private static string Compact(JsonElement value, string? except = null) =>
        JsonSerializer.Serialize(value.EnumerateObject().Where(member => member.Name != except).ToDictionary(member => member.Name, member => member.Value));

    private static IEnumerable<JsonElement> Lines(string path) =>
        File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);

    private string[] JournalFiles() => [.. Directory.GetFiles(_rig.Journals, "*.jsonl").Order(StringComparer.Ordinal)];

    private async Task<JsonElement> FileAsync() => JsonDocument.Parse(await File.ReadAllBytesAsync(_rig.UserFile, Ct)).RootElement;
}
