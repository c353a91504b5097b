using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Documentation;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>What the commands make of votes that are not blind.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class NotBlindCommandTests : IAsyncDisposable
{
    private readonly ExportRig _rig = new();
    private readonly ReleaseRig _release = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _release.DisposeAsync();
    }

    [Fact]
    public async Task Export_MarksThem_LeavesThemOutOfFigures_AndKeepsThemWhereAskedTo()
    {
        // Erin repeats alice everywhere, and could see what alice had said.
        _rig.Project.PutText("users/erin.json", $$$"""{"username":"erin","annotations":{{{{string.Join(',', Erin().Select(vote => $$"""{{vote.Block}}:{"label":{{vote.Label}},"annotated_at":"2024-01-02T10:30:00+00:00","not_blind":true}"""))}}}}}""");
        string[] files = ["--long", _rig.Target("a.csv"), "--json", _rig.Target("a.json"), "--force"];

        Assert.Equal(ExitCode.Ok, await ExportCommand.RunAsync(_rig.Options, files, Ct));
        JsonNode left = JsonNode.Parse(await _rig.TextAsync("a.json"))!["statistics"]!;
        Assert.Equal(8, (await _rig.TextAsync("a.csv")).Split("\r\n").Count(line => line.Contains(",erin,", StringComparison.Ordinal) && line.Contains(",True,20", StringComparison.Ordinal)));
        JsonNode manifest = JsonNode.Parse(await _rig.TextAsync("a.csv.manifest.json"))!;
        Assert.Equal((8, "leave-out"), ((int)manifest["not_blind_votes"]!, (string)manifest["settings"]!["not_blind"]!));

        Assert.Equal(ExitCode.Ok, await ExportCommand.RunAsync(_rig.Options, [.. files, "--not-blind", "keep"], Ct));
        JsonNode kept = JsonNode.Parse(await _rig.TextAsync("a.json"))!["statistics"]!;
        manifest = JsonNode.Parse(await _rig.TextAsync("a.csv.manifest.json"))!;
        Assert.Equal((8, "keep"), ((int)manifest["not_blind_votes"]!, (string)manifest["settings"]!["not_blind"]!));

        // As tests/vectors/project_small.json has it without erin; with erin everything agrees more.
        double alpha = (double)JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(Pages.Home, "tests", "vectors", "project_small.json"), Ct))!["alpha_nominal"]!;
        Assert.Equal(alpha, (double)left["krippendorff_alpha"]!["value"]!, 12);
        Assert.True((double)kept["krippendorff_alpha"]!["value"]! > alpha);
        Assert.Equal((5, 5), ((int)left["annotators"]!, (int)kept["annotators"]!));
    }

    [Fact]
    public async Task Release_SaysHowManyThereAre_AndItsFiguresGoByTheChoice()
    {
        _release.PutShare("users/cem.json", """{"username":"cem","annotations":{"block_0001":{"label":3,"annotated_at":"2024-01-02T12:00:00+00:00","not_blind":true}}}""");
        _ = await _release.ReleaseAsync("r1");
        _ = await _release.ReleaseAsync("r2", "--not-blind", "keep");

        Assert.Equal([(1, "leave-out"), (1, "keep")], new[] { "r1", "r2" }.Select(_release.Manifest).Select(manifest => ((int)manifest["counts"]!["not_blind_votes"]!, (string)manifest["settings"]!["not_blind"]!)));
        double[] agreement = [.. new[] { "r1", "r2" }.Select(name => (double)JsonNode.Parse(File.ReadAllText(Path.Combine(_release.Releases, name, "statistics.json")))!["percent_agreement"]!["value"]!)];
        Assert.Equal(0, agreement[0]);
        Assert.Equal(1.0 / 3, agreement[1], 12);
    }

    [Theory]
    [InlineData("--not-blind")]
    [InlineData("--not-blind", "drop")]
    [InlineData("--not-blind=drop")]
    public void Choice_ThatIsNone_IsNamed(params string[] words)
    {
        Assert.Contains("--not-blind", ExportArguments.Parse(["--csv", "a.csv", .. words]).Fault, StringComparison.Ordinal);
        Assert.Contains("--not-blind", StatsArguments.Parse(words).Fault, StringComparison.Ordinal);
        Assert.Contains("--not-blind", ReleaseArguments.Parse(["r1", .. words]).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Choice_IsReadInBothForms()
    {
        Assert.Equal(("keep", "keep"), (ExportArguments.Parse(["--csv", "a.csv", "--not-blind=keep"]).NotBlind, StatsArguments.Parse(["--not-blind", "keep", "--json"]).NotBlind));
        Assert.Equal(("leave-out", null), (ReleaseArguments.Parse(["r1", "--not-blind=leave-out"]).NotBlind, ReleaseArguments.Parse(["r1"]).NotBlind));
        Assert.Contains("--not-blind", ReleaseArguments.Parse(["--list", "--not-blind", "keep"]).Fault, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Block, int Label)> Erin() => new int?[] { 1, 1, 3, 1, 2, null, 1, 2, 3, null }
        .Index()
        .Where(vote => vote.Item is not null)
        .Select(vote => ($"\"block_{vote.Index + 1:0000}\"", vote.Item!.Value));
}
