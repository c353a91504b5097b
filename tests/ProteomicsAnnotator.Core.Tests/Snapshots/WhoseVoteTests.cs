using System.Text.Json;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
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
        _rig.WriteUser("users/bob.json", "bob", ("block_0001", "1"));
        _rig.WriteUser("users/" + name, username ?? "bob", ("block_0001", "2"), ("block_0002", "2"));
        await using LabelShare share = await _rig.OpenAsync();

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
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
        _rig.WriteUser("users/bob.json", "bob", ("block_0001", "1"));
        _rig.WriteUser("users/" + name, "bob", ("block_0001", "2"));
        await using LabelShare share = await _rig.OpenAsync();

        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Empty(votes.NotCounted));
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
        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
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
        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            Assert.Equal(expected, Assert.Single(votes.Users).Votes.Select(vote => (vote.Key.Value, vote.Value.Label)).Order());
        }

        Assert.Contains("2024-03-01", await File.ReadAllTextAsync(_rig.UserFile, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileInAnotherCase_WithoutALowerCaseOne_IsThePerson()
    {
        _rig.WriteUser("users/Carol.JSON", "CAROL", ("block_0001", "3"));
        await using LabelShare share = await _rig.OpenAsync();

        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Equal(("carol", 3), (Assert.Single(votes.Users).Username, votes.Users[0].Votes[BlockId.Parse("block_0001")].Label)));
        Assert.Equal(3, (await share.OpenUserAsync("carol", Ct)).Find(LabelRig.Key("block_0001"))?.Label);
    }

    [Fact]
    public async Task FileThatSaysAnotherName_IsNobodysVote_AndTheJournalsCount()
    {
        _rig.WriteUser("users/alice.json", "bob", ("block_0001", "2"));
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
        _rig.WriteUser("users/Alice.json", "Alice", ("block_0001", "3"));
        bool isUnreadable = true;
        var files = new Storage.FaultyFiles { Fault = (done, path) => done == "Read" && Volatile.Read(ref isUnreadable) && path.EndsWith("Alice.json", StringComparison.Ordinal) ? Storage.FaultyFiles.Errno(5) : null };
        await using LabelShare share = await _rig.OpenAsync(files: files);
        UserLabels alice = await share.OpenUserAsync("alice", Ct);
        Assert.Null(alice.Find(LabelRig.Key("block_0001")));

        Volatile.Write(ref isUnreadable, false);

        // What is read again with the file: another program's entry.
        _rig.WriteUser("users/alice.json", "alice", ("block_0002", "1"));
        await Eventually.IsTrueAsync(() => alice.Find(LabelRig.Key("block_0002"))?.Label == 1, "the other program's entry is found");
        await Eventually.IsTrueAsync(() => alice.Find(LabelRig.Key("block_0001"))?.Label == 3, "the entry of the file in another case is taken over");
    }
}
