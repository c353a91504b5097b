using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary>What a server measures, as a collector of OpenTelemetry gets it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServerTelemetryTests : IAsyncDisposable
{
    private readonly Collector _collector = new();
    private readonly ServedProgram _server = new();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _collector.Dispose();
    }

    [Fact]
    public async Task Decisions_Voxels_AndLoads_AreCounted_AndNoSecretIsTold()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        _server.Program.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address;
        _server.Program.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        _server.Program.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        await _server.StartAsync(("TRUSTED_PROXIES", "127.0.0.1"), ("PROXY_SECRET_FILE", "SECRET"));
        using HttpClient alice = _server.As("alice");

        foreach (int label in new[] { 1, 2, 3 })
        {
            using HttpResponseMessage stored = await alice.PutAsJsonAsync("/api/labels/block_0001", new { label }, token);
            Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        }

        byte[] voxels = await alice.GetByteArrayAsync("/api/volumes/0/block_0001", token);
        byte[] again = await alice.GetByteArrayAsync("/api/volumes/0/block_0001", token);
        byte[] slice = await alice.GetByteArrayAsync("/api/volumes/all/block_0001?z=0", token);

        await Eventually.IsTrueAsync(() => _collector.Newest("annotator.decision.duration", "Share") == 3, "three stored decisions");
        await Eventually.IsTrueAsync(() => _collector.Newest("annotator.voxels.sent", null) == voxels.Length + again.Length + slice.Length, "the bytes of both volumes and the slice");
        Assert.Equal((1, 1), (_collector.Newest("annotator.volume.loads", "miss"), _collector.Newest("annotator.volume.loads", "hit")));
        Assert.Equal(0, _collector.Newest("annotator.circuits", null));
        Assert.True(_collector.Newest("http.server.request.duration", null) > 0);
        await Eventually.IsTrueAsync(() => _collector.SentTo("/v1/traces").Count > 0, "traces");
        Assert.All(_collector.SentTo("/v1/traces").Concat(_collector.SentTo("/v1/metrics")), body => Assert.DoesNotContain(ServedProgram.Secret, Encoding.Latin1.GetString(body), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Collector_ThatIsAway_KeepsNoLabelBack()
    {
        _server.Program.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9";
        _server.Program.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "200";
        await _server.StartAsync(("TRUSTED_PROXIES", "127.0.0.1"), ("PROXY_SECRET_FILE", "SECRET"));
        using HttpClient alice = _server.As("alice");

        using HttpResponseMessage stored = await alice.PutAsJsonAsync("/api/labels/block_0001", new { label = 1 }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
    }

    [Fact]
    public async Task Token_OfALink_IsInNoTrace()
    {
        _server.Program.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address;
        _server.Program.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        _server.Program.Environment["ANNOTATOR_TOKEN"] = "token-of-this-start-0123456789";
        await _server.StartAsync();
        using HttpClient somebody = _server.Client("127.0.0.1", ("Authorization", "Bearer token-of-this-start-0123456789"));
        using HttpResponseMessage page = await somebody.GetAsync("/?token=token-of-this-start-0123456789", TestContext.Current.CancellationToken);
        using HttpResponseMessage signedIn = await somebody.PostAsJsonAsync("/api/session?token=token-of-this-start-0123456789", new { username = "alice" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);

        await Eventually.IsTrueAsync(() => _collector.SentTo("/v1/traces").Count > 0, "traces");
        Assert.All(_collector.SentTo("/v1/traces"), body => Assert.DoesNotContain("token-of-this-start", Encoding.Latin1.GetString(body), StringComparison.Ordinal));
    }
}
