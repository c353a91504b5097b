using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>A consensus becomes the final label of many blocks, over HTTP.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AcceptanceEndpointTests : IAsyncLifetime
{
    private static readonly string[] Ids = [.. Enumerable.Range(1, 60).Select(i => $"tile_5/block_{i:0000}")];
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync(data =>
    {
        foreach (string id in Ids)
        {
            TestTiff.WriteBlock(Path.Combine(data, id));
        }
    });

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task DryRun_CountsAndSetsNothing_AndWhatMakesNoSenseIsRefused()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        using HttpResponseMessage label = await admin.PutAsJsonAsync("/api/labels/block_0001", new { label = 1 }, Ct);
        Assert.Equal(HttpStatusCode.OK, label.StatusCode);

        JsonElement counted = await PostAsync(admin, new { certainty = 0.95, leastVotes = 2, blocks = new[] { "block_0001" }, dryRun = true }, HttpStatusCode.OK);

        Assert.Equal((false, 1, 0, 1), (counted.GetProperty("isSet").GetBoolean(), counted.GetProperty("listed").GetInt32(), counted.GetProperty("blocks").GetInt32(), counted.GetProperty("fewVotes").GetInt32()));
        Assert.Equal(0, (await PostAsync(admin, new { certainty = 0.95 }, HttpStatusCode.OK)).GetProperty("listed").GetInt32());
        foreach (object wrong in new object[] { new { }, new { certainty = 0.2 }, new { certainty = 95 }, new { certainty = 0.9, leastVotes = 0 } })
        {
            _ = await PostAsync(admin, wrong, HttpStatusCode.BadRequest);
        }

        Assert.Contains("'block_4711'", (await PostAsync(admin, new { certainty = 0.9, blocks = new[] { "block_4711" } }, HttpStatusCode.NotFound)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consensus_ThatIsCertainEnough_IsSetAtOnce_AndWhatIsDecidedStays()
    {
        // The third one differs on the last ten blocks.
        Put("ben", Ids.ToDictionary(id => id, ClassOf));
        Put("cem", Ids.ToDictionary(id => id, ClassOf));
        Put("dev", Ids.ToDictionary(id => id, id => Array.IndexOf(Ids, id) < 50 ? ClassOf(id) : 3));
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        using HttpResponseMessage settled = await admin.PutAsJsonAsync($"/api/final-labels/{Ids[59]}", new { label = 3 }, Ct);
        Assert.Equal(HttpStatusCode.OK, settled.StatusCode);
        var asked = new { certainty = 0.8, blocks = Ids[45..] };

        JsonElement counted = await PostAsync(admin, new { asked.certainty, asked.blocks, dryRun = true }, HttpStatusCode.OK);
        Assert.Equal((15, 14, 1, 0, 9), (Number(counted, "listed"), Number(counted, "blocks"), Number(counted, "decided"), Number(counted, "unsure"), Number(counted, "waiting")));
        Assert.DoesNotContain(Ids[55], await FinalLabelsAsync(admin), StringComparison.Ordinal);
        JsonElement set = await PostAsync(admin, asked, HttpStatusCode.OK);
        Assert.True(set.GetProperty("isSet").GetBoolean());
        Assert.Equal((7, 7), (set.GetProperty("classes").GetProperty("1").GetInt32(), set.GetProperty("classes").GetProperty("2").GetInt32()));

        string finals = await FinalLabelsAsync(admin);
        Assert.All(Ids[45..59], id => Assert.Contains($"{id}={ClassOf(id)};", finals, StringComparison.Ordinal));
        Assert.Contains($"{Ids[59]}=3;", finals, StringComparison.Ordinal);
        Assert.Equal((15, 0, 0), (Number(await PostAsync(admin, asked, HttpStatusCode.OK), "decided"), Number(await PostAsync(admin, asked, HttpStatusCode.OK), "blocks"), Number(await PostAsync(admin, asked, HttpStatusCode.OK), "waiting")));
    }

    private static int ClassOf(string id) => 1 + (Array.IndexOf(Ids, id) % 2);

    private static int Number(JsonElement answer, string name) => answer.GetProperty(name).GetInt32();

    private static async Task<string> FinalLabelsAsync(HttpClient admin)
    {
        JsonElement consensus = await admin.GetFromJsonAsync<JsonElement>("/api/consensus", Ct);
        return string.Concat(consensus.GetProperty("blocks").EnumerateArray()
            .Where(block => block.GetProperty("finalLabel").ValueKind == JsonValueKind.Number)
            .Select(block => $"{block.GetProperty("block").GetString()}={block.GetProperty("finalLabel").GetInt32()};"));
    }

    private void Put(string user, Dictionary<string, int> labels)
    {
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(_program.AnnotationsRoot, "users")).FullName, user + ".json");
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(new
        {
            username = user,
            created_at = "2024-01-01T00:00:00+00:00",
            updated_at = "2024-01-01T00:00:00+00:00",
            annotations = labels.ToDictionary(label => label.Key, label => new { label = label.Value, annotated_at = "2024-01-02T10:30:00+00:00" }),
        }));
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, object body, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/final-labels", body, Ct);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }
}
