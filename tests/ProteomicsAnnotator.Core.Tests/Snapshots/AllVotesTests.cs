using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

public sealed class AllVotesTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task ReadAll_EveryUser_UnreadableOnesAreNamed()
    {
        await using LabelShare share = await _rig.OpenAsync();
        await share.OpenUserAsync("empty", Ct);
        _rig.WriteShare("users/bob.json", """{"annotations": {"block_0001": {"label": 2, "annotated_at": "2024-01-02T10:30:00+00:00"}, "/x/data/blocks": {"block_0002": {"label": 1, "annotated_at": "2024-01-02T10:30:00+00:00"}}}}""");
        _rig.WriteShare("users/carol.json", "{ not json");
        _rig.WriteShare("users/bob_display.json", "{}");

        AllVotes votes = await share.ReadAllUsersAsync(Ct);

        Assert.Equal(["bob", "empty"], votes.Users.Select(user => user.Username));
        Assert.Equal(2, votes.Users[0].Votes[BlockId.Parse("block_0001")].Label);
        Assert.Equal(1, votes.Users[0].Votes[BlockId.Parse("block_0002")].Label);
        Assert.EndsWith("carol.json", Assert.Single(votes.Unreadable).Path, StringComparison.Ordinal);
        Assert.Contains("bob", Assert.Single(votes.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAll_OneFileChanges_IsToldAndOnlyThatIsReadAgain()
    {
        await using LabelShare share = await _rig.OpenAsync();
        _rig.WriteShare("users/bob.json", """{"annotations": {"block_0001": {"label": 2, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""");
        _rig.WriteShare("users/dora.json", """{"annotations": {}}""");
        AllVotes before = await share.ReadAllUsersAsync(Ct);
        int told = 0;
        share.Changed += () => Interlocked.Increment(ref told);

        _rig.WriteShare("users/bob.json", """{"annotations": {"block_0001": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""");
        await Eventually.IsTrueAsync(() => Volatile.Read(ref told) > 0, "the change is told");
        AllVotes after = await share.ReadAllUsersAsync(Ct);

        Assert.Equal(3, after.Users[0].Votes[BlockId.Parse("block_0001")].Label);
        Assert.Same(before.Users[1].Votes, after.Users[1].Votes);
    }

    [Fact]
    public async Task ReadAll_FileBehindItsJournals_JournalsAreMergedInTheBackground()
    {
        _rig.WriteShare("users/bob.json", """{"annotations": {"block_0001": {"label": 2, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""");
        await using (LabelShare other = await _rig.OpenAsync("ws-2"))
        {
            UserLabels bob = await other.OpenUserAsync("bob", Ct);
            await bob.SetAsync(LabelRig.Key("block_0002"), 3, [], Ct);
        }

        string stale = Path.Combine(_rig.Annotations, "users", "bob.json");
        _rig.WriteShare("users/bob.json", """{"annotations": {"block_0001": {"label": 2, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""");
        File.SetLastWriteTimeUtc(stale, DateTime.UnixEpoch.AddYears(40));
        await using LabelShare share = await _rig.OpenAsync();
        int told = 0;
        share.Changed += () => Interlocked.Increment(ref told);

        Assert.Single(Assert.Single((await share.ReadAllUsersAsync(Ct)).Users).Votes);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref told) > 0, "the journals are looked at");

        Assert.Equal(2, Assert.Single((await share.ReadAllUsersAsync(Ct)).Users).Votes.Count);
    }

    [Fact]
    public async Task ReadAll_ForeignEntryNotYetTakenOver_IsSeenBesideTheJournals()
    {
        await using (LabelShare other = await _rig.OpenAsync("ws-2"))
        {
            UserLabels bob = await other.OpenUserAsync("bob", Ct);
            await bob.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
            await bob.SetAsync(LabelRig.Key("block_0002"), 3, [], Ct);
        }

        _rig.WriteShare("users/bob.json", """
            {"annotations": {
              "block_0001": {"label": 2, "annotated_at": "2024-01-02T10:30:00+00:00"},
              "block_0007": {"label": 1, "annotated_at": "2024-01-02T10:30:00+00:00"} } }
            """);
        await using LabelShare share = await _rig.OpenAsync();
        await Eventually.IsTrueAsync(
            async () => Assert.Single((await share.ReadAllUsersAsync(Ct)).Users).Votes.Count == 3,
            "the file and the journals are seen together");

        IReadOnlyDictionary<BlockId, Vote> votes = Assert.Single((await share.ReadAllUsersAsync(Ct)).Users).Votes;
        Assert.Equal(2, votes[BlockId.Parse("block_0001")].Label);
        Assert.Equal(3, votes[BlockId.Parse("block_0002")].Label);
        Assert.Equal(1, votes[BlockId.Parse("block_0007")].Label);
    }

    [Fact]
    public async Task ReadAll_StaleRewriteByAnotherProgram_JournalsStand()
    {
        string stale;
        await using (LabelShare other = await _rig.OpenAsync("ws-2"))
        {
            UserLabels bob = await other.OpenUserAsync("bob", Ct);
            await bob.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
            await other.FlushAsync(TimeSpan.FromSeconds(30));
            stale = await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, "users", "bob.json"), Ct);
            await bob.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
        }

        _rig.WriteShare("users/bob.json", stale);
        await using LabelShare share = await _rig.OpenAsync();

        await Eventually.IsTrueAsync(
            async () => Assert.Single((await share.ReadAllUsersAsync(Ct)).Users).Votes[BlockId.Parse("block_0001")].Label == 2,
            "the journals are looked at");
    }
}
