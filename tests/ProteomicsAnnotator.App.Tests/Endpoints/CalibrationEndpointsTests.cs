using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>The calibration round over HTTP: an annotator's own without answers until they are given, an admin's figures.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CalibrationEndpointsTests : IAsyncLifetime
{
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task OwnRound_HasNoAnswerBeforeTheLabel_AndAdminsSeeWhoWasRight()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        Assert.Equal(0, (await bob.GetFromJsonAsync<JsonElement>("/api/calibration", Ct)).GetProperty("total").GetInt32());
        await PutAsync(admin, "/api/calibration/block_0001", new { label = 2, why = " A rim all around " }, HttpStatusCode.OK);
        await PutAsync(admin, "/api/calibration/block_0001", new { label = 9 }, HttpStatusCode.BadRequest);
        await PutAsync(admin, "/api/calibration/block_0001", new { label = 1, why = "two\nlines" }, HttpStatusCode.BadRequest);
        await PutAsync(admin, "/api/calibration/block_0777", new { label = 1 }, HttpStatusCode.NotFound);
        await PutAsync(bob, "/api/calibration/block_0001", new { label = 1 }, HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.Forbidden, (await bob.GetAsync("/api/calibration/figures", Ct)).StatusCode);

        JsonElement block = (await bob.GetFromJsonAsync<JsonElement>("/api/calibration", Ct)).GetProperty("blocks")[0];
        Assert.Equal("""{"block":"block_0001","first":null,"answer":null,"why":null}""", block.GetRawText());

        await PutAsync(bob, "/api/labels/block_0001", new { label = 1 }, HttpStatusCode.OK);
        await PutAsync(bob, "/api/labels/block_0001", new { label = 2 }, HttpStatusCode.OK);
        JsonElement own = await bob.GetFromJsonAsync<JsonElement>("/api/calibration", Ct);
        Assert.Equal("""{"block":"block_0001","first":1,"answer":2,"why":"A rim all around"}""", own.GetProperty("blocks")[0].GetRawText());
        Assert.Equal((1, 0), (own.GetProperty("accuracy").GetProperty("answered").GetInt32(), own.GetProperty("accuracy").GetProperty("right").GetInt32()));

        JsonElement figures = await admin.GetFromJsonAsync<JsonElement>("/api/calibration/figures", Ct);
        Assert.Equal(("block_0001", 2, "alice"), (figures.GetProperty("answers")[0].GetProperty("block").GetString(), figures.GetProperty("answers")[0].GetProperty("label").GetInt32(), figures.GetProperty("answers")[0].GetProperty("setBy").GetString()));
        JsonElement person = figures.GetProperty("annotators").EnumerateArray().Single(one => one.GetProperty("username").GetString() == "bob");
        Assert.Equal((1, 0), (person.GetProperty("accuracy").GetProperty("answered").GetInt32(), person.GetProperty("accuracy").GetProperty("right").GetInt32()));
        JsonElement consensus = await admin.GetFromJsonAsync<JsonElement>("/api/consensus", Ct);
        Assert.DoesNotContain("block_0001", consensus.GetProperty("blocks").EnumerateArray().Select(row => row.GetProperty("block").GetString()));

        Assert.Equal(HttpStatusCode.OK, (await admin.DeleteAsync("/api/calibration/block_0001", Ct)).StatusCode);
        Assert.Equal(0, (await bob.GetFromJsonAsync<JsonElement>("/api/calibration", Ct)).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task DryRun_SaysTheCountsAndStoresNothing_AndUndoTakesTheLastStepBack()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PostAsync("/api/calibration/undo", null, Ct)).StatusCode);

        Assert.Equal((false, "Calibration: 1 new, 0 changed, 0 withdrawn; 1 block then."), await SaidAsync(admin.PutAsJsonAsync("/api/calibration/block_0001?dryRun=true", new { label = 2 }, Ct)));
        Assert.Equal(0, await TotalAsync(admin));
        Assert.Equal((true, "Calibration: 1 new, 0 changed, 0 withdrawn; 1 block then."), await SaidAsync(admin.PutAsJsonAsync("/api/calibration/block_0001", new { label = 2 }, Ct)));
        Assert.Equal((false, "Calibration: 0 new, 0 changed, 1 withdrawn; 0 blocks then. Labels given during the round stay no votes."), await SaidAsync(admin.DeleteAsync("/api/calibration/block_0001?dryRun=true", Ct)));

        (bool isStored, string? effect) = await SaidAsync(admin.PostAsync("/api/calibration/undo?dryRun=true", null, Ct));
        Assert.False(isStored);
        Assert.StartsWith("What alice decided at ", effect, StringComparison.Ordinal);
        Assert.EndsWith(" of 1 block is taken back. Calibration: 0 new, 0 changed, 1 withdrawn; 0 blocks then. Labels given during the round stay no votes.", effect, StringComparison.Ordinal);
        Assert.Equal(1, await TotalAsync(admin));
        Assert.True((await SaidAsync(admin.PostAsync("/api/calibration/undo", null, Ct))).IsStored);
        Assert.Equal(0, await TotalAsync(admin));
        Assert.True((await SaidAsync(admin.PostAsync("/api/calibration/undo", null, Ct))).IsStored);
        Assert.Equal(1, await TotalAsync(admin));
    }

    private static async Task<int> TotalAsync(HttpClient client) => (await client.GetFromJsonAsync<JsonElement>("/api/calibration", Ct)).GetProperty("total").GetInt32();

    private static async Task<(bool IsStored, string? Effect)> SaidAsync(Task<HttpResponseMessage> call)
    {
        using HttpResponseMessage answer = await call;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        JsonElement said = await TestProgram.JsonOfAsync(answer);
        return (said.GetProperty("stored").GetBoolean(), said.GetProperty("effect").GetString());
    }

    private static async Task PutAsync(HttpClient client, string path, object body, HttpStatusCode expected)
    {
        HttpResponseMessage answer = await client.PutAsJsonAsync(path, body, Ct);
        Assert.True(answer.StatusCode == expected, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Ct)}");
    }
}
