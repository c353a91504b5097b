using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Agreement;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

/// <summary>
/// The folders of the original program as they are today: tests/vectors/original, with two experiments whose tiles have equal
/// names. No label may be lost, and none may come to the other experiment.
/// </summary>
public sealed class OriginalFoldersTests : IDisposable
{
    private const string First = "HCR_000000-s1-ls1_2026-01-23_00-00-00";
    private const string Second = "HCR_000000-s2-ls1_2026-01-24_00-00-00";
    private const string Tile = "Tile_X_0001_Y_0003_Z_0000/ch_561/blocks";
    private const string Single = Second + "/Tile_X_0009_Y_0009_Z_0000/ch_561/blocks/block_0000";
    private const string OfAlice = "users/local/alice/Tile_X_0009_Y_0009_Z_0000/ch_561_blocks.json";
    private readonly LabelRig _rig = new();
    private readonly JsonObject _expected = Vectors.Json("original/expected.json");

    public OriginalFoldersTests()
    {
        foreach (JsonNode? folder in _expected["layout"]!.AsArray())
        {
            Put(folder!.GetValue<string>());
        }

        string annotations = Path.Combine(Path.GetDirectoryName(Vectors.PathOf("original/expected.json"))!, "annotations");
        foreach (string file in Directory.GetFiles(annotations, "*.json", SearchOption.AllDirectories))
        {
            _rig.WriteShare(Path.GetRelativePath(annotations, file), File.ReadAllText(file));
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string DataRoot => Path.Combine(_rig.Folder, "share", "data", "blocks");

    private IEnumerable<(string User, string Block, int Label)> Labels => _expected["labels"]!.AsArray()
        .Select(item => (item!["user"]!.GetValue<string>(), item["block"]!.GetValue<string>(), item["label"]!.GetValue<int>()))
        .Order();

    private IEnumerable<string> NamedNotUsed => _expected["named_not_used"]!.AsArray().Select(item => item!.GetValue<string>());

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Blocks_OfBothExperiments_HaveIdsOfTheirOwn()
    {
        using var catalog = new BlockCatalog(DataRoot, DataRoot, []);
        await catalog.ScanAsync(Ct);

        Assert.Equal(
            _expected["ids"]!.AsArray().Select(id => id!.GetValue<string>()).Order(StringComparer.Ordinal), catalog.Current.Blocks.Select(block => block.Id.Value));
        Assert.Empty(catalog.Current.Problems);
        Assert.Empty(catalog.Current.IgnoredFolders);
    }

    [Fact]
    public async Task Labels_CountAtOnce_ForPeopleWhoNeverSignInHere()
    {
        await using LabelShare share = await _rig.OpenAsync();

        foreach (AllVotes votes in await AllReadingsAsync(share))
        {
            AssertExpected(votes);
        }

        ShareSnapshot whole = await share.ReadWholeAsync(Ct);
        Assert.Equal(Finals(), Finals(whole.FinalLabels));
        BlockHistory history = await share.ReadHistoryAsync(LabelRig.Key(Single), withEvidence: false, Ct);
        Assert.Equal(("alice", 3), Assert.Single(history.Entries) is var entry ? (entry.By, entry.Label!.Value) : default);
        Assert.Empty(Directory.GetFiles(_rig.Annotations, "*.jsonl", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Labels_TakenOverAtSignIn_AreTheSameBeforeAndAfter()
    {
        for (int start = 0; start < 2; start++)
        {
            await using LabelShare share = await _rig.OpenAsync();
            foreach (string user in new[] { "alice", "ben" })
            {
                UserLabels labels = await share.OpenUserAsync(user, Ct);
                Assert.Equal(Labels.Where(label => label.User == user), LabelsOf(user, labels.Current));
                Assert.Equal(start == 0, labels.Notices.Any(notice => notice.Contains("original program", StringComparison.Ordinal) && notice.Contains(Second, StringComparison.Ordinal)));
                Assert.Equal(user == "alice", labels.Notices.Any(IsExpectedlyNamed));
            }

            FinalLabels finals = await share.OpenFinalLabelsAsync("alice", Ct);
            Assert.Equal(Finals(), Finals(finals.Current));
            await share.FlushAsync(TimeSpan.FromMinutes(1));
            foreach (AllVotes votes in await AllReadingsAsync(share))
            {
                AssertExpected(votes);
            }
        }

        Assert.Equal(3, OwnReader.FileLabels(await File.ReadAllBytesAsync(_rig.UserFile, Ct))[Single]);
        Assert.Single(OwnReader.Decisions(_rig.Journals));
        Assert.Single(OwnReader.Decisions(Path.Combine(_rig.Annotations, "history", "admin")));
    }

    [Fact]
    public async Task Export_OfTheWholeFixture_HasEveryLabel()
    {
        ShareSnapshot whole = await ShareSnapshot.ReadAsync(new SharedRoot(_rig.Settings()), Ct);
        AssertExpected(whole.Votes);
        Assert.Equal(Finals(), Finals(whole.FinalLabels));
        List<string> faults = [];
        IEnumerable<string> inputs = ExportManifest.InputsOf(_rig.Annotations, faults).Select(file => file.Path);
        Assert.Empty(faults);
        Assert.Equal(4, inputs.Count(path => path.StartsWith("users/local/alice/", StringComparison.Ordinal) || path.StartsWith("users/cloud/ben/", StringComparison.Ordinal) || path.StartsWith("admin/cloud/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Check_NamesWhatIsNotUsed_AndNoFolderOfTheOriginal()
    {
        ShareCheckRow damage = (await ShareCheck.RunAsync(new SharedRoot(_rig.Settings()), Ct)).Single(row => row.Check == "damaged files");

        Assert.Contains(NamedNotUsed.Single(), damage.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("display_preferences", damage.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody", damage.Detail, StringComparison.Ordinal);
    }

    /// <summary>Of a block that was labelled here and there, the later label counts, whichever program saw it first.</summary>
    [Theory]
    [InlineData("2020-02-03T09:15:30+00:00", 2)]
    [InlineData("2999-02-03T09:15:30+00:00", 1)]
    public async Task LabelOfTheOriginal_BesideOneGivenHere_TheLaterOneCounts(string time, int expected)
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels alice = await share.OpenUserAsync("alice", Ct);
        await alice.SetAsync(LabelRig.Key(Single), 2, [], Ct);

        await RewriteAsync(text => text.Replace("\"label\": 3", "\"label\": 1", StringComparison.Ordinal).Replace("2026-02-03T09:15:30.123456+00:00", time, StringComparison.Ordinal));

        foreach (AllVotes votes in await AllReadingsAsync(share))
        {
            Assert.Equal(expected, votes.Users.Single(user => user.Username == "alice").Votes[BlockId.Parse(Single)].Label);
        }

        await Eventually.IsTrueAsync(() => alice.Find(LabelRig.Key(Single))?.Label == expected, "the program of alice says the same");
    }

    [Fact]
    public async Task FollowedVotes_OriginalFileChanges_AreReadAgain()
    {
        await using LabelShare share = await _rig.OpenAsync();
        int changes = 0;
        share.Changed += () => Interlocked.Increment(ref changes);
        AssertExpected(await share.ReadAllUsersAsync(Ct));

        await RewriteAsync(text => text.Replace("\"label\": 3", "\"label\": 1", StringComparison.Ordinal));

        await Eventually.IsTrueAsync(() => Volatile.Read(ref changes) > 0, "the change is told");
        AllVotes votes = await share.ReadAllUsersAsync(Ct);
        Assert.Equal(1, votes.Users.Single(user => user.Username == "alice").Votes[BlockId.Parse(Single)].Label);
    }

    [Fact]
    public async Task Files_ThatFitNoDataSetOrAreCopies_AreNamedAndNotUsed()
    {
        string text = await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, OfAlice), Ct);
        string[] names =
        [
            "users/local/carl/Tile_X_0009_Y_0009_Z_0000/ch_561_blocks (1).json",
            "users/local/carl/Tile_X_0009_Y_0009_Z_0000/ch_488_blocks.json",
            "users/cloud/dora/Tile_X_0009_Y_0009_Z_0000/ch_561_blocks.json",
            "users/local/emil/Tile_X_0009_Y_0009_Z_0000/ch_561_blocks.json",
        ];
        _rig.WriteShare(names[0], text.Replace("alice", "carl", StringComparison.Ordinal));
        _rig.WriteShare(names[1], text.Replace("alice", "carl", StringComparison.Ordinal).Replace("ch_561/", "ch_488/", StringComparison.Ordinal));
        _rig.WriteShare(names[2], text.Replace("alice", "dora", StringComparison.Ordinal));
        _rig.WriteShare(names[3], text.Replace("\"dataset_key\"", "\"key\"", StringComparison.Ordinal).Replace("alice", "emil", StringComparison.Ordinal));
        _rig.WriteShare("users/local/emil/Tile_X_0009_Y_0009_Z_0000/damaged.json", "{\"anno");
        _rig.WriteShare("admin/local/Tile_X_0009_Y_0009_Z_0000_ch_561_blocks_final_labels.json", "{\"lab");
        await using LabelShare share = await _rig.OpenAsync();

        ShareSnapshot whole = await share.ReadWholeAsync(Ct);
        AssertLabels(whole.Votes);
        Assert.Equal(Finals(), Finals(whole.FinalLabels));
        string[] said = [.. whole.Votes.NotCounted];
        Assert.All(names.Append("damaged.json").Append("admin/local/"), name => Assert.Contains(said, text => text.Replace('\\', '/').Contains(name, StringComparison.Ordinal)));
        Assert.Empty(whole.Votes.Unreadable);
    }

    /// <summary>A key that is no text, or a confirmation with a name twice, is damage of that file, and ends nobody's reading.</summary>
    [Fact]
    public async Task Files_ThatAreOddInside_AreNamed_AndAllElseCounts()
    {
        _rig.WriteShare("users/local/carl/odd.json", "{\"username\": \"carl\", \"dataset_key\": \"\\ud800\", \"annotations\": {}}");
        _rig.WriteShare("campaign/data_root.json", "{\"experiment\": \"a\", \"experiment\": \"b\", \"below\": \"\"}");
        await using LabelShare share = await _rig.OpenAsync();

        ShareSnapshot whole = await share.ReadWholeAsync(Ct);
        Assert.Equal(0, (await share.OpenUserAsync("carl", Ct)).Current.Count);
        await using LabelShare inside = await OpenAtAsync(First);
        string? refusal = await inside.WhyNoLabelsAsync(BlockId.Parse(Tile + "/block_7c9e6679-7425-40de-944b-e07fc1f90ae7"));

        AssertLabels(whole.Votes);
        Assert.Contains(whole.Votes.NotCounted, text => text.Contains("odd.json", StringComparison.Ordinal) && text.Contains("damaged", StringComparison.Ordinal));
        Assert.Contains("ask an admin to confirm", refusal, StringComparison.Ordinal);
    }

    /// <summary>What was not looked into may be another experiment with the same tile: a local key does not say which one it is of.</summary>
    [Fact]
    public async Task DataRootNotWhollyLookedInto_LocalKeysAreNamedAndNotUsed_CloudKeysCount()
    {
        Directory.CreateDirectory(Path.Combine([DataRoot, .. Enumerable.Repeat("deep", 20)]));
        await using LabelShare share = await _rig.OpenAsync();

        ShareSnapshot whole = await share.ReadWholeAsync(Ct);

        Assert.DoesNotContain(whole.Votes.Users.Where(user => user.Username == "alice"), user => user.Votes.Count > 0);
        Assert.Contains(whole.Votes.Users, user => user.Username == "ben" && user.Votes.Count > 0);
        Assert.Contains(whole.Votes.NotCounted, text => text.Contains("not all folders of", StringComparison.Ordinal) && text.Contains("alice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OneOddEntryBesidePeople_OrAFolderThatCannotBeRead_StopsNobodyElse()
    {
        _rig.WriteShare("users/local/backup", "a file");
        string closed = Path.Combine(_rig.Annotations, "users", "local", "carl");
        Directory.CreateDirectory(closed);
        var files = new Storage.FaultyFiles { Fault = (_, path) => path.StartsWith(closed, StringComparison.Ordinal) ? new UnauthorizedAccessException("EACCES") : null };
        await using LabelShare share = await _rig.OpenAsync(files: files);

        ShareSnapshot whole = await share.ReadWholeAsync(Ct);

        AssertLabels(whole.Votes);
        Assert.Contains(whole.Votes.Unreadable, fault => fault.Message.Contains(closed, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FinalLabelsOfTheOriginal_WhoseFolderCannotBeListed_AreAFaultAndNotMissing()
    {
        string finals = Path.Combine(_rig.Annotations, "admin", "cloud");
        var files = new Storage.FaultyFiles { Fault = (operation, path) => operation == "ListFiles" && path == finals ? Storage.FaultyFiles.Errno(5) : null };
        await using LabelShare share = await _rig.OpenAsync(files: files);

        StorageException fault = await Assert.ThrowsAsync<StorageException>(() => share.ReadWholeAsync(Ct));

        Assert.Equal(finals, fault.Path);
    }

    /// <summary>Two folders of experiments with one name are two places, not "two experiments (X, X)".</summary>
    [Fact]
    public async Task File_WhoseDataSetStandsTwiceUnderOneExperiment_NamesBothPlaces()
    {
        foreach (string group in new[] { "a", "b" })
        {
            Put($"blocks/{group}/brain/tile_1/ch/blocks/block_0001");
        }

        _rig.WriteShare("users/cloud/carl/brain/tile_1_ch_blocks.json", "{\"username\": \"carl\", \"dataset_key\": \"brain/tile_1/ch/blocks\", \"annotations\": {\"block_0001\": {\"label\": 1}}}");

        string named = Assert.Single((await ShareSnapshot.ReadAsync(new SharedRoot(_rig.Settings()), Ct)).Votes.NotCounted, text => text.Contains("carl", StringComparison.Ordinal));

        Assert.EndsWith("its data set stands in two places (a/brain/tile_1/ch/blocks, b/brain/tile_1/ch/blocks); nothing is guessed", named, StringComparison.Ordinal);
    }

    /// <summary>"known: 0 labels" would be untrue of someone whose labels nobody has taken over yet.</summary>
    [Fact]
    public async Task LookUp_PersonWithLabelsOfTheOriginalAlone_SaysSo_UntilTheyAreTakenOver()
    {
        await using LabelShare share = await _rig.OpenAsync();
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
        string text = await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, OfAlice), Ct);
        _rig.WriteShare("users/local/Ben/Tile_X_0009_Y_0009_Z_0000/ch_561_blocks.json", text.Replace("alice", "BEN", StringComparison.Ordinal));
        await using LabelShare share = await _rig.OpenAsync();

        foreach (AllVotes votes in await AllReadingsAsync(share))
        {
            Assert.Equal(2, votes.Users.Single(user => user.Username == "ben").Votes.Count);
        }

        Assert.Equal(2, (await share.OpenUserAsync("ben", Ct)).Current.Count);
        Assert.True((await share.LookUpAsync("ben", Ct)).IsKnown);
    }

    /// <summary>The data root is one brain: ids would be the same for the other one.</summary>
    [Fact]
    public async Task DataRootThatIsOneExperiment_TakesNoLabelUntilAnAdminConfirmsIt()
    {
        string block = Tile + "/block_7c9e6679-7425-40de-944b-e07fc1f90ae7";
        await using (LabelShare share = await OpenAtAsync(First))
        {
            UserLabels alice = await share.OpenUserAsync("alice", Ct);
            var refused = await alice.SetAsync(LabelRig.Key(block), 1, [], Ct);
            Assert.False(refused.Accepted);
            Assert.Contains(DataRoot, refused.Reason, StringComparison.Ordinal);
            FinalLabels finals = await share.OpenFinalLabelsAsync("carol", Ct);
            Assert.False((await finals.SetAsync([LabelRig.Key(block)], 1, Ct)).Accepted);
            Assert.Equal(0, alice.Current.Count);
            Assert.NotNull(await share.WhyNoLabelsAsync(BlockId.Parse(block)));

            Assert.Null(await share.ConfirmDataRootAsync(BlockId.Parse(block), "carol"));
            Assert.True((await alice.SetAsync(LabelRig.Key(block), 1, [], Ct)).Accepted);
            Assert.Null(await share.WhyNoLabelsAsync(BlockId.Parse(block)));
        }

        await using LabelShare other = await OpenAtAsync(Second);
        UserLabels ben = await other.OpenUserAsync("ben", Ct);
        Assert.Contains(First, (await ben.SetAsync(LabelRig.Key(block), 1, [], Ct)).Reason, StringComparison.Ordinal);
        Assert.Contains(First, await other.ConfirmDataRootAsync(BlockId.Parse(block), "carol"), StringComparison.Ordinal);
        UserLabels again = await other.OpenUserAsync("alice", Ct);
        Assert.Equal(UndoOutcome.Refused, (await again.UndoAsync(Ct)).Outcome);
        Assert.Equal(1, again.Find(LabelRig.Key(block))?.Label);

        await using LabelShare whole = await _rig.OpenAsync("ws-3");
        Assert.True((await (await whole.OpenUserAsync("alice", Ct)).SetAsync(LabelRig.Key(Second + "/" + block), 1, [], Ct)).Accepted);
    }

    [Theory]
    [InlineData(First + "/Tile_X_0001_Y_0003_Z_0000", "ch_561/blocks/block_7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    [InlineData(First + "/" + Tile, "block_7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    public async Task DataRootInAnExperiment_TakesNoLabel(string below, string block)
    {
        await using LabelShare share = await OpenAtAsync(below);
        UserLabels alice = await share.OpenUserAsync("alice", Ct);

        Assert.False((await alice.SetAsync(LabelRig.Key(block), 1, [], Ct)).Accepted);
        Assert.Contains($"ANNOTATOR_DATA_ROOT={DataRoot} ", await share.WhyNoLabelsAsync(BlockId.Parse(block)), StringComparison.Ordinal);
        Assert.Equal(0, alice.Current.Count);
    }

    [Fact]
    public async Task DisplayPreferences_OfTheOriginal_AreRead_AndWhatIsNotUnderstoodIsSaid()
    {
        await using LabelShare share = await _rig.OpenAsync();
        PreferencesRead read = await share.Preferences.ReadAsync("alice", Ct);
        Assert.Equal(3400, read.Display!.Value.GetProperty("channels").GetProperty("488").GetProperty("limits")[1].GetDouble());
        Assert.Equal("#FF00FF", read.Display!.Value.GetProperty("channels").GetProperty("561").GetProperty("color").GetString());
        Assert.Null(read.NotUnderstood);

        _rig.WriteShare("users/display_preferences/Ben.json", """{"channel_prefs": {"488": {"color": "#00FF00", "gamma_lut": 3}, "561": 7}, "layout": {}}""");
        PreferencesRead ben = await share.Preferences.ReadAsync("ben", Ct);
        Assert.Equal("#00FF00", ben.Display!.Value.GetProperty("channels").GetProperty("488").GetProperty("color").GetString());
        Assert.All(["Ben.json", "gamma_lut", "561", "layout"], name => Assert.Contains(name, ben.NotUnderstood, StringComparison.Ordinal));
    }

    private static async Task<AllVotes[]> AllReadingsAsync(LabelShare share) =>
        [await share.ReadAllUsersAsync(Ct), (await share.ReadWholeAsync(Ct)).Votes];

    private static IEnumerable<(string User, string Block, int Label)> LabelsOf(string user, LabelSnapshot labels) =>
        labels.Labels.Values.Select(entry => (user, entry.Key.Block.Value, entry.Label)).Order();

    private static IEnumerable<(string Block, int Label, string? By)> Finals(LabelSnapshot labels) =>
        labels.Labels.Values.Select(entry => (entry.Key.Block.Value, entry.Label, entry.By));

    private IEnumerable<(string Block, int Label, string? By)> Finals() => _expected["final"]!.AsArray()
        .Select(item => (item!["block"]!.GetValue<string>(), item["label"]!.GetValue<int>(), (string?)item["by"]!.GetValue<string>()));

    private bool IsExpectedlyNamed(string text) => NamedNotUsed.Any(expected => text.Replace('\\', '/').EndsWith(expected, StringComparison.Ordinal));

    private void AssertLabels(AllVotes votes) => Assert.Equal(
        Labels, votes.Users.SelectMany(user => user.Votes.Select(vote => (user.Username, vote.Key.Value, vote.Value.Label))).Order());

    private void AssertExpected(AllVotes votes)
    {
        AssertLabels(votes);
        Assert.Empty(votes.Unreadable);
        Assert.True(IsExpectedlyNamed(Assert.Single(votes.NotCounted)));
    }

    private void Put(string folder)
    {
        string path = Path.Combine(_rig.Folder, "share", "data", folder);
        Directory.CreateDirectory(path);
        File.WriteAllBytes(Path.Combine(path, "channel_0.tiff"), [1]);
    }

    private async Task RewriteAsync(Func<string, string> change) =>
        _rig.WriteShare(OfAlice, change(await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, OfAlice), Ct)));

    private Task<LabelShare> OpenAtAsync(string below) =>
        LabelShare.OpenAsync(_rig.Settings("ws-" + below.Length) with { DataRoot = Path.Combine(DataRoot, below) }, Ct);
}
