using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>An independent second opinion over HTTP, beside another admin's final label.</summary>
public sealed class SecondOpinionEndpointsTests : IAsyncLifetime
{
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync(admins: ["alice", "lead"]);

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Opinion_IsKeptBesideTheFinalLabel_Compared_AndTakenBack()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        using HttpClient lead = await _program.SignedInClientAsync("lead");
        using HttpResponseMessage final = await alice.PutAsJsonAsync("/api/final-labels/block_0001", new { label = 2 }, Ct);
        Assert.Equal(HttpStatusCode.OK, final.StatusCode);

        using HttpResponseMessage given = await lead.PutAsJsonAsync("/api/second-opinions/block_0001", new { label = 3, reason = " a rim " }, Ct);
        JsonElement answer = await TestProgram.JsonOfAsync(given);

        Assert.Equal((HttpStatusCode.OK, "block_0001", 3, "share"), (given.StatusCode, answer.GetProperty("block").GetString(), answer.GetProperty("label").GetInt32(), answer.GetProperty("saved").GetString()));
        Assert.Equal((1, 0), await ComparedAsync(lead));
        JsonElement consensus = await alice.GetFromJsonAsync<JsonElement>("/api/consensus", Ct);
        Assert.Equal(2, consensus.GetProperty("blocks").EnumerateArray().Single(block => block.GetProperty("block").GetString() == "block_0001").GetProperty("finalLabel").GetInt32());
        string journals = string.Concat(Directory.EnumerateFiles(Path.Combine(_program.AnnotationsRoot, "history", "admin"), "*.jsonl").Select(File.ReadAllText));
        Assert.Contains("\"second\":{\"block\":\"block_0001\",\"label\":3}", journals, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"a rim\"", journals, StringComparison.Ordinal);

        using HttpResponseMessage back = await lead.DeleteAsync(new Uri("/api/second-opinions/block_0001", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.NoContent, back.StatusCode);
        Assert.Equal((0, 0), await ComparedAsync(lead));
    }

    [Fact]
    public async Task WhatIsNone_IsRefusedInWords()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        using HttpResponseMessage final = await alice.PutAsJsonAsync("/api/final-labels/block_0001", new { label = 2 }, Ct);
        Assert.Equal(HttpStatusCode.OK, final.StatusCode);

        await AssertRefusedAsync(alice, "block_0001", new { label = 3 }, HttpStatusCode.Conflict, "its final label is your own");
        await AssertRefusedAsync(alice, "tile_3/block_0002", new { label = 9 }, HttpStatusCode.BadRequest, "from 1 to 3");
        await AssertRefusedAsync(alice, "tile_3/block_0002", new { label = 1, reason = "a\nb" }, HttpStatusCode.BadRequest, "the reason");
        await AssertRefusedAsync(alice, "block_4711", new { label = 1 }, HttpStatusCode.NotFound, "no such block");
    }

    /// <summary>The final label was set under a name that is said to be the caller's.</summary>
    [Fact]
    public async Task OwnFinalLabel_UnderAnotherName_IsOnesOwn()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        using HttpClient lead = await _program.SignedInClientAsync("lead");
        foreach (HttpClient client in new[] { alice, lead })
        {
            using HttpResponseMessage label = await client.PutAsJsonAsync("/api/labels/tile_3/block_0002", new { label = 1 }, Ct);
            Assert.Equal(HttpStatusCode.OK, label.StatusCode);
        }

        using HttpResponseMessage final = await lead.PutAsJsonAsync("/api/final-labels/block_0001", new { label = 2 }, Ct);
        Assert.Equal(HttpStatusCode.OK, final.StatusCode);
        using HttpResponseMessage same = await alice.PutAsJsonAsync("/api/people/lead", new { sameAs = "alice" }, Ct);
        Assert.True(same.IsSuccessStatusCode, await same.Content.ReadAsStringAsync(Ct));

        await AssertRefusedAsync(alice, "block_0001", new { label = 3 }, HttpStatusCode.Conflict, "its final label is your own");
    }

    private static async Task AssertRefusedAsync(HttpClient client, string block, object body, HttpStatusCode expected, string words)
    {
        using HttpResponseMessage answer = await client.PutAsJsonAsync($"/api/second-opinions/{block}", body, Ct);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains(words, (await TestProgram.JsonOfAsync(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<(int Blocks, int Same)> ComparedAsync(HttpClient client)
    {
        JsonElement adjudicators = (await client.GetFromJsonAsync<JsonElement>("/api/agreement", Ct)).GetProperty("adjudicators");
        return (adjudicators.GetProperty("blocks").GetInt32(), adjudicators.GetProperty("all").GetProperty("same").GetInt32());
    }
}
