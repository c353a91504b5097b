using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>An admin who was told others' votes over HTTP gives no blind vote any more, and figures leave such votes out.</summary>
public sealed class NotBlindEndpointsTests : IAsyncLifetime
{
    private const string First = "block_0001";
    private const string Second = "tile_3/block_0002";
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Theory]
    [InlineData("/api/consensus", true)]
    [InlineData("/api/export.csv", true)]
    [InlineData("/api/export/long.csv?exclude=bob", true)]
    [InlineData("/api/export/history.csv", true)]
    [InlineData("/api/export/all.zip", true)]
    [InlineData("/api/export/report.zip", true)]
    [InlineData("/api/export/statistics.json", false)]
    [InlineData("/api/export/figures.zip", false)]
    [InlineData("/api/export/manifest.json", false)]
    [InlineData("/api/labels", false)]
    [InlineData("/api/blocks", false)]
    public async Task Vote_GivenAfterAnAnswerWithOthersVotes_IsNotBlind_AndOneGivenBeforeIs(string path, bool isNotBlind)
    {
        await LabelAsync("bob", First, 1);
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        Assert.False(await LabelAsync(alice, First, 2));

        using (HttpResponseMessage answer = await alice.GetAsync(path, Ct))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.False(await LabelAsync(alice, First, 2));
        Assert.Equal(isNotBlind, await LabelAsync(alice, First, 1));

        // Nobody else has labelled the other block: there was nothing to see.
        Assert.False(await LabelAsync(alice, Second, 1));
        Assert.Equal(isNotBlind, (await GetAsync(alice, "/api/labels")).EnumerateArray().Single(label => label.GetProperty("block").GetString() == First).GetProperty("notBlind").GetBoolean());
    }

    [Fact]
    public async Task WhatWasShown_IsRememberedAfterARestart_ForTheOneWhoWasTold()
    {
        await LabelAsync("bob", First, 1);
        using (HttpClient alice = await _program.SignedInClientAsync("alice"))
        {
            _ = await GetAsync(alice, "/api/consensus");
        }

        await _program.RestartAsync();

        using HttpClient again = await _program.SignedInClientAsync("alice");
        Assert.True(await LabelAsync(again, First, 1));
        Assert.False(await LabelAsync("carol", First, 1));
    }

    [Fact]
    public async Task FinalLabel_ThatWasSetOrSeen_IsEnough()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        using (HttpResponseMessage set = await alice.PutAsJsonAsync($"/api/final-labels/{First}", new { label = 3 }, Ct))
        {
            Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        }

        Assert.True(await LabelAsync(alice, First, 3));
        Assert.False(await LabelAsync(alice, Second, 3));
    }

    [Fact]
    public async Task Figures_LeaveThemOut_UnlessTheyAreToBeKept_AndTheAnswersSayWhichTheyAre()
    {
        await LabelAsync("bob", First, 1);
        await LabelAsync("bob", Second, 2);
        await LabelAsync("carol", First, 2);
        await LabelAsync("carol", Second, 2);
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        _ = await GetAsync(alice, "/api/consensus");
        Assert.True(await LabelAsync(alice, First, 1));

        JsonElement consensus = await GetAsync(alice, "/api/consensus");
        JsonElement block = consensus.GetProperty("blocks")[0];
        Assert.Equal((1, 1, "alice"), (consensus.GetProperty("statistics").GetProperty("notBlindVotes").GetInt32(), block.GetProperty("votes").GetProperty("alice").GetInt32(), Assert.Single(block.GetProperty("notBlind").EnumerateArray()).GetString()));

        // Two blocks with two votes each, one of them of one mind; with the third vote one pair of four agrees more.
        JsonElement left = await GetAsync(alice, "/api/export/statistics.json");
        JsonElement kept = await GetAsync(alice, "/api/export/statistics.json?not_blind=keep");
        Assert.Equal(
            (0.5, 1, "leave-out"),
            (left.GetProperty("percent_agreement").GetProperty("value").GetDouble(), left.GetProperty("not_blind_votes").GetInt32(), left.GetProperty("not_blind").GetString()));
        Assert.Equal(((1.0 / 3) + 1) / 2, kept.GetProperty("percent_agreement").GetProperty("value").GetDouble(), 12);
        Assert.Equal("keep", (await GetAsync(alice, "/api/export/manifest.json?not_blind=keep")).GetProperty("settings").GetProperty("not_blind").GetString());
        Assert.Contains(",True,", (await alice.GetStringAsync(new Uri("/api/export/long.csv", UriKind.Relative), Ct)).Split("\r\n").Single(line => line.StartsWith($"{First},alice", StringComparison.Ordinal)), StringComparison.Ordinal);
        using HttpResponseMessage wrong = await alice.GetAsync("/api/export.csv?not_blind=drop", Ct);
        using HttpResponseMessage release = await alice.PostAsJsonAsync("/api/releases?not_blind=drop", new { name = "r1" }, Ct);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (wrong.StatusCode, release.StatusCode));
    }

    private static async Task<bool> LabelAsync(HttpClient client, string block, int label)
    {
        using HttpResponseMessage answer = await client.PutAsJsonAsync($"/api/labels/{block}", new { label }, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await TestProgram.JsonOfAsync(answer)).GetProperty("notBlind").GetBoolean();
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>(path, Ct);

    private async Task<bool> LabelAsync(string username, string block, int label)
    {
        using HttpClient client = await _program.SignedInClientAsync(username);
        return await LabelAsync(client, block, label);
    }
}
