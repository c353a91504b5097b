using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>HTTP over tests/vectors/original: the folders of the original program as they are today.</summary>
public sealed class OriginalFoldersTests : IAsyncLifetime
{
    private readonly string _case = Find();
    private TestProgram _program = null!;
    private JsonNode _expected = null!;

    public async ValueTask InitializeAsync()
    {
        _expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_case, "expected.json")))!;
        _program = await TestProgram.StartAsync(data =>
        {
            string folder = Path.GetDirectoryName(data)!;
            foreach (JsonNode? block in _expected["layout"]!.AsArray())
            {
                TestTiff.WriteBlock(Path.Combine(folder, block!.GetValue<string>()));
            }

            foreach (string file in Directory.GetFiles(Path.Combine(_case, "annotations"), "*.json", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(folder, Path.GetRelativePath(_case, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        });
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Consensus_AndExport_HaveEveryLabelUnderItsOwnExperiment()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        using HttpResponseMessage response = await admin.GetAsync("/api/consensus");
        JsonElement consensus = await TestProgram.JsonOfAsync(response);
        JsonElement[] blocks = [.. consensus.GetProperty("blocks").EnumerateArray()];

        Assert.Equal(
            _expected["labels"]!.AsArray().Select(label => (label!["user"]!.GetValue<string>(), label["block"]!.GetValue<string>(), label["label"]!.GetValue<int>())).Order(),
            blocks.SelectMany(block => block.GetProperty("votes").EnumerateObject()
                .Where(vote => vote.Value.ValueKind == JsonValueKind.Number)
                .Select(vote => (vote.Name, block.GetProperty("block").GetString()!, vote.Value.GetInt32()))).Order());
        Assert.Equal(
            _expected["final"]!.AsArray().Select(final => (final!["block"]!.GetValue<string>(), final["label"]!.GetValue<int>())),
            blocks.Where(block => block.GetProperty("finalLabel").ValueKind == JsonValueKind.Number)
                .Select(block => (block.GetProperty("block").GetString()!, block.GetProperty("finalLabel").GetInt32())));
        Assert.Contains(
            _expected["named_not_used"]![0]!.GetValue<string>(),
            consensus.GetProperty("statistics").GetProperty("unreadable").EnumerateArray().Select(text => text.GetString()!.Replace('\\', '/')).Single(),
            StringComparison.Ordinal);

        string[] csv = (await admin.GetStringAsync("/api/export.csv")).Split("\r\n");
        Assert.Equal("block_id,consensus_label,final_label,has_disagreement,user_alice_label,user_ben_label,exported_at", csv[0]);
        foreach (JsonNode? label in _expected["labels"]!.AsArray())
        {
            string[] row = csv.Single(line => line.StartsWith(label!["block"]!.GetValue<string>() + ",", StringComparison.Ordinal)).Split(',');
            Assert.Equal(label!["label"]!.GetValue<int>().ToString(System.Globalization.CultureInfo.InvariantCulture), row[label["user"]!.GetValue<string>() == "alice" ? 4 : 5]);
        }
    }

    [Fact]
    public async Task Label_OfABlockNamedByAUuid_IsSetAndListed()
    {
        string block = _expected["ids"]![1]!.GetValue<string>();
        using HttpClient ben = await _program.SignedInClientAsync("ben");
        using HttpResponseMessage before = await ben.GetAsync("/api/labels");
        Assert.Equal(_expected["labels"]![1]!["block"]!.GetValue<string>(), (await TestProgram.JsonOfAsync(before)).EnumerateArray().Single().GetProperty("block").GetString());

        using HttpResponseMessage put = await ben.PutAsJsonAsync("/api/labels/" + block, new { label = 3 });
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);

        using HttpResponseMessage after = await ben.GetAsync("/api/labels");
        Assert.Contains((await TestProgram.JsonOfAsync(after)).EnumerateArray(), label => label.GetProperty("block").GetString() == block && label.GetProperty("label").GetInt32() == 3);
    }

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "tests", "vectors", "original");
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        throw new InvalidOperationException("tests/vectors/original is not above the tests.");
    }
}
