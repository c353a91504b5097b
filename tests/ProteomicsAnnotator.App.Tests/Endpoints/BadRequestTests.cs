using System.Net;
using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>A request that is refused as bad says why, whoever refuses it: an endpoint or the framework before it.</summary>
public sealed class BadRequestTests(ProgramFixture program) : IClassFixture<ProgramFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PUT", "/api/labels/block_0001", "{\"label\":\"2\"}")]
    [InlineData("PUT", "/api/labels/block_0001", "{\"label\":99}")]
    [InlineData("PUT", "/api/labels/block_0001", "{\"label\":1.5}")]
    [InlineData("PUT", "/api/labels/block_0001", "{ no json")]
    [InlineData("PUT", "/api/labels/block_0001", "")]
    [InlineData("PUT", "/api/final-labels/block_0001", "[]")]
    [InlineData("PUT", "/api/final-labels/block_0001", "{\"label\":1")]
    [InlineData("PUT", "/api/preferences", "7")]
    [InlineData("POST", "/api/session", "{\"username\":7}")]
    [InlineData("POST", "/api/session", "{\"username\":\"a b\"}")]
    [InlineData("POST", "/api/session", "null")]
    [InlineData("GET", "/api/volumes/0/block_0001?z=middle", null)]
    [InlineData("GET", "/api/volumes/all/block_0001?at=nowhere", null)]
    [InlineData("GET", "/api/volumes/0/block_0001?retry=perhaps", null)]
    [InlineData("GET", "/api/export/long.csv?exclude=nobody", null)]
    public async Task BadRequest_OfAnyKind_SaysWhy(string method, string path, string? body)
    {
        using HttpClient alice = await program.Program.SignedInClientAsync("alice");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        using HttpResponseMessage response = await alice.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = await TestProgram.JsonOfAsync(response);
        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("detail").GetString()));
    }
}
