using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.App.Tests.Reviewing;
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
        Assert.Equal(ExitCode.Trouble, await CheckCommand.RunAsync(Options, []));

        Assert.Equal(good, await File.ReadAllBytesAsync(csv, Ct));
        Assert.Equal(manifest, await File.ReadAllBytesAsync(csv + ".manifest.json", Ct));
    }

    [Fact]
    public async Task Empty_WithoutLabels_IsNoFault()
    {
        Directory.Delete(_folder.AnnotationsRoot, recursive: true);
        Directory.CreateDirectory(Path.Combine(_folder.AnnotationsRoot, "users"));
        Directory.Delete(_folder.DataRoot, recursive: true);
        Directory.CreateDirectory(_folder.DataRoot);

        Assert.Equal(ExitCode.Ok, await StatsCommand.RunAsync(Options, [], Ct));
    }

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
