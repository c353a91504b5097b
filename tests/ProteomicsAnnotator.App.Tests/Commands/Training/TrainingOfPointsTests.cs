using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Tests.Points;

namespace ProteomicsAnnotator.App.Tests.Commands.Training;

/// <summary><c>training</c> of points of a volume, which have their own positions.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TrainingOfPointsTests : IAsyncDisposable
{
    private readonly RealProgram _program = new();

    public TrainingOfPointsTests()
    {
        Directory.Delete(In("blocks"), recursive: true);
        new PointsFolder(In("blocks")).PutSource("id,z,y,x\na,10.25,25,30\nb,20,25,31\n", box: "[20, 50, 50]");
        Put("annotations/.annotator-root", "00112233445566778899aabbccddeeff\n");
        Put("annotations/users/alice.json", """
            {"username":"alice","annotations":{"point_a":{"label":1,"annotated_at":"2024-01-02T10:30:00+00:00"},"point_b":{"label":2,"annotated_at":"2024-01-02T10:30:00+00:00"}}}
            """);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Cubes_AreNamedByTheVoxelsOfTheirPoints()
    {
        (int code, _, string error) = await RunAsync("--form", "cellfinder", "--accept", "1", "--split", "100", "--by", "none", "--background", "none");

        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.True(File.Exists(In("set/train/cells/pCellz10y25x30Ch0.tif")));
        Assert.True(File.Exists(In("set/train/non_cells/pCellz20y25x31Ch0.tif")));
        Assert.Equal("of the points, in voxels of the finest level", (string)Manifest()["settings"]!["positions"]!);
    }

    [Fact]
    public async Task Swc_HasThePointsAsGiven()
    {
        (int code, _, string error) = await RunAsync("--form", "swc", "--accept", "1", "--split", "100", "--by", "none");

        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Equal("# point_a, label 1; coordinates in voxels of the finest level\n1 0 30 25 10.25 1 -1\n", await File.ReadAllTextAsync(In("set/train/accepted/point_a.swc"), TestContext.Current.CancellationToken));
    }

    /// <summary>Columns of 0.25 micrometres: 2 columns are half a micrometre.</summary>
    [Fact]
    public async Task Table_OfPositions_GivesItsColumnsToTheNearestPoints()
    {
        Put("cells.csv", "score,z,y,x\n0.5,20,25,33\n0.25,10,25,30\n");

        (int code, string output, string error) = await RunAsync("--form", "csv", "--split", "100", "--by", "none", "--table", In("cells.csv"), "--within", "0.6", "--voxels");

        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Contains("the table   2 rows of 2 have a block within 0.6 micrometres: the median distance is 0.5, the largest 0.5", output, StringComparison.Ordinal);
        string[] rows = await File.ReadAllLinesAsync(In("set/labels.csv"), TestContext.Current.CancellationToken);
        Assert.StartsWith("0.25,10,25,30,1,", rows[1], StringComparison.Ordinal);
        Assert.StartsWith("0.5,20,25,33,2,", rows[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("positions of rows without --table", "--within", "2", "--voxels")]
    [InlineData("alone", "--table", "cells.csv", "--within", "2")]
    [InlineData("--within many", "--table", "cells.csv", "--within", "many")]
    public async Task Positions_ThatMakeNoSense_AreRefused(string words, params string[] more)
    {
        (int code, _, string error) = await RunAsync(["--form", "csv", .. more]);

        Assert.Equal(ExitCode.BadConfiguration, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("set")));
    }

    private JsonNode Manifest() => JsonNode.Parse(File.ReadAllText(In("set/manifest.json")))!;

    private string In(string path) => Path.Combine(_program.Folder, path);

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] more) => RealProgram.EndOfAsync(_program.Start(["training", In("set"), .. more]));

    private void Put(string path, string text)
    {
        string full = In(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, Encoding.UTF8.GetBytes(text));
    }
}
