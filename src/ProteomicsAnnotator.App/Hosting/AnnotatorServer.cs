using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Endpoints;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Gateway;
using ProteomicsAnnotator.App.Hosting.Circuits;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;
using Radzen;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>
/// Puts the program together behind its gateway, from an empty builder: no appsettings.json and no ASPNETCORE_ variables, so
/// that no folder and no environment changes it unnoticed, and it starts fast.
/// </summary>
public static class AnnotatorServer
{
    public const string SignedInPolicy = "signed-in";
    public const string AdminPolicy = "admin";

    /// <summary>Builds and starts the program. Meanwhile it opens the share and begins to scan for blocks.</summary>
    public static async Task<WebApplication> StartAsync(AnnotatorOptions options, GatewayServer gateway)
    {
        Task<LabelShare> opening = Task.Run(() => LabelShare.OpenAsync(ShareSettings.Of(options), CancellationToken.None));
        var share = new LabelShareHolder();
        WebApplication app = Build(options, gateway, share);
        share.Share = await opening;
        _ = app.Services.GetRequiredService<BlockLookup>();
        await app.StartAsync();
        return app;
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
        // A page of an earlier run gets an answer in words; a stack trace helps nobody.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None);
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        builder.Services.AddSingleton<IServer>(gateway);
        AddState(builder.Services, options, gateway);
        builder.Services.AddSingleton(_ => share.Share);
        AddWeb(builder.Services, gateway.Address);
        WebApplication app = builder.Build();
        UsePipeline(app);
        MapEndpoints(app);
        return app;
    }

    private static void AddState(IServiceCollection services, AnnotatorOptions options, GatewayServer gateway)
    {
        services.AddSingleton(options);
        services.AddSingleton(gateway.Address);
        services.AddSingleton(gateway.SignIns);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ProgramLifetime>();
        services.AddSingleton<DemoProgram>();
        services.AddSingleton<SignInFlow>();
        services.AddSingleton<BlockLookup>();
        services.AddSingleton<AnswerTurns>();
        services.AddSingleton<LiveReview>();
        services.AddSingleton<Exporter>();
        services.AddSingleton<OpenRoots>();
        services.AddSingleton<AnnotationSessionFactory>();
        services.AddSingleton(provider => new BlockCatalog(
            options.DataRoot, options.DataRoot, options.Classes.ChannelNames, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => new VolumeCache(new VolumeCacheOptions
        {
            CapacityBlocks = options.MaxCachedBlocks,
            MaxBlockBytes = options.MaxBlockBytes,
        }));
    }

    private static void AddWeb(IServiceCollection services, ServerAddress address)
    {
        services.AddRoutingCore();
        services.AddAuthentication(SessionAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(SignedInPolicy, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(AdminPolicy, policy => policy.RequireRole(SessionAuthentication.AdminRole));
        services.AddAntiforgery(form =>
        {
            form.Cookie.Name = address.FormCookie;
            form.Cookie.HttpOnly = true;
            form.Cookie.SameSite = SameSiteMode.Strict;
            form.SuppressXFrameOptionsHeader = true;
        });
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = SayWhy);
        services.AddExceptionHandler(handler =>
        {
            handler.StatusCodeSelector = StatusOf;
            handler.SuppressDiagnosticsCallback = fault => fault.Exception is BadHttpRequestException or StorageException;
        });
        services.AddExceptionHandler<StorageFaultLog>();
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddOpenApi(ApiDocument.Describe);
        services.AddRazorComponents().AddInteractiveServerComponents()
            .AddHubOptions(hub =>
            {
                hub.MaximumReceiveMessageSize = CircuitLimits.MaxMessageBytes;
                hub.AddFilter<CircuitGuard>();
            });
        services.AddSingleton<CircuitSeats>();
        services.AddSingleton<CircuitGuard>();
        services.AddScoped<CircuitOwner>();
        services.AddScoped<CircuitHandler>(circuit => circuit.GetRequiredService<CircuitOwner>());
        services.AddScoped<CircuitHandler, CircuitLog>();
        services.AddCascadingAuthenticationState();
        services.AddRadzenComponents();
        services.ConfigureHttpJsonOptions(ApiJson.Configure);
        ForgetKeysAtTheEnd(services);
    }

    /// <summary>
    /// Forms and component state live as long as the process, so their keys stay in memory; the part that would load
    /// and write key files at start is taken out.
    /// </summary>
    private static void ForgetKeysAtTheEnd(IServiceCollection services)
    {
        services.RemoveAll<IDataProtectionProvider>();
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        ServiceDescriptor? preload = services.FirstOrDefault(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(IDataProtectionBuilder).Assembly);
        if (preload is not null)
        {
            services.Remove(preload);
        }
    }

    private static int StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        StorageException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Every refusal has a reason; a bad request has at least the framework's.</summary>
    private static void SayWhy(ProblemDetailsContext problem) => problem.ProblemDetails.Detail ??= problem switch
    {
        { Exception: StorageException fault } => fault.Message,
        { Exception: BadHttpRequestException { InnerException: JsonException json } bad } => $"{bad.Message} {json.Message}",
        { Exception: BadHttpRequestException bad } => bad.Message,
        { ProblemDetails.Status: StatusCodes.Status400BadRequest } => "The request cannot be read: /openapi/v1.json says what is expected.",
        _ => null,
    };

    private static void UsePipeline(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
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
            .RequireAuthorization(SignedInPolicy)
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
