using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>Named pipes in the place of files, over HTTP: every call answers, and says which file it is.</summary>
public sealed class OddFilesTests : IAsyncLifetime
{
    private TestProgram _program = null!;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync(data =>
    {
        if (!OperatingSystem.IsWindows())
        {
            MakePipe(Path.Combine(data, "block_0001", "zz_pipe.tif"));
            MakePipe(Path.Combine(data, "tile_3", "local_points.npy"));
        }
    });

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task ChannelFileAndFocusPoints_ThatArePipes_AreNamed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders");
        using HttpClient client = await _program.SignedInClientAsync("bob");

        JsonElement blocks = await client.GetFromJsonAsync<JsonElement>("/api/blocks");
        Assert.Equal(["block_0001", "tile_3/block_0002"], blocks.EnumerateArray().Select(block => block.GetProperty("id").GetString()));
        int channels = blocks[0].GetProperty("channels").GetArrayLength();
        using HttpResponseMessage answer = await client.GetAsync($"/api/volumes/{channels - 1}/block_0001");
        JsonElement problem = await TestProgram.JsonOfAsync(answer);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("zz_pipe.tif", problem.GetProperty("file").GetString());
        Assert.Contains("named pipe", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        using HttpResponseMessage other = await client.GetAsync("/api/volumes/0/block_0001");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using HttpResponseMessage slice = await client.GetAsync("/api/volumes/all/block_0001");
        Assert.Equal(HttpStatusCode.OK, slice.StatusCode);
    }

    [Theory]
    [InlineData("users/alice.json", "alice")]
    [InlineData("history/users/alice/20200101T000000Z-ws-9-0123456789ab.jsonl", "alice")]
    [InlineData("users/mallory.json", "mallory")]
    [InlineData("history/users/mallory/20200101T000000Z-ws-9-0123456789ab.jsonl", "mallory")]
    [InlineData("admin/final_labels.json", null)]
    public async Task FileOfTheShare_ThatIsAPipe_IsNamed_AndOthersWorkOn(string place, string? named)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders");
        string path = Path.Combine(_program.AnnotationsRoot, place);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        MakePipe(path);
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        foreach (HttpClient client in (HttpClient[])[alice, bob])
        {
            using HttpResponseMessage set = await client.PutAsJsonAsync("/api/labels/block_0001", new { label = 2 });
            Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        }

        using HttpResponseMessage consensus = await alice.GetAsync("/api/consensus");
        using HttpResponseMessage csv = await alice.GetAsync("/api/export.csv");
        using HttpResponseMessage history = await alice.GetAsync("/api/export/history.csv");
        using HttpResponseMessage manifest = await alice.GetAsync("/api/export/manifest.json");
        if (named is null)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, consensus.StatusCode);
            Assert.Contains(place, (await TestProgram.JsonOfAsync(consensus)).GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.All([csv, history, manifest], answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        }
        else
        {
            JsonElement answer = await TestProgram.JsonOfAsync(consensus);
            Assert.Contains(
                answer.GetProperty("statistics").GetProperty("unreadable").EnumerateArray(),
                text => text.GetString()!.Contains(named, StringComparison.Ordinal) && text.GetString()!.Contains("named pipe", StringComparison.Ordinal));
            Assert.Equal(2, answer.GetProperty("blocks")[0].GetProperty("votes").GetProperty("bob").GetInt32());
            Assert.Equal(2, answer.GetProperty("blocks")[0].GetProperty("votes").GetProperty("alice").GetInt32());
            Assert.Equal(HttpStatusCode.OK, csv.StatusCode);
            Assert.Equal(HttpStatusCode.OK, history.StatusCode);
            Assert.Contains((await TestProgram.JsonOfAsync(manifest)).GetProperty("faults").EnumerateArray(), text => text.GetString()!.Contains(Path.GetFileName(place), StringComparison.Ordinal));
        }

        File.Delete(path);
        using HttpResponseMessage after = await alice.GetAsync("/api/consensus");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Empty((await TestProgram.JsonOfAsync(after)).GetProperty("statistics").GetProperty("unreadable").EnumerateArray());
    }

    private static void MakePipe(string path)
    {
        using Process made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }
}
