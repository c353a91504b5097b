using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

/// <summary>Files of the original program that cannot be read, fit no data set or are copies: named, and never counted.</summary>
public sealed class UnusedOriginalFilesTests : IDisposable
{
    private readonly OriginalShare _original = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private LabelRig Rig => _original.Rig;

    public void Dispose() => _original.Dispose();

    [Fact]
    public async Task Files_ThatFitNoDataSetOrAreCopies_AreNamedAndNotUsed()
    {
        string text = await File.ReadAllTextAsync(Path.Combine(Rig.Annotations, OriginalShare.OfAlice), Ct);
        string[] names =
        [
            "users/local/carl/Tile_X_0009_Y_0009_Z_0000/ch_561_blocks (1).json",
            "users/local/carl/Tile_X_0009_Y_0009_Z_0000/ch_488_blocks.json",
            "users/cloud/dora/Tile_X_0009_Y_0009_Z_0000/ch_561_blocks.json",
            "users/local/emil/Tile_X_0009_Y_0009_Z_0000/ch_561_blocks.json",
        ];
        Rig.WriteShare(names[0], text.Replace("alice", "carl", StringComparison.Ordinal));
        Rig.WriteShare(names[1], text.Replace("alice", "carl", StringComparison.Ordinal).Replace("ch_561/", "ch_488/", StringComparison.Ordinal));
        Rig.WriteShare(names[2], text.Replace("alice", "dora", StringComparison.Ordinal));
        Rig.WriteShare(names[3], text.Replace("\"dataset_key\"", "\"key\"", StringComparison.Ordinal).Replace("alice", "emil", StringComparison.Ordinal));
        Rig.WriteShare("users/local/emil/Tile_X_0009_Y_0009_Z_0000/damaged.json", "{\"anno");
        Rig.WriteShare("admin/local/Tile_X_0009_Y_0009_Z_0000_ch_561_blocks_final_labels.json", "{\"lab");
        await using LabelShare share = await Rig.OpenAsync();

        ShareSnapshot whole = await share.ReadWholeAsync(Ct);
        _original.AssertLabels(whole.Votes);
        Assert.Equal(_original.Finals(), OriginalShare.Finals(whole.FinalLabels));
        string[] said = [.. whole.Votes.NotCounted];
        Assert.All(names.Append("damaged.json").Append("admin/local/"), name => Assert.Contains(said, text => text.Replace('\\', '/').Contains(name, StringComparison.Ordinal)));
        Assert.Empty(whole.Votes.Unreadable);
    }

    /// <summary>A key that is no text, or a confirmation with a name twice, is damage of that file, and ends nobody's reading.</summary>
    [Fact]
    public async Task Files_ThatAreOddInside_AreNamed_AndAllElseCounts()
    {
        Rig.WriteShare("users/local/carl/odd.json", "{\"username\": \"carl\", \"dataset_key\": \"\\ud800\", \"annotations\": {}}");
        Rig.WriteShare("campaign/data_root.json", "{\"experiment\": \"a\", \"experiment\": \"b\", \"below\": \"\"}");
        await using LabelShare share = await Rig.OpenAsync();

        ShareSnapshot whole = await share.ReadWholeAsync(Ct);
        Assert.Equal(0, (await share.OpenUserAsync("carl", Ct)).Current.Count);
        await using LabelShare inside = await _original.OpenAtAsync(OriginalShare.First);
        string? refusal = await inside.WhyNoLabelsAsync(BlockId.Parse(OriginalShare.Tile + "/block_7c9e6679-7425-40de-944b-e07fc1f90ae7"));

        _original.AssertLabels(whole.Votes);
        Assert.Contains(whole.Votes.NotCounted, text => text.Contains("odd.json", StringComparison.Ordinal) && text.Contains("damaged", StringComparison.Ordinal));
        Assert.Contains("ask an admin to confirm", refusal, StringComparison.Ordinal);
    }

    /// <summary>What was not looked into may be another experiment with the same tile: a local key does not say which one it is of.</summary>
    [Fact]
    public async Task DataRootNotWhollyLookedInto_LocalKeysAreNamedAndNotUsed_CloudKeysCount()
    {
        Directory.CreateDirectory(Path.Combine([_original.DataRoot, .. Enumerable.Repeat("deep", 20)]));
        await using LabelShare share = await Rig.OpenAsync();

        ShareSnapshot whole = await share.ReadWholeAsync(Ct);

        Assert.DoesNotContain(whole.Votes.Users.Where(user => user.Username == "alice"), user => user.Votes.Count > 0);
        Assert.Contains(whole.Votes.Users, user => user.Username == "ben" && user.Votes.Count > 0);
        Assert.Contains(whole.Votes.NotCounted, text => text.Contains("not all folders of", StringComparison.Ordinal) && text.Contains("alice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OneOddEntryBesidePeople_OrAFolderThatCannotBeRead_StopsNobodyElse()
    {
        Rig.WriteShare("users/local/backup", "a file");
        string closed = Path.Combine(Rig.Annotations, "users", "local", "carl");
        Directory.CreateDirectory(closed);
        var files = new Storage.FaultyFiles { Fault = (_, path) => path.StartsWith(closed, StringComparison.Ordinal) ? new UnauthorizedAccessException("EACCES") : null };
        await using LabelShare share = await Rig.OpenAsync(files: files);

        ShareSnapshot whole = await share.ReadWholeAsync(Ct);

        _original.AssertLabels(whole.Votes);
        Assert.Contains(whole.Votes.Unreadable, fault => fault.Message.Contains(closed, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FinalLabelsOfTheOriginal_WhoseFolderCannotBeListed_AreAFaultAndNotMissing()
    {
        string finals = Path.Combine(Rig.Annotations, "admin", "cloud");
        var files = new Storage.FaultyFiles { Fault = (operation, path) => operation == "ListFiles" && path == finals ? Storage.FaultyFiles.Errno(5) : null };
        await using LabelShare share = await Rig.OpenAsync(files: files);

        StorageException fault = await Assert.ThrowsAsync<StorageException>(() => share.ReadWholeAsync(Ct));

        Assert.Equal(finals, fault.Path);
    }

    /// <summary>Two folders of experiments with one name are two places, not "two experiments (X, X)".</summary>
    [Fact]
    public async Task File_WhoseDataSetStandsTwiceUnderOneExperiment_NamesBothPlaces()
    {
        foreach (string group in new[] { "a", "b" })
        {
            _original.Put($"blocks/{group}/brain/tile_1/ch/blocks/block_0001");
        }

        Rig.WriteShare("users/cloud/carl/brain/tile_1_ch_blocks.json", "{\"username\": \"carl\", \"dataset_key\": \"brain/tile_1/ch/blocks\", \"annotations\": {\"block_0001\": {\"label\": 1}}}");

        string named = Assert.Single((await ShareSnapshot.ReadAsync(new SharedRoot(Rig.Settings()), Ct)).Votes.NotCounted, text => text.Contains("carl", StringComparison.Ordinal));

        Assert.EndsWith("its data set stands in two places (a/brain/tile_1/ch/blocks, b/brain/tile_1/ch/blocks); nothing is guessed", named, StringComparison.Ordinal);
    }
}
