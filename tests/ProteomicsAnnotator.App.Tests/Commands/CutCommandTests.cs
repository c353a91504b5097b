using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Tests.Points;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary><c>cut</c> as a process; what it wrote is compared voxel by voxel by a program in another language (tests/cut_read.py).</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CutCommandTests : IAsyncDisposable
{
    private const string Points = "id,z,y,x\na,20,25,30\nb,0,0,0\nc,39,49,59\nd,15,31,47\n";
    private readonly RealProgram _program = new();
    private readonly PointsFolder _source;

    public CutCommandTests()
    {
        Directory.Delete(In("blocks"), recursive: true);
        _source = new PointsFolder(In("blocks"));
        _source.PutSource(Points);
    }

    public ValueTask DisposeAsync()
    {
        _source.Dispose();
        return _program.DisposeAsync();
    }

    [Theory]
    [InlineData(0, "x=4.0 y=2.0")]
    [InlineData(1, "x=2.0 y=1.0")]
    public async Task Cut_EveryPoint_HasTheVoxelsOfTheStore(int level, string ratios)
    {
        _source.PutStore("ch_561.zarr", 1);
        _source.PutText("source.json", $$$"""{"channels": "ch_{channel}.zarr", "level": {{{level}}}, "box": [8, 10, 12], "points": {"file": "points.csv"}}""");

        (int code, string output, string error) = await RunAsync("cut", In("cut"));

        Assert.Equal((ExitCode.Ok, 1), (code, output.Split('\n').Count(line => line == "4 blocks written, 0 there before, 0 points not cut")));
        Assert.Contains("Cutting points: 100 %", error, StringComparison.Ordinal);
        JsonNode read = await ReadAsync();
        Assert.Equal((4, 4 * 2 * 8 * 10 * 12), ((int)read["blocks"]!, (int)read["voxels"]!));
        Assert.Equal("""["cut.json","points.csv"]""", read["entries"]!.ToJsonString());
        Assert.Equal("""["points_000"]""", read["folders"]!.ToJsonString());

        // The box of b begins 4, 5, 6 before the volume; its scale is 2, 0.5, 0.25 and its translation 10, 0, -5.
        Assert.Equal(960 - (4 * 5 * 6), (int)read["outside"]!["point_b"]!);
        Assert.Equal("[10,0,-5]", read["um"]!["point_b"]!.ToJsonString().Replace(".0", "", StringComparison.Ordinal));
        Assert.Equal($"ImageJ=1.54f\nimages=8\nslices=8\nunit=micron\nspacing={2 << level}\nloop=false\n{ratios}", (string)read["words"]!);
        Assert.Equal(["488.tif", "561.tif"], Directory.GetFiles(In("cut/points_000/block_0000")).Select(Path.GetFileName).Order());
    }

    /// <summary>The program itself lists the folder, with the point in the middle.</summary>
    [Fact]
    public async Task Cut_Folder_IsADataRoot()
    {
        await RunAsync("cut", In("cut"), "--blocks", "*_a");
        _program.Environment["ANNOTATOR_DATA_ROOT"] = In("cut");
        Directory.CreateDirectory(In("annotations"));

        (_, string output, _) = await RunAsync("check", "--json");

        JsonNode row = JsonNode.Parse(output)!["checks"]!.AsArray().Single(check => (string)check!["check"]! == "data root")!;
        Assert.Equal(("1 block", true), ((string)row["result"]!, (bool)row["ok"]!));
    }

    [Fact]
    public async Task Cut_AChunkCannotBeRead_NamesThePointsAndCutsTheOthers_AndLaterTheRest()
    {
        byte[] whole = await File.ReadAllBytesAsync(_source.Below("ch_488.zarr/0/0.0.0"), Token);
        _source.PutBytes("ch_488.zarr/0/0.0.0", 7);

        (int code, string output, string error) = await RunAsync("cut", In("cut"));

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("cut: point_b is not cut: channel 488: ", error, StringComparison.Ordinal);
        Assert.Contains("0.0.0", error, StringComparison.Ordinal);
        Assert.Contains("3 blocks written, 0 there before, 1 point not cut", output, StringComparison.Ordinal);
        string[] rows = (await File.ReadAllTextAsync(In("cut/points.csv"), Token)).Split("\r\n");
        Assert.Contains("channel 488: ", Assert.Single(rows, row => row.StartsWith("point_b,,0,0,0,", StringComparison.Ordinal)), StringComparison.Ordinal);

        await File.WriteAllBytesAsync(_source.Below("ch_488.zarr/0/0.0.0"), whole, Token);
        (int again, string rest, _) = await RunAsync("cut", In("cut"));

        Assert.Equal(ExitCode.Ok, again);
        Assert.Contains("1 block written, 3 there before, 0 points not cut", rest, StringComparison.Ordinal);
        JsonNode read = await ReadAsync();
        Assert.Equal((4, 0), ((int)read["blocks"]!, read["problems"]!.AsObject().Count));
    }

    [Fact]
    public async Task Cut_StoreWrittenAnew_IsCutAnew()
    {
        await RunAsync("cut", In("cut"));
        byte[] other = await File.ReadAllBytesAsync(_source.Below("ch_488.zarr/0/1.1.1"), Token);
        other[0]++;
        await File.WriteAllBytesAsync(_source.Below("ch_488.zarr/0/1.1.1"), other, Token);
        File.SetLastWriteTimeUtc(_source.Below("ch_488.zarr/0/1.1.1"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        (_, string output, _) = await RunAsync("cut", In("cut"));

        // That chunk holds voxels 16 to 31 each way, and point a's box is the only one that reaches into it.
        Assert.Contains("1 block written, 3 there before", output, StringComparison.Ordinal);
        await ReadAsync();
    }

    [Fact]
    public async Task Cut_Killed_GoesOnWhereItWas()
    {
        const int Many = 300;
        _source.PutText("points.csv", "id,z,y,x\n" + string.Concat(Enumerable.Range(0, Many).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i:000},{i % 40},{i % 49},{i % 59}\n"))));
        Process first = _program.Start("cut", In("cut"));
        await Eventually.IsTrueAsync(() => Directory.Exists(In("cut/points_000/block_0003")));
        first.Kill();
        await first.WaitForExitAsync(Token);
        string done = In("cut/cut-done.csv");
        int said = (File.Exists(done) ? await File.ReadAllTextAsync(done, Token) : await File.ReadAllTextAsync(In("cut/points.csv"), Token)).Split("\r\n").Length - 2;

        (int code, string output, _) = await RunAsync("cut", In("cut"));

        Assert.Equal(ExitCode.Ok, code);
        Assert.InRange(said, 3, Many);
        Assert.Contains($"{Many - said} block{(Many - said == 1 ? "" : "s")} written, {said} there before, 0 points not cut", output, StringComparison.Ordinal);
        Assert.Equal(Many, (int)(await ReadAsync())["blocks"]!);
    }

    /// <summary>A line without its end, a block without its line, and a block in the making.</summary>
    [Fact]
    public async Task Cut_WhatAKilledRunLeft_IsNotCounted()
    {
        await RunAsync("cut", In("cut"));
        string[] lines = (await File.ReadAllTextAsync(In("cut/points.csv"), Token)).Split("\r\n");
        string[] header = lines[0].Split(',');
        string Done(string line) => string.Join(',', new[] { "point", "block", "outside", "missing", "source" }.Select(name => line.Split(',')[Array.IndexOf(header, name)]));
        await File.WriteAllBytesAsync(In("cut/cut-done.csv"), Encoding.UTF8.GetBytes(Done(lines[0]) + "\r\n" + Done(lines[1]) + "\r\n" + Done(lines[2])[..^3]), Token);
        File.Delete(In("cut/points.csv"));
        File.Delete(In("cut/points_000/block_0001/488.tif"));
        Directory.CreateDirectory(In($"cut/.cut_{new string('a', 32)}.tmp"));

        (int code, string output, _) = await RunAsync("cut", In("cut"));

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("3 blocks written, 1 there before", output, StringComparison.Ordinal);
        JsonNode read = await ReadAsync();
        Assert.Equal((4, """["cut.json","points.csv"]"""), ((int)read["blocks"]!, read["entries"]!.ToJsonString()));
    }

    [Fact]
    public async Task Cut_OtherPointsOrAFolderInUse_IsRefusedAndNothingIsWritten()
    {
        await RunAsync("cut", In("cut"));
        _source.PutText("points.csv", Points.Replace("20,25,30", "20,25,31", StringComparison.Ordinal));
        string[] before = Directory.GetFileSystemEntries(In("cut"), "*", SearchOption.AllDirectories);

        (int other, _, string words) = await RunAsync("cut", In("cut"));
        (int filtered, _, _) = await RunAsync("cut", In("cut"), "--blocks", "*_a");
        (int used, _, string inUse) = await RunAsync("cut", _program.Folder);
        (int own, _, string inRoot) = await RunAsync("cut", In("blocks/cut"));
        (int none, _, string noPoint) = await RunAsync("cut", In("cut2"), "--blocks", "zzz");
        (int unknown, _, string usage) = await RunAsync("cut", In("cut2"), "--box", "8");

        Assert.Equal((ExitCode.Trouble, ExitCode.Trouble, ExitCode.Trouble, ExitCode.BadConfiguration, ExitCode.Trouble, ExitCode.BadConfiguration), (other, filtered, used, own, none, unknown));
        Assert.Contains("it was begun with other points", words, StringComparison.Ordinal);
        Assert.Contains("it is not empty", inUse, StringComparison.Ordinal);
        Assert.Contains("in the data root", inRoot, StringComparison.Ordinal);
        Assert.Contains("No point matches zzz", noPoint, StringComparison.Ordinal);
        Assert.Contains("found --box; expected DIR", usage, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(In("cut"), "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(In("cut2")));
    }

    [Fact]
    public async Task Cut_RowsWithFaultsAndBlocksOfFiles_AreSaidInWords()
    {
        _source.PutText("points.csv", Points + "e,400,0,0\n");
        (int code, _, string error) = await RunAsync("cut", In("cut"));
        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("Row 5: z 400, y 0, x 0 lies outside of the volume", error, StringComparison.Ordinal);
        Assert.Equal(4, (int)(await ReadAsync())["blocks"]!);

        _program.Environment["ANNOTATOR_DATA_ROOT"] = In("cut");
        (int folders, _, string words) = await RunAsync("cut", In("again"));
        Assert.Equal(ExitCode.Trouble, folders);
        Assert.Contains("has folders of blocks, not points of a volume; expected a source.json there", words, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string In(string name) => Path.Combine(_program.Folder, name);

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => RealProgram.EndOfAsync(_program.Start(arguments));

    private async Task<JsonNode> ReadAsync()
    {
        string home = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(home, "ProteomicsAnnotator.slnx")))
        {
            home = Path.GetDirectoryName(home)!;
        }

        // The system's Python is the one that packages of the system are for.
        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        using Process process = Process.Start(new ProcessStartInfo(python, [Path.Combine(home, "tests", "cut_read.py"), In("cut"), In("blocks")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        (int code, string output, string error) = await RealProgram.EndOfAsync(process);
        Assert.True(code == 0, error);
        return JsonNode.Parse(output)!;
    }
}
