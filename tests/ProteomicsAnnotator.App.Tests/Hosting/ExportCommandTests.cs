using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.Tests.Sessions;

namespace ProteomicsAnnotator.App.Tests.Hosting;

public sealed class ExportCommandTests : IAsyncDisposable
{
    private readonly ReviewFolder _folder = ReviewFolder.ProjectSmall();
    private readonly string _target = Directory.CreateTempSubdirectory("export").FullName;

    private readonly string _local = Directory.CreateTempSubdirectory("local").FullName;

    private AnnotatorOptions Options => new()
    {
        Home = _target,
        DataRoot = _folder.DataRoot,
        AnnotationsRoot = _folder.AnnotationsRoot,
        Token = "t",
        ShareLimits = TestProgram.Patient,
        Folders = new LocalFolders(Path.Combine(_local, "state"), Path.Combine(_local, "cache")),
    };

    public async ValueTask DisposeAsync()
    {
        await _folder.DisposeAsync();
        Directory.Delete(_target, recursive: true);
        Directory.Delete(_local, recursive: true);
    }

    [Fact]
    public async Task Run_AllFormats_WritesThemAndTheManifest()
    {
        int code = await ExportCommand.RunAsync(
            Options,
            ["--csv", Target("a.csv"), "--long", Target("b.csv"), $"--json={Target("c.json")}", "--parquet", Target("d.parquet"), "--include-history"],
            TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Ok, code);
        string[] lines = (await File.ReadAllTextAsync(Target("a.csv"), TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.Equal("block_id,consensus_label,final_label,has_disagreement,user_alice_label,user_bob_label,user_carol_label,user_dave_label,exported_at", lines[0]);
        Assert.StartsWith("block_0007,1,,True,1,2,3,,", lines[7], StringComparison.Ordinal);
        Assert.Equal("PAR1", Encoding.ASCII.GetString((await File.ReadAllBytesAsync(Target("d.parquet"), TestContext.Current.CancellationToken))[..4]));
        JsonNode manifest = JsonNode.Parse(await File.ReadAllTextAsync(Target("a.csv.manifest.json"), TestContext.Current.CancellationToken))!;
        Assert.Contains("users/alice.json", manifest["inputs"]!.AsArray().Select(input => input!["path"]!.GetValue<string>()));
        Assert.Contains("a.csv", manifest["outputs"]!.AsArray().Select(output => output!["path"]!.GetValue<string>()));
        Assert.Empty(Directory.EnumerateFiles(_target, ".*"));
    }

    [Fact]
    public async Task Run_FinalLabels_AreReadWithoutWritingToTheShare()
    {
        Directory.CreateDirectory(Path.Combine(_folder.AnnotationsRoot, "admin"));
        _folder.PutText(
            "admin/final_labels.json",
            """{"updated_at":"2024-01-02T12:00:00+00:00","labels":{"block_0004":{"final_label":3,"set_by":"ann","set_at":"2024-01-02T12:00:00+00:00"}}}""");

        Assert.Equal(ExitCode.Ok, await ExportCommand.RunAsync(Options, ["--csv", Target("a.csv")], TestContext.Current.CancellationToken));

        Assert.Contains("\nblock_0004,1,3,True,", await File.ReadAllTextAsync(Target("a.csv"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.AnnotationsRoot, "history")));
    }

    [Fact]
    public async Task Run_UnreadableUserFile_WritesTheRestNamesItAndSaysTrouble()
    {
        _folder.PutText("users/broken.json", "{ no json");

        int code = await ExportCommand.RunAsync(Options, ["--csv", Target("a.csv")], TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("user_broken_label", await File.ReadAllTextAsync(Target("a.csv"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("broken", await File.ReadAllTextAsync(Target("a.csv.manifest.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TargetFolderMissing_IsTroubleAndLeavesNothing()
    {
        int code = await ExportCommand.RunAsync(Options, ["--csv", Target("no/such/a.csv")], TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_target));
    }

    [Theory]
    [InlineData]
    [InlineData("--csv")]
    [InlineData("--csv", "--json")]
    [InlineData("--xml", "a")]
    [InlineData("--include-history")]
    public async Task Run_BadArguments_IsBadConfiguration(params string[] arguments) => Assert.Equal(
        ExitCode.BadConfiguration, await ExportCommand.RunAsync(Options, arguments, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Stats_UnknownWord_IsBadConfiguration() => Assert.Equal(
        ExitCode.BadConfiguration, await StatsCommand.RunAsync(Options, ["--xml"], TestContext.Current.CancellationToken));

    [Fact]
    public async Task Stats_ProjectSmall_IsOk() => Assert.Equal(
        ExitCode.Ok, await StatsCommand.RunAsync(Options, ["--json"], TestContext.Current.CancellationToken));

    private string Target(string name) => Path.Combine(_target, name);
}
