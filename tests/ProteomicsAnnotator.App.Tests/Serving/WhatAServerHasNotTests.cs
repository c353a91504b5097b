using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Components;
using ProteomicsAnnotator.App.Components.Dialogs;
using ProteomicsAnnotator.App.Components.Panels;
using ProteomicsAnnotator.App.Processes;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.Tests.Hosting;
using Radzen;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary>Other folders, the end, the demo, and going on as somebody else: neither offered, nor done for a page that asks all the same.</summary>
public sealed class WhatAServerHasNotTests : IAsyncLifetime
{
    private static readonly string[] OfOnePerson = ["Open another data folder", "Quit"];
    private readonly BunitContext _page = new();
    private TestProgram _program = null!;
    private AnnotationSession _session = null!;

    public async ValueTask InitializeAsync()
    {
        _program = await TestProgram.StartAsync(serve: new ServeSettings { Listen = new IPEndPoint(IPAddress.Loopback, 0), Proxies = new HashSet<IPAddress> { IPAddress.Loopback } });
        _session = await PageOfAsync(_program, "bob");
        _page.Services.AddScoped<DialogService>();
        _page.Services.AddSingleton(_program.Services.GetRequiredService<DemoProgram>());
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _page.DisposeAsync();
        await _program.DisposeAsync();
    }

    [Fact]
    public async Task Circuit_ThatAsksForThem_IsRefused()
    {
        string data = _session.Place.Root.Catalog.Root;
        Assert.Throws<InvalidOperationException>(() => _session.Open(Path.GetTempPath()));
        Assert.Throws<InvalidOperationException>(() => _program.Services.GetRequiredService<OpenRoots>().Open(data));
        Assert.Throws<InvalidOperationException>(_program.Services.GetRequiredService<ProgramLifetime>().Quit);
        await Assert.ThrowsAsync<InvalidOperationException>(_program.Services.GetRequiredService<DemoProgram>().StartAsync);

        Assert.Equal(data, _session.Place.Root.Catalog.Root);
        using HttpClient client = _program.Client(token: null);
        Assert.NotEmpty(await client.GetStringAsync("/healthz", Xunit.TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Page_OffersNoneOfThem()
    {
        await using TestProgram own = await TestProgram.StartAsync();
        await using AnnotationSession ownPage = await PageOfAsync(own, "bob");

        Assert.Equal(OfOnePerson, CommandsOf(ownPage).Intersect(OfOnePerson));
        Assert.Empty(CommandsOf(_session).Intersect(OfOnePerson));
        IRenderedComponent<TopBar> bar = _page.Render<TopBar>(bar => bar.Add(given => given.Session, _session).Add(given => given.OnView, _ => Task.CompletedTask));
        Assert.DoesNotContain("Quit", bar.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("/sign-out", bar.Markup, StringComparison.Ordinal);
        Assert.Empty(_page.Render<NoBlocks>(none => none.Add(given => given.Session, _session)).FindAll("button"));
    }

    /// <summary>A browser that a proxy signs in as somebody else: the page that is open in it labels for nobody any more.</summary>
    [Fact]
    public void Page_OfABrowserThatChangedHands_TakesNoKeyAndCannotBeConfirmed()
    {
        SignIns signIns = _program.Services.GetRequiredService<SignIns>();
        Assert.Null(_session.Owner.BlockedReason);

        SignIn carol = signIns.OfProxy(_session.Owner.SignIn.SessionId, "carol", out _);
        _session.ConfirmBlocked();

        Assert.Contains("this page belongs to bob", _session.Owner.BlockedReason, StringComparison.Ordinal);
        Assert.False(_session.Owner.MayConfirm);
        Assert.Equal("carol", carol.Username);
        Assert.False(signIns.IsSameBrowser(carol.SessionId, _session.Owner.SignIn.SessionId));
    }

    [Fact]
    public void Sessions_OfOnePerson_AreBounded_AndTheOldestPagesWait()
    {
        SignIns signIns = _program.Services.GetRequiredService<SignIns>();
        for (int i = 0; i < 64; i++)
        {
            _ = signIns.Add("bob", isAdmin: false, former: null);
        }

        Assert.False(signIns.TryGet(_session.Owner.SignIn.SessionId, out _));
        Assert.NotNull(_session.Owner.BlockedReason);
    }

    /// <summary>A page is held to the same limit as a script, and says so.</summary>
    [Fact]
    public async Task Decisions_OfAPage_FarBeyondAHand_AreRefusedInWords()
    {
        var reasons = new HashSet<string?>(StringComparer.Ordinal);
        for (int press = 1; press <= 100; press++)
        {
            reasons.Add((await LabelAsync(press)).Reason);
        }

        Assert.DoesNotContain(reasons, IsTooFast);
        for (int press = 101; press <= 50_000 && !reasons.Any(IsTooFast); press++)
        {
            reasons.Add((await LabelAsync(press)).Reason);
        }

        Assert.Contains(reasons, IsTooFast);

        Task<LabelOutcome> LabelAsync(int press) => _session.Viewer.LabelAsync(new LabelPress(press, DecisionMode.Own, -1, OpenRoots.ConfiguredId, "block_0099", 1, 0));
        static bool IsTooFast(string? reason) => reason?.Contains("more than a hundred decisions a second", StringComparison.Ordinal) is true;
    }

    private static async Task<AnnotationSession> PageOfAsync(TestProgram program, string username) =>
        await program.Services.GetRequiredService<AnnotationSessionFactory>()
            .OpenAsync(program.Services.GetRequiredService<SignIns>().Add(username, isAdmin: false, former: null).SessionId, Xunit.TestContext.Current.CancellationToken);

    private IEnumerable<string> CommandsOf(AnnotationSession session)
    {
        var page = Activator.CreateInstance<Workspace>();
        var viewer = new ViewerLink();
        var dialogs = new DialogCommands(page, session, viewer, new PageDialogs(_page.Services.GetRequiredService<DialogService>()));
        return new PageCommands(page, dialogs, session, viewer).All.Select(command => command.Text);
    }
}
