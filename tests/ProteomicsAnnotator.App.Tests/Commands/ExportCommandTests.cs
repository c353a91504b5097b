using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>What the commands export and stats write.</summary>
public sealed class ExportCommandTests : IAsyncDisposable
{
    private readonly ExportRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Run_AllFormats_WritesThemAndTheManifest()
    {
        int code = await ExportCommand.RunAsync(
            _rig.Options,
            ["--csv", _rig.Target("a.csv"), "--long", _rig.Target("b.csv"), $"--json={_rig.Target("c.json")}", "--parquet", _rig.Target("d.parquet"), "--include-history"],
            TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Ok, code);
        string[] lines = (await File.ReadAllTextAsync(_rig.Target("a.csv"), TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.Equal("block_id,consensus_label,final_label,has_disagreement,user_alice_label,user_bob_label,user_carol_label,user_dave_label,exported_at", lines[0]);
        Assert.StartsWith("block_0007,1,,True,1,2,3,,", lines[7], StringComparison.Ordinal);
        Assert.Equal("PAR1", Encoding.ASCII.GetString((await File.ReadAllBytesAsync(_rig.Target("d.parquet"), TestContext.Current.CancellationToken))[..4]));
        JsonNode manifest = JsonNode.Parse(await File.ReadAllTextAsync(_rig.Target("a.csv.manifest.json"), TestContext.Current.CancellationToken))!;
        Assert.Contains("users/alice.json", manifest["inputs"]!.AsArray().Select(input => input!["path"]!.GetValue<string>()));
        Assert.Contains("a.csv", manifest["outputs"]!.AsArray().Select(output => output!["path"]!.GetValue<string>()));
        Assert.Empty(Directory.EnumerateFiles(_rig.Folder, ".*"));
    }

    [Fact]
    public async Task Run_FinalLabels_AreReadWithoutWritingToTheShare()
    {
        Directory.CreateDirectory(Path.Combine(_rig.Project.AnnotationsRoot, "admin"));
        _rig.Project.PutText(
            "admin/final_labels.json",
            """{"updated_at":"2024-01-02T12:00:00+00:00","labels":{"block_0004":{"final_label":3,"set_by":"ann","set_at":"2024-01-02T12:00:00+00:00"}}}""");

        Assert.Equal(ExitCode.Ok, await ExportCommand.RunAsync(_rig.Options, ["--csv", _rig.Target("a.csv")], TestContext.Current.CancellationToken));

        Assert.Contains("\nblock_0004,1,3,True,", await File.ReadAllTextAsync(_rig.Target("a.csv"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(["admin", "users"], Directory.EnumerateFileSystemEntries(_rig.Project.AnnotationsRoot).Select(Path.GetFileName).Order());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_rig.Local));
    }

    [Fact]
    public async Task Run_LabelOnlyInAJournal_IsInTheTable()
    {
        Directory.CreateDirectory(Path.Combine(_rig.Project.AnnotationsRoot, "history", "users", "dave"));
        _rig.Project.PutText(
            "history/users/dave/20240101T000000Z-ws-5-abc.jsonl",
            """
            {"format":1,"program":"1.0.0","host":"ws-5","account":"dave","data_root":"/d","classes":["Class 1","Class 2","Class 3"]}
            {"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0010","label":3,"was":null}

            """.ReplaceLineEndings("\n"));

        Assert.Equal(ExitCode.Ok, await ExportCommand.RunAsync(_rig.Options, ["--csv", _rig.Target("a.csv")], TestContext.Current.CancellationToken));

        Assert.Contains("\nblock_0010,3,,False,,,,3,", await File.ReadAllTextAsync(_rig.Target("a.csv"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnreadableUserFile_WritesTheRestNamesItAndSaysTrouble()
    {
        _rig.Project.PutText("users/broken.json", "{ no json");

        int code = await ExportCommand.RunAsync(_rig.Options, ["--csv", _rig.Target("a.csv")], TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("user_broken_label", await File.ReadAllTextAsync(_rig.Target("a.csv"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("broken", await File.ReadAllTextAsync(_rig.Target("a.csv.manifest.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Excluded_AreNamedInEveryFile()
    {
        _rig.Project.Put("erin", 9, null, null, null, null, null, null, null, null, 0);

        int code = await ExportCommand.RunAsync(
            _rig.Options,
            ["--csv", _rig.Target("a.csv"), "--json", _rig.Target("c.json"), "--long", _rig.Target("b.csv"), "--figures", _rig.Target("f"), "--exclude", "Dave", "--exclude=erin"],
            TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Ok, code);
        JsonNode manifest = JsonNode.Parse(await _rig.TextAsync("a.csv.manifest.json"))!;
        Assert.Equal(["dave", "erin"], manifest["excluded"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(["dave", "erin"], JsonNode.Parse(await _rig.TextAsync("c.json"))!["statistics"]!["excluded"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Contains("block_0003,dave,3,Class 3,2024-01-02T10:30:00+00:00,False,", await _rig.TextAsync("b.csv"), StringComparison.Ordinal);
        foreach (string figure in Directory.GetFiles(_rig.Target("f")))
        {
            string[] lines = (await File.ReadAllTextAsync(figure, TestContext.Current.CancellationToken)).Split("\r\n");
            Assert.EndsWith(",excluded", lines[0], StringComparison.Ordinal);
            Assert.All(lines[1..^1], line => Assert.EndsWith(",dave erin", line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Run_Manifest_HashesTheConfigurationAndTheBlocksCountsAndNamesLabelsThatAreNoClass()
    {
        _rig.Project.Put("erin", 9, null, null, null, null, null, null, null, null, null);
        Directory.CreateDirectory(Path.Combine(_rig.Project.AnnotationsRoot, "admin"));
        _rig.Project.PutText(
            "admin/final_labels.json",
            """{"labels":{"block_0010":{"final_label":7,"set_by":"ann","set_at":"2024-01-02T12:00:00+00:00"}}}""");
        AnnotatorOptions options = _rig.Options with { Configuration = [FileDigest.Of("/c/classes.json", "abc"u8)] };

        Assert.Equal(ExitCode.Ok, await ExportCommand.RunAsync(
            options, ["--csv", _rig.Target("a.csv"), "--long", _rig.Target("b.csv"), "--blocks", _rig.Target("c.csv")], TestContext.Current.CancellationToken));

        JsonNode manifest = JsonNode.Parse(await _rig.TextAsync("a.csv.manifest.json"))!;
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", manifest["configuration"]![0]!["sha256"]!.GetValue<string>());
        // sha256sum of block_0001 to block_0010, a line each.
        Assert.Equal("82f86e77", manifest["blocks"]!["sha256"]!.GetValue<string>()[..8]);
        Assert.Equal(10, manifest["blocks"]!["count"]!.GetValue<int>());
        Assert.Equal([("a.csv", 10), ("b.csv", 30), ("c.csv", 10)], manifest["outputs"]!.AsArray().Select(output => ((string)output!["path"]!, (int)output["count"]!)));
        Assert.Equal(
            [("block_0001", "erin", 9, false), ("block_0010", null, 7, true)],
            manifest["labels_outside_the_classes"]!.AsArray().Select(label =>
                ((string)label!["block"]!, (string?)label["username"], (int)label["label"]!, (bool)label["is_final"]!)));
    }

    [Fact]
    public async Task Run_History_IsWrittenOnce()
    {
        Assert.Equal(ExitCode.Ok, await ExportCommand.RunAsync(
            _rig.Options,
            ["--parquet", _rig.Target("a.parquet"), "--csv", _rig.Target("b.csv"), "--long", _rig.Target("c.csv"), "--include-history"],
            TestContext.Current.CancellationToken));

        Assert.Equal(
            ["a.parquet", "a.parquet.manifest.json", "b.csv", "b.csv.history.csv", "c.csv"],
            Directory.EnumerateFiles(_rig.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData]
    [InlineData("--csv")]
    [InlineData("--csv", "--json")]
    [InlineData("--xml", "a")]
    [InlineData("--include-history")]
    public async Task Run_BadArguments_IsBadConfiguration(params string[] arguments) => Assert.Equal(
        ExitCode.BadConfiguration, await ExportCommand.RunAsync(_rig.Options, arguments, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Stats_UnknownWord_IsBadConfiguration() => Assert.Equal(
        ExitCode.BadConfiguration, await StatsCommand.RunAsync(_rig.Options, ["--xml"], TestContext.Current.CancellationToken));

    [Fact]
    public async Task Stats_ProjectSmall_IsOk() => Assert.Equal(
        ExitCode.Ok, await StatsCommand.RunAsync(_rig.Options, ["--json"], TestContext.Current.CancellationToken));
}
