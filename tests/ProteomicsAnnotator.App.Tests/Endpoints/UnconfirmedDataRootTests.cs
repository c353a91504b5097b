using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>A label that is refused for what the data root is stays refused, however often it is tried: that is no 503.</summary>
public sealed class UnconfirmedDataRootTests : IAsyncLifetime
{
    private const string Block = "tile_1/ch/blocks/block_0001";
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Confirmation => Path.Combine(_program.AnnotationsRoot, "campaign", "data_root.json");

    public async ValueTask InitializeAsync() =>
        _program = await TestProgram.StartAsync(data => TestTiff.WriteBlock(Path.Combine(data, Block)));

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Theory]
    [InlineData("labels")]
    [InlineData("final-labels")]
    public async Task Label_TheDataRootIsOneExperiment_Is409ThatSaysWhatToDo_UntilItIsConfirmed(string kind)
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        foreach (HttpResponseMessage refused in new[] { await PutAsync(alice, kind), await alice.DeleteAsync($"/api/{kind}/{Block}", Ct) })
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            string detail = (await TestProgram.JsonOfAsync(refused)).GetProperty("detail").GetString()!;
            Assert.All([_program.DataRoot, "ANNOTATOR_DATA_ROOT=", "confirm"], part => Assert.Contains(part, detail, StringComparison.Ordinal));
            refused.Dispose();
        }

        Assert.Null(await _program.Services.GetRequiredService<LabelShare>().ConfirmDataRootAsync(BlockId.Parse(Block), "alice"));
        using HttpResponseMessage kept = await PutAsync(alice, kind);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
    }

    [Fact]
    public async Task Label_WhetherTheDataRootIsConfirmedCannotBeTold_Is503()
    {
        Directory.CreateDirectory(Confirmation);
        using HttpClient alice = await _program.SignedInClientAsync("alice");

        using HttpResponseMessage refused = await PutAsync(alice, "labels");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains(Confirmation, (await TestProgram.JsonOfAsync(refused)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Directory.Delete(Confirmation);
        using HttpResponseMessage again = await PutAsync(alice, "labels");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    /// <summary>Every call that may be refused so says it beforehand.</summary>
    [Fact]
    public async Task OpenApi_CallsThatSetOrClearALabel_Name409And503()
    {
        using HttpClient client = _program.Client();
        JsonElement paths = (await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Ct)).GetProperty("paths");
        JsonElement[] calls =
        [
            .. paths.EnumerateObject().Where(path => path.Name.Contains("labels/{", StringComparison.Ordinal))
                .SelectMany(path => path.Value.EnumerateObject()).Select(call => call.Value.GetProperty("responses")),
        ];

        Assert.Equal(4, calls.Length);
        Assert.All(calls, responses => Assert.True(responses.TryGetProperty("409", out _) && responses.TryGetProperty("503", out _), responses.ToString()));
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string kind) =>
        client.PutAsJsonAsync($"/api/{kind}/{Block}", new { label = 1 }, Ct);
}
