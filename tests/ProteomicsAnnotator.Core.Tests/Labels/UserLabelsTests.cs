using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;

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
}
