using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Agreement;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

/// <summary>The folders of tests/vectors/original as a share and a data root, and what is expected of them.</summary>
internal sealed class OriginalShare : IDisposable
{
    public const string First = "HCR_000000-s1-ls1_2026-01-23_00-00-00";
    public const string Second = "HCR_000000-s2-ls1_2026-01-24_00-00-00";
    public const string Tile = "Tile_X_0001_Y_0003_Z_0000/ch_561/blocks";
    public const string Single = Second + "/Tile_X_0009_Y_0009_Z_0000/ch_561/blocks/block_0000";
    public const string OfAlice = "users/local/alice/Tile_X_0009_Y_0009_Z_0000/ch_561_blocks.json";

    public JsonObject Expected { get; } = Vectors.Json("original/expected.json");

    public OriginalShare()
    {
        foreach (JsonNode? folder in Expected["layout"]!.AsArray())
        {
            Put(folder!.GetValue<string>());
        }

        string annotations = Path.Combine(Path.GetDirectoryName(Vectors.PathOf("original/expected.json"))!, "annotations");
        foreach (string file in Directory.GetFiles(annotations, "*.json", SearchOption.AllDirectories))
        {
            Rig.WriteShare(Path.GetRelativePath(annotations, file), File.ReadAllText(file));
        }
    }

    public LabelRig Rig { get; } = new();

    public string DataRoot => Path.Combine(Rig.Folder, "share", "data", "blocks");

    public IEnumerable<(string User, string Block, int Label)> Labels => Expected["labels"]!.AsArray()
        .Select(item => (item!["user"]!.GetValue<string>(), item["block"]!.GetValue<string>(), item["label"]!.GetValue<int>()))
        .Order();

    public IEnumerable<string> NamedNotUsed => Expected["named_not_used"]!.AsArray().Select(item => item!.GetValue<string>());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static IEnumerable<(string Block, int Label, string? By)> Finals(LabelSnapshot labels) =>
        labels.Labels.Values.Select(entry => (entry.Key.Block.Value, entry.Label, entry.By));

    public IEnumerable<(string Block, int Label, string? By)> Finals() => Expected["final"]!.AsArray()
        .Select(item => (item!["block"]!.GetValue<string>(), item["label"]!.GetValue<int>(), (string?)item["by"]!.GetValue<string>()));

    public void AssertLabels(AllVotes votes) => Assert.Equal(
        Labels, votes.Users.SelectMany(user => user.Votes.Select(vote => (user.Username, vote.Key.Value, vote.Value.Label))).Order());

    public void AssertExpected(AllVotes votes)
    {
        AssertLabels(votes);
        Assert.Empty(votes.Unreadable);
        Assert.True(IsExpectedlyNamed(Assert.Single(votes.NotCounted)));
    }

    public bool IsExpectedlyNamed(string text) => NamedNotUsed.Any(expected => text.Replace('\\', '/').EndsWith(expected, StringComparison.Ordinal));

    public void Put(string folder)
    {
        string path = Path.Combine(Rig.Folder, "share", "data", folder);
        Directory.CreateDirectory(path);
        File.WriteAllBytes(Path.Combine(path, "channel_0.tiff"), [1]);
    }

    public async Task RewriteAsync(Func<string, string> change) =>
        Rig.WriteShare(OfAlice, change(await File.ReadAllTextAsync(Path.Combine(Rig.Annotations, OfAlice), Ct)));

    public Task<LabelShare> OpenAtAsync(string below) =>
        LabelShare.OpenAsync(Rig.Settings("ws-" + below.Length) with { DataRoot = Path.Combine(DataRoot, below) }, Ct);

    public void Dispose() => Rig.Dispose();
}
