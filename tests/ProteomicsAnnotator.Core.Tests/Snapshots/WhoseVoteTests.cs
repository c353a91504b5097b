using System.Text.Json;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

/// <summary>docs/storage-format.md, "Whose file": which files are a person's, which values are labels.</summary>
public sealed class WhoseVoteTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("bob (conflicted copy 2024-01-02).json", null)]
    [InlineData("bob.sync-conflict-20240102-103000-ABCDEFG.json", null)]
    [InlineData("bob-DESKTOP-1.json", null)]
    [InlineData("~$bob.json", null)]
    [InlineData("bob(1).json", null)]
    [InlineData("bob.json.bak", null)]
    [InlineData("bob.json~", null)]
    [InlineData("Copy of bob.json", null)]
    [InlineData(".bob.json", null)]
    [InlineData("con.json", null)]
    [InlineData(" bob.json", null)]
    [InlineData("bob_copy.json", "bob")]
    [InlineData("backup/bob.json", null)]
    public async Task CopyOfAFile_IsNamedAndNeverCounted(string name, string? username)
    {
        WriteUser("users/bob.json", "bob", ("block_0001", "1"));
        WriteUser("users/" + name, username ?? "bob", ("block_0001", "2"), ("block_0002", "2"));
        await using LabelShare share = await _rig.OpenAsync();

        foreach (AllVotes votes in await AllReadingsAsync(share))
        {
            UserVotes bob = Assert.Single(votes.Users);
            Assert.Equal(("bob", 1), (bob.Username, Assert.Single(bob.Votes).Value.Label));
            Assert.Empty(votes.Unreadable);
            Assert.Contains(name.Split('/')[0], Assert.Single(votes.NotCounted), StringComparison.Ordinal);
        }

        ShareCheckRow damage = (await ShareCheck.RunAsync(new SharedRoot(_rig.Settings()), Ct)).Single(row => row.Check == "damaged files");
        Assert.False(damage.IsSafe);
        Assert.Contains(name.Split('/')[0], damage.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bob_display.json")]
    [InlineData("Bob_Display.json")]
    [InlineData(".bob_0123456789abcdef0123456789abcdef.tmp")]
    [InlineData("bob.json.damaged-20240102T103000Z")]
    [InlineData("Thumbs.db")]
    [InlineData(".DS_Store")]
    public async Task KnownKindsOfFiles_AreNotNamed(string name)
    {
        WriteUser("users/bob.json", "bob", ("block_0001", "1"));
        WriteUser("users/" + name, "bob", ("block_0001", "2"));
        await using LabelShare share = await _rig.OpenAsync();

        Assert.All(await AllReadingsAsync(share), votes => Assert.Empty(votes.NotCounted));
    }

    [Theory]
    [InlineData("Bob Smith")]
    [InlineData("bob-old")]
    [InlineData("Bob")]
    public async Task JournalFolder_ThatIsNobodys_IsNamedAndNeverCounted(string name)
    {
        _rig.WriteShare($"history/users/{name}/20240102T080000Z-ws-7-ba9876543210.jsonl", """
            {"format":1,"program":"1.0.0","host":"ws-7"}
            {"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":2,"was":null}

            """);
        await using LabelShare share = await _rig.OpenAsync();

        AllVotes votes = (await share.ReadWholeAsync(Ct)).Votes;
        Assert.Empty(votes.Users);
        Assert.Contains(name, Assert.Single(votes.NotCounted), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20240102T080000Z-ws-7-ba9876543210 (conflicted copy 2024-01-02).jsonl")]
    [InlineData("20240102T080000Z-ws-7-ba9876543210.sync-conflict-20240102-103000-ABCDEFG.jsonl")]
    [InlineData("20240102T080000Z-ws-7-ba9876543210-DESKTOP-1.jsonl")]
    [InlineData("20240102T080000Z-ws-7-ba9876543210(1).jsonl")]
    [InlineData("20240102T080000Z-ws-7-ba9876543210 - Copy.jsonl")]
    [InlineData("20240102T080000Z-ws-7-ba9876543210.old.jsonl")]
    [InlineData("20240102T080000Z-ws-7-ba9876543210-WS12.jsonl")]
    [InlineData("Copy of 20240102T080000Z-ws-7-ba9876543210.jsonl")]
    [InlineData("copy-20240102T080000Z-ws-7-ba9876543210.jsonl")]
    public async Task CopyOfAJournal_IsNamedAndNeverCounted(string name)
    {
        const string Text = """
            {"format":1,"program":"1.0.0","host":"ws-7"}
            {"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":2,"was":null}

            """;
        _rig.WriteShare("history/users/alice/20240102T080000Z-ws-7-ba9876543210.jsonl", Text);
        _rig.WriteShare("history/users/alice/" + name, Text + """
            {"seq":2,"clock":9,"at":"2024-01-02T11:30:00+00:00","block":"block_0001","label":3,"was":2}

            """);
        await using LabelShare share = await _rig.OpenAsync();

        AllVotes votes = (await share.ReadWholeAsync(Ct)).Votes;
        Assert.Equal(2, Assert.Single(Assert.Single(votes.Users).Votes).Value.Label);
        Assert.Contains(name, Assert.Single(votes.NotCounted), StringComparison.Ordinal);
        UserLabels alice = await share.OpenUserAsync("alice", Ct);
        Assert.Equal(2, alice.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Contains(alice.Notices, notice => notice.Contains(name, StringComparison.Ordinal));
        Assert.Single((await share.ReadHistoryAsync(LabelRig.Key("block_0001"), withEvidence: false, Ct)).Entries);

        File.Delete(Path.Combine(_rig.Journals, name));
        Assert.Empty((await share.ReadWholeAsync(Ct)).Votes.NotCounted);
    }

    [Fact]
    public async Task FileInAnotherCase_IsTheSamePerson_OfEachBlockTheLaterLabelCounts_BeforeAndAfterSignIn()
    {
        _rig.WriteShare("users/Alice.json", """
            {"username": "Alice", "annotations": {
              "block_0001": {"label": 1, "annotated_at": "2024-01-01T00:00:00+00:00"},
              "block_0002": {"label": 1, "annotated_at": "2024-03-01T00:00:00+00:00"},
              "block_0003": {"label": 1, "annotated_at": "2024-01-01T00:00:00+00:00"},
              "block_0004": {"label": 1},
              "block_0005": {"label": 1, "annotated_at": "2024-01-01T00:00:00+00:00"}}}
            """);
        _rig.WriteShare("users/alice.json", """
            {"username": "alice", "annotations": {
              "block_0001": {"label": 2, "annotated_at": "2024-02-01T00:00:00+00:00"},
              "block_0002": {"label": 2, "annotated_at": "2024-02-01T00:00:00+00:00"},
              "block_0004": {"label": 2, "annotated_at": "2024-02-01T00:00:00+00:00"}}}
            """);
        _rig.WriteShare("history/users/alice/20240102T080000Z-ws-7-ba9876543210.jsonl", """
            {"format":1,"program":"1.0.0","host":"ws-7"}
            {"seq":1,"clock":1,"at":"2024-02-01T00:00:00+00:00","block":"block_0005","label":null,"was":3}

            """);
        (string, int)[] expected = [("block_0001", 2), ("block_0002", 1), ("block_0003", 1), ("block_0004", 2)];
        await using LabelShare share = await _rig.OpenAsync();
        foreach (AllVotes votes in await AllReadingsAsync(share))
        {
            UserVotes alice = Assert.Single(votes.Users);
            Assert.Equal("alice", alice.Username);
            Assert.Equal(expected, alice.Votes.Select(vote => (vote.Key.Value, vote.Value.Label)).Order());
            Assert.Contains("Alice.json", Assert.Single(votes.Notices), StringComparison.Ordinal);
            Assert.Single(ReviewInput.Of([], votes, LabelSnapshot.Empty).Annotators);
        }

        UserLabels signedIn = await share.OpenUserAsync("alice", Ct);
        Assert.Equal(expected, signedIn.Current.Labels.Values.Select(label => (label.Key.Block.Value, label.Label)).Order());
        Assert.Contains(signedIn.Notices, notice => notice.Contains("Alice.json", StringComparison.Ordinal));
        await share.FlushAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(expected, LabelsIn(_rig.UserFile));
        foreach (AllVotes votes in await AllReadingsAsync(share))
        {
            Assert.Equal(expected, Assert.Single(votes.Users).Votes.Select(vote => (vote.Key.Value, vote.Value.Label)).Order());
        }

        Assert.Contains("2024-03-01", await File.ReadAllTextAsync(_rig.UserFile, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileInAnotherCase_WithoutALowerCaseOne_IsThePerson()
    {
        WriteUser("users/Carol.JSON", "CAROL", ("block_0001", "3"));
        await using LabelShare share = await _rig.OpenAsync();

        Assert.All(await AllReadingsAsync(share), votes => Assert.Equal(("carol", 3), (Assert.Single(votes.Users).Username, votes.Users[0].Votes[BlockId.Parse("block_0001")].Label)));
        Assert.Equal(3, (await share.OpenUserAsync("carol", Ct)).Find(LabelRig.Key("block_0001"))?.Label);
    }

    [Fact]
    public async Task FileThatSaysAnotherName_IsNobodysVote_AndTheJournalsCount()
    {
        WriteUser("users/alice.json", "bob", ("block_0001", "2"));
        await using (LabelShare other = await _rig.OpenAsync("ws-2"))
        {
            UserLabels alice = await other.OpenUserAsync("alice", Ct);
            await alice.SetAsync(LabelRig.Key("block_0002"), 3, [], Ct);
            Assert.Null(alice.Find(LabelRig.Key("block_0001")));
        }

        await using LabelShare share = await _rig.OpenAsync();
        AllVotes votes = (await share.ReadWholeAsync(Ct)).Votes;
        Assert.Equal(3, Assert.Single(Assert.Single(votes.Users).Votes).Value.Label);
        Assert.Contains("bob", Assert.Single(votes.Unreadable).Message, StringComparison.Ordinal);
    }

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
        WriteUser("users/bob.json", "bob", ("block_0001", value), ("block_0002", "1"));
        _rig.WriteShare("users/dan.json", $$$"""{"annotations": {"/elsewhere/share/data/blocks": {"block_0003": {"label": {{{value}}}, "annotated_at": "2024-01-02T10:30:00+00:00"} } } }""");
        bool isNamed = label is null && value != "null";
        await using LabelShare share = await _rig.OpenAsync();

        foreach (AllVotes votes in await AllReadingsAsync(share))
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
        WriteUser("users/bob.json", "bob", (name, "2"));
        await using LabelShare share = await _rig.OpenAsync();

        Assert.All(await AllReadingsAsync(share), votes => Assert.Contains(name, Assert.Single(votes.NotCounted), StringComparison.Ordinal));
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

        Assert.All(await AllReadingsAsync(share), votes => Assert.Contains("block_1", Assert.Single(votes.NotCounted), StringComparison.Ordinal));
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
        Assert.All(await AllReadingsAsync(share), votes => Assert.Null(LabelTime.Known(votes.Users[0].Votes[BlockId.Parse("block_0001")].At)));

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

    /// <summary>As the admin's page sees everyone, and as exports do.</summary>
    private static async Task<AllVotes[]> AllReadingsAsync(LabelShare share) =>
        [await share.ReadAllUsersAsync(Ct), (await share.ReadWholeAsync(Ct)).Votes];

    private void WriteUser(string path, string username, params (string Block, string Label)[] entries)
    {
        string text = string.Join(", ", entries.Select(entry => $$"""
            "{{entry.Block}}": {"label": {{entry.Label}}, "annotated_at": "2024-01-02T10:30:00+00:00"}
            """));
        _rig.WriteShare(path, $$"""{"username": "{{username}}", "annotations": { {{text}} } }""");
    }

    private static IEnumerable<(string, int)> LabelsIn(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("annotations").EnumerateObject()
            .Select(entry => (entry.Name, entry.Value.GetProperty("label").GetInt32()))
            .Order()];
    }

    [Fact]
    public async Task FileInAnotherCase_UnreadableForAMoment_IsTakenOverOnceItCanBeRead()
    {
        WriteUser("users/Alice.json", "Alice", ("block_0001", "3"));
        bool isUnreadable = true;
        var files = new Storage.FaultyFiles { Fault = (done, path) => done == "Read" && Volatile.Read(ref isUnreadable) && path.EndsWith("Alice.json", StringComparison.Ordinal) ? Storage.FaultyFiles.Errno(5) : null };
        await using LabelShare share = await _rig.OpenAsync(files: files);
        UserLabels alice = await share.OpenUserAsync("alice", Ct);
        Assert.Null(alice.Find(LabelRig.Key("block_0001")));

        Volatile.Write(ref isUnreadable, false);

        // What is read again with the file: another program's entry.
        WriteUser("users/alice.json", "alice", ("block_0002", "1"));
        await Eventually.IsTrueAsync(() => alice.Find(LabelRig.Key("block_0002"))?.Label == 1, "the other program's entry is found");
        await Eventually.IsTrueAsync(() => alice.Find(LabelRig.Key("block_0001"))?.Label == 3, "the entry of the file in another case is taken over");
    }
}
