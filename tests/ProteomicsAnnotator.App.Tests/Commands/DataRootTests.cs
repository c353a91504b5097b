using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.App.Tests.Reviewing;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>A data root that is gone, emptied or changed never passes for an empty campaign.</summary>
public sealed class DataRootTests : IAsyncDisposable
{
    private readonly ReviewFolder _folder = ReviewFolder.ProjectSmall();
    private readonly string _target = Directory.CreateTempSubdirectory("data-root").FullName;

    private AnnotatorOptions Options => new()
    {
        Home = _target,
        DataRoot = _folder.DataRoot,
        AnnotationsRoot = _folder.AnnotationsRoot,
        Token = "t",
        ShareLimits = TestProgram.Patient,
        Folders = new LocalFolders(Path.Combine(_target, "state"), Path.Combine(_target, "cache")),
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _folder.DisposeAsync();
        Directory.Delete(_target, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gone_OrEmptied_IsAFaultOfEveryCommand_AndNothingIsOverwritten(bool isEmptied)
    {
        string csv = Path.Combine(_target, "deliver.csv");
        Assert.Equal(ExitCode.Ok, await ExportCommand.RunAsync(Options, ["--csv", csv], Ct));
        byte[] good = await File.ReadAllBytesAsync(csv, Ct);
        byte[] manifest = await File.ReadAllBytesAsync(csv + ".manifest.json", Ct);
        Directory.Delete(_folder.DataRoot, recursive: true);
        if (isEmptied)
        {
            Directory.CreateDirectory(_folder.DataRoot);
        }

        Assert.Equal(ExitCode.Trouble, await ExportCommand.RunAsync(Options, ["--csv", csv, "--force"], Ct));
        Assert.Equal(ExitCode.Trouble, await StatsCommand.RunAsync(Options, [], Ct));
        Assert.Equal(ExitCode.Trouble, await CheckCommand.RunAsync(Options, [], Ct));

        Assert.Equal(good, await File.ReadAllBytesAsync(csv, Ct));
        Assert.Equal(manifest, await File.ReadAllBytesAsync(csv + ".manifest.json", Ct));
    }

    /// <summary>Ids of its blocks do not say which experiment they are of: labels of two would meet.</summary>
    [Fact]
    public async Task OneExperiment_IsNamedByCheck_WithTheRootToStartWith()
    {
        TestTiff.WriteBlock(Path.Combine(_folder.DataRoot, "Tile_X_0001", "ch_561", "blocks", "block_0001"));

        ShareCheckRow root = (await CheckAsync())["data root"];

        Assert.False(root.IsSafe);
        Assert.Contains($"ANNOTATOR_DATA_ROOT={Path.GetDirectoryName(_folder.DataRoot)} ", root.Detail, StringComparison.Ordinal);
    }

    /// <summary>Figures of nothing look like those of a campaign that has not begun; more often the folder is the wrong one.</summary>
    [Fact]
    public async Task Empty_WithoutLabels_IsNamedByEveryCommand()
    {
        Directory.Delete(_folder.AnnotationsRoot, recursive: true);
        Directory.CreateDirectory(Path.Combine(_folder.AnnotationsRoot, "users"));
        Directory.Delete(_folder.DataRoot, recursive: true);
        Directory.CreateDirectory(_folder.DataRoot);

        Assert.Equal(ExitCode.Trouble, await StatsCommand.RunAsync(Options, [], Ct));
        string csv = Path.Combine(_target, "deliver.csv");
        Assert.Equal(ExitCode.Trouble, await ExportCommand.RunAsync(Options, ["--csv", csv], Ct));
        Assert.False(File.Exists(csv));
        ShareCheckRow root = (await CheckAsync())["data root"];
        Assert.Equal((false, "0 blocks"), (root.IsSafe, root.Result));
        Assert.Contains("block_", root.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnnotationsRoot_InUseBelowTheDataRoot_IsUnsafe()
    {
        string inside = Path.Combine(_folder.DataRoot, "annotations");
        Directory.CreateDirectory(inside);
        await File.WriteAllBytesAsync(Path.Combine(inside, ".annotator-root"), "0123456789abcdef0123456789abcdef\n"u8.ToArray(), Ct);

        ShareCheckRow root = (await CheckCommand.RowsAsync(Options with { AnnotationsRoot = inside })).Single(row => row.Check == "data root");

        Assert.False(root.IsSafe);
        Assert.Contains("lies in the data root", root.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ChannelFiles_AreOpenedAndTheUnreadableOnesNamed()
    {
        Directory.Delete(_folder.DataRoot, recursive: true);
        TestTiff.WriteBlock(Path.Combine(_folder.DataRoot, "block_0001"));
        ShareCheckRow good = (await CheckAsync())["readable channels"];
        Assert.Equal((true, "2 files opened, 0 unreadable", ""), (good.IsSafe, good.Result, good.Detail));
        string text = Path.Combine(_folder.DataRoot, "block_0001", "c2.tif");
        await File.WriteAllBytesAsync(text, "this is no picture"u8.ToArray(), Ct);
        Directory.CreateDirectory(Path.Combine(_folder.DataRoot, "block_0002"));

        Dictionary<string, ShareCheckRow> checks = await CheckAsync();

        ShareCheckRow bad = checks["readable channels"];
        Assert.Equal((false, "3 files opened, 2 unreadable"), (bad.IsSafe, bad.Result));
        Assert.Contains(text + ": ", bad.Detail, StringComparison.Ordinal);
        Assert.Contains("block_0002: ", bad.Detail, StringComparison.Ordinal);
        Assert.Equal("2 blocks", checks["data root"].Result);
    }

    [Fact]
    public async Task Check_ManyBlocks_OpensTheFilesOfAHundredFromTheFirstToTheLast()
    {
        Directory.Delete(_folder.DataRoot, recursive: true);
        for (int i = 1; i <= 150; i++)
        {
            TestTiff.WriteBlock(Path.Combine(_folder.DataRoot, ReviewFolder.Id(i).Value));
        }

        await File.WriteAllBytesAsync(Path.Combine(_folder.DataRoot, "block_0150", "c0.tif"), [], Ct);

        ShareCheckRow row = (await CheckAsync())["readable channels"];

        Assert.Equal((false, "200 files opened, 1 unreadable (100 of 150 blocks were looked at)"), (row.IsSafe, row.Result));
        Assert.Contains("block_0150", row.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_BlockWithoutAChannelThatMostHave_IsNamedAndNotUnsafe()
    {
        Directory.Delete(_folder.DataRoot, recursive: true);
        for (int i = 1; i <= 3; i++)
        {
            TestTiff.WriteBlock(Path.Combine(_folder.DataRoot, ReviewFolder.Id(i).Value));
        }

        File.Delete(Path.Combine(_folder.DataRoot, "block_0002", "c0.tif"));

        ShareCheckRow row = (await CheckAsync())["readable channels"];

        Assert.Equal((true, "5 files opened, 0 unreadable; 1 block without a channel that most have: block_0002 has no c0.tif"), (row.IsSafe, row.Result));
    }

    private async Task<Dictionary<string, ShareCheckRow>> CheckAsync() =>
        (await CheckCommand.RowsAsync(Options)).ToDictionary(row => row.Check);

    [Fact]
    public async Task ChannelFiles_OtherThanThoseSeen_AreNamedByTheManifest()
    {
        string folder = Path.Combine(_folder.DataRoot, "block_0001");
        string seen = FileVersion.Of(Path.Combine(folder, "a.tif"))!.Value.ToString();
        string journal = Path.Combine(_folder.AnnotationsRoot, "history", "users", "zoe", "20240102T080000Z-ws-7-ba9876543210.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(journal)!);
        await File.AppendAllTextAsync(
            journal,
            "{\"format\":1}\n" + Line(1, "block_0001", "a.tif", seen) + Line(2, "block_0002", "a.tif", "4711-638000000000000000")
            + Line(3, "block_0003", "gone.tif", "1-2") + Line(4, "block_0004", "a.tif", "failed") + Line(5, "block_0005", "../a.tif", "1-2"),
            Ct);
        string csv = Path.Combine(_target, "deliver.csv");

        Assert.Equal(ExitCode.Ok, await ExportCommand.RunAsync(Options, ["--csv", csv], Ct));

        JsonArray changed = JsonNode.Parse(await File.ReadAllTextAsync(csv + ".manifest.json", Ct))!["labels_of_changed_files"]!.AsArray();
        Assert.Equal(["block_0002", "block_0003"], changed.Select(label => label!["block"]!.GetValue<string>()));
        Assert.All(changed, label => Assert.Equal("zoe", label!["username"]!.GetValue<string>()));
        Assert.Equal("4711-638000000000000000", changed[0]!["seen"]!.GetValue<string>());
        Assert.NotNull(changed[0]!["now"]);
        Assert.Null(changed[1]!["now"]);
    }

    private static string Line(int seq, string block, string file, string version) =>
        $$"""{"seq":{{seq}},"clock":{{seq}},"at":"2024-01-02T10:30:00+00:00","block":"{{block}}","label":1,"was":null,"seen":[{"file":"{{file}}","version":"{{version}}"}]}""" + "\n";
}
