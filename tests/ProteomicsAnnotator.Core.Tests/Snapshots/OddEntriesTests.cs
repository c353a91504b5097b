using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

/// <summary>docs/storage-format.md, "Whose file": entries whose label, name or time is not what a program of ours writes.</summary>
public sealed class OddEntriesTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("2", 2)]
    [InlineData("2.0", 2)]
    [InlineData("2.000", 2)]
    [InlineData("-5", -5)]
    [InlineData("null", null)]
    [InlineData("2.5", null)]
    [InlineData("\"2\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("true", null)]
    [InlineData("[2]", null)]
    [InlineData("{\"label\":2}", null)]
    [InlineData("3000000000", null)]
    [InlineData("1e400", null)]
    public async Task Value_InPlaceOfALabel_CountsWhenItIsAWholeNumber_ElseIsNamedWithFileAndBlock(string value, int? label)
    {
        _rig.WriteUser("users/bob.json", "bob", ("block_0001", value), ("block_0002", "1"));
        _rig.WriteShare("users/dan.json", $$$"""{"annotations": {"/elsewhere/share/data/blocks": {"block_0003": {"label": {{{value}}}, "annotated_at": "2024-01-02T10:30:00+00:00"} } } }""");
        bool isNamed = label is null && value != "null";
        await using LabelShare share = await _rig.OpenAsync();

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            UserVotes bob = votes.Users.Single(user => user.Username == "bob");
            Assert.Equal(label, bob.Votes.TryGetValue(BlockId.Parse("block_0001"), out Vote vote) ? vote.Label : null);
            Assert.Equal(1, bob.Votes[BlockId.Parse("block_0002")].Label);
            Assert.Equal(isNamed, votes.NotCounted.Any(text => text.Contains("bob.json", StringComparison.Ordinal) && text.Contains("block_0001", StringComparison.Ordinal)));
            Assert.Equal(isNamed, votes.NotCounted.Any(text => text.Contains("dan.json", StringComparison.Ordinal) && text.Contains("block_0003", StringComparison.Ordinal)));
        }

        UserLabels signedIn = await share.OpenUserAsync("bob", Ct);
        Assert.Equal(label, signedIn.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Equal(isNamed, signedIn.Notices.Any(text => text.Contains("bob.json", StringComparison.Ordinal) && text.Contains("block_0001", StringComparison.Ordinal)));
        await signedIn.SetAsync(LabelRig.Key("block_0004"), 1, [], Ct);
        await share.FlushAsync(TimeSpan.FromMinutes(1));
        using JsonDocument file = JsonDocument.Parse(await File.ReadAllBytesAsync(_rig.UserFile.Replace("alice", "bob", StringComparison.Ordinal), Ct));
        JsonElement entry = file.RootElement.GetProperty("annotations").GetProperty("block_0001").GetProperty("label");
        Assert.Equal(label is { } number ? TestScale.Text(number) : value, entry.GetRawText().Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("block_1")]
    [InlineData("total")]
    public async Task EntryWhoseNameIsNoBlock_IsNamed(string name)
    {
        _rig.WriteUser("users/bob.json", "bob", (name, "2"));
        await using LabelShare share = await _rig.OpenAsync();

        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Contains(name, Assert.Single(votes.NotCounted), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/elsewhere/share/data/blocks")]
    [InlineData("tile_3")]
    [InlineData("/data/pilot")]
    public async Task NestedEntryWhoseNameIsNoBlock_IsNamed_AndStaysInTheFile(string folder)
    {
        _rig.WriteShare("users/bob.json", $$"""
            {"username": "bob", "annotations": {"{{folder}}": {
              "block_1": {"label": 2, "annotated_at": "2024-01-02T10:30:00+00:00"},
              "block_2": {"label": null},
              "block_0001": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"} } } }
            """);
        await using LabelShare share = await _rig.OpenAsync();

        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Contains("block_1", Assert.Single(votes.NotCounted), StringComparison.Ordinal));
        UserLabels bob = await share.OpenUserAsync("bob", Ct);
        Assert.Contains(bob.Notices, notice => notice.Contains("\"block_1\"", StringComparison.Ordinal));
        await bob.SetAsync(LabelRig.Key("block_0004"), 1, [], Ct);
        await share.FlushAsync(TimeSpan.FromMinutes(1));
        Assert.Contains("\"block_1\"", await File.ReadAllTextAsync(_rig.UserFile.Replace("alice", "bob", StringComparison.Ordinal), Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(", \"annotated_at\": null")]
    [InlineData(", \"annotated_at\": \"yesterday\"")]
    [InlineData(", \"annotated_at\": 1704191400")]
    [InlineData(", \"annotated_at\": \"1970-01-01T00:00:00+00:00\"")]
    public async Task Entry_WithoutAReadableTime_HasNone_AlsoAfterItWasTakenOver(string time)
    {
        _rig.WriteShare("users/bob.json", $$"""{"username": "bob", "annotations": {"block_0001": {"label": 2{{time}} } } }""");
        await using LabelShare share = await _rig.OpenAsync();
        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Null(LabelTime.Known(votes.Users[0].Votes[BlockId.Parse("block_0001")].At)));

        LabelEntry? entry = (await share.OpenUserAsync("bob", Ct)).Find(LabelRig.Key("block_0001"));
        Assert.Null(LabelTime.Known(entry!.Value.AnnotatedAt));
        string line = Directory.GetFiles(_rig.Journals.Replace("alice", "bob", StringComparison.Ordinal)).SelectMany(File.ReadAllLines).Single(text => text.Contains("\"import\"", StringComparison.Ordinal));
        using JsonDocument document = JsonDocument.Parse(line);
        Assert.True(document.RootElement.GetProperty("at_unknown").GetBoolean());
        Assert.Equal("1970-01-01T00:00:00+00:00", document.RootElement.GetProperty("at").GetString());
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"true\"", false)]
    public async Task JournalLine_ThatSaysItsTimeIsUnknown_HasNone(string value, bool isUnknown)
    {
        _rig.WriteShare("history/users/alice/20240102T080000Z-ws-7-ba9876543210.jsonl", $$"""
            {"format":1,"program":"1.0.0","host":"ws-7"}
            {"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","at_unknown":{{value}},"block":"block_0001","label":2,"was":null}

            """);
        await using LabelShare share = await _rig.OpenAsync();

        Vote vote = Assert.Single(Assert.Single((await share.ReadWholeAsync(Ct)).Votes.Users).Votes).Value;
        Assert.Equal(isUnknown, LabelTime.Known(vote.At) is null);
    }
}
