using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Tests.Points;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary><c>predictions</c> as a process.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PredictionsCommandTests : IAsyncDisposable
{
    private readonly RealProgram _program = new();

    public PredictionsCommandTests()
    {
        Put("annotations/.annotator-root", "00112233445566778899aabbccddeeff\n");
        TestTiff.WriteBlock(Path.Combine(_program.Folder, "blocks", "block_0002"));
        Directory.CreateDirectory(Admin);
        File.SetUnixFileMode(Admin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string Admin => Path.Combine(_program.Folder, "annotations", "admin");

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Table_IsExplainedStoredListedAndStoredOnce()
    {
        Put("p.csv", "\uFEFFblock_id;class;score\r\nblock_0001;class 2;0.9\r\nblock_0002;1;\r\nblock_0999;3;0.5\r\n");
        string[] model = ["p.csv", "--model", "unet", "--model-version=3.1", "--as", "lead"];

        (int code, string output, _) = await RunAsync([.. model, "--dry-run"]);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("class \"class 2\" in 1 row: 2, Class 2", output, StringComparison.Ordinal);
        Assert.Contains("3 blocks with predictions, 2 of them with a probability; the data root has 2 of these, 2 blocks in all", output, StringComparison.Ordinal);
        Assert.Contains("not in the data root, and stored all the same: 1 block: block_0999", output, StringComparison.Ordinal);
        Assert.Contains("Nothing was stored (--dry-run).", output, StringComparison.Ordinal);
        Assert.Contains("No predictions are stored", (await RunAsync()).Output, StringComparison.Ordinal);

        Assert.Contains("unet@3.1 is stored.", (await RunAsync(model)).Output, StringComparison.Ordinal);
        Assert.Contains("unet@3.1: 3 blocks, 2 with a probability; stored by lead on ", (await RunAsync()).Output, StringComparison.Ordinal);
        Assert.Contains("unet@3.1 is already there, stored by lead on ", (await RunAsync(model)).Output, StringComparison.Ordinal);

        Put("p.csv", "block_id,class,score\nblock_0001,2,0.8\n");
        (code, _, string error) = await RunAsync(model);
        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("nothing was stored: unet@3.1 is stored with other predictions", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_SetTheModelBesidePeople()
    {
        Put("annotations/users/ann.json", """
            { "username": "ann", "created_at": "2024-01-01T00:00:00+00:00", "updated_at": "2024-01-02T10:30:00+00:00",
              "annotations": { "block_0001": { "label": 2, "annotated_at": "2024-01-02T10:30:00+00:00" }, "block_0002": { "label": 1, "annotated_at": "2024-01-02T10:30:00+00:00" } } }
            """);
        Put("p.csv", "block,class,score\nblock_0001,2,0.9\nblock_0002,2,0.6\n");
        _ = await RunAsync("p.csv", "--model", "unet", "--model-version", "3.1");

        (int code, string text, _) = await RealProgram.EndOfAsync(_program.Start(["stats", "--model", "unet"]));
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("Model unet@3.1 beside what people say", text, StringComparison.Ordinal);
        Assert.Contains("2 of 2 blocks, 0 of them without a score; people say a class of 2 of these", text, StringComparison.Ordinal);
        Assert.Contains("2 Class 2: 1 of 2 with a score; Brier score 0.185, expected calibration error 0.350; highest F1 from 0.61 on", text, StringComparison.Ordinal);

        (_, string json, _) = await RealProgram.EndOfAsync(_program.Start(["stats", "--json", "--model", "unet@3.1"]));
        JsonNode model = JsonNode.Parse(json)!["model"]!;
        Assert.Equal(("unet", "3.1", 0.61), ((string)model["model"]!, (string)model["version"]!, (double)model["curves"]![0]!["chosen_threshold"]!));

        string report = Path.Combine(_program.Folder, "report");
        Assert.Equal(ExitCode.Ok, (await RealProgram.EndOfAsync(_program.Start(["report", report, "--model", "unet@3.1"]))).ExitCode);
        Assert.Contains("Model unet@3.1, whose predictions ", await File.ReadAllTextAsync(Path.Combine(report, "report.html")), StringComparison.Ordinal);
        Assert.Equal(["block_id,people,model,scored,p_1,p_2,p_3", "block_0001,2,2,True,,0.9,", "block_0002,1,2,True,,0.6,"], await File.ReadAllLinesAsync(Path.Combine(report, "tables", "model_predictions.csv")));
        (code, _, string noReport) = await RealProgram.EndOfAsync(_program.Start(["report", Path.Combine(_program.Folder, "other"), "--model", "other"]));
        Assert.Equal((ExitCode.BadConfiguration, true), (code, noReport.Contains("--model: there is no model other; there is unet@3.1", StringComparison.Ordinal)));

        (code, _, string error) = await RealProgram.EndOfAsync(_program.Start(["stats", "--model", "other"]));
        Assert.Equal((ExitCode.BadConfiguration, true), (code, error.Contains("there is no model other; there is unet@3.1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Stats_AndExport_SayWhatWouldBe_AndHowTheCampaignGoesOn()
    {
        foreach ((string user, int label) in new[] { ("ann", 2), ("ben", 3) })
        {
            Put($"annotations/users/{user}.json", $$"""
                { "username": "{{user}}", "created_at": "2024-01-01T00:00:00+00:00", "updated_at": "2024-01-02T10:30:00+00:00",
                  "annotations": { "block_0001": { "label": {{label}}, "annotated_at": "2024-01-02T10:30:00+00:00" } } }
                """);
        }

        (int code, string text, _) = await RealProgram.EndOfAsync(_program.Start(["stats", "--map", "3=2", "--progress"]));
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("What if                   labels of class 3 count as of class 2", text, StringComparison.Ordinal);
        Assert.Contains("Blocks with disagreement  0", text, StringComparison.Ordinal);
        Assert.Contains("  from 2024-01-01                1.000", text, StringComparison.Ordinal);
        Assert.Contains("nobody has 40 labels that others' can be compared with", text, StringComparison.Ordinal);
        Assert.Contains("so there is no forecast", text, StringComparison.Ordinal);

        (code, _, _) = await RealProgram.EndOfAsync(_program.Start(["export", "--csv", "wide.csv", "--map", "3=2"]));
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("block_0001,2,,False,2,2,", await File.ReadAllTextAsync(Path.Combine(_program.Folder, "wide.csv")), StringComparison.Ordinal);
        Assert.Contains("\"class_map\": \"3=2\"", await File.ReadAllTextAsync(Path.Combine(_program.Folder, "wide.csv.manifest.json")), StringComparison.Ordinal);

        (code, _, string error) = await RealProgram.EndOfAsync(_program.Start(["export", "--csv", "other.csv", "--map", "3=9"]));
        Assert.Equal((ExitCode.BadConfiguration, true), (code, error.Contains("--map 3=9: expected NUMBER=NUMBER", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Positions_FindBlocks()
    {
        Put("where.csv", "block,x,y,z\nblock_0001,679,80,132\nblock_0002,20,20,20\n");
        Put("p.csv", ",x,y,z,Class,Cell Likelihood\n0,678,80,132,1,0.9\n1,400,80,132,2,0.8\n");

        (int code, string output, _) = await RunAsync("p.csv", "--model", "m", "--model-version", "1", "--positions", "where.csv", "--within", "3", "--voxel-size", "1,1,5");

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("1 row of 2 has a block within 3 micrometres: the median distance is 1, the largest 1", output, StringComparison.Ordinal);
        Assert.Contains("without a block that near: 1 row", output, StringComparison.Ordinal);
    }

    /// <summary>Voxels of 2 x 0.5 x 0.25 micrometres along z, y and x.</summary>
    [Fact]
    public async Task Points_AreFoundByTheirOwnPositions()
    {
        Put("p.csv", "x,y,z,class,score\n30,26,10,1,0.9\n0,0,0,1,0.8\n");
        string[] asked = ["p.csv", "--model", "m", "--model-version", "1", "--within", "5", "--voxels"];
        (int code, _, string error) = await RunAsync(asked);
        Assert.Equal((ExitCode.Trouble, true), (code, error.Contains("its blocks are no points of a volume, so they have no position of their own", StringComparison.Ordinal)));

        new PointsFolder(Path.Combine(_program.Folder, "blocks")).PutSource("id,z,y,x\na,10,20,30\nb,12,20,30\n");
        (code, string output, _) = await RunAsync(asked);

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("blocks are where their points are; rows are in voxels of its finest level, 0.25 x 0.5 x 2 micrometres along x, y and z", output, StringComparison.Ordinal);
        Assert.Contains("1 row of 2 has a block within 5 micrometres: the median distance is 3, the largest 3", output, StringComparison.Ordinal);
        Assert.Contains("m@1 is stored.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_GoesByAModel_OnlyWhileTheCampaignAllowsIt()
    {
        Put("p.csv", "block,class,score\nblock_0001,1,0.95\nblock_0002,1,0.55\n");
        _ = await RunAsync("p.csv", "--model", "unet", "--model-version", "3.1");
        string[] plan = ["plan", "--annotators", "ann,ben", "--votes", "2", "--order", "scored", "--random-share", "1%"];

        Assert.Contains("needs a model: --model NAME; stored are unet@3.1", await RefusedAsync(plan), StringComparison.Ordinal);
        plan = [.. plan, "--model", "unet"];
        Assert.Contains("only while the campaign allows it", await RefusedAsync(plan), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await RealProgram.EndOfAsync(_program.Start(["settings", "--set", "model_order=true"]))).ExitCode);
        (int code, string output, string error) = await RealProgram.EndOfAsync(_program.Start(plan));

        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Contains("order: by the scores of unet@3.1", output, StringComparison.Ordinal);
        (_, string json, _) = await RealProgram.EndOfAsync(_program.Start(["plan", "--show", "--json"]));
        Assert.Equal(["block_0002", "block_0001"], JsonNode.Parse(json)!["queues"]!["ann"]!.AsArray().Select(block => (string)block!));
        File.SetUnixFileMode(Admin, (UnixFileMode)0b111_101_101);
        Assert.Contains("as the version would say what a model says of blocks", await RefusedAsync([.. plan, "--seed", "2"]), StringComparison.Ordinal);

        async Task<string> RefusedAsync(string[] arguments)
        {
            (int refused, _, string why) = await RealProgram.EndOfAsync(_program.Start(arguments));
            Assert.Equal(ExitCode.Trouble, refused);
            return why;
        }
    }

    [Fact]
    public async Task File_ThatCannotBeUsed_IsNamedWithTheReason()
    {
        Put("bad.csv", "block,class\nblock_0001,9\n");
        Put("elsewhere.csv", "block,class\nblock_0777,1\n");
        string[] model = ["--model", "m", "--model-version", "1"];

        Assert.Contains("bad.csv: line 2: \"9\" is no class; expected 1 or Class 1, ", (await RunAsync(["bad.csv", .. model])).Error, StringComparison.Ordinal);
        Assert.Contains("has none of the blocks: block_0777", (await RunAsync(["elsewhere.csv", .. model])).Error, StringComparison.Ordinal);
        (int code, _, string error) = await RunAsync(["missing.csv", .. model]);
        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("missing.csv: there is no such file", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Admin));
    }

    [Theory]
    [InlineData("p.csv")]
    [InlineData("p.csv", "--model", "m")]
    [InlineData("p.csv", "--model", "a@b", "--model-version", "1")]
    [InlineData("p.csv", "--model", "m", "--model-version", "1", "--score-of", "nobody")]
    [InlineData("p.csv", "--model", "m", "--model-version", "1", "--class", "a=9")]
    [InlineData("p.csv", "--model", "m", "--model-version", "1", "--positions", "w.csv", "--within", "2")]
    [InlineData("p.csv", "--model", "m", "--model-version", "1", "--positions", "w.csv", "--within", "2", "--micrometres", "--voxel-size", "1,1,1")]
    [InlineData("p.csv", "--model", "m", "--model-version", "1", "--within", "2")]
    [InlineData("p.csv", "--model", "m", "--model-version", "1", "--voxels")]
    [InlineData("p.csv", "--model", "m", "--model-version", "1", "--positions", "w.csv", "--within", "2", "--voxels")]
    [InlineData("--model", "m")]
    [InlineData("p.csv", "q.csv")]
    public async Task Options_ThatMakeNoSense_AreNamed(params string[] arguments)
    {
        (int code, string output, string error) = await RunAsync(arguments);

        Assert.Equal((ExitCode.BadConfiguration, ""), (code, output));
        Assert.StartsWith("predictions: found ", error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RealProgram.EndOfAsync(_program.Start(["predictions", .. arguments, .. arguments.Contains("--model") ? new[] { "--numbers" } : []]));

    private void Put(string path, string text)
    {
        string full = Path.Combine(_program.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, Encoding.UTF8.GetBytes(text));
    }
}
