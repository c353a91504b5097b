using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ProteomicsAnnotator.App.Circuits;
using ProteomicsAnnotator.App.Endpoints;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.SigningIn.Provider;
using ProteomicsAnnotator.Core.Storage;
using Radzen;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>What the framework adds: sign-in, forms, answers to faults, circuits, the page.</summary>
internal static class WebServices
{
    /// <summary>Pages that wait for their connection at a time: all of them do when a proxy starts again.</summary>
    private const int MostDisconnected = 1000;

    public static void AddWeb(this IServiceCollection services, ServerAddress address, ServeSettings? serve)
    {
        services.AddRoutingCore();
        AuthenticationBuilder authentication = services.AddAuthentication(SessionAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.SchemeName, null);
        if (serve?.Provider is { } provider)
        {
            authentication.AddProvider(provider, address);
        }

        services.AddAuthorizationBuilder()
            .AddPolicy(SessionAuthentication.SignedInPolicy, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(SessionAuthentication.AdminPolicy, policy => policy.RequireRole(SessionAuthentication.AdminRole));
        services.AddAntiforgery(form =>
        {
            form.Cookie.Name = address.FormCookie;
            form.Cookie.HttpOnly = true;
            form.Cookie.SameSite = SameSiteMode.Strict;
            form.Cookie.SecurePolicy = address.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
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
        services.AddRazorComponents().AddInteractiveServerComponents(circuits => circuits.DisconnectedCircuitMaxRetained = serve is not null ? MostDisconnected : circuits.DisconnectedCircuitMaxRetained)
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
    /// Forms and component state live as long as the process, so their keys stay in memory. This removes the part that would
    /// load and write key files at start.
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
}
