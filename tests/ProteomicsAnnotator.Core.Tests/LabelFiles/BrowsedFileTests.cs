using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.LabelFiles;

/// <summary>Labels of a folder that is not the configured data root stand in a file of their own.</summary>
public sealed class BrowsedFileTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Browsed => Path.Combine(_rig.Annotations, "browsed", "alice.json");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task LabelsOfBothKinds_EachHasItsFile_AndAScriptForTheFlatFormReadsTheOne()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await labels.SetAsync(In("/data/pilot", "block_0001"), 2, [], Ct);
        await labels.SetAsync(In("/data/other", "block_0001"), 3, [], Ct);
        Assert.True((await share.FlushAsync(Long)).FilesWritten);

        JsonElement flat = await EntriesAsync(_rig.UserFile);
        Assert.Equal(["block_0001"], flat.EnumerateObject().Select(entry => entry.Name));
        Assert.All(flat.EnumerateObject(), entry => Assert.Equal(JsonValueKind.Number, entry.Value.GetProperty("label").ValueKind));
        Assert.Equal(2, await LabelAsync("/data/pilot", "block_0001"));
        Assert.Equal(3, await LabelAsync("/data/other", "block_0001"));
        Assert.Equal("alice", (await RootAsync(Browsed)).GetProperty("username").GetString());

        await labels.SetAsync(In("/data/pilot", "block_0001"), null, [], Ct);
        Assert.True((await share.FlushAsync(Long)).FilesWritten);
        Assert.Null(await LabelAsync("/data/pilot", "block_0001"));
        Assert.Equal(3, await LabelAsync("/data/other", "block_0001"));
    }

    [Fact]
    public async Task SignIn_CountsTheLabelsOfBothFiles_AndThoseThatOlderVersionsNestedOnce()
    {
        _rig.WriteShare("users/alice.json", """{"username":"alice","annotations":{"/quite/other":{"block_0004":{"label":1,"annotated_at":"2024-01-02T10:30:00+00:00"} } } }""");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await labels.SetAsync(In("/data/pilot", "block_0001"), 2, [], Ct);
        await labels.SetAsync(In("/quite/other", "block_0004"), 3, [], Ct);
        Assert.True((await share.FlushAsync(Long)).FilesWritten);

        Assert.Equal(3, (await share.LookUpAsync("alice", Ct)).LabelCount);
    }

    [Fact]
    public async Task NobodyBrowsed_ThereIsNoSuchFile()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        Assert.True((await share.FlushAsync(Long)).FilesWritten);

        Assert.False(Directory.Exists(Path.GetDirectoryName(Browsed)));
    }

    [Fact]
    public async Task NestedEntriesOfAVersionBefore_AreReadAndLeftAsTheyAre()
    {
        const string Nested = """{"block_0004":{"label":1,"annotated_at":"2024-01-02T10:30:00+00:00","note":"hm"}}""";
        _rig.WriteShare("users/alice.json", $$$$$"""{"username":"alice","annotations":{"/quite/other":{{{{{Nested}}}}}}}""");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Equal(1, labels.Find(In("/quite/other", "block_0004"))?.Label);

        await labels.SetAsync(In("/quite/other", "block_0004"), 3, [], Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
        Assert.True((await share.FlushAsync(Long)).FilesWritten);

        JsonElement entries = await EntriesAsync(_rig.UserFile);
        Assert.Equal(Nested, JsonSerializer.Serialize(entries.GetProperty("/quite/other")).Replace("\\u002B", "+", StringComparison.Ordinal));
        Assert.Equal(2, entries.GetProperty("block_0001").GetProperty("label").GetInt32());
        Assert.Equal(3, await LabelAsync("/quite/other", "block_0004"));
    }

    [Fact]
    public async Task AnotherProgramsEntries_AreTakenOver_AndWhatIsUnknownStays()
    {
        _rig.WriteShare("browsed/alice.json", """
            {"username":"alice","mood":"good","annotations":{
              "block_0009":{"label":1,"annotated_at":"2024-01-02T10:30:00+00:00"},
              "/data/pilot":{"block_0001":{"label":2,"annotated_at":"2024-01-02T10:30:00+00:00","note":"hm"},"thumbs":{"label":"x"}}}}
            """);
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Equal(2, labels.Find(In("/data/pilot", "block_0001"))?.Label);
        Assert.Null(labels.Find(LabelRig.Key("block_0009")));
        await labels.SetAsync(In("/data/pilot", "block_0002"), 3, [], Ct);
        Assert.True((await share.FlushAsync(Long)).FilesWritten);

        JsonElement root = await RootAsync(Browsed);
        Assert.Equal("good", root.GetProperty("mood").GetString());
        JsonElement entries = root.GetProperty("annotations");
        Assert.Equal(1, entries.GetProperty("block_0009").GetProperty("label").GetInt32());
        Assert.Equal("hm", entries.GetProperty("/data/pilot").GetProperty("block_0001").GetProperty("note").GetString());
        Assert.Equal("x", entries.GetProperty("/data/pilot").GetProperty("thumbs").GetProperty("label").GetString());
        Assert.Equal(3, await LabelAsync("/data/pilot", "block_0002"));
    }

    [Fact]
    public async Task AnotherProgramsEntries_AreInNoFigure_AndInTheHistoryOnceTheirOwnerHasThem()
    {
        string root = Path.Combine(_rig.Folder, "share", "data", "blocks");
        _rig.WriteShare("users/alice.json", """{"username":"alice","annotations":{"block_0005":{"label":1,"annotated_at":"2024-01-02T10:30:00+00:00"}}}""");
        _rig.WriteShare("browsed/alice.json", $$$$"""
            {"username":"alice","annotations":{
              "/data/pilot":{"block_0001":{"label":2,"annotated_at":"2024-01-02T10:30:00+00:00"}},
              "{{{{root}}}}":{"block_0002":{"label":3,"annotated_at":"2024-01-02T10:30:00+00:00"} } } }
            """);
        await using LabelShare share = await _rig.OpenAsync();

        Assert.Equal([("block_0005", null)], History());
        Assert.Equal(["block_0005"], await VotesAsync());
        await share.OpenUserAsync("alice", Ct);

        Assert.Equal([("block_0001", "/data/pilot"), ("block_0002", root), ("block_0005", null)], History());
        Assert.Equal(["block_0005"], await VotesAsync());

        IEnumerable<(string, string?)> History() =>
            HistoryFiles.Read(new SharedRoot(_rig.Settings())).Rows.Select(row => (row.BlockId, row.Root)).OrderBy(row => row.BlockId, StringComparer.Ordinal);

        async Task<IEnumerable<string>> VotesAsync() =>
            (await share.ReadWholeAsync(Ct)).Votes.Users.SelectMany(user => user.Votes.Keys).Select(block => block.Value);
    }

    [Fact]
    public async Task FolderThatIsAnotherMachinesDataRoot_StaysApartFromItsLabels()
    {
        string ours = Path.Combine(_rig.Folder, "share", "data", "blocks");
        _rig.WriteShare("browsed/alice.json", $$$$$"""{"username":"alice","annotations":{"{{{{{ours}}}}}":{"block_0001":{"label":2,"annotated_at":"2024-01-02T10:30:00+00:00"}}}}""");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        Assert.Null(labels.Find(LabelRig.Key("block_0001")));
        Assert.Equal(2, labels.Find(In(ours, "block_0001"))?.Label);
    }

    [Fact]
    public async Task FileThatCannotBeWritten_IsNamed_AndTheOtherFileIsWritten()
    {
        Directory.CreateDirectory(_rig.Annotations);
        await File.WriteAllBytesAsync(Path.Combine(_rig.Annotations, "browsed"), "a file"u8.ToArray(), Ct);
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.True((await labels.SetAsync(In("/data/pilot", "block_0001"), 2, [], Ct)).Accepted);
        Assert.True((await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct)).Accepted);

        Assert.False((await share.FlushAsync(Long)).FilesWritten);

        Assert.Equal(1, (await EntriesAsync(_rig.UserFile)).GetProperty("block_0001").GetProperty("label").GetInt32());
        Assert.Contains(labels.Notices, notice => notice.Contains(Browsed, StringComparison.Ordinal));
        File.Delete(Path.Combine(_rig.Annotations, "browsed"));
        Assert.True((await share.FlushAsync(Long)).FilesWritten);
        Assert.Equal(2, await LabelAsync("/data/pilot", "block_0001"));
    }

    [Fact]
    public async Task LaterStart_ReadsTheSameLabelsAndWritesNothing()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(In("/data/pilot", "block_0001"), 2, [], Ct);
            Assert.True((await share.FlushAsync(Long)).FilesWritten);
        }

        byte[] before = await File.ReadAllBytesAsync(Browsed, Ct);
        byte[] flat = await File.ReadAllBytesAsync(_rig.UserFile, Ct);
        await using LabelShare later = await _rig.OpenAsync("ws-2");
        UserLabels again = await later.OpenUserAsync("alice", Ct);
        Assert.True((await later.FlushAsync(Long)).FilesWritten);

        Assert.Equal(2, again.Find(In("/data/pilot", "block_0001"))?.Label);
        Assert.Single(again.History(In("/data/pilot", "block_0001")));
        Assert.Equal(before, await File.ReadAllBytesAsync(Browsed, Ct));
        Assert.Equal(flat, await File.ReadAllBytesAsync(_rig.UserFile, Ct));
    }

    private static LabelKey In(string folder, string block) => new(folder, BlockId.Parse(block));

    private static async Task<JsonElement> RootAsync(string path) => JsonDocument.Parse(await File.ReadAllBytesAsync(path, Ct)).RootElement;

    private static async Task<JsonElement> EntriesAsync(string path) => (await RootAsync(path)).GetProperty("annotations");

    private async Task<int?> LabelAsync(string folder, string block) =>
        (await EntriesAsync(Browsed)).TryGetProperty(folder, out JsonElement there) && there.TryGetProperty(block, out JsonElement entry)
            ? entry.GetProperty("label").GetInt32()
            : null;
}
