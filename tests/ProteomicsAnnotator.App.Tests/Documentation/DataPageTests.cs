using System.Runtime.Versioning;
using System.Text.Json;
using Parquet;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Tests.Points;

namespace ProteomicsAnnotator.App.Tests.Documentation;

/// <summary>The tables of docs/data.md, and of docs/troubleshooting.md on <c>check</c>, against what the real program writes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DataPageTests : IAsyncDisposable
{
    private const string Page = "docs/data.md";
    private readonly RealProgram _program = new();

    public DataPageTests()
    {
        TestTiff.WriteBlock(In("blocks/block_0002"));
        TestTiff.WriteBlock(In("blocks/block_0003"));
        Put("configs/classes.json", """{"classes":[{"name":"One","color":"#35B56E"},{"name":"Two","color":"#6390FF"}]}""");
        Put("configs/roles.json", """{"admins":["ann"]}""");
        Put("annotations/users/alice.json", Votes("alice", ("block_0001", 1), ("block_0002", 2), ("block_0077", 1)));
        Put("annotations/users/bob.json", Votes("bob", ("block_0001", 1), ("block_0002", 1), ("block_0003", 9)));
        Put("annotations/users/carol.json", Votes("carol", ("block_0001", 2), ("block_0002", 2)));
        Put("annotations/admin/final_labels.json", """{"labels":{"block_0002":{"final_label":1,"set_by":"ann","set_at":"2024-01-02T12:00:00+00:00"}}}""");
        Put("annotations/history/users/alice/20240102T080000Z-ws-12-ba9876543210.jsonl",
            """{"format":1,"program":"1.0.0","host":"ws-12","account":"alice","data_root":"/d","classes":["One","Two"]}""" + "\n"
            + """{"seq":1,"clock":9,"at":"2024-01-03T10:30:00+00:00","block":"block_0001","label":1,"was":null,"seen":[{"file":"c0.tif","version":"1-1"}],"via":"key","ev":{"active_ms":1,"slices":1,"projected":true,"view":"quad","limits":"fixed","suggestion":false,"display":{"channels":[{"key":"c0","color":"#00ff00","limits":[1,2],"gamma":0.8}],"left_out":1,"projection":"mip","slab":"max","thickness":5}}}""" + "\n"
            + """{"seq":2,"clock":10,"at":"2024-01-03T10:31:00+00:00","mark":{"block":"block_0003","unsure":true,"note":"dim"}}""" + "\n"
            + """{"seq":3,"clock":11,"at":"2024-01-03T10:32:00+00:00","repeat":{"block":"block_0001","label":1}}""" + "\n");
        Put("annotations/users/no name.json", "{}");
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Columns_OfTheDataPage_AreThoseOfTheFiles()
    {
        await ExportAsync("--csv", "a.csv", "--long", "l.csv", "--blocks", "b.csv", "--figures", "f", "--include-history");
        await ExportAsync("--parquet", "l.parquet", "--blocks", "b.parquet", "--include-history");

        Assert.Equal(
            Header("a.csv").Where(column => column is not ("user_bob_label" or "user_carol_label")).Select(column => column == "user_alice_label" ? "user_*_label" : column),
            Columns("Wide table: annotations.csv"));
        await SameAsync("Long table: labels_long.csv and labels.parquet", "l.csv", "l.parquet");
        await SameAsync("Table of answers: blocks.csv and blocks.parquet", "b.csv", "b.parquet");
        await SameAsync("History: annotations.csv.history.csv", "a.csv.history.csv", "l.parquet.history.parquet");
        string[] figures = Directory.GetFiles(In("f"));
        Assert.Equal(11, figures.Length);
        Assert.All(figures, file => Assert.Equal(Header(file), Columns(Path.GetFileName(file))));
    }

    [Fact]
    public async Task Keys_OfTheDataPage_AreThoseOfTheFiles()
    {
        Put("annotations/admin/decisions/20240104T080000Z-ws-12-ba9876543210.json",
            """{"format":1,"program":"1.1.0","clock":1,"at":"2024-01-04T08:00:00+00:00","by":"ann","set":{"gold/block_0001":1,"excluded/bob":{"reason":"wrong channel"},"same/robert":"bob"}}""");
        Put("annotations/campaign/decisions/20240104T080001Z-ws-12-ba9876543210.json",
            """{"format":1,"program":"1.1.0","clock":1,"at":"2024-01-04T08:00:01+00:00","by":"ann","set":{"class/1/Uno":{"to":["One"]}}}""");
        Put("annotations/campaign/calibration/20240104T080000Z-ws-12-ba9876543211.json",
            """{"format":1,"program":"1.1.0","clock":1,"at":"2024-01-04T08:00:00+00:00","by":"ann","set":{"calibration/block_0999":{"label":1,"why":"round"}}}""");
        Put("annotations/history/admin/20240104T090000Z-ws-12-ba9876543210.jsonl",
            """{"format":1,"program":"1.0.0","host":"ws-12","account":"ann","data_root":"/d","classes":["One","Two"]}""" + "\n"
            + """{"seq":1,"clock":9,"at":"2024-01-04T10:31:00+00:00","second":{"block":"block_0002","label":2},"by":"zoe"}""" + "\n");
        (int code, _, string error) = await RealProgram.EndOfAsync(_program.Start(["plan", "--annotators", "alice,carol", "--votes", "1", "--order", "disputed", "--random-share", "100%", "--as", "ann"]));
        Assert.True(code == ExitCode.Ok, error);
        await ExportAsync("--json", "a.json", "--include-history", "--gold", "mark");

        // With nobody excluded, or one more, a list would be empty and its keys unseen.
        Assert.Equal(Columns("Everything: annotations.json").Order(StringComparer.Ordinal), KeysOf("a.json").Where(key => !IsEmptyList(key)));
        Assert.Equal(
            Columns("Manifest: annotations.csv.manifest.json").Order(StringComparer.Ordinal), KeysOf("a.json.manifest.json").Where(key => !IsEmptyList(key)));
    }

    [Fact]
    public async Task Rows_OfCheck_AreThoseOfTheTroubleshootingPage()
    {
        IReadOnlyList<string> rows = await RowsOfCheckAsync();
        File.Delete(In("annotations/admin/final_labels.json"));
        Directory.CreateDirectory(In("annotations/admin/final_labels.json"));
        IReadOnlyList<string> unreadable = await RowsOfCheckAsync();
        IReadOnlyList<string> points = await RowsOfPointsAsync();
        IEnumerable<string> unset = (await CheckCommand.RowsAsync(PackageWithoutSettings())).Select(row => row.Check);

        Assert.Equal(rows.Union(unreadable).Union(points).Union(unset).Order(StringComparer.Ordinal), Pages.FirstCells("docs/troubleshooting.md", "Rows of check").Order(StringComparer.Ordinal));
    }

    /// <summary>Of a data root that is points of a volume, with a distance in which they are near.</summary>
    private static async Task<IReadOnlyList<string>> RowsOfPointsAsync()
    {
        using var points = new PointsFolder();
        points.PutSource("id,score,z,y,x\na,0.5,20,25,30\nb,0.5,30,25,30\n", more: "\"near\": 1");
        await using var program = new RealProgram();
        program.Environment["ANNOTATOR_DATA_ROOT"] = points.Path;
        string annotations = Directory.CreateDirectory(Path.Combine(program.Folder, "annotations")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(annotations, ".annotator-root"), "00112233445566778899aabbccddeeff\n"u8.ToArray());
        return await RowsOfCheckAsync(program);
    }

    private AnnotatorOptions PackageWithoutSettings()
    {
        Put("package/launch.sh", "");
        return new OptionsReader(_ => null, _program.Folder, In("package/app")).Read(CommandLine.Parse([]));
    }

    private static IReadOnlyList<string> Columns(string heading) => Pages.FirstCells(Page, heading);

    private static bool IsEmptyList(string key) => key.EndsWith("[]?", StringComparison.Ordinal);

    private static string Votes(string username, params (string Block, int Label)[] labels) =>
        $$"""{"username":"{{username}}","annotations":{ {{string.Join(',', labels.Select(label =>
            $$"""
            "{{label.Block}}":{"label":{{label.Label}},"annotated_at":"2024-01-03T10:30:00+00:00"}
            """))}} } }""";

    private async Task SameAsync(string heading, string csv, string parquet)
    {
        Assert.Equal(Header(csv), Columns(heading));
        await using var bytes = File.OpenRead(In(parquet));
        await using ParquetReader reader = await ParquetReader.CreateAsync(bytes, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(reader.Schema.GetDataFields().Select(field => field.Name), Columns(heading));
    }

    /// <summary>A file that is nobody's is named, so that the list of faults is not empty.</summary>
    private async Task ExportAsync(params string[] options)
    {
        (int code, _, string error) = await RealProgram.EndOfAsync(_program.Start(["export", "--force", .. options]));
        Assert.True(code == ExitCode.Trouble, error);
    }

    private Task<IReadOnlyList<string>> RowsOfCheckAsync() => RowsOfCheckAsync(_program);

    private static async Task<IReadOnlyList<string>> RowsOfCheckAsync(RealProgram program)
    {
        (_, string json, _) = await RealProgram.EndOfAsync(program.Start("check", "--json"));
        using var answer = JsonDocument.Parse(json);
        return [.. answer.RootElement.GetProperty("checks").EnumerateArray().Select(row => row.GetProperty("check").GetString()!)];
    }

    private string[] Header(string file) => File.ReadLines(In(file)).First().Split(',');

    /// <summary>Sorted; <c>[]</c> for the members of a list, <c>*</c> for names; an empty list ends in <c>[]?</c>.</summary>
    private string[] KeysOf(string file)
    {
        using var answer = JsonDocument.Parse(File.ReadAllBytes(In(file)));
        return [.. KeysOf(answer.RootElement, "").Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> KeysOf(JsonElement value, string key) => value.ValueKind switch
    {
        JsonValueKind.Array when value.GetArrayLength() == 0 => [key + "[]?"],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(member => KeysOf(member, key + "[]")),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member =>
            KeysOf(member.Value, key.Length == 0 ? member.Name : $"{key}.{(IsKeyedByName(key) ? "*" : member.Name)}")),
        JsonValueKind.Null when key is "blocks[].final_label" or "blocks[].votes.*.evidence" => [],
        _ => [key],
    };

    private static bool IsKeyedByName(string key) =>
        key is "settings" || key.EndsWith(".votes", StringComparison.Ordinal) || key.EndsWith(".marks_without_label", StringComparison.Ordinal) || key.EndsWith(".class_shares", StringComparison.Ordinal);

    private string In(string path) => Path.Combine(_program.Folder, path);

    private void Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllBytes(In(path), System.Text.Encoding.UTF8.GetBytes(text));
    }
}
