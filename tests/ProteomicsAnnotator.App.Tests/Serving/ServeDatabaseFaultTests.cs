using System.Net;
using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.Core.Tests.Database;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary><c>serve</c> while its database is away, has too little room, or another server has its folder.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServeDatabaseFaultTests : IAsyncLifetime
{
    private PostgresServer _server = null!;
    private DatabaseNodes _nodes = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _nodes = new DatabaseNodes(_server);
    }

    public async ValueTask DisposeAsync()
    {
        await _nodes.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task DatabaseThatStops_RefusesLabelsInWords_AndTheServerGoesOnByItself()
    {
        ServedProgram node = await _nodes.StartAsync();
        using HttpClient alice = node.As("alice");
        using HttpClient probe = node.Client("127.0.0.1");
        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(alice, 1)).Status);
        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.GetAsync(probe, "/readyz")).Status);

        await _server.StopAsync();
        (HttpStatusCode away, string words) = await DatabaseNodes.LabelAsync(alice, 2);
        (HttpStatusCode known, string knownWords) = await DatabaseNodes.LabelAsync(alice, 2, "key-1");
        await Eventually.IsTrueAsync(async () => (await DatabaseNodes.GetAsync(probe, "/readyz")).Text.Contains("the database is not available", StringComparison.Ordinal), "/readyz says so");
        int? shown = await DatabaseNodes.LabelOfAsync(alice);
        await _server.StartAgainAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (away, known));
        Assert.Contains("nothing was stored: database ", words, StringComparison.Ordinal);
        Assert.Contains("not confirmed: database ", knownWords, StringComparison.Ordinal);
        Assert.Equal(1, shown);
        await Eventually.IsTrueAsync(async () => (await DatabaseNodes.GetAsync(probe, "/readyz")).Status == HttpStatusCode.OK, "it is ready again");
        Assert.Equal("1", await _nodes.LabelsAsync());
        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(alice, 3)).Status);
        Assert.Equal("1,3", await _nodes.LabelsAsync());
        Assert.Contains(node.Said, line => line.Contains("is not available", StringComparison.Ordinal) && line.EndsWith("Labels are refused until it is.", StringComparison.Ordinal));
    }

    /// <summary>Whoever sends it again under its id finds out, once the standby is back.</summary>
    [Fact]
    public async Task CommitThatWaitsForAStandby_IsNotConfirmed_AndSentAgainItIsOne()
    {
        ServedProgram node = await _nodes.StartAsync();
        using HttpClient alice = node.As("alice");
        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(alice, 1)).Status);
        await _server.SetAsync("synchronous_standby_names = 'gone'");
        await Eventually.IsTrueAsync(async () => await _nodes.AskAsync("SHOW synchronous_standby_names") == "gone", "the server waits for a standby");

        (HttpStatusCode first, string words) = await DatabaseNodes.LabelAsync(alice, 2, "key-1", 1);
        (HttpStatusCode second, _) = await DatabaseNodes.LabelAsync(alice, 2, "key-1", 1);
        await _server.SetAsync("synchronous_standby_names = ''");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (first, second));
        Assert.Contains("not confirmed", words, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(async () => (await DatabaseNodes.LabelAsync(alice, 2, "key-1", 1)).Status == HttpStatusCode.OK, "it is confirmed");
        Assert.Equal("1,2", await _nodes.LabelsAsync());
        Assert.Equal(2, await DatabaseNodes.LabelOfAsync(alice));
    }

    [Fact]
    public async Task NodeThatCannotWorkBesideAnother_DoesNotStart()
    {
        _ = await _nodes.StartAsync(30);

        string few = await FailAsync(_nodes.StartAsync(30));
        string provider = await FailAsync(_nodes.StartAsync(4, ("OIDC_AUTHORITY", "http://127.0.0.1:9"), ("OIDC_CLIENT_ID", "annotator")));
        Assert.Contains("2 nodes of this program need 66: 33 each", few, StringComparison.Ordinal);
        Assert.Contains("Maximum Pool Size=25", few, StringComparison.Ordinal);
        Assert.Contains("with ANNOTATOR_OIDC_AUTHORITY one node is expected", provider, StringComparison.Ordinal);
    }

    /// <summary>Each has a folder of its own there, and what a killed one left goes with the next.</summary>
    [Fact]
    public async Task NodesOfOneStateFolder_WorkBesideEachOther()
    {
        ServedProgram node = await _nodes.StartAsync();
        ServedProgram second = await _nodes.StartAgainAsync(node);
        using HttpClient alice = second.As("alice");
        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(alice, 2)).Status);
        Assert.Equal(2, Folders());

        second.Process.Kill();
        await second.Process.WaitForExitAsync(Token);
        ServedProgram third = await _nodes.StartAgainAsync(node);
        using HttpClient again = third.As("alice");
        using HttpClient before = node.As("alice");

        Assert.Equal(2, Folders());
        Assert.Equal((2, 2), (await DatabaseNodes.LabelOfAsync(again), await DatabaseNodes.LabelOfAsync(before)));

        int Folders() => Directory.GetDirectories(node.Program.Folder, "annotations", SearchOption.AllDirectories).Count(path => path.Contains($"{Path.DirectorySeparatorChar}mirrors{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DatabaseThatIsAway_EndsTheStartInWords()
    {
        _ = await _nodes.TextAsync();
        await _server.StopAsync();

        string said = await FailAsync(_nodes.StartAsync());

        Assert.Contains("serve: database d1 at ", said, StringComparison.Ordinal);
        await _server.StartAgainAsync();
    }

    /// <summary>What it has said on standard error, once it has ended as it should.</summary>
    private async Task<string> FailAsync(Task<ServedProgram> start)
    {
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => start.WaitAsync(Token));
        await _nodes.Newest.Process.WaitForExitAsync(Token);
        Assert.Equal(ExitCode.Trouble, _nodes.Newest.Process.ExitCode);
        return string.Join('\n', _nodes.Newest.Said);
    }
}
