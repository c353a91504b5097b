using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Labels;

public sealed class UserLabelsTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Clear_BlockWithoutALabel_WritesNothing()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        FinalLabels finals = await share.OpenFinalLabelsAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), null, [], Ct);
        await finals.SetAsync([LabelRig.Key("block_0001")], 2, Ct);

        Assert.True((await labels.SetAsync(LabelRig.Key("block_0001"), null, [], Ct)).Accepted);
        Assert.True((await labels.SetAsync(LabelRig.Key("block_0002"), null, [], Ct)).Accepted);
        Assert.True((await finals.SetAsync([LabelRig.Key("block_0001"), LabelRig.Key("block_0002")], null, Ct)).Accepted);
        Assert.True((await finals.SetAsync([LabelRig.Key("block_0001")], null, Ct)).Accepted);

        Assert.Equal(2, OwnReader.Decisions(_rig.Journals).Count());
        Assert.Equal(2, OwnReader.Decisions(Path.Combine(_rig.Annotations, "history", "admin")).Count());
        Assert.Equal((UndoOutcome.Done, 1), ((await labels.UndoAsync(Ct)).Outcome, labels.Find(LabelRig.Key("block_0001"))?.Label));
    }

    [Fact]
    public async Task Set_ManyAtOnceSomeGivenUp_NumbersAndClocksRiseInTheFile_AndEveryAcceptedOneIsThere()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        List<(int Number, Task<LabelResult> Setting)> all = [];
        for (int i = 0; i < 200; i++)
        {
            using var giveUp = new CancellationTokenSource();
            all.Add((i, labels.SetAsync(LabelRig.Key($"block_{i:0000}"), 1 + (i % 3), [], giveUp.Token)));
            if (i % 7 == 0)
            {
                await giveUp.CancelAsync();
            }
        }

        List<int> accepted = [];
        foreach ((int number, Task<LabelResult> setting) in all)
        {
            await ((Task)setting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (setting.IsCompletedSuccessfully)
            {
                Assert.True((await setting).Accepted);
                accepted.Add(number);
            }
        }

        List<(long Seq, long Clock, string Block)> lines =
            [.. OwnReader.Decisions(_rig.Journals).Select(item => (item.Line.GetProperty("seq").GetInt64(), item.Line.GetProperty("clock").GetInt64(), item.Line.GetProperty("block").GetString()!))];
        Assert.True(accepted.Count >= 170);
        Assert.Equal(lines.Order(), lines);
        Assert.Equal(lines.Count, lines.Select(line => line.Seq).Distinct().Count());
        Assert.Equal(lines.Count, lines.Select(line => line.Clock).Distinct().Count());
        Assert.Equal(accepted.Select(number => $"block_{number:0000}"), lines.Select(line => line.Block));
    }

    [Fact]
    public async Task OpenUser_FirstTime_CreatesRootMarkerAndUserFile()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("Alice", Ct);

        Assert.Equal("alice", labels.Username);
        Assert.True(share.State.IsAvailable);
        Assert.Contains(share.Notices, notice => notice.Contains("was created", StringComparison.Ordinal));
        Assert.Matches("^[0-9a-f]{32}\n$", await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, ".annotator-root"), Ct));
        string json = await File.ReadAllTextAsync(_rig.UserFile, Ct);
        Assert.Contains("\n  \"username\": \"alice\",\n  \"created_at\": \"", json, StringComparison.Ordinal);
        Assert.Contains("\"annotations\": {}", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_ThenOpenedAgain_LabelsHistoryAndFileAgree()
    {
        LabelKey browsed = new("/other/set", LabelRig.Key("block_0001").Block);
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0001"), 1, [new SeenFile("a.tif", "10-20"), new SeenFile("b.tif", SeenFile.Failed)], Ct));
            await labels.SetAsync(LabelRig.Key("tile_3/block_0002"), 3, [], Ct);
            await labels.SetAsync(browsed, 2, [], Ct);
            await labels.SetAsync(LabelRig.Key("block_0007"), 2, [], Ct);
            await labels.SetAsync(LabelRig.Key("block_0007"), null, [], Ct);
            Assert.Equal(SaveStateKind.Saved, labels.SaveState.Kind);
            Assert.True((await share.FlushAsync(TimeSpan.FromSeconds(30))).FilesWritten);
        }

        byte[] file = await File.ReadAllBytesAsync(_rig.UserFile, Ct);
        Assert.Equal(["block_0001", "tile_3/block_0002"], OwnReader.FileLabels(file).Keys);
        byte[] browsedFile = await File.ReadAllBytesAsync(Path.Combine(_rig.Annotations, "browsed", "alice.json"), Ct);
        JsonElement annotations = JsonDocument.Parse(browsedFile).RootElement.GetProperty("annotations");
        Assert.Equal(2, annotations.GetProperty("/other/set").GetProperty("block_0001").GetProperty("label").GetInt32());

        await using LabelShare again = await _rig.OpenAsync();
        UserLabels reopened = await again.OpenUserAsync("alice", Ct);
        Assert.Equal(3, reopened.Current.Count);
        Assert.Equal(1, reopened.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Equal("10-20", reopened.Find(LabelRig.Key("block_0001"))?.Seen[0].Version);
        Assert.Equal([2, null], reopened.History(LabelRig.Key("block_0007")).Select(entry => entry.Label));
        Assert.Equal("ws-1", reopened.History(browsed)[0].Host);
    }

    [Fact]
    public async Task TwoPrograms_OneUser_SeeEachOtherAndAgree()
    {
        await using LabelShare first = await _rig.OpenAsync();
        await using LabelShare second = await _rig.OpenAsync("ws-2");
        UserLabels here = await first.OpenUserAsync("alice", Ct);
        UserLabels there = await second.OpenUserAsync("alice", Ct);

        await here.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await Eventually.IsTrueAsync(() => there.Find(LabelRig.Key("block_0001"))?.Label == 1, "the other program sees the label");
        await there.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
        await Eventually.IsTrueAsync(() => here.Find(LabelRig.Key("block_0001"))?.Label == 2, "the first program sees the change");

        Assert.Equal(["ws-2"], here.OtherHosts);
        Assert.Equal(["ws-1"], there.OtherHosts);
    }

    [Fact]
    public async Task OtherHosts_AfterARunOfThisMachineThatWasKilled_NameOnlyTheOtherMachines()
    {
        foreach (string host in (string[])["ws-1", "ws-2"])
        {
            await using (LabelShare share = await _rig.OpenAsync(host))
            {
                UserLabels labels = await share.OpenUserAsync("alice", Ct);
                await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
            }

            // As a killed program leaves it: without its last line.
            string journal = Assert.Single(Directory.GetFiles(_rig.Journals, $"*-{host}-*.jsonl"));
            string[] lines = [.. (await File.ReadAllLinesAsync(journal, Ct)).Where(line => !line.StartsWith("{\"closed\"", StringComparison.Ordinal))];
            await File.WriteAllLinesAsync(journal, lines, Ct);
        }

        await using LabelShare again = await _rig.OpenAsync("ws-1");
        UserLabels opened = await again.OpenUserAsync("alice", Ct);

        Assert.Equal(["ws-2"], opened.OtherHosts);
    }

    [Fact]
    public async Task Set_ClockHoursBehind_StillWinsOverWhatItSaw()
    {
        await using (LabelShare ahead = await LabelShare.OpenAsync(_rig.Settings() with { TimeProvider = new ShiftedTime { Shift = TimeSpan.FromHours(9) } }, Ct))
        {
            await (await ahead.OpenUserAsync("alice", Ct)).SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        }

        await using LabelShare behind = await _rig.OpenAsync("ws-2");
        UserLabels labels = await behind.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);

        Assert.Equal(2, labels.Find(LabelRig.Key("block_0001"))?.Label);
        await using LabelShare third = await _rig.OpenAsync("ws-3");
        Assert.Equal(2, (await third.OpenUserAsync("alice", Ct)).Find(LabelRig.Key("block_0001"))?.Label);
    }

    [Fact]
    public async Task ExternalEdits_FlatAndNested_AreTakenOverOnce()
    {
        string ours = Path.Combine(_rig.Folder, "share", "data", "blocks");
        _rig.WriteShare("users/alice.json", $$$$"""
            {"username": "alice", "mood": {"good": true}, "annotations": {
              "block_0001": {"label": 1, "annotated_at": "2024-01-02T10:30:00+00:00", "note": "hm"},
              "block_0009": {"label": null, "annotated_at": "2024-01-02T10:30:00+00:00"},
              "{{{{ours}}}}": {"block_0002": {"label": 2, "annotated_at": "2024-01-02T10:30:00.5+00:00"}},
              "/mnt/elsewhere/data/blocks": {"block_0003": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"}},
              "/quite/other": {"block_0004": {"label": 1, "annotated_at": "2024-01-02T10:30:00+00:00"}} } }
            """);
        for (int start = 0; start < 2; start++)
        {
            await using LabelShare share = await _rig.OpenAsync();
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            Assert.Equal(1, labels.Find(LabelRig.Key("block_0001"))?.Label);
            Assert.Equal(2, labels.Find(LabelRig.Key("block_0002"))?.Label);
            Assert.Equal(3, labels.Find(LabelRig.Key("block_0003"))?.Label);
            Assert.Equal(4, labels.Current.Count);
            Assert.All(labels.Current.Labels.Keys, key => Assert.Single(labels.History(key)));
            Assert.True((await share.FlushAsync(TimeSpan.FromSeconds(30))).FilesWritten);
        }

        string json = await File.ReadAllTextAsync(_rig.UserFile, Ct);
        Assert.Equal(["block_0001", "block_0002", "block_0003"], OwnReader.FileLabels(Encoding.UTF8.GetBytes(json)).Keys.Order());
        JsonElement root = JsonDocument.Parse(json).RootElement;
        JsonElement annotations = root.GetProperty("annotations");
        Assert.Equal(
            ["label", "annotated_at", "note"], annotations.GetProperty("block_0001").EnumerateObject().Select(member => member.Name));
        Assert.True(root.TryGetProperty("mood", out _));
        Assert.Equal(JsonValueKind.Null, annotations.GetProperty("block_0009").GetProperty("label").ValueKind);
        Assert.Equal(3, annotations.GetProperty("/mnt/elsewhere/data/blocks").GetProperty("block_0003").GetProperty("label").GetInt32());
        Assert.Equal(3, annotations.EnumerateObject().Count(member => !member.Value.TryGetProperty("label", out _)));
    }

    [Fact]
    public async Task StaleForeignRewrite_RevertsNothing()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await share.FlushAsync(TimeSpan.FromSeconds(30));
        string stale = await File.ReadAllTextAsync(_rig.UserFile, Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
        await labels.SetAsync(LabelRig.Key("block_0002"), 3, [], Ct);
        await share.FlushAsync(TimeSpan.FromSeconds(30));

        _rig.WriteShare("users/alice.json", stale);
        await Eventually.IsTrueAsync(() => File.ReadAllText(_rig.UserFile).Contains("block_0002", StringComparison.Ordinal), "the file is rebuilt");

        Assert.Equal(2, labels.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Equal(3, labels.Find(LabelRig.Key("block_0002"))?.Label);
        Assert.Equal(2, labels.History(LabelRig.Key("block_0001")).Count);
    }

    [Fact]
    public async Task ForeignProgram_WritesANewLabel_IsTakenOverByPolling()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await share.FlushAsync(TimeSpan.FromSeconds(30));

        _rig.WriteShare("users/alice.json", """{"annotations": {"block_0001": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""");
        await Eventually.IsTrueAsync(() => labels.Find(LabelRig.Key("block_0001"))?.Label == 3, "the foreign label is taken over");

        Assert.True(labels.History(LabelRig.Key("block_0001"))[^1].IsImport);
    }

    [Fact]
    public async Task DamagedFile_LastingTenSeconds_IsSetAsideAndRebuilt()
    {
        var time = new ShiftedTime { StandsStill = true };
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings() with { TimeProvider = time }, Ct);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await share.FlushAsync(TimeSpan.FromSeconds(30));

        _rig.WriteShare("users/alice.json", "{\"annotations\": {\"block_0");
        Assert.False((await share.FlushAsync(TimeSpan.FromSeconds(30))).FilesWritten);
        Assert.StartsWith("{\"annotations\": {\"block_0", await File.ReadAllTextAsync(_rig.UserFile, Ct), StringComparison.Ordinal);
        time.Shift = TimeSpan.FromSeconds(11);
        await Eventually.IsTrueAsync(() => labels.Notices.Any(notice => notice.Contains("1 label was recovered", StringComparison.Ordinal)), "the file is set aside");
        await Eventually.IsTrueAsync(() => File.Exists(_rig.UserFile), "the file is rebuilt");

        Assert.Single(Directory.GetFiles(Path.Combine(_rig.Annotations, "users"), "alice.json.damaged-*"));
        Assert.Contains("block_0001", await File.ReadAllTextAsync(_rig.UserFile, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TornLastLine_IsIgnoredAndReported()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            await (await share.OpenUserAsync("alice", Ct)).SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        }

        string journal = Directory.GetFiles(_rig.Journals).Single();
        byte[] whole = await File.ReadAllBytesAsync(journal, Ct);
        foreach (int length in Enumerable.Range(0, whole.Length))
        {
            JournalContent prefix = JournalContent.Parse(whole.AsMemory(0, length), "j", startsWithHeader: true);
            Assert.True(prefix.Events.Count <= 1 && prefix.TornLines == 0);
        }

        await File.AppendAllTextAsync(journal, "{\"seq\":2,\"clock\":2,\"at\":\"2024", Ct);
        await using LabelShare again = await _rig.OpenAsync();
        UserLabels labels = await again.OpenUserAsync("alice", Ct);
        Assert.Equal(1, labels.Current.Count);
        Assert.Contains(labels.Notices, notice => notice.Contains("incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NewerFormat_OwnLabelsAreKept_FilesAreNotWritten()
    {
        _rig.WriteShare("history/users/alice/20300101T000000Z-ws-5-abc.jsonl", """
            {"format":9,"program":"9.0","host":"ws-5"}
            {"seq":1,"clock":5,"at":"2030-01-01T00:00:00+00:00","block":"block_0001","label":3,"was":null,"mood":"new"}

            """);
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        Assert.Equal(LabelPlace.Share, (await labels.SetAsync(LabelRig.Key("block_0002"), 1, [], Ct)).Place);
        Assert.False((await share.FlushAsync(TimeSpan.FromSeconds(30))).FilesWritten);
        Assert.NotNull(share.UpdateNeeded);
        Assert.False(File.Exists(_rig.UserFile));
        Assert.Equal(3, labels.Find(LabelRig.Key("block_0001"))?.Label);
    }

    [Fact]
    public async Task OldTemps_OfThisUserOnly_AreSwept()
    {
        string old = $"users/.alice_{Guid.NewGuid():N}.tmp";
        string fresh = $"users/.alice_{Guid.NewGuid():N}.tmp";
        string other = $"users/.alice_2_{Guid.NewGuid():N}.tmp";
        foreach (string name in new[] { old, fresh, other })
        {
            _rig.WriteShare(name, "left");
        }

        foreach (string name in new[] { old, other })
        {
            File.SetLastWriteTimeUtc(Path.Combine(_rig.Annotations, name), DateTime.UnixEpoch.AddYears(40));
        }

        await using LabelShare share = await _rig.OpenAsync();
        await share.OpenUserAsync("alice", Ct);

        Assert.False(File.Exists(Path.Combine(_rig.Annotations, old)));
        Assert.True(File.Exists(Path.Combine(_rig.Annotations, fresh)));
        Assert.True(File.Exists(Path.Combine(_rig.Annotations, other)));
    }

    [Fact]
    public async Task LookUp_KnownAndNew()
    {
        await using LabelShare share = await _rig.OpenAsync();
        Assert.False((await share.LookUpAsync("alice", Ct)).IsKnown);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await share.FlushAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(new KnownUser(true, 1, "ws-1"), await share.LookUpAsync("alice", Ct));
    }

    [Fact]
    public async Task LookUp_ShareAway_SaysNotThatSomebodyIsNew()
    {
        await using (LabelShare first = await _rig.OpenAsync())
        {
            _ = await first.OpenUserAsync("alice", Ct);
        }

        _rig.DeleteShare();
        await using LabelShare share = await _rig.OpenAsync();

        KnownUser known = await share.LookUpAsync("alice", Ct);

        Assert.Null(known.IsKnown);
        Assert.Equal(share.State.Reason, known.Problem);
    }

    [Fact]
    public async Task ClassNames_OfAnotherMachine_AreSeen()
    {
        await LabelUnderAsync("alice", "ws-1", "Excitatory", "Inhibitory");

        await using LabelShare here = await _rig.OpenAsync("ws-2");
        ClassNamesOnShare? names = await here.ReadClassNamesAsync(Ct);
        Assert.Equal(("alice", "ws-1"), (names?.Username, names?.Host));
        Assert.Equal([1, 2], LabelClasses.Default.ConflictsWith(names!.Names));
    }

    [Fact]
    public async Task ClassNames_OfARetiredUser_AskNobodyOnceSomeoneLabelledUnderNewOnes()
    {
        await LabelUnderAsync("retired", "ws-1", "Excitatory", "Inhibitory");
        SetJournalTime("retired", DateTime.UnixEpoch.AddYears(50));
        await LabelUnderAsync("alice", "ws-1", "Class 1", "Class 2");
        await using (LabelShare opened = await LabelShare.OpenAsync(_rig.Settings() with { Classes = LabelClasses.FromNames(["Never", "Used"]) }, Ct))
        {
            await opened.OpenUserAsync("looker", Ct);
        }

        await using LabelShare here = await _rig.OpenAsync("ws-2");
        Assert.Equal(["Class 1", "Class 2"], (await here.ReadClassNamesAsync(Ct))?.Names);
    }

    [Fact]
    public async Task ClassNames_ClockHoursAhead_DoesNotMakeAnOldListTheNewest()
    {
        await LabelUnderAsync("ahead", "ws-1", new ShiftedTime { Shift = TimeSpan.FromHours(9) }, "Old 1", "Old 2");
        SetJournalTime("ahead", DateTime.UnixEpoch.AddYears(50));
        await LabelUnderAsync("alice", "ws-1", "New 1", "New 2");

        await using LabelShare here = await _rig.OpenAsync("ws-2");
        Assert.Equal(["New 1", "New 2"], (await here.ReadClassNamesAsync(Ct))?.Names);
    }

    [Theory]
    [InlineData("Stat")]
    [InlineData("ListFiles")]
    public async Task ClassNames_OneUserCannotBeRead_ComeFromTheOthers(string operation)
    {
        await LabelUnderAsync("alice", "ws-1", "Excitatory", "Inhibitory");
        await LabelUnderAsync("bob", "ws-1", "Other");
        var files = new FaultyFiles();
        await using LabelShare here = await _rig.OpenAsync("ws-2", files);
        files.Fault = (done, path) => done == operation && path.Contains("history/users/bob", StringComparison.Ordinal) ? FaultyFiles.Errno(116) : null;

        Assert.Equal("alice", (await here.ReadClassNamesAsync(Ct))?.Username);
    }

    private Task LabelUnderAsync(string user, string host, params string[] names) => LabelUnderAsync(user, host, TimeProvider.System, names);

    private async Task LabelUnderAsync(string user, string host, TimeProvider time, params string[] names)
    {
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings(host) with { TimeProvider = time, Classes = LabelClasses.FromNames(names) }, Ct);
        await (await share.OpenUserAsync(user, Ct)).SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
    }

    private void SetJournalTime(string user, DateTime time)
    {
        foreach (string path in Directory.GetFiles(Path.Combine(_rig.Annotations, "history", "users", user)))
        {
            File.SetLastWriteTimeUtc(path, time);
        }
    }
}
