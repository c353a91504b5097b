using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>Every export over HTTP says what the command writes.</summary>
public sealed class ExportEndpointsTests : IAsyncLifetime
{
    private static readonly string[] Exports =
    [
        "/api/export.csv", "/api/export/long.csv", "/api/export/annotations.json", "/api/export/labels.parquet",
        "/api/export/statistics.json", "/api/export/history.csv", "/api/export/manifest.json",
        "/api/export/blocks.csv", "/api/export/blocks.parquet", "/api/export/figures.zip", "/api/export/all.zip", "/api/export/report.zip",
    ];

    /// <summary>Where blocks are points of a volume; <see cref="NeuroglancerEndpointsTests"/> asks it there.</summary>
    private const string OfPoints = "/api/export/neuroglancer.json";

    private readonly string _target = Directory.CreateTempSubdirectory("annotator-exports-").FullName;
    private TestProgram _program = null!;
    private HttpClient _admin = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Votes that agree and differ, a final label, one who was excluded, a label of a block that is gone.</summary>
    public async ValueTask InitializeAsync()
    {
        _program = await TestProgram.StartAsync();
        _admin = await _program.SignedInClientAsync("alice");
        await PutAsync("alice", "/api/labels/block_0001", 1);
        await PutAsync("alice", "/api/labels/tile_3/block_0002", 2);
        await PutAsync("bob", "/api/labels/block_0001", 3);
        await PutAsync("carol", "/api/labels/block_0001", 3);
        await PutAsync("carol", "/api/labels/block_0001", 2);
        await PutAsync("alice", "/api/final-labels/block_0001", 2);
        Assert.True((await _program.Services.GetRequiredService<LabelShare>().FlushAsync(TimeSpan.FromMinutes(1))).FilesWritten);
        WriteShare(
            "users/zoe.json",
            """
            {"username":"zoe","created_at":"2024-01-01T00:00:00+00:00","updated_at":"2024-01-01T00:00:00+00:00",
             "annotations":{"block_0999":{"label":1,"annotated_at":"2024-01-02T10:30:00+00:00"}}}
            """);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _program.DisposeAsync();
        Directory.Delete(_target, recursive: true);
    }

    [Fact]
    public void EveryExport_IsOneOfThese() => Assert.Equal(
        Exports.Append(OfPoints).Order(StringComparer.Ordinal),
        _program.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints
            .OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(path => path.StartsWith("/api/export", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));

    [Fact]
    public async Task EveryExport_OverHttp_IsWhatTheCommandWrites()
    {
        await CommandAsync("--csv", "a.csv", "--long", "b.csv", "--json", "c.json", "--parquet", "d.parquet", "--blocks", "e.csv", "--figures", "f");
        await CommandAsync("--blocks", "e.parquet");
        await CommandAsync("--csv", "h.csv", "--include-history");

        Assert.Equal(ExportedFiles.WithoutTime(await WrittenAsync("a.csv")), ExportedFiles.WithoutTime(await TextAsync("/api/export.csv", "annotations.csv")));
        Assert.Equal(ExportedFiles.WithoutTime(await WrittenAsync("b.csv")), ExportedFiles.WithoutTime(await TextAsync("/api/export/long.csv", "labels_long.csv")));
        Assert.Equal(ExportedFiles.WithoutTime(await WrittenAsync("c.json")), ExportedFiles.WithoutTime(await TextAsync("/api/export/annotations.json", "annotations.json")));
        Assert.Equal(await WrittenAsync("e.csv"), await TextAsync("/api/export/blocks.csv", "blocks.csv"));
        Assert.Equal(await File.ReadAllBytesAsync(In("e.parquet"), Ct), await BytesAsync("/api/export/blocks.parquet", "blocks.parquet"));
        Dictionary<string, byte[]> figures = ExportedFiles.Unzipped(await BytesAsync("/api/export/figures.zip", "figures.zip"));
        Assert.Equal(Directory.GetFiles(In("f")).Select(Path.GetFileName).Order(), figures.Keys.Order());
        Assert.All(figures, figure => Assert.Equal(File.ReadAllBytes(In(Path.Combine("f", figure.Key))), figure.Value));
        Assert.Equal(await WrittenAsync("h.csv.history.csv"), await TextAsync("/api/export/history.csv", "history.csv"));
        Assert.Equal(
            await ExportedFiles.ColumnsAsync(await File.ReadAllBytesAsync(In("d.parquet"), Ct)),
            await ExportedFiles.ColumnsAsync(await BytesAsync("/api/export/labels.parquet", "labels.parquet")));
        JsonNode everything = JsonNode.Parse(await WrittenAsync("c.json"))!;
        Assert.True(JsonNode.DeepEquals(
            everything["statistics"], JsonNode.Parse(await TextAsync("/api/export/statistics.json", "statistics.json"))));
        JsonNode command = JsonNode.Parse(await WrittenAsync("a.csv.manifest.json"))!;
        JsonNode http = JsonNode.Parse(await TextAsync("/api/export/manifest.json", "manifest.json"))!;
        Assert.True(JsonNode.DeepEquals(command["inputs"], http["inputs"]), $"{command["inputs"]}\n{http["inputs"]}");
        Assert.True(JsonNode.DeepEquals(command["faults"], http["faults"]), $"{command["faults"]}\n{http["faults"]}");
        Assert.Equal(command["settings"]!["classes"]!.ToString(), http["settings"]!["classes"]!.ToString());
    }

    [Fact]
    public async Task Files_HoldTheVotesThatWereGiven()
    {
        string wide = ExportedFiles.WithoutTime(await TextAsync("/api/export.csv", "annotations.csv"));
        Assert.Equal(
            "block_id,consensus_label,final_label,has_disagreement,user_alice_label,user_bob_label,user_carol_label,user_zoe_label,exported_at\r\n"
            + "block_0001,1,2,True,1,3,2,,T\r\ntile_3/block_0002,2,,False,2,,,,T\r\n",
            wide);
        string[] history = (await TextAsync("/api/export/history.csv", "history.csv")).Split("\r\n");
        Assert.Equal(1 + 7 + 1, history.Length);
        Assert.EndsWith(",True,,,,,False,False", Assert.Single(history, line => line.Contains(",zoe,", StringComparison.Ordinal)), StringComparison.Ordinal);
        JsonNode vanished = Assert.Single(JsonNode.Parse(
            await TextAsync("/api/export/annotations.json", "annotations.json"))!["vanished"]!.AsArray())!;
        Assert.Equal(("block_0999", "zoe", 1), ((string?)vanished["block"], (string?)vanished["username"], (int)vanished["label"]!));
    }

    [Fact]
    public async Task HistoryOfABlock_OnThePage_IsWhatTheFilesSay_NewestFirst()
    {
        WriteShare("users/yan.json", """{"annotations":{"block_0001":{"label":2,"annotated_at":"2024-01-02T10:30:00+00:00"}}}""");
        LabelShare share = _program.Services.GetRequiredService<LabelShare>();
        UserLabels carol = await share.OpenUserAsync("carol", Ct);
        await carol.UndoAsync(Ct);
        await carol.RedoAsync(Ct);
        SignIn admin = _program.Services.GetRequiredService<SignIns>().Add("alice", isAdmin: true, former: null);
        await using AnnotationSession page = await _program.Services.GetRequiredService<AnnotationSessionFactory>().OpenAsync(admin.SessionId, Ct);
        Block block = page.Place.Sequence.Visible.Single(one => one.Id.Value == "block_0001");

        BlockHistory shown = await page.ReadHistoryAsync(block);
        string exported = await TextAsync("/api/export/history.csv", "history.csv");
        await CommandAsync("--long", "p.csv", "--include-history");

        Assert.Equal(exported, await WrittenAsync("p.csv.history.csv"));
        string[][] rows = [.. exported.Split("\r\n").Select(line => line.Split(',')).Where(cells => cells is [_, _, _, _, "block_0001", ..]).Reverse()];
        Assert.Equal(
            rows.Select(row => (row[1], row[2], row[3], row[6], row[7], row[8] != "", row[9] != "", row[10], row[11])),
            shown.Entries.Select(entry => (
                entry.IsFinalLabel ? "final_label" : "label",
                entry.By,
                LabelTime.Format(entry.At),
                entry.Label?.ToString(CultureInfo.InvariantCulture) ?? "",
                entry.Was?.ToString(CultureInfo.InvariantCulture) ?? "",
                entry.IsUndo,
                entry.IsRedo,
                entry.Host,
                entry.IsImport ? "True" : "False")));
        Assert.Equal(["carol", "carol", "alice", "carol", "carol", "bob", "alice", "yan"], shown.Entries.Select(entry => entry.By));
        Assert.Empty(shown.Faults);
    }

    [Theory]
    [InlineData("/api/export.csv", "block_0001,2,2,True,1,3,2,,")]
    [InlineData("/api/export/long.csv", "block_0001,alice,1,Class 1,")]
    [InlineData("/api/export/annotations.json", "\"consensus\": 2")]
    [InlineData("/api/export/statistics.json", "\"annotators\": 2")]
    [InlineData("/api/export/manifest.json", "\"excluded\": \"alice\"")]
    public async Task Export_WithoutAnAnnotator_DoesNotCountThatOne(string path, string expected)
    {
        Assert.Contains(expected, await _admin.GetStringAsync(path + "?exclude=alice", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryExport_AnUnknownNameToExclude_Is400AndNamesWhoThereIs()
    {
        foreach (string path in Exports)
        {
            using HttpResponseMessage response = await _admin.GetAsync(path + "?exclude=bob&exclude=nobody", Ct);
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{path}: {response.StatusCode}");
            string? detail = (await TestProgram.JsonOfAsync(response)).GetProperty("detail").GetString();
            Assert.Equal("exclude: no annotator is called \"nobody\"; the annotators are alice, bob, carol, zoe.", detail);
        }
    }

    [Fact]
    public async Task EveryExport_SomeoneExcluded_SaysWho()
    {
        foreach (string path in Exports)
        {
            using HttpResponseMessage response = await _admin.GetAsync(path + "?exclude=Bob", Ct);
            Assert.Equal("bob", Assert.Single(response.Headers.GetValues("X-Export-Excluded")));
        }

        JsonNode statistics = JsonNode.Parse(await TextAsync("/api/export/statistics.json?exclude=bob", "statistics.json"))!;
        Assert.Equal("bob", Assert.Single(statistics["excluded"]!.AsArray())!.GetValue<string>());
    }

    [Fact]
    public async Task All_HoldsEveryFileThatItsManifestNames()
    {
        Dictionary<string, byte[]> files = ExportedFiles.Unzipped(await BytesAsync("/api/export/all.zip?exclude=bob", "export.zip"));
        JsonNode manifest = JsonNode.Parse(files["manifest.json"])!;

        Assert.Equal("bob", Assert.Single(manifest["excluded"]!.AsArray())!.GetValue<string>());
        Assert.Equal(files.Keys.Where(name => name != "manifest.json").Order(), manifest["outputs"]!.AsArray().Select(output => (string)output!["path"]!).Order());
        Assert.All(manifest["outputs"]!.AsArray(), output =>
        {
            byte[] bytes = files[(string)output!["path"]!];
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), (string)output["sha256"]!);
            if (((string)output["path"]!).EndsWith(".csv", StringComparison.Ordinal))
            {
                Assert.Equal(Encoding.UTF8.GetString(bytes).Split("\r\n").Length - 2, (int)output["count"]!);
            }
        });
    }

    [Fact]
    public async Task EveryExport_ANewerFormatOnTheShare_Is503AndNamesTheJournal()
    {
        WriteShare("history/users/bob/20300101T000000Z-ws-5-abc.jsonl", "{\"format\":9}\n");

        foreach (string path in Exports)
        {
            using HttpResponseMessage response = await _admin.GetAsync(path, Ct);
            Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, $"{path}: {response.StatusCode}");
            Assert.Contains("20300101T000000Z-ws-5-abc.jsonl", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task History_ALineUnreadable_IsIncompleteAndSaysSo_AsTheCommandDoes()
    {
        string name = "20240101T000000Z-ws-5-abc.jsonl";
        WriteShare(
            $"history/users/zoe/{name}",
            """
            {"format":1,"program":"1.0.0","host":"ws-5","account":"zoe","data_root":"/d","classes":["Class 1"]}
            {"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":3,"was":null}
            {"seq":2,"clo
            {"seq":3,"clock":3,"at":"2024-01-02T10:31:00+00:00","block":"block_0001","label":1,"was":3}

            """.ReplaceLineEndings("\n"));
        Assert.Equal(ExitCode.Trouble, await ExportAsync("--csv", In("a.csv"), "--include-history"));

        using HttpResponseMessage response = await _admin.GetAsync("/api/export/history.csv", Ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("history.incomplete.csv", response.Content.Headers.ContentDisposition?.FileName);
        string faults = Uri.UnescapeDataString(Assert.Single(response.Headers.GetValues("X-Export-Faults")));
        Assert.Contains(name, faults, StringComparison.Ordinal);
        Assert.Equal(await WrittenAsync("a.csv.history.csv"), await response.Content.ReadAsStringAsync(Ct));
        JsonNode manifest = JsonNode.Parse(await TextAsync("/api/export/manifest.json", "manifest.json"))!;
        Assert.Contains(manifest["faults"]!.AsArray(), fault => fault!.GetValue<string>().Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EveryExport_AUserFileUnreadable_NamesThePerson()
    {
        WriteShare("users/broken.json", "{ no json");

        foreach (string path in Exports.Where(path => !path.EndsWith("manifest.json", StringComparison.Ordinal)))
        {
            using HttpResponseMessage response = await _admin.GetAsync(path, Ct);
            Assert.Contains(".incomplete.", response.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
            Assert.Contains("broken", Assert.Single(response.Headers.GetValues("X-Export-Faults")), StringComparison.Ordinal);
        }

        Assert.Contains("broken: ", await TextAsync("/api/export/manifest.json", "manifest.json"), StringComparison.Ordinal);
    }

    private async Task PutAsync(string username, string path, int label)
    {
        using HttpClient client = await _program.SignedInClientAsync(username);
        using HttpResponseMessage response = await client.PutAsJsonAsync(path, new { label }, Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private void WriteShare(string relative, string text)
    {
        string path = Path.Combine(_program.AnnotationsRoot, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
    }

    private string In(string name) => Path.Combine(_target, name);

    private Task<string> WrittenAsync(string name) => File.ReadAllTextAsync(In(name), Ct);

    private Task<int> ExportAsync(params string[] arguments) =>
        ExportCommand.RunAsync(_program.Services.GetRequiredService<AnnotatorOptions>(), arguments, Ct);

    /// <summary>The command; names without an option before them are files of this test.</summary>
    private async Task CommandAsync(params string[] arguments) => Assert.Equal(
        ExitCode.Ok,
        await ExportAsync([.. arguments.Select(word => word.StartsWith("--", StringComparison.Ordinal) ? word : In(word))]));

    private async Task<byte[]> BytesAsync(string path, string name)
    {
        using HttpResponseMessage response = await _admin.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(name, response.Content.Headers.ContentDisposition?.FileName);
        Assert.False(response.Headers.Contains("X-Export-Faults"));
        return await response.Content.ReadAsByteArrayAsync(Ct);
    }

    private async Task<string> TextAsync(string path, string name) => Encoding.UTF8.GetString(await BytesAsync(path, name));
}
