using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.LabelFiles;

/// <summary>Labels that versions before stored under a folder's own spelling (macOS: decomposed) are the block's.</summary>
public sealed class UnicodeNamesTests : IDisposable
{
    private const string Decomposed = "Pra\u0308parat/block_0001";
    private const string Composed = "Pr\u00E4parat/block_0001";
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task FileWithADecomposedName_CountsAndIsRewrittenInFormCWithWhatElseItSays()
    {
        _rig.WriteShare("users/alice.json", $$$"""{"username": "alice", "annotations": {"{{{Decomposed}}}": {"label": 2, "annotated_at": "2024-01-02T10:30:00+00:00", "mood": "good"} } }""");
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            Assert.Equal(2, labels.Find(LabelRig.Key(Composed))?.Label);
            Assert.Equal(2, labels.Find(LabelRig.Key(Decomposed))?.Label);
            Assert.Equal(2, Assert.Single((await share.ReadAllUsersAsync(Ct)).Users).Votes[BlockId.Parse(Composed)].Label);
            await labels.SetAsync(LabelRig.Key("block_0002"), 1, [], Ct);
            await labels.SetAsync(LabelRig.Key(Decomposed), 3, [], Ct);
            Assert.True((await share.FlushAsync(TimeSpan.FromSeconds(30))).FilesWritten);
        }

        using JsonDocument file = JsonDocument.Parse(await File.ReadAllBytesAsync(_rig.UserFile, Ct));
        JsonElement annotations = file.RootElement.GetProperty("annotations");
        Assert.Equal([Composed, "block_0002"], annotations.EnumerateObject().Select(entry => entry.Name));
        Assert.Equal(3, annotations.GetProperty(Composed).GetProperty("label").GetInt32());
        Assert.Equal("good", annotations.GetProperty(Composed).GetProperty("mood").GetString());
    }

    [Theory]
    [InlineData("2024-01-02T10:30:00+00:00", "2024-01-03T10:30:00+00:00", 3)]
    [InlineData("2024-01-03T10:30:00+00:00", "2024-01-02T10:30:00+00:00", 2)]
    public async Task FileWithBothForms_TheLaterLabelCounts(string decomposedAt, string composedAt, int expected)
    {
        _rig.WriteShare("users/alice.json", $$$"""
            {"username": "alice", "annotations": {
              "{{{Decomposed}}}": {"label": 2, "annotated_at": "{{{decomposedAt}}}"},
              "{{{Composed}}}": {"label": 3, "annotated_at": "{{{composedAt}}}"} } }
            """);
        await using LabelShare share = await _rig.OpenAsync();
        Assert.Equal(expected, Assert.Single((await share.ReadAllUsersAsync(Ct)).Users).Votes[BlockId.Parse(Composed)].Label);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Equal(expected, labels.Find(LabelRig.Key(Composed))?.Label);
        Assert.Equal(1, labels.Current.Count);
    }

    [Fact]
    public async Task JournalWithADecomposedName_CountsAndIsTheBlocksHistory()
    {
        _rig.WriteShare("users/alice.json", """{"username": "alice", "annotations": {}}""");
        await using (LabelShare share = await _rig.OpenAsync())
        {
            await (await share.OpenUserAsync("alice", Ct)).SetAsync(LabelRig.Key(Composed), 2, [], Ct);
        }

        string journal = Assert.Single(Directory.GetFiles(_rig.Journals));
        string text = await File.ReadAllTextAsync(journal, Ct);
        string old = text.Replace(Composed, Decomposed, StringComparison.Ordinal).Replace("Pr\\u00E4parat", "Pra\\u0308parat", StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(text, old);
        await File.WriteAllBytesAsync(journal, System.Text.Encoding.UTF8.GetBytes(old), Ct);
        File.Delete(_rig.UserFile);
        Directory.Delete(Path.Combine(_rig.Folder, "cache-ws-1"), recursive: true);
        Directory.Delete(Path.Combine(_rig.Folder, "state-ws-1"), recursive: true);

        await using LabelShare again = await _rig.OpenAsync();
        UserLabels labels = await again.OpenUserAsync("alice", Ct);
        Assert.Equal(2, labels.Find(LabelRig.Key(Composed))?.Label);
        Assert.Equal([2], labels.History(LabelRig.Key(Composed)).Select(entry => entry.Label));
    }
}
