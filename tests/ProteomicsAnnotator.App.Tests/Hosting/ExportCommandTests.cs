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
        Assert.Equal(["admin", "users"], Directory.EnumerateFileSystemEntries(_folder.AnnotationsRoot).Select(Path.GetFileName).Order());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_local));
    }

    [Fact]
    public async Task RunAndStats_NewerJournal_AreTroubleNameItAndWriteNothing()
    {
        Directory.CreateDirectory(Path.Combine(_folder.AnnotationsRoot, "history", "users", "bob"));
        _folder.PutText("history/users/bob/20300101T000000Z-ws-5-abc.jsonl", "{\"format\":2}\n");
        TextWriter console = Console.Error;
        using var said = new StringWriter();
        Console.SetError(said);
        try
        {
            Assert.Equal(ExitCode.Trouble, await ExportCommand.RunAsync(Options, ["--csv", Target("a.csv")], TestContext.Current.CancellationToken));
            Assert.Equal(ExitCode.Trouble, await StatsCommand.RunAsync(Options, [], TestContext.Current.CancellationToken));
        }
        finally
        {
            Console.SetError(console);
        }

        Assert.Equal(2, said.ToString().Split("20300101T000000Z-ws-5-abc.jsonl was written by a newer version").Length - 1);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_target));
    }

    [Fact]
    public async Task Run_LabelOnlyInAJournal_IsInTheTable()
    {
        Directory.CreateDirectory(Path.Combine(_folder.AnnotationsRoot, "history", "users", "dave"));
        _folder.PutText(
            "history/users/dave/20240101T000000Z-ws-5-abc.jsonl",
            """
            {"format":1,"program":"1.0.0","host":"ws-5","account":"dave","data_root":"/d","classes":["Class 1","Class 2","Class 3"]}
            {"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0010","label":3,"was":null}

            """.ReplaceLineEndings("\n"));

        Assert.Equal(ExitCode.Ok, await ExportCommand.RunAsync(Options, ["--csv", Target("a.csv")], TestContext.Current.CancellationToken));

        Assert.Contains("\nblock_0010,3,,False,,,,3,", await File.ReadAllTextAsync(Target("a.csv"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
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
