using System.Runtime.Versioning;
using Microsoft.Playwright;
using ProteomicsAnnotator.Core.Tests.Database;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Pages of servers whose store is a database.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServeDatabaseTests(Chromium chromium) : IAsyncLifetime
{
    private const string Labels = "SELECT coalesce(string_agg(label::text, ',' ORDER BY clock), '') FROM line WHERE owner = 'users/alice' AND kind = 'label'";
    private PostgresServer _server = null!;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _database = await _server.NewDatabaseAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task LabelsOfOneNode_ReachTheOpenPageOfAnother()
    {
        using var campaign = new Campaign(2, "488");
        using var other = new Campaign(2, "488");
        await using RunningProgram one = await StartAsync(campaign);
        await using RunningProgram two = await StartAsync(other);
        await using Annotator here = await OpenAsync(one);
        await using Annotator there = await OpenAsync(two);

        await here.LabelAsync("block_0001", 1);
        Assert.Equal("1", await LabelsAsync());
        await there.ListedAsync("block_0001", 1);
        await there.LabelAsync("block_0001", 3);
        await here.ListedAsync("block_0001", 3);

        Assert.Equal("1,3", await LabelsAsync());
    }

    [Fact]
    public async Task KeysWhileTheDatabaseIsAway_AreSaidNotSaved_AndCountAgainByThemselves()
    {
        using var campaign = new Campaign(2, "488");
        await using RunningProgram program = await StartAsync(campaign);
        await using Annotator alice = await OpenAsync(program);
        await alice.LabelAsync("block_0001", 1);

        await _server.StopAsync();
        await alice.SaveStateAsync("Database not available, new labels are refused");
        await alice.PressAsync("2");
        await Expect(alice.Page.GetByTestId("label-feedback")).ToHaveAttributeAsync("data-refused", "1");
        await alice.SaveStateAsync("NOT SAVED: nothing was stored: database ");
        await alice.ListedAsync("block_0001", 1);
        await _server.StartAgainAsync();

        await Eventually.TrueAsync("a key counts again", async () =>
        {
            await alice.PressAsync("3");
            return await LabelsAsync() != "1";
        });
        await alice.ListedAsync("block_0001", 3);
        await alice.SaveStateAsync("Saved ");
        Assert.StartsWith("1,3", await LabelsAsync(), StringComparison.Ordinal);
    }

    /// <summary>The commit hangs, and nobody can say what becomes of it until the standby is back: then the page knows by itself.</summary>
    [Fact]
    public async Task LabelWhoseStandbyIsGone_IsNotConfirmed_AndIsShownOnceItIs()
    {
        using var campaign = new Campaign(2, "488");
        await using RunningProgram program = await StartAsync(campaign);
        await using Annotator alice = await OpenAsync(program);
        await alice.LabelAsync("block_0001", 1);

        await _server.SetAsync("synchronous_standby_names = 'gone'");
        await Eventually.TrueAsync("the server waits for a standby", async () => (string?)await _server.AskAsync("SHOW synchronous_standby_names", "postgres") == "gone");
        await alice.PressAsync("2");
        await Expect(alice.Page.GetByText("It is NOT KNOWN whether the label of block_0001 is stored: not confirmed").First).ToBeVisibleAsync();
        await alice.ListedAsync("block_0001", 1);
        await _server.SetAsync("synchronous_standby_names = ''");

        await alice.ListedAsync("block_0001", 2);
        Assert.Equal("1,2", await LabelsAsync());
    }

    private Task<RunningProgram> StartAsync(Campaign campaign) => RunningProgram.StartAsync(
        campaign, ["serve"], ("ANNOTATOR_URLS", "http://127.0.0.1:0"), ("ANNOTATOR_DATABASE", $"{_database};Maximum Pool Size=6"));

    private async Task<Annotator> OpenAsync(RunningProgram program)
    {
        IPage page = await chromium.NewPageAsync();
        Annotator alice = await Annotator.SignInAsync(page, program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.SetAutoAdvanceAsync(false);
        return alice;
    }

    private async Task<string> LabelsAsync() => (string)(await _server.AskAsync(Labels, _database.Split("Database=")[1].Split(';')[0]))!;
}
