using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>Who may ask what, of every endpoint that the real program maps: also of those that are yet to come.</summary>
public sealed partial class EveryEndpointTests : IClassFixture<ProgramFixture>
{
    private const string Api = "/api/";

    /// <summary>Below <c>/api</c>, with the start token but before a sign-in. All others want one.</summary>
    private static readonly string[] BeforeSignIn =
        ["DELETE /api/session", "GET /api/annotators/{username}", "GET /api/start", "POST /api/session"];

    /// <summary>Below <c>/api</c>, for every annotator. All others are an admin's.</summary>
    private static readonly string[] ForAnnotators =
    [
        "DELETE /api/labels/{block}", "GET /api/blocks", "GET /api/blocks/{block}", "GET /api/calibration", "GET /api/context/{block}", "GET /api/labels", "GET /api/marks", "GET /api/queue", "GET /api/repeats", "GET /api/session", "GET /api/settings", "GET /api/class-changes",
        "GET /api/thumbnails/{block}", "GET /api/volumes/all/{block}", "GET /api/volumes/{channel}/{block}", "PUT /api/labels/{block}", "PUT /api/marks/{block}", "PUT /api/preferences",
    ];

    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["block"] = "block_0001",
        ["channel"] = "0",
        ["model"] = "unet",
        ["name"] = "r1",
        ["username"] = "bob",
    };

    private readonly TestProgram _program;

    public EveryEndpointTests(ProgramFixture fixture)
    {
        _program = fixture.Program;
    }

    [Fact]
    public async Task EveryEndpoint_WithoutTheStartToken_Is401AndGivesNoData()
    {
        using HttpClient client = _program.Client(token: null);
        foreach ((string method, string path) in Calls("/", _ => true))
        {
            using HttpResponseMessage response = await SendAsync(client, method, path);
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path}: {response.StatusCode}");
            Assert.DoesNotContain("block_0001", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task EveryCall_SignedOut_Is401UnlessTheSignInNeedsIt()
    {
        using HttpClient client = _program.Client();
        foreach ((string method, string path) in Calls(Api, operation => !BeforeSignIn.Contains(operation)))
        {
            using HttpResponseMessage response = await SendAsync(client, method, path);
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task EveryCall_ByAnAnnotatorWhoIsNoAdmin_Is403UnlessItIsForAnnotators()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        foreach ((string method, string path) in Calls(Api, operation => !BeforeSignIn.Contains(operation) && !ForAnnotators.Contains(operation)))
        {
            using HttpResponseMessage response = await SendAsync(client, method, path);
            Assert.True(response.StatusCode == HttpStatusCode.Forbidden, $"{method} {path}: {response.StatusCode}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public void EveryCall_TaggedAdmin_IsExactlyWhatIsNotForAnnotators() => Assert.Equal(
        Operations().Select(operation => operation.Name).Except(BeforeSignIn).Except(ForAnnotators).Order(StringComparer.Ordinal),
        Operations().Where(operation => operation.Tags.Contains("admin")).Select(operation => operation.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void EveryException_IsACallThatExists() =>
        Assert.Empty(BeforeSignIn.Concat(ForAnnotators).Except(Operations().Select(operation => operation.Name)));

    [Fact]
    public async Task EveryCall_IsInTheDocumentAndTheDocumentNamesNoOther()
    {
        using HttpClient client = _program.Client();
        JsonElement paths = (await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths");
        IEnumerable<string> documented =
            from path in paths.EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select $"{operation.Name.ToUpperInvariant()} {path.Name}";

        Assert.Equal(
            Operations().Select(operation => operation.Name).Append("GET /healthz").Append("GET /readyz").Order(StringComparer.Ordinal),
            documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EveryCall_HasASummaryOfItsOwnInTheDocument()
    {
        using HttpClient client = _program.Client();
        JsonElement paths = (await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths");
        (string Call, string? Summary)[] summaries =
        [
            .. from path in paths.EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select ($"{operation.Name} {path.Name}", operation.Value.TryGetProperty("summary", out JsonElement summary) ? summary.GetString() : null),
        ];

        Assert.NotEmpty(summaries);
        Assert.DoesNotContain(summaries, call => string.IsNullOrWhiteSpace(call.Summary));
        Assert.Distinct(summaries.Select(call => call.Summary));
    }

    /// <summary>Everything below <c>/api</c>, named as the document names it.</summary>
    private List<(string Name, IReadOnlyList<string> Tags)> Operations() =>
    [
        .. from endpoint in Endpoints()
           let path = PathOf(endpoint)
           where path.StartsWith(Api, StringComparison.Ordinal)
           from method in MethodsOf(endpoint)
           select ($"{method} {path}", endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags ?? []),
    ];

    /// <summary>What to send for each operation below a path that is wanted.</summary>
    private List<(string Method, string Path)> Calls(string below, Func<string, bool> isWanted)
    {
        List<(string, string)> calls =
        [
            .. from endpoint in Endpoints()
               let path = PathOf(endpoint)
               from method in MethodsOf(endpoint)
               where path.StartsWith(below, StringComparison.Ordinal) && isWanted($"{method} {path}")
               select (method, Parameter().Replace(path, parameter => ValueOf(parameter.Groups["name"].Value, path))),
        ];
        Assert.NotEmpty(calls);
        return calls;
    }

    private List<RouteEndpoint> Endpoints() =>
        [.. _program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    private static string PathOf(RouteEndpoint endpoint) => "/" + Parameter()
        .Replace(endpoint.RoutePattern.RawText ?? "", "{${name}}").Trim('/');

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"];

    private static string ValueOf(string parameter, string path) => Values.GetValueOrDefault(parameter)
        ?? (path.StartsWith(Api, StringComparison.Ordinal)
            ? throw new InvalidOperationException($"{path}: say in {nameof(Values)} what to ask for as {parameter}.")
            : "x");

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "PUT" or "POST")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        return await client.SendAsync(request);
    }

    /// <summary>Stars before the name, constraints, a default or a question mark behind it.</summary>
    [GeneratedRegex(@"\{\**(?<name>\w+)[^{}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
