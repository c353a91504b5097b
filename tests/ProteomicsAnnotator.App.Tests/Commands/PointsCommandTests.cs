using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Tests.Points;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>Verbs on a data root of points, as processes: labels of another place, near points, and annotations of Neuroglancer.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PointsCommandTests : IAsyncDisposable
{
    private readonly RealProgram _program = new();
    private readonly PointsFolder _source = new();

    public PointsCommandTests()
    {
        _source.PutSource("id,score,z,y,x\na,0.5,20,25,30\nb,0.6,10,10,10\nc,0.7,30,40,50\nd,0.8,30,40,53\n", more: "\"near\": 1");
        _program.Environment["ANNOTATOR_DATA_ROOT"] = _source.Path;
        Put(".annotator-root", "00112233445566778899aabbccddeeff\n");
        string[] points = ["a [20,25,30]", "b [10,10,10]", "c [30,40,50]", "d [30,40,53]"];
        IEnumerable<string> labels = points.Select((point, i) => $$$"""{"seq":{{{i + 1}}},"clock":{{{i + 1}}},"at":"2024-01-02T10:30:00+00:00","block":"point_{{{point[..1]}}}","label":1,"was":null,"point":{"voxel":{{{point[2..]}}} } }""");
        Put("history/users/alice/20240102T080000Z-ws-12-ba9876543210.jsonl", """{"format":3,"program":"1.0.0","host":"ws-12","account":"alice","data_root":"/d","classes":["One","Two"]}""" + "\n" + string.Concat(labels.Select(line => line + "\n")));
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _source.Dispose();
    }

    [Fact]
    public async Task Points_LabelsOfAnotherPlace_AreToldAcceptedAndTakenBack()
    {
        Move();

        (int told, string which, _) = await RunAsync("points");
        (int dry, string would, _) = await RunAsync("points", "--accept", "*_a", "--dry-run");
        Assert.Equal((ExitCode.Ok, ExitCode.Ok), (told, dry));
        Assert.Equal(["point_a (alice): its point was at z 20, y 25, x 30, is at z 20, y 25, x 40", "point_b (alice): its point was at z 10, y 10, x 10, is at z 10, y 20, x 10"], LinesOf(which));
        Assert.EndsWith("1 label counts again, of 1 point. Nothing was stored (--dry-run).", LinesOf(would)[^1], StringComparison.Ordinal);
        Assert.Equal("2", await CountedAsync());

        (int accepted, string effect, _) = await RunAsync("points", "--accept", "*_a", "--as", "lead");
        Assert.Equal((ExitCode.Ok, "1 label counts again, of 1 point."), (accepted, LinesOf(effect)[^1]));
        Assert.Equal("3", await CountedAsync());
        (_, string after, _) = await RunAsync("points");
        Assert.Equal(["point_b (alice): its point was at z 10, y 10, x 10, is at z 10, y 20, x 10", "point_a: labels given before are right at z 20, y 25, x 40, by lead"], LinesOf(after));
        (_, string check, _) = await RunAsync("check");
        Assert.Contains("1 label of another place, which counts nowhere", check, StringComparison.Ordinal);

        (int undone, string back, _) = await RunAsync("points", "--undo", "*");
        Assert.Equal((ExitCode.Ok, "1 point: what was said is taken back."), (undone, LinesOf(back)[^1]));
        Assert.Equal("2", await CountedAsync());
    }

    [Theory]
    [InlineData(ExitCode.Trouble, "no point that matches *_c has a label of another place", "--accept", "*_c")]
    [InlineData(ExitCode.Trouble, "no point that matches * was accepted", "--undo", "*")]
    [InlineData(ExitCode.BadConfiguration, "found --accept; expected --accept FILTER", "--accept")]
    [InlineData(ExitCode.BadConfiguration, "found --dry-run without a change", "--dry-run")]
    [InlineData(ExitCode.BadConfiguration, "found --undo *; expected", "--accept", "*", "--undo", "*")]
    [InlineData(ExitCode.BadConfiguration, "found --move *; expected", "--move", "*")]
    public async Task Points_WhatMakesNoSense_IsRefusedInWords(int expected, string words, params string[] arguments)
    {
        Move();

        (int code, _, string error) = await RunAsync(["points", .. arguments]);

        Assert.Equal(expected, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    /// <summary>c and d are 3 voxels of 0.25 µm apart.</summary>
    [Fact]
    public async Task NearPoints_AreCountedByCheck_AndDrawnTogether()
    {
        (_, string check, _) = await RunAsync("check", "--json");
        JsonNode row = JsonNode.Parse(check)!["checks"]!.AsArray().Single(item => (string)item!["check"]! == "near points")!;
        Assert.Equal(("1 pair nearer than 1 µm", "point_c and point_d", true), ((string)row["result"]!, (string)row["detail"]!, (bool)row["ok"]!));

        (int code, string stats, string error) = await RunAsync("stats", "--json", "--cluster", "near");
        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Equal(3, (int)JsonNode.Parse(stats)!["clusters"]!);

        _source.PutText("source.json", """{"channels": "ch_{channel}.zarr", "box": [8, 10, 12], "points": {"file": "points.csv"}}""");
        (int none, _, string words) = await RunAsync("stats", "--cluster", "near");
        Assert.Equal(ExitCode.BadConfiguration, none);
        Assert.Contains("no source.json that says \"near\"", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_NearPoints_AreDrawnTogether()
    {
        string report = Path.Combine(_program.Folder, "report");

        (int code, string output, string error) = await RunAsync("report", report, "--cluster", "near");

        Assert.True(code == ExitCode.Ok, output + error);
        string page = await File.ReadAllTextAsync(Path.Combine(report, "report.html"), PointsFolder.Token);
        Assert.Contains("3 clusters of blocks", page, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(report, "tables", "groups.csv")), "clusters of near points are no groups to name");
    }

    [Fact]
    public async Task Gold_AnswersOfAnotherPlace_MeasureNobody()
    {
        Directory.CreateDirectory(Path.Combine(_program.Folder, "annotations", "admin"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (int set, _, string why) = await RunAsync("gold", "--set", "point_a=2", "--set", "point_c=1", "--as", "lead");
        Assert.True(set == ExitCode.Ok, why);
        (_, string before, _) = await RunAsync("gold");
        Move();

        (int code, string after, string error) = await RunAsync("gold");

        Assert.True(code == ExitCode.Ok, error);
        Assert.Contains("alice: 1 of 2 right", before, StringComparison.Ordinal);
        Assert.Contains("alice: 1 of 1 right", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_NearPoints_AreOneCluster()
    {
        string set = Path.Combine(_program.Folder, "set");

        (int code, string output, string error) = await RunAsync("training", set, "--form", "csv", "--by", "none", "--split", "100");

        Assert.True(code == ExitCode.Ok, output + error);
        string[] lines = (await File.ReadAllTextAsync(Path.Combine(set, "labels.csv"), PointsFolder.Token)).Split("\r\n");
        string[] clusters = [.. lines[1..^1].Select(line => line.Split(',')[Array.IndexOf(lines[0].Split(','), "cluster")])];
        Assert.Equal(["point_a", "point_b", "point_c", "point_c"], clusters);
    }

    [Fact]
    public async Task Export_Neuroglancer_IsAFileOfItsOwn()
    {
        string file = Path.Combine(_program.Folder, "labels.json");

        (int code, string output, string error) = await RunAsync("export", "--neuroglancer", file);

        Assert.True(code == ExitCode.Ok, error);
        Assert.Contains(file, output, StringComparison.Ordinal);
        JsonNode layer = Assert.Single(JsonNode.Parse(await File.ReadAllBytesAsync(file, PointsFolder.Token))!["layers"]!.AsArray())!;
        Assert.Equal(["point_a", "point_b", "point_c", "point_d"], layer["annotations"]!.AsArray().Select(point => (string)point!["id"]!));

        _program.Environment["ANNOTATOR_DATA_ROOT"] = Path.Combine(_program.Folder, "blocks");
        _program.Environment["ANNOTATOR_ANNOTATIONS_ROOT"] = Path.Combine(_program.Folder, "others");
        Directory.CreateDirectory(Path.Combine(_program.Folder, "others", "users"));
        await File.WriteAllBytesAsync(Path.Combine(_program.Folder, "others", ".annotator-root"), "00112233445566778899aabbccddeeff\n"u8.ToArray(), PointsFolder.Token);
        (int folders, _, string words) = await RunAsync("export", "--neuroglancer", file, "--force");
        Assert.Equal(ExitCode.Trouble, folders);
        Assert.Contains("no block is a point of a volume", words, StringComparison.Ordinal);
    }

    private void Put(string name, string text)
    {
        string path = Path.Combine(_program.Folder, "annotations", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
    }

    private static string[] LinesOf(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void Move() => _source.PutText("points.csv", "id,score,z,y,x\na,0.5,20,25,40\nb,0.6,10,20,10\nc,0.7,30,40,50\nd,0.8,30,40,53\n");

    private async Task<string> CountedAsync()
    {
        (_, string csv, _) = await RunAsync("export", "--csv", "-");
        return $"{csv.Split("\r\n").Skip(1).Count(line => line.StartsWith("point_", StringComparison.Ordinal) && line.Split(',')[1] == "1")}";
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => RealProgram.EndOfAsync(_program.Start(arguments));
}
