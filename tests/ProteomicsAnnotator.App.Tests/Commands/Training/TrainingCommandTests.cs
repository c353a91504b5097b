using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Commands.Training;

/// <summary><c>training</c> as a process; its cubes are read back by a program in another language, as cellfinder reads them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TrainingCommandTests : IAsyncDisposable
{
    private const int Depth = 24;
    private const int Height = 52;
    private const int Width = 60;
    private readonly RealProgram _program = new();
    private readonly string[] _blocks = [.. Enumerable.Range(0, 12).Select(i => $"tile_{i / 2}/block_{i:0000}")];

    public TrainingCommandTests()
    {
        Directory.Delete(In("blocks"), recursive: true);
        foreach ((int i, string block) in _blocks.Index())
        {
            // The last one is too small for a cube.
            int depth = i == 11 ? 12 : Depth;
            Directory.CreateDirectory(In($"blocks/{block}"));
            File.WriteAllBytes(In($"blocks/{block}/green.tif"), Stack(depth, 0));
            File.WriteAllBytes(In($"blocks/{block}/red.tif"), Stack(depth, 7));
        }

        Put("annotations/.annotator-root", "00112233445566778899aabbccddeeff\n");
        Put("configs/classes.json", """{"classes":["Soma","Other"]}""");
        IEnumerable<string> votes = _blocks.Select((block, i) => $$"""
            "{{block}}":{"label":{{1 + (i % 2)}},"annotated_at":"2024-01-02T10:30:00+00:00"}
            """);
        Put("annotations/users/alice.json", $$"""{"username":"alice","annotations":{ {{string.Join(',', votes)}} } }""");
        Put("cells.csv", "x,score,block,y,z\n" + string.Concat(_blocks.Select((block, i) => string.Create(CultureInfo.InvariantCulture, $"{i},0.{i},{block},{100 + i}.5,{10 * i}\n"))) + "9,9,tile_9/block_9999,9,9\n");
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Theory]
    [InlineData("pcell", "pCellz0y101x0Ch0.tif")]
    [InlineData("xyz", "x0_y101_z0Ch0.tif")]
    public async Task Cellfinder_ReadsTheCubesBackWithTheirPositionsAndTypes(string names, string first)
    {
        (int code, string output, string error) = await RunAsync("training", In("set"), "--form", "cellfinder", "--table", In("cells.csv"), "--accept", "Soma", "--cube-names", names, "--split", "50/30/20");

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("tile_5/block_0011 is left out: channel green: the block has 12 x 52 x 60 voxels", error, StringComparison.Ordinal);
        Assert.Contains("1 row of the table: no such block below the data root", output, StringComparison.Ordinal);
        Assert.Contains("1 point has a coordinate 0, which this form writes as 1", output, StringComparison.Ordinal);
        JsonNode read = await ReadAsync(In("set"));
        JsonNode[] cubes = [.. read.AsObject().SelectMany(part => part.Value!["cubes"]!.AsArray()).OfType<JsonNode>()];
        Assert.Equal(11, cubes.Length);
        Assert.Contains(first, cubes.Select(cube => (string)cube["name"]!));
        foreach (JsonNode cube in cubes)
        {
            int[] at = [.. cube["at"]!.AsArray().Select(number => (int)number!)];
            int i = at[2];
            Assert.Equal([10 * i, 101 + i, i], at);
            Assert.Equal(i % 2 == 0 ? "cell" : "no_cell", (string)cube["type"]!);
            foreach ((int channel, JsonNode? stack) in cube["channels"]!.AsArray().Index())
            {
                Assert.Equal("[20,50,50]", stack!["shape"]!.ToJsonString());
                int start = 7 * channel;
                Assert.Equal(Voxel(2, 1, 5) + start, (int)stack["first"]!);
                Assert.Equal(Voxel(21, 50, 54) + start, (int)stack["last"]!);
                long sum = Enumerable.Range(2, 20).Sum(z => Enumerable.Range(1, 50).Sum(y => Enumerable.Range(5, 50).Sum(x => (long)Voxel(z, y, x) + start)));
                Assert.Equal(sum, (long)stack["sum"]!);
            }
        }

        string[] points = [.. read.AsObject().SelectMany(part => part.Value!["points"]!.AsArray()).Select(point => point!.ToJsonString()).Order(StringComparer.Ordinal)];
        Assert.Equal(Enumerable.Range(0, 11).Select(i => $"[{(i % 2 == 0 ? 2 : 1)},{Math.Max(1, 10 * i)},{101 + i},{Math.Max(1, i)}]").Order(StringComparer.Ordinal), points);
        AssertManifest("set");
        JsonNode manifest = Manifest("set");
        Assert.Equal("""["tile_0/block_0000"]""", manifest["zero_is_one_in_xml"]!.ToJsonString());
        Assert.Equal("""["tile_9/block_9999"]""", manifest["rows_of_no_block"]!.ToJsonString());
        Assert.Equal("tile_5/block_0011", (string)manifest["left_out"]![0]!["block"]!);
    }

    [Fact]
    public async Task Csv_KeepsTheColumnsOfThePipeline_AndSplitsTilesWhole()
    {
        (int code, _, string error) = await RunAsync("training", In("set"), "--form", "csv", "--table", In("cells.csv"), "--seed", "3");

        Assert.Equal((ExitCode.Ok, ""), (code, error));
        string[][] rows = [.. (await File.ReadAllLinesAsync(In("set/labels.csv"), TestContext.Current.CancellationToken)).Select(line => line.Split(','))];
        Assert.Equal("x score block y z label final_label posterior n_votes split cluster".Split(' '), rows[0]);
        string[] given = (await File.ReadAllLinesAsync(In("cells.csv"), TestContext.Current.CancellationToken))[1..13];
        Assert.Equal(given, rows[1..].Select(row => string.Join(',', row[..5])));
        Assert.All(rows[1..].GroupBy(row => row[2].Split('/')[0]), tile => Assert.Single(tile.DistinctBy(row => row[9])));
        Assert.Equal(["test", "train", "validation"], rows[1..].Select(row => row[9]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        AssertManifest("set");
    }

    [Fact]
    public async Task Swc_IsAPointAFileInFoldersByAnswer()
    {
        (int code, _, string error) = await RunAsync("training", In("set"), "--form=swc", "--table", In("cells.csv"), "--accept", "1", "--split", "100", "--by", "none");

        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Equal(_blocks.Where((_, i) => i % 2 == 0), Directory.GetFiles(In("set/train/accepted"), "*.swc", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(In("set/train/accepted"), file)[..^4]).Order(StringComparer.Ordinal));
        string[] lines = await File.ReadAllLinesAsync(In("set/train/rejected/tile_1/block_0003.swc"), TestContext.Current.CancellationToken);
        Assert.StartsWith("# ", lines[0], StringComparison.Ordinal);
        Assert.Equal("1 0 3 103.5 30 1 -1", lines[1]);
        AssertManifest("set");
    }

    [Theory]
    [InlineData(ExitCode.BadConfiguration, "--form swc without --table; it needs where each block stands", "--form", "swc", "--accept", "1")]
    [InlineData(ExitCode.BadConfiguration, "--form cellfinder without --accept", "--form", "cellfinder", "--table", "cells.csv")]
    [InlineData(ExitCode.BadConfiguration, "--accept Axon, which is no class; the classes are Soma (1), Other (2)", "--form", "csv", "--accept", "Axon")]
    [InlineData(ExitCode.BadConfiguration, "--split 80/30", "--form", "csv", "--split", "80/30")]
    [InlineData(ExitCode.BadConfiguration, "no --form")]
    [InlineData(ExitCode.Trouble, "found the columns block, x; expected block, z, y and x", "--form", "swc", "--accept", "1", "--table", "no-positions.csv")]
    [InlineData(ExitCode.Trouble, "has no numbers in z, y and x of tile_0/block_0001", "--form", "swc", "--accept", "1", "--table", "gap.csv", "--split", "100")]
    [InlineData(ExitCode.Trouble, "tile_0/block_0000 and tile_0/block_0001 both stand at z 1, y 1, x 1", "--form", "cellfinder", "--accept", "1", "--table", "same.csv", "--split", "100")]
    [InlineData(ExitCode.Trouble, "the blocks form 1 cluster, too few for 3 parts", "--form", "csv", "--table", "same.csv")]
    public async Task WhatCannotBe_IsRefusedByName_AndNothingIsWritten(int expected, string words, params string[] arguments)
    {
        Put("no-positions.csv", "block,x\ntile_0/block_0000,1\n");
        Put("gap.csv", "block,z,y,x\ntile_0/block_0000,1,1,1\ntile_0/block_0001,1,,1\n");
        Put("same.csv", "block,z,y,x\ntile_0/block_0000,1,1,1\ntile_0/block_0001,1.2,1,0.6\n");

        (int code, _, string error) = await RunAsync(["training", In("set"), .. arguments.Select(word => word.EndsWith(".csv", StringComparison.Ordinal) ? In(word) : word)]);

        Assert.True(error.Contains(words, StringComparison.Ordinal), error);
        Assert.Equal(expected, code);
        Assert.False(Directory.Exists(In("set")));
    }

    private static int Voxel(int z, int y, int x) => ((((z * Height) + y) * Width) + x) % 50_000;

    /// <summary>A page for each slice, uncompressed uint16.</summary>
    private static byte[] Stack(int depth, int add)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write("II*\0"u8);
        writer.Write(8);
        int at = 8;
        for (int z = 0; z < depth; z++)
        {
            const int Tags = 9;
            int pixels = at + 2 + (Tags * 12) + 4;
            int size = Height * Width * 2;
            writer.Write((ushort)Tags);
            foreach ((int tag, int type, int value) in new[] { (256, 3, Width), (257, 3, Height), (258, 3, 16), (259, 3, 1), (262, 3, 1), (273, 4, pixels), (277, 3, 1), (278, 3, Height), (279, 4, size) })
            {
                writer.Write((ushort)tag);
                writer.Write((ushort)type);
                writer.Write(1);
                writer.Write(value);
            }

            at = pixels + size;
            writer.Write(z == depth - 1 ? 0 : at);
            for (int i = 0; i < Height * Width; i++)
            {
                writer.Write((ushort)(Voxel(z, i / Width, i % Width) + add));
            }
        }

        return bytes.ToArray();
    }

    private static async Task<JsonNode> ReadAsync(string set)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "tests", "cellfinder_read.py")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        using Process python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(folder, "tests", "cellfinder_read.py"), set]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        Task<string> error = python.StandardError.ReadToEndAsync();
        string said = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.True(python.ExitCode == 0, await error);
        return JsonNode.Parse(said)!;
    }

    /// <summary>It names every file with its hash, and no cluster in two parts.</summary>
    private void AssertManifest(string set)
    {
        JsonNode manifest = Manifest(set);
        Assert.Equal(
            Directory.GetFiles(In(set), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(In(set), file)).Where(file => file != "manifest.json").Order(StringComparer.Ordinal),
            manifest["files"]!.AsArray().Select(file => (string)file!["path"]!));
        Assert.All(manifest["files"]!.AsArray(), file => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(In($"{set}/{file!["path"]}")))), (string)file["sha256"]!));
        string[] clusters = [.. manifest["parts"]!.AsArray().SelectMany(part => part!["clusters"]!.AsArray()).Select(cluster => (string)cluster!)];
        Assert.Equal(clusters.Distinct(StringComparer.Ordinal), clusters);
        Assert.Equal(12 - manifest["left_out"]!.AsArray().Count, manifest["parts"]!.AsArray().Sum(part => (int)part!["blocks"]!));
    }

    private JsonNode Manifest(string set) => JsonNode.Parse(File.ReadAllText(In($"{set}/manifest.json")))!;

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RealProgram.EndOfAsync(_program.Start(arguments));

    private string In(string path) => Path.Combine(_program.Folder, path);

    private void Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllBytes(In(path), Encoding.UTF8.GetBytes(text));
    }
}
