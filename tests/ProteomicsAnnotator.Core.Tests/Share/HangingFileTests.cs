using System.Diagnostics;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>One file of which every operation hangs: it stops only what needs it, and nothing once it answers.</summary>
public sealed class HangingFileTests : IDisposable
{
    private const string Text = """{"annotations": {"block_0009": {"label": 1, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""";
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _files.Answering.Set();
        _rig.Dispose();
    }

    [Theory]
    [InlineData("users/alice.json")]
    [InlineData("history/users/alice/20200101T000000Z-ws-9-0123456789ab.jsonl")]
    [InlineData("users/mallory.json")]
    [InlineData("history/users/mallory/20200101T000000Z-ws-9-0123456789ab.jsonl")]
    [InlineData("preferences/alice.json")]
    public async Task OneFile_StopsOnlyWhatNeedsIt_IsNamedInTime_AndIsReadOnceItAnswers(string place)
    {
        _rig.WriteShare(place, place.EndsWith("jsonl", StringComparison.Ordinal) ? "{\"format\":1}\n" : Text);
        (_files.HangingPath, string path) = (place, Path.Combine(_rig.Annotations, place));
        _files.Answering.Reset();
        LabelShareSettings settings = _rig.Settings(files: _files) with { Limits = LabelRig.Patient with { Preferences = TimeSpan.FromSeconds(4), Answer = TimeSpan.FromSeconds(20) } };
        await using LabelShare share = await LabelShare.OpenAsync(settings, Ct);

        foreach (string name in (string[])["alice", "bob"])
        {
            UserLabels user = await share.OpenUserAsync(name, Ct);
            Assert.Equal(LabelPlace.Share, (await user.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct)).Place);
            _ = await share.Preferences.ReadAsync(name, Ct);
            Assert.Equal(SaveStateKind.Saved, user.SaveState.Kind);
        }

        Assert.Null(await share.Preferences.WriteAsync("bob", null, null, Ct));
        long start = Stopwatch.GetTimestamp();
        AllVotes votes = (await share.ReadWholeAsync(Ct)).Votes;
        BlockHistory history = await share.ReadHistoryAsync(LabelRig.Key("block_0001"), withEvidence: false, Ct);
        _ = await share.ReadAllUsersAsync(Ct);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.Equal(2, votes.Users.Single(user => user.Username == "bob").Votes[BlockId.Parse("block_0001")].Label);
        await Eventually.IsTrueAsync(
            async () => (await share.ReadAllUsersAsync(Ct)).Users.Any(user => user.Username == "bob" && user.Votes.ContainsKey(BlockId.Parse("block_0001"))),
            "who follows the labels sees bob's");
        Assert.Equal(!place.StartsWith("preferences", StringComparison.Ordinal), votes.Unreadable.Any(fault => fault.Path == path));
        Assert.Equal(!place.StartsWith("preferences", StringComparison.Ordinal), history.Faults.Any(fault => fault.Contains(place, StringComparison.Ordinal)));

        UserLabels signedIn = await share.OpenUserAsync("alice", Ct);
        bool concerns = place == "users/alice.json";
        await Eventually.IsTrueAsync(
            () => concerns == signedIn.Notices.Any(notice => notice.Contains(path, StringComparison.Ordinal) && notice.Contains("cannot be brought up to date", StringComparison.Ordinal)),
            "whose file it is is told that it lacks labels");

        _files.Answering.Set();
        await Eventually.IsTrueAsync(async () => (await share.ReadWholeAsync(Ct)).Votes.Unreadable.Count == 0, "it is read again");
        Assert.True((await (await share.OpenUserAsync("alice", Ct)).SetAsync(LabelRig.Key("block_0002"), 2, [], Ct)).Accepted);
        await share.FlushAsync(TimeSpan.FromMinutes(1));
        await Eventually.IsTrueAsync(
            async () => File.Exists(_rig.UserFile) && (await File.ReadAllTextAsync(_rig.UserFile, Ct)).Contains("block_0002", StringComparison.Ordinal),
            "the file is written again");
    }

    [Fact]
    public async Task ManyFiles_CostNobodyElse_AndTheAnswerComesInTime()
    {
        for (int i = 0; i < 24; i++)
        {
            _rig.WriteShare(FormattableString.Invariant($"users/mallory{i}.json"), Text);
        }

        _rig.WriteShare("users/bob.json", Text);
        _files.HangingPath = "annotations/users/mallory";
        _files.Answering.Reset();
        await using LabelShare share = await _rig.OpenAsync(files: _files);

        AllVotes votes = (await share.ReadWholeAsync(Ct)).Votes;

        Assert.Equal("bob", Assert.Single(votes.Users).Username);
        Assert.Equal(24, votes.Unreadable.Count);
    }

    [Fact]
    public async Task ManyFilesInAnotherCase_CostNobodyElse_AndTheLabelsOfAllComeInTime()
    {
        for (int i = 0; i < 24; i++)
        {
            _rig.WriteShare(FormattableString.Invariant($"users/Mallory{i}.json"), Text);
        }

        _rig.WriteShare("users/bob.json", Text);
        _rig.WriteShare("users/Zoe.json", Text);
        _files.HangingPath = "annotations/users/Mallory";
        _files.Answering.Reset();
        await using LabelShare share = await _rig.OpenAsync(files: _files);

        long start = Stopwatch.GetTimestamp();
        AllVotes votes = await share.ReadAllUsersAsync(Ct);

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Contains("bob", votes.Users.Select(user => user.Username));
        Assert.All(Enumerable.Range(0, 24), i => Assert.Contains(votes.Unreadable, fault => fault.Path.EndsWith(TestScale.Text(i) + ".json", StringComparison.Ordinal)));

        _files.Answering.Set();
        await Eventually.IsTrueAsync(
            async () => await share.ReadAllUsersAsync(Ct) is { Unreadable.Count: 0, Users.Count: 26 },
            "all are read once they answer");
    }
}
