using System.Net;
using System.Runtime.Versioning;
using ProteomicsAnnotator.Core.Tests.Database;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary>Requests of scripts that arrive twice, or behind later ones, at <c>serve</c> with PostgreSQL as its store.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RepeatedDecisionTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>, IAsyncDisposable
{
    private const string Label = "/api/labels/block_0001";
    private const string Mark = "/api/marks/block_0001";
    private const string Second = "/api/second-opinions/block_0001";
    private readonly DatabaseNodes _nodes = new(postgres.Server);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task WhatChangedNothing_ChangesNothingWhenItComesAgain()
    {
        ServedProgram node = await _nodes.StartAsync();
        using HttpClient alice = node.As("alice");

        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(alice, HttpMethod.Delete, Label, null, "clear"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(alice, HttpMethod.Put, Mark, """{"unsure":false}""", "no flag"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(alice, HttpMethod.Put, Label, """{"label":2,"unsure":true}""", "label"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(alice, HttpMethod.Delete, Label, null, "clear"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(alice, HttpMethod.Put, Mark, """{"unsure":false}""", "no flag"));

        Assert.Equal("2", await _nodes.LabelsAsync());
        Assert.Equal(2, await DatabaseNodes.LabelOfAsync(alice));
        Assert.Contains("\"unsure\":true", (await DatabaseNodes.GetAsync(alice, "/api/labels")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE", Label, null, "PUT", Label, """{"label":2}""")]
    [InlineData("PUT", Mark, """{"unsure":true}""", "PUT", Label, """{"label":2}""")]
    [InlineData("PUT", Mark, """{"unsure":false}""", "PUT", Label, """{"label":2}""")]
    [InlineData("PUT", Label, """{"label":2}""", "PUT", Mark, """{"unusable":"dim"}""")]
    [InlineData("PUT", Label, """{"label":2}""", "DELETE", Label, null)]
    public async Task EarlierOneOfThePage_ThatComesLater_IsSuperseded(string laterMethod, string later, string? laterBody, string earlierMethod, string earlier, string? earlierBody)
    {
        ServedProgram node = await _nodes.StartAsync();
        using HttpClient alice = node.As("alice");
        Assert.InRange(await SendAsync(alice, new HttpMethod(laterMethod), later, laterBody, number: 7), HttpStatusCode.OK, HttpStatusCode.NoContent);
        string before = (await DatabaseNodes.GetAsync(alice, "/api/labels")).Text + (await DatabaseNodes.GetAsync(alice, "/api/marks")).Text;

        Assert.Equal(HttpStatusCode.Conflict, await SendAsync(alice, new HttpMethod(earlierMethod), earlier, earlierBody, number: 6));

        Assert.Equal(before, (await DatabaseNodes.GetAsync(alice, "/api/labels")).Text + (await DatabaseNodes.GetAsync(alice, "/api/marks")).Text);
    }

    [Fact]
    public async Task InAClosedCampaign_WhatIsStoredIsAnswered_AndNothingNewIsStored()
    {
        ServedProgram node = await _nodes.StartAsync();
        using HttpClient alice = node.As("alice");
        using HttpClient boss = node.As("boss");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(alice, HttpMethod.Put, Label, """{"label":2}""", "label"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(boss, HttpMethod.Put, "/api/settings", """{"closed":true}"""));

        Assert.Equal(HttpStatusCode.OK, await SendAsync(alice, HttpMethod.Put, Label, """{"label":2}""", "label"));
        Assert.Equal(HttpStatusCode.Conflict, await SendAsync(alice, HttpMethod.Put, Label, """{"label":3}""", "label"));
        Assert.Equal(HttpStatusCode.Conflict, await SendAsync(alice, HttpMethod.Put, Label, """{"label":3}""", "another"));
        Assert.Equal(HttpStatusCode.Conflict, await SendAsync(alice, HttpMethod.Put, Label, """{"label":3}"""));

        Assert.Equal("2", await _nodes.LabelsAsync());
    }

    [Fact]
    public async Task SecondOpinionThatComesTwice_IsOne_AlsoOnceTheFinalLabelIsOnesOwn()
    {
        ServedProgram node = await _nodes.StartAsync();
        using HttpClient boss = node.As("boss");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(boss, HttpMethod.Put, Second, """{"label":1}""", "second"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(boss, HttpMethod.Put, Second, """{"label":1}""", "second"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(boss, HttpMethod.Put, "/api/final-labels/block_0001", """{"label":3}"""));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(boss, HttpMethod.Put, Second, """{"label":1}""", "second"));
        Assert.Equal(HttpStatusCode.Conflict, await SendAsync(boss, HttpMethod.Put, Second, """{"label":1}""", "another"));

        Assert.Equal("1", await _nodes.AskAsync("SELECT count(*) FROM line WHERE owner = 'admin' AND kind = 'second'"));
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, HttpMethod method, string path, string? body, string? id = null, int? number = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        if (id is not null)
        {
            request.Headers.Add("Idempotency-Key", id.Replace(' ', '-'));
        }

        if (number is { } turn)
        {
            request.Headers.Add("X-Decision-Page", "page-1");
            request.Headers.Add("X-Decision-Number", $"{turn}");
        }

        using HttpResponseMessage response = await client.SendAsync(request, Token);
        return response.StatusCode;
    }
}
