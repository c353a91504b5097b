using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>What an export does not overwrite, and what it says when it writes nothing.</summary>
public sealed class ExportRefusalsTests : IAsyncDisposable
{
    private readonly ExportRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task RunAndStats_NewerJournal_AreTroubleNameItAndWriteNothing()
    {
        Directory.CreateDirectory(Path.Combine(_rig.Project.AnnotationsRoot, "history", "users", "bob"));
        _rig.Project.PutText("history/users/bob/20300101T000000Z-ws-5-abc.jsonl", "{\"format\":9}\n");
        TextWriter console = Console.Error;
        using var said = new StringWriter();
        Console.SetError(said);
        try
        {
            Assert.Equal(ExitCode.Trouble, await ExportCommand.RunAsync(_rig.Options, ["--csv", _rig.Target("a.csv")], TestContext.Current.CancellationToken));
            Assert.Equal(ExitCode.Trouble, await StatsCommand.RunAsync(_rig.Options, [], TestContext.Current.CancellationToken));
        }
        finally
        {
            Console.SetError(console);
        }

        Assert.Equal(2, said.ToString().Split("20300101T000000Z-ws-5-abc.jsonl was written by a newer version").Length - 1);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_rig.Folder));
    }

    [Fact]
    public async Task Run_TargetFolderMissing_IsTroubleAndLeavesNothing()
    {
        int code = await ExportCommand.RunAsync(_rig.Options, ["--csv", _rig.Target("no/such/a.csv")], TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_rig.Folder));
    }

    [Theory]
    [InlineData(new[] { "--csv", "a.csv" }, "a.csv")]
    [InlineData(new[] { "--csv", "b.csv" }, "b.csv.manifest.json")]
    [InlineData(new[] { "--long", "c.csv", "--include-history" }, "c.csv.history.csv")]
    [InlineData(new[] { "--blocks", "d.parquet" }, "d.parquet")]
    [InlineData(new[] { "--figures", "." }, "kappa.csv")]
    public async Task Run_FileIsThere_StaysAsItIsUnlessForced(string[] arguments, string there)
    {
        await File.WriteAllBytesAsync(_rig.Target(there), "good"u8.ToArray(), TestContext.Current.CancellationToken);
        string[] files = [.. arguments.Select(word => word.StartsWith("--", StringComparison.Ordinal) ? word : _rig.Target(word))];

        (int code, string said) = await SaidAsync(() => ExportCommand.RunAsync(_rig.Options, files, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains(there, said, StringComparison.Ordinal);
        Assert.Contains("--force", said, StringComparison.Ordinal);
        Assert.Equal("good", await File.ReadAllTextAsync(_rig.Target(there), TestContext.Current.CancellationToken));
        Assert.Single(Directory.EnumerateFileSystemEntries(_rig.Folder));
        Assert.Equal(ExitCode.Ok, await ExportCommand.RunAsync(_rig.Options, [.. files, "--force"], TestContext.Current.CancellationToken));
        Assert.NotEqual("good", await File.ReadAllTextAsync(_rig.Target(there), TestContext.Current.CancellationToken));
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
        Directory.CreateDirectory(_rig.Target("real"));
        Directory.CreateSymbolicLink(_rig.Target("link"), _rig.Target("real"));
        bool isName = false;
        string[] words = [.. arguments.Select(word =>
        {
            bool keeps = word.StartsWith('-') || isName;
            isName = word == "--exclude";
            return keeps ? word : _rig.Target(word);
        })];

        Assert.Equal(ExitCode.BadConfiguration, await ExportCommand.RunAsync(_rig.Options, words, TestContext.Current.CancellationToken));

        Assert.Equal(["link", "real"], Directory.EnumerateFileSystemEntries(_rig.Folder).Select(Path.GetFileName).Order());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_rig.Target("real")));
    }

    [Theory]
    [InlineData("--json", "users/alice.json")]
    [InlineData("--csv", "users/../admin/final_labels.json")]
    [InlineData("--figures", "history")]
    [InlineData("--long", ".annotator-root")]
    public async Task Run_FileAmongTheLabels_IsRefusedAlsoWhenForced(string option, string path)
    {
        string alice = Path.Combine(_rig.Project.AnnotationsRoot, "users", "alice.json");
        byte[] before = await File.ReadAllBytesAsync(alice, TestContext.Current.CancellationToken);
        Directory.CreateSymbolicLink(_rig.Target("link"), _rig.Project.AnnotationsRoot);

        foreach (string target in new[] { Path.Combine(_rig.Project.AnnotationsRoot, path), _rig.Target(Path.Combine("link", path)) })
        {
            (int code, string said) = await SaidAsync(() => ExportCommand.RunAsync(_rig.Options, [option, target, "--force"], TestContext.Current.CancellationToken));

            Assert.Equal(ExitCode.BadConfiguration, code);
            Assert.Contains("where the labels are kept", said, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(alice, TestContext.Current.CancellationToken));
        Assert.Equal(["users"], Directory.EnumerateFileSystemEntries(_rig.Project.AnnotationsRoot).Select(Path.GetFileName));
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
        Directory.CreateDirectory(_rig.Target("given"));
        await File.WriteAllBytesAsync(_rig.Target("given/my_classes.json"), "[\"A\"]"u8.ToArray(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_rig.Target("launch.sh"), "#!/bin/sh"u8.ToArray(), TestContext.Current.CancellationToken);
        using (var link = System.Diagnostics.Process.Start("ln", [_rig.Target("given/my_classes.json"), _rig.Target("given/hard_link.json")]))
        {
            await link.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Directory.CreateSymbolicLink(_rig.Target("given/linked"), _rig.Target("given"));
        AnnotatorOptions options = _rig.Options with { Configuration = [FileDigest.Of(_rig.Target("given/my_classes.json"), "[\"A\"]"u8)] };
        string path = place
            .Replace("DATA/", _rig.Project.DataRoot + "/", StringComparison.Ordinal)
            .Replace("ANNOTATIONS/", _rig.Project.AnnotationsRoot + "/", StringComparison.Ordinal)
            .Replace("STATE/", options.Folders.State + "/", StringComparison.Ordinal)
            .Replace("CACHE/", options.Folders.Cache + "/", StringComparison.Ordinal)
            .Replace("PROGRAM/", AppContext.BaseDirectory, StringComparison.Ordinal);
        path = Path.IsPathRooted(path) ? path : _rig.Target(path);
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
        using (var pipe = System.Diagnostics.Process.Start("mkfifo", [_rig.Target("pipe.csv")]))
        {
            await pipe.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_rig.Target("socket.csv")));
        File.CreateSymbolicLink(_rig.Target("null.csv"), "/dev/null");
        foreach ((string path, string kind) in new[] { (_rig.Target("pipe.csv"), "a named pipe"), (_rig.Target("socket.csv"), "a socket"), (_rig.Target("null.csv"), "a device"), ("/dev/null", "a device") })
        {
            (int code, string said) = await SaidAsync(() => ExportCommand.RunAsync(_rig.Options, ["--csv", path, "--force"], TestContext.Current.CancellationToken));

            Assert.Equal((ExitCode.Trouble, $"export: {path}: is {kind}, not a file"), (code, said.Trim()));
        }

        Assert.Equal(["null.csv", "pipe.csv", "socket.csv"], Directory.EnumerateFileSystemEntries(_rig.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Run_LinkThatLeadsNowhere_IsThereAlready()
    {
        File.CreateSymbolicLink(_rig.Target("a.csv"), _rig.Target("gone.csv"));

        Assert.Equal(ExitCode.Trouble, await ExportCommand.RunAsync(_rig.Options, ["--csv", _rig.Target("a.csv")], TestContext.Current.CancellationToken));

        Assert.Equal(_rig.Target("gone.csv"), new FileInfo(_rig.Target("a.csv")).LinkTarget);
    }

    [Fact]
    public async Task Run_FolderWhereAFileShouldBe_IsTroubleAlsoWhenForced()
    {
        Directory.CreateDirectory(_rig.Target("a.csv"));
        await File.WriteAllBytesAsync(_rig.Target("f"), "x"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Trouble, await ExportCommand.RunAsync(_rig.Options, ["--csv", _rig.Target("a.csv"), "--force"], TestContext.Current.CancellationToken));
        Assert.Equal(ExitCode.Trouble, await ExportCommand.RunAsync(_rig.Options, ["--figures", _rig.Target("f"), "--force"], TestContext.Current.CancellationToken));
        Assert.Equal(ExitCode.Trouble, await ExportCommand.RunAsync(_rig.Options, ["--csv", "/", "--force"], TestContext.Current.CancellationToken));
    }

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
}
