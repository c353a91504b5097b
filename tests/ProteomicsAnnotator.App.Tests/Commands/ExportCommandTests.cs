using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.App.Tests.Reviewing;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.App.Tests.Commands;

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
        _folder.PutText("history/users/bob/20300101T000000Z-ws-5-abc.jsonl", "{\"format\":9}\n");
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
    [InlineData(new[] { "--csv", "a.csv" }, "a.csv")]
    [InlineData(new[] { "--csv", "b.csv" }, "b.csv.manifest.json")]
    [InlineData(new[] { "--long", "c.csv", "--include-history" }, "c.csv.history.csv")]
    [InlineData(new[] { "--blocks", "d.parquet" }, "d.parquet")]
    [InlineData(new[] { "--figures", "." }, "kappa.csv")]
    public async Task Run_FileIsThere_StaysAsItIsUnlessForced(string[] arguments, string there)
    {
        await File.WriteAllBytesAsync(Target(there), "good"u8.ToArray(), TestContext.Current.CancellationToken);
        string[] files = [.. arguments.Select(word => word.StartsWith("--", StringComparison.Ordinal) ? word : Target(word))];

        (int code, string said) = await SaidAsync(() => ExportCommand.RunAsync(Options, files, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains(there, said, StringComparison.Ordinal);
        Assert.Contains("--force", said, StringComparison.Ordinal);
        Assert.Equal("good", await File.ReadAllTextAsync(Target(there), TestContext.Current.CancellationToken));
        Assert.Single(Directory.EnumerateFileSystemEntries(_target));
        Assert.Equal(ExitCode.Ok, await ExportCommand.RunAsync(Options, [.. files, "--force"], TestContext.Current.CancellationToken));
        Assert.NotEqual("good", await File.ReadAllTextAsync(Target(there), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--csv", "a.csv", "--long", "a.csv")]
    [InlineData("--csv", "a.csv", "--json", "a.csv.manifest.json")]
    [InlineData("--csv", "a.csv", "--long", "x/../a.csv")]
    [InlineData("--csv", "link/a.csv", "--blocks", "real/a.csv")]
    [InlineData("--csv", "-", "--long", "-")]
    [InlineData("--figures", "f", "--csv", "f/kappa.csv")]
    [InlineData("--figures", "f", "--figures", "g")]
    [InlineData("--blocks", "a.txt")]
    [InlineData("--figures", "-")]
    [InlineData("--csv", "a.csv", "--exclude")]
    [InlineData("--csv", "a.csv", "--exclude", "nobody")]
    public async Task Run_OutputsThatMeetOrNamesNobodyHas_IsBadConfigurationAndWritesNothing(params string[] arguments)
    {
        Directory.CreateDirectory(Target("real"));
        Directory.CreateSymbolicLink(Target("link"), Target("real"));
        bool isName = false;
        string[] words = [.. arguments.Select(word =>
        {
            bool keeps = word.StartsWith('-') || isName;
            isName = word == "--exclude";
            return keeps ? word : Target(word);
        })];

        Assert.Equal(ExitCode.BadConfiguration, await ExportCommand.RunAsync(Options, words, TestContext.Current.CancellationToken));

        Assert.Equal(["link", "real"], Directory.EnumerateFileSystemEntries(_target).Select(Path.GetFileName).Order());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Target("real")));
    }

    [Theory]
    [InlineData("--json", "users/alice.json")]
    [InlineData("--csv", "users/../admin/final_labels.json")]
    [InlineData("--figures", "history")]
    [InlineData("--long", ".annotator-root")]
    public async Task Run_FileAmongTheLabels_IsRefusedAlsoWhenForced(string option, string path)
    {
        string alice = Path.Combine(_folder.AnnotationsRoot, "users", "alice.json");
        byte[] before = await File.ReadAllBytesAsync(alice, TestContext.Current.CancellationToken);
        Directory.CreateSymbolicLink(Target("link"), _folder.AnnotationsRoot);

        foreach (string target in new[] { Path.Combine(_folder.AnnotationsRoot, path), Target(Path.Combine("link", path)) })
        {
            (int code, string said) = await SaidAsync(() => ExportCommand.RunAsync(Options, [option, target, "--force"], TestContext.Current.CancellationToken));

            Assert.Equal(ExitCode.BadConfiguration, code);
            Assert.Contains("where the labels are kept", said, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(alice, TestContext.Current.CancellationToken));
        Assert.Equal(["users"], Directory.EnumerateFileSystemEntries(_folder.AnnotationsRoot).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("DATA/block_0001/a.tif", "channel files")]
    [InlineData("DATA/block_0001/notes.csv", "channel files")]
    [InlineData("DATA/local_points.npy", "channel files")]
    [InlineData("store/elsewhere.TIFF", "channel files")]
    [InlineData("configs/roles.json", "configuration")]
    [InlineData("configs/classes.json", "configuration")]
    [InlineData("given/my_classes.json", "configuration")]
    [InlineData("given/hard_link.json", "configuration")]
    [InlineData("given/linked/my_classes.json", "configuration")]
    [InlineData("launch.sh", "of this program")]
    [InlineData("PROGRAM/ProteomicsAnnotator.Core.dll", "of this program")]
    [InlineData("STATE/shares/x/root.json", "its own files")]
    [InlineData("CACHE/journals.bin", "its own files")]
    [InlineData("ANNOTATIONS/browsed/alice.json", "labels are kept")]
    [InlineData("ANNOTATIONS/campaign/settings.json", "labels are kept")]
    public async Task Run_FileThatTheProgramReadsOrOwns_IsRefusedByNameAlsoWhenForced(string place, string what)
    {
        Directory.CreateDirectory(Target("given"));
        await File.WriteAllBytesAsync(Target("given/my_classes.json"), "[\"A\"]"u8.ToArray(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Target("launch.sh"), "#!/bin/sh"u8.ToArray(), TestContext.Current.CancellationToken);
        using (var link = System.Diagnostics.Process.Start("ln", [Target("given/my_classes.json"), Target("given/hard_link.json")]))
        {
            await link.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Directory.CreateSymbolicLink(Target("given/linked"), Target("given"));
        AnnotatorOptions options = Options with { Configuration = [FileDigest.Of(Target("given/my_classes.json"), "[\"A\"]"u8)] };
        string path = place
            .Replace("DATA/", _folder.DataRoot + "/", StringComparison.Ordinal)
            .Replace("ANNOTATIONS/", _folder.AnnotationsRoot + "/", StringComparison.Ordinal)
            .Replace("STATE/", options.Folders.State + "/", StringComparison.Ordinal)
            .Replace("CACHE/", options.Folders.Cache + "/", StringComparison.Ordinal)
            .Replace("PROGRAM/", AppContext.BaseDirectory, StringComparison.Ordinal);
        path = Path.IsPathRooted(path) ? path : Target(path);
        byte[]? before = File.Exists(path) ? await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken) : null;

        (int code, string said) = await SaidAsync(() => ExportCommand.RunAsync(options, ["--csv", path, "--force"], TestContext.Current.CancellationToken));

        Assert.Equal(ExitCode.BadConfiguration, code);
        Assert.Contains(path, said, StringComparison.Ordinal);
        Assert.Contains(what, said, StringComparison.Ordinal);
        Assert.Equal(before is not null, File.Exists(path));
        Assert.Equal(before ?? [], File.Exists(path) ? await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken) : []);
    }

    [Fact]
    public async Task Run_PipeDeviceOrSocket_IsRefusedByNameAlsoWhenForced()
    {
        using (var pipe = System.Diagnostics.Process.Start("mkfifo", [Target("pipe.csv")]))
        {
            await pipe.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Target("socket.csv")));
        File.CreateSymbolicLink(Target("null.csv"), "/dev/null");
        foreach ((string path, string kind) in new[] { (Target("pipe.csv"), "a named pipe"), (Target("socket.csv"), "a socket"), (Target("null.csv"), "a device"), ("/dev/null", "a device") })
        {
            (int code, string said) = await SaidAsync(() => ExportCommand.RunAsync(Options, ["--csv", path, "--force"], TestContext.Current.CancellationToken));

            Assert.Equal((ExitCode.Trouble, $"export: {path}: is {kind}, not a file"), (code, said.Trim()));
        }

        Assert.Equal(["null.csv", "pipe.csv", "socket.csv"], Directory.EnumerateFileSystemEntries(_target).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Run_LinkThatLeadsNowhere_IsThereAlready()
    {
        File.CreateSymbolicLink(Target("a.csv"), Target("gone.csv"));

        Assert.Equal(ExitCode.Trouble, await ExportCommand.RunAsync(Options, ["--csv", Target("a.csv")], TestContext.Current.CancellationToken));

        Assert.Equal(Target("gone.csv"), new FileInfo(Target("a.csv")).LinkTarget);
    }

    [Fact]
    public async Task Run_FolderWhereAFileShouldBe_IsTroubleAlsoWhenForced()
    {
        Directory.CreateDirectory(Target("a.csv"));
        await File.WriteAllBytesAsync(Target("f"), "x"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Trouble, await ExportCommand.RunAsync(Options, ["--csv", Target("a.csv"), "--force"], TestContext.Current.CancellationToken));
        Assert.Equal(ExitCode.Trouble, await ExportCommand.RunAsync(Options, ["--figures", Target("f"), "--force"], TestContext.Current.CancellationToken));
        Assert.Equal(ExitCode.Trouble, await ExportCommand.RunAsync(Options, ["--csv", "/", "--force"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_Excluded_AreNamedInEveryFile()
    {
        _folder.Put("erin", 9, null, null, null, null, null, null, null, null, 0);

        int code = await ExportCommand.RunAsync(
            Options,
            ["--csv", Target("a.csv"), "--json", Target("c.json"), "--long", Target("b.csv"), "--figures", Target("f"), "--exclude", "Dave", "--exclude=erin"],
            TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Ok, code);
        JsonNode manifest = JsonNode.Parse(await TextAsync("a.csv.manifest.json"))!;
        Assert.Equal(["dave", "erin"], manifest["excluded"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(["dave", "erin"], JsonNode.Parse(await TextAsync("c.json"))!["statistics"]!["excluded"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Contains("block_0003,dave,3,Class 3,2024-01-02T10:30:00+00:00,False,", await TextAsync("b.csv"), StringComparison.Ordinal);
        foreach (string figure in Directory.GetFiles(Target("f")))
        {
            string[] lines = (await File.ReadAllTextAsync(figure, TestContext.Current.CancellationToken)).Split("\r\n");
            Assert.EndsWith(",excluded", lines[0], StringComparison.Ordinal);
            Assert.All(lines[1..^1], line => Assert.EndsWith(",dave erin", line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Run_Manifest_HashesTheConfigurationAndTheBlocksCountsAndNamesLabelsThatAreNoClass()
    {
        _folder.Put("erin", 9, null, null, null, null, null, null, null, null, null);
        Directory.CreateDirectory(Path.Combine(_folder.AnnotationsRoot, "admin"));
        _folder.PutText(
            "admin/final_labels.json",
            """{"labels":{"block_0010":{"final_label":7,"set_by":"ann","set_at":"2024-01-02T12:00:00+00:00"}}}""");
        AnnotatorOptions options = Options with { Configuration = [FileDigest.Of("/c/classes.json", "abc"u8)] };

        Assert.Equal(ExitCode.Ok, await ExportCommand.RunAsync(
            options, ["--csv", Target("a.csv"), "--long", Target("b.csv"), "--blocks", Target("c.csv")], TestContext.Current.CancellationToken));

        JsonNode manifest = JsonNode.Parse(await TextAsync("a.csv.manifest.json"))!;
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
            Options,
            ["--parquet", Target("a.parquet"), "--csv", Target("b.csv"), "--long", Target("c.csv"), "--include-history"],
            TestContext.Current.CancellationToken));

        Assert.Equal(
            ["a.parquet", "a.parquet.manifest.json", "b.csv", "b.csv.history.csv", "c.csv"],
            Directory.EnumerateFiles(_target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
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

    private Task<string> TextAsync(string name) => File.ReadAllTextAsync(Target(name), TestContext.Current.CancellationToken);

    private static async Task<(int Code, string Said)> SaidAsync(Func<Task<int>> run)
    {
        TextWriter console = Console.Error;
        using var said = new StringWriter();
        Console.SetError(said);
        try
        {
            return (await run(), said.ToString());
        }
        finally
        {
            Console.SetError(console);
        }
    }

    private string Target(string name) => Path.Combine(_target, name);
}
