using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

/// <summary>
/// The folders of the original program as they are today: tests/vectors/original, with two experiments whose tiles have equal
/// names. No label may be lost, and none may come to the other experiment.
/// </summary>
public sealed class OriginalFoldersTests : IDisposable
{
    private readonly OriginalShare _original = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private LabelRig Rig => _original.Rig;

    public void Dispose() => _original.Dispose();

    [Fact]
    public async Task Blocks_OfBothExperiments_HaveIdsOfTheirOwn()
    {
        using var catalog = new BlockCatalog(_original.DataRoot, _original.DataRoot, []);
        await catalog.ScanAsync(Ct);

        Assert.Equal(
            _original.Expected["ids"]!.AsArray().Select(id => id!.GetValue<string>()).Order(StringComparer.Ordinal), catalog.Current.Blocks.Select(block => block.Id.Value));
        Assert.Empty(catalog.Current.Problems);
        Assert.Empty(catalog.Current.IgnoredFolders);
    }

    [Fact]
    public async Task Labels_CountAtOnce_ForPeopleWhoNeverSignInHere()
    {
        await using LabelShare share = await Rig.OpenAsync();

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            _original.AssertExpected(votes);
        }

        ShareSnapshot whole = await share.ReadWholeAsync(Ct);
        Assert.Equal(_original.Finals(), OriginalShare.Finals(whole.FinalLabels));
        BlockHistory history = await share.ReadHistoryAsync(LabelRig.Key(OriginalShare.Single), withEvidence: false, Ct);
        Assert.Equal(("alice", 3), Assert.Single(history.Entries) is var entry ? (entry.By, entry.Label!.Value) : default);
        Assert.Empty(Directory.GetFiles(Rig.Annotations, "*.jsonl", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Labels_TakenOverAtSignIn_AreTheSameBeforeAndAfter()
    {
        for (int start = 0; start < 2; start++)
        {
            await using LabelShare share = await Rig.OpenAsync();
            foreach (string user in new[] { "alice", "ben" })
            {
                UserLabels labels = await share.OpenUserAsync(user, Ct);
                Assert.Equal(_original.Labels.Where(label => label.User == user), LabelsOf(user, labels.Current));
                Assert.Equal(start == 0, labels.Notices.Any(notice => notice.Contains("original program", StringComparison.Ordinal) && notice.Contains(OriginalShare.Second, StringComparison.Ordinal)));
                Assert.Equal(user == "alice", labels.Notices.Any(_original.IsExpectedlyNamed));
            }

            FinalLabels finals = await share.OpenFinalLabelsAsync("alice", Ct);
            Assert.Equal(_original.Finals(), OriginalShare.Finals(finals.Current));
            await share.FlushAsync(TimeSpan.FromMinutes(1));
            foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
            {
                _original.AssertExpected(votes);
            }
        }

        Assert.Equal(3, OwnReader.FileLabels(await File.ReadAllBytesAsync(Rig.UserFile, Ct))[OriginalShare.Single]);
        Assert.Single(OwnReader.Decisions(Rig.Journals));
        Assert.Single(OwnReader.Decisions(Path.Combine(Rig.Annotations, "history", "admin")));
    }

    [Fact]
    public async Task Export_OfTheWholeFixture_HasEveryLabel()
    {
        ShareSnapshot whole = await ShareSnapshot.ReadAsync(new SharedRoot(Rig.Settings()), Ct);
        _original.AssertExpected(whole.Votes);
        Assert.Equal(_original.Finals(), OriginalShare.Finals(whole.FinalLabels));
        List<string> faults = [];
        IEnumerable<string> inputs = ExportManifest.InputsOf(Rig.Annotations, faults, PeopleDecisions.None).Select(file => file.Path);
        Assert.Empty(faults);
        Assert.Equal(4, inputs.Count(path => path.StartsWith("users/local/alice/", StringComparison.Ordinal) || path.StartsWith("users/cloud/ben/", StringComparison.Ordinal) || path.StartsWith("admin/cloud/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Check_NamesWhatIsNotUsed_AndNoFolderOfTheOriginal()
    {
        ShareCheckRow damage = (await ShareCheck.RunAsync(new SharedRoot(Rig.Settings()), Ct)).Single(row => row.Check == "damaged files");

        Assert.Contains(_original.NamedNotUsed.Single(), damage.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("display_preferences", damage.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody", damage.Detail, StringComparison.Ordinal);
    }

    /// <summary>Of a block that was labelled here and there, the later label counts, whichever program saw it first.</summary>
    [Theory]
    [InlineData("2020-02-03T09:15:30+00:00", 2)]
    [InlineData("2999-02-03T09:15:30+00:00", 1)]
    public async Task LabelOfTheOriginal_BesideOneGivenHere_TheLaterOneCounts(string time, int expected)
    {
        await using LabelShare share = await Rig.OpenAsync();
        UserLabels alice = await share.OpenUserAsync("alice", Ct);
        await alice.SetAsync(LabelRig.Key(OriginalShare.Single), 2, [], Ct);

        await _original.RewriteAsync(text => text.Replace("\"label\": 3", "\"label\": 1", StringComparison.Ordinal).Replace("2026-02-03T09:15:30.123456+00:00", time, StringComparison.Ordinal));

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            Assert.Equal(expected, votes.Users.Single(user => user.Username == "alice").Votes[BlockId.Parse(OriginalShare.Single)].Label);
        }

        await Eventually.IsTrueAsync(() => alice.Find(LabelRig.Key(OriginalShare.Single))?.Label == expected, "the program of alice says the same");
    }

    [Fact]
    public async Task FollowedVotes_OriginalFileChanges_AreReadAgain()
    {
        await using LabelShare share = await Rig.OpenAsync();
        int changes = 0;
        share.Changed += () => Interlocked.Increment(ref changes);
        _original.AssertExpected(await share.ReadAllUsersAsync(Ct));

        await _original.RewriteAsync(text => text.Replace("\"label\": 3", "\"label\": 1", StringComparison.Ordinal));

        await Eventually.IsTrueAsync(() => Volatile.Read(ref changes) > 0, "the change is told");
        AllVotes votes = await share.ReadAllUsersAsync(Ct);
        Assert.Equal(1, votes.Users.Single(user => user.Username == "alice").Votes[BlockId.Parse(OriginalShare.Single)].Label);
    }

    /// <summary>"known: 0 labels" would be untrue of someone whose labels nobody has taken over yet.</summary>
    [Fact]
    public async Task LookUp_PersonWithLabelsOfTheOriginalAlone_SaysSo_UntilTheyAreTakenOver()
    {
        await using LabelShare share = await Rig.OpenAsync();
        Assert.Equal(new KnownUser(true, 0, null) { HasOnlyOriginals = true }, await share.LookUpAsync("ben", Ct));
        Assert.False((await share.LookUpAsync("nobody", Ct)).IsKnown);

        UserLabels ben = await share.OpenUserAsync("ben", Ct);
        await share.FlushAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(new KnownUser(true, ben.Current.Count, "ws-1"), await share.LookUpAsync("ben", Ct));
    }

    /// <summary>A person is a username in any case, and a local key without a time is taken like any other.</summary>
    [Fact]
    public async Task PersonInAnotherCase_IsTheSamePerson()
    {
        string text = await File.ReadAllTextAsync(Path.Combine(Rig.Annotations, OriginalShare.OfAlice), Ct);
        Rig.WriteShare("users/local/Ben/Tile_X_0009_Y_0009_Z_0000/ch_561_blocks.json", text.Replace("alice", "BEN", StringComparison.Ordinal));
        await using LabelShare share = await Rig.OpenAsync();

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            Assert.Equal(2, votes.Users.Single(user => user.Username == "ben").Votes.Count);
        }

        Assert.Equal(2, (await share.OpenUserAsync("ben", Ct)).Current.Count);
        Assert.True((await share.LookUpAsync("ben", Ct)).IsKnown);
    }

    [Fact]
    public async Task DisplayPreferences_OfTheOriginal_AreRead_AndWhatIsNotUnderstoodIsSaid()
    {
        await using LabelShare share = await Rig.OpenAsync();
        PreferencesRead read = await share.Preferences.ReadAsync("alice", Ct);
        Assert.Equal(3400, read.Display!.Value.GetProperty("channels").GetProperty("488").GetProperty("limits")[1].GetDouble());
        Assert.Equal("#FF00FF", read.Display!.Value.GetProperty("channels").GetProperty("561").GetProperty("color").GetString());
        Assert.Null(read.NotUnderstood);

        Rig.WriteShare("users/display_preferences/Ben.json", """{"channel_prefs": {"488": {"color": "#00FF00", "gamma_lut": 3}, "561": 7}, "layout": {}}""");
        PreferencesRead ben = await share.Preferences.ReadAsync("ben", Ct);
        Assert.Equal("#00FF00", ben.Display!.Value.GetProperty("channels").GetProperty("488").GetProperty("color").GetString());
        Assert.All(["Ben.json", "gamma_lut", "561", "layout"], name => Assert.Contains(name, ben.NotUnderstood, StringComparison.Ordinal));
    }

    private static IEnumerable<(string User, string Block, int Label)> LabelsOf(string user, LabelSnapshot labels) =>
        labels.Labels.Values.Select(entry => (user, entry.Key.Block.Value, entry.Label)).Order();
}
