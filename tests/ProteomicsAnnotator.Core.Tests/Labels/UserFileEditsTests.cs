using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>What other programs, and faults, leave in a user's file and journals.</summary>
public sealed class UserFileEditsTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

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
}
