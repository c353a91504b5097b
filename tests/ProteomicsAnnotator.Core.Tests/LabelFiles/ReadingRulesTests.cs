using System.Text.Json;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.LabelFiles;

/// <summary>Sentences of docs/storage-format.md about reading journals and other programs' entries.</summary>
public sealed class ReadingRulesTests : IDisposable
{
    private const string Stray = "history/users/alice/20240102T080000Z-ws-7-ba9876543210.jsonl";
    private const string Header = "{\"format\":1,\"program\":\"1.0.0\",\"host\":\"ws-7\"}\n";
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"seq\":2,\"clock\":2,\"at\":\"2024-01-")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("[1,2")]
    public async Task BrokenLineInTheMiddle_IsSkippedAndReported_TheRestCounts(string broken)
    {
        _rig.WriteShare(Stray, Header + Line(1, "block_0001", 1) + broken + "\n" + Line(3, "block_0003", 3));
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels alice = await share.OpenUserAsync("alice", Ct);

        await Eventually.IsTrueAsync(() => alice.Current.Count == 2, "the lines around it count");
        Assert.Equal((1, 3), (alice.Find(LabelRig.Key("block_0001"))?.Label, alice.Find(LabelRig.Key("block_0003"))?.Label));
        Assert.Contains(alice.Notices, notice => notice.Contains("ws-7", StringComparison.Ordinal) && notice.Contains("1 unreadable line", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LastLineWithoutItsEnd_IsReadOnceItIsWhole()
    {
        string line = Line(2, "block_0002", 2);
        _rig.WriteShare(Stray, Header + Line(1, "block_0001", 1) + line[..30]);
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels alice = await share.OpenUserAsync("alice", Ct);
        Assert.Equal(1, alice.Current.Count);

        await File.AppendAllTextAsync(Path.Combine(_rig.Annotations, Stray), line[30..], Ct);

        await Eventually.IsTrueAsync(() => alice.Find(LabelRig.Key("block_0002"))?.Label == 2, "the rest of the line is read");
    }

    [Fact]
    public async Task OtherProgram_SetsOneTwoOneAgain_ItsLastEditCounts()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels alice = await share.OpenUserAsync("alice", Ct);
        int[] edits = [1, 2, 1, 1, 3, 1];
        for (int i = 0; i < edits.Length; i++)
        {
            string at = FormattableString.Invariant($"2024-01-02T10:3{i}:00+00:00");
            _rig.WriteShare("users/alice.json", $$"""{"username": "alice", "annotations": {"block_0001": {"label": {{edits[i]}}, "annotated_at": "{{at}}"} } }""");
            await Eventually.IsTrueAsync(
                () => alice.Find(LabelRig.Key("block_0001")) is { } entry && entry.Label == edits[i] && LabelTime.Format(entry.AnnotatedAt) == at,
                FormattableString.Invariant($"edit {i} is taken over"));
        }
    }

    [Fact]
    public async Task Import_IntoAQuietBlock_HasTheClockOfThatBlock()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels alice = await share.OpenUserAsync("alice", Ct);
        for (int i = 0; i < 30; i++)
        {
            await alice.SetAsync(LabelRig.Key("block_0001"), (i % 3) + 1, [], Ct);
        }

        _rig.WriteShare("users/alice.json", """{"username": "alice", "annotations": {"block_0002": {"label": 2, "annotated_at": "2024-01-02T10:30:00+00:00"} } }""");
        await Eventually.IsTrueAsync(() => alice.Find(LabelRig.Key("block_0002")) is not null, "it is taken over");

        JsonElement import = OwnReader.Decisions(_rig.Journals).Select(item => item.Line).Single(line => line.TryGetProperty("import", out _));
        Assert.Equal(1, import.GetProperty("clock").GetInt64());
        Assert.StartsWith("import-", import.GetProperty("import").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EntriesOfAFolderThatFitsSeveral_AreNamedNotUsed_AndStay()
    {
        Directory.CreateDirectory(Path.Combine(_rig.Folder, "share", "data", "blocks", "data", "blocks"));
        const string Text = """{"username": "alice", "annotations": {"/mnt/x/data/blocks": {"block_0001": {"label": 2, "annotated_at": "2024-01-02T10:30:00+00:00"} } } }""";
        _rig.WriteShare("users/alice.json", Text);
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels alice = await share.OpenUserAsync("alice", Ct);

            Assert.Equal(0, alice.Current.Count);
            Assert.Contains("/mnt/x/data/blocks", Assert.Single(alice.Notices), StringComparison.Ordinal);
            await alice.SetAsync(LabelRig.Key("block_0009"), 1, [], Ct);
            await share.FlushAsync(TimeSpan.FromMinutes(1));
        }

        using JsonDocument file = JsonDocument.Parse(await File.ReadAllBytesAsync(_rig.UserFile, Ct));
        JsonElement folder = file.RootElement.GetProperty("annotations").GetProperty("/mnt/x/data/blocks");
        Assert.Equal(2, folder.GetProperty("block_0001").GetProperty("label").GetInt32());
    }

    [Fact]
    public void DecisionsOfAJournalThatCannotBeRead_AreNotTakenForLost()
    {
        _rig.WriteShare(Stray, Header + Line(1, "block_0001", 1));
        _rig.WriteShare("history/users/alice/20240103T080000Z-ws-7-aaaaaaaaaaaa.jsonl", Header + Line(1, "block_0002", 1));
        _files.Fault = (done, path) => done == "Read" && path.EndsWith("ba9876543210.jsonl", StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null;
        LabelEvent[] known =
        [
            Known("20240102T080000Z-ws-7-ba9876543210", 1),
            Known("20240103T080000Z-ws-7-aaaaaaaaaaaa", 1),
            Known("20240103T080000Z-ws-7-aaaaaaaaaaaa", 2),
            Known("20240104T080000Z-ws-7-bbbbbbbbbbbb", 1),
        ];

        LostDecisions lost = LostDecisions.Find(new JournalDirectory(_files, new BoundedReads(TimeProvider.System), _rig.Journals), known);

        Assert.Equal(["20240103T080000Z-ws-7-aaaaaaaaaaaa:2", "20240104T080000Z-ws-7-bbbbbbbbbbbb:1"], lost.Events.Select(item => item.Id.ToString()));
        Assert.Contains("ba9876543210", lost.Failure?.Path, StringComparison.Ordinal);
    }

    private static LabelEvent Known(string journal, long seq) => new()
    {
        Id = new EventId(journal, seq),
        Clock = 1,
        At = DateTimeOffset.UnixEpoch,
        Key = LabelRig.Key("block_0001"),
        Label = 1,
    };

    private static string Line(int seq, string block, int label) =>
        $$"""{"seq":{{seq}},"clock":{{seq}},"at":"2024-01-02T10:30:00+00:00","block":"{{block}}","label":{{label}},"was":null}""" + "\n";
}
