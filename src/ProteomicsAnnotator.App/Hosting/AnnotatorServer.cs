using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using ProteomicsAnnotator.App.Circuits;
using ProteomicsAnnotator.App.Endpoints;
using ProteomicsAnnotator.App.Gateway;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.SigningIn.Provider;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>
/// Puts the program together behind its gateway, from an empty builder: no appsettings.json and no ASPNETCORE_ variables, so
/// that no folder and no environment changes it unnoticed, and it starts fast.
/// </summary>
public static class AnnotatorServer
{
    /// <summary>Builds and starts the program, and meanwhile opens the share and begins to scan for blocks.</summary>
    public static async Task<WebApplication> StartAsync(AnnotatorOptions options, GatewayServer gateway)
    {
        Task<LabelShare> opening = Task.Run(() => LabelShare.OpenAsync(ShareSettings.Of(options), CancellationToken.None));
        var share = new LabelShareHolder();
        WebApplication app = Build(options, gateway, share);
        share.Share = await opening;
        if (options.SettingsProblem is null)
        {
            var log = new ShareLog(share.Share, options.StoreName, Console.Error.WriteLine);
            _ = app.Lifetime.ApplicationStopped.Register(log.Dispose);
        }

        if (options.Serve is not null)
        {
            await FollowRightsAsync(app, options, gateway, share.Share);
        }

        _ = app.Services.GetRequiredService<BlockLookup>();
        await app.StartAsync();
        return app;
    }

    /// <summary>Who is an admin and who is in the campaign may change while a server runs.</summary>
    private static async Task FollowRightsAsync(WebApplication app, AnnotatorOptions options, GatewayServer gateway, LabelShare share)
    {
        _ = await share.Plan.LookAsync();
        var rights = new CurrentRights(options, share.Plan, TimeProvider.System, Console.Error.WriteLine);
        gateway.SignIns.Follow(rights);
        IdentityBindings? bindings = options.Serve?.Provider is null ? null : app.Services.GetRequiredService<IdentityBindings>();
        var ends = new CircuitEnds(app.Services.GetRequiredService<CircuitSeats>(), gateway.SignIns);
        var sweep = new SessionSweep(gateway.SignIns, bindings, rights.Provider, TimeProvider.System, Console.Error.WriteLine);
        sweep.Swept += ends.Look;
        _ = app.Lifetime.ApplicationStopped.Register(() =>
        {
            rights.Dispose();
            sweep.Dispose();
            ends.Dispose();
        });
    }

    private static WebApplication Build(AnnotatorOptions options, GatewayServer gateway, LabelShareHolder share)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(AnnotatorServer).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
            EnvironmentName = Environments.Production,
        });
        builder.Logging.AddProvider(new StandardErrorLog());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // A page of an earlier run gets a sentence; a stack trace helps nobody.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None);
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        builder.Services.AddSingleton<IServer>(gateway);
        builder.Services.AddProgram(options, gateway);
        builder.Services.AddSingleton(_ => share.Share);
        builder.Services.AddWeb(gateway.Address, options.Serve);
        WebApplication app = builder.Build();
        UsePipeline(app);
        MapEndpoints(app);
        return app;
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
        app.UseRouting();
        app.Use(EnterAsync);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    /// <summary>A proxy signs a page in before the page is asked for; to a provider the sign-in page leads.</summary>
    private static async Task EnterAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<ProviderChallenge>() is { } challenge)
        {
            await ProviderAuthentication.BeginAsync(context, context.RequestServices.GetRequiredService<ServerAddress>(), challenge.AsksAgain);
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path == "/"
            && await context.RequestServices.GetRequiredService<SignInFlow>().EnterAsync(context) is { } refusal)
        {
            await Problems.WriteWordsAsync(context, StatusCodes.Status403Forbidden, refusal);
            return;
        }

        await next(context);
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.MapOpenApi();
        app.MapAnnotatorApi();
        app.MapSignOut();
        app.MapRazorComponents<Components.App>()
            .AddInteractiveServerRenderMode(mode =>
            {
                mode.ContentSecurityFrameAncestorsPolicy = null;
                mode.DisableWebSocketCompression = true;
            })
            .RequireAuthorization(SessionAuthentication.SignedInPolicy)
            .Add(LetInBeforeSignIn);
    }

    /// <summary>
    /// The sign-in page has its circuit ready for the page behind it. It holds nothing until a page that needs a sign-in
    /// has handed it a component. It needs the start token, as everything does.
    /// </summary>
    private static void LetInBeforeSignIn(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && path.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal))
        {
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
        }
    }
}

/// <summary>Holds the share, which opens while the server is built; nothing needs it before both are ready.</summary>
public sealed class LabelShareHolder
{
    private LabelShare? _share;

    public LabelShare Share
    {
        get => _share ?? throw new InvalidOperationException("The share is not open yet.");
        set => _share = value;
    }
}
