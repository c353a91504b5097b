using System.Security.Authentication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>
/// The socket's server. It guards every request and answers the sign-in page by itself, within the first tenths of a
/// second; what needs the program waits until the program is built behind it.
/// </summary>
public sealed class GatewayServer : IServer, IHttpApplication<HttpContext>
{
    private const int MaxBodyBytes = 1024 * 1024;

    private readonly KestrelServer _kestrel;
    private readonly RequestDelegate _answer;
    private RequestLimits? _limits;
    private readonly TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Func<IFeatureCollection, Task>> _program =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GatewayServer(AnnotatorOptions options, ServerAddress address, OneTimeCodes codes)
    {
        Address = address;
        Codes = codes;
        SignIns = new SignIns { Limits = options.Serve is null ? null : new PersonLimits() };
        _kestrel = KestrelAt(address, options.Serve?.Certificate);
        var page = new SignInPage(options, SignIns, address);
        RequestDelegate shown = context => page.AnswerAsync(context, PassOnAsync);
        RequestDelegate guarded = options.Serve is { } serve ? Served(serve, options, shown) : Owned(options, shown);
        _answer = context => SecurityHeaders.AddAsync(context, guarded);
    }

    public ServerAddress Address { get; }

    public OneTimeCodes Codes { get; }

    public InstanceSecret Secret { get; } = new();

    public SignIns SignIns { get; }

    public SignInAudit Audit { get; } = new(TimeProvider.System);

    /// <summary>Ends at the first request that the sign-in page does not answer.</summary>
    public Task Wanted => _wanted.Task;

    public IFeatureCollection Features => _kestrel.Features;

    /// <summary>Takes over the address's socket and answers what comes to it.</summary>
    public static async Task<GatewayServer> StartAsync(AnnotatorOptions options, ServerAddress address, OneTimeCodes codes)
    {
        var gateway = new GatewayServer(options, address, codes);
        await gateway._kestrel.StartAsync(gateway, CancellationToken.None);
        return gateway;
    }

    /// <summary>The program is built: requests reach it from now on, including those that waited.</summary>
    Task IServer.StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
    {
        _program.TrySetResult(features => RunAsync(application, features));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _program.TrySetCanceled(CancellationToken.None);
        return _kestrel.StopAsync(cancellationToken);
    }

    public void Dispose()
    {
        _program.TrySetCanceled(CancellationToken.None);
        _limits?.Dispose();
        SignIns.Limits?.Dispose();
        _kestrel.Dispose();
    }

    HttpContext IHttpApplication<HttpContext>.CreateContext(IFeatureCollection contextFeatures) =>
        new DefaultHttpContext(contextFeatures);

    Task IHttpApplication<HttpContext>.ProcessRequestAsync(HttpContext context) => _answer(context);

    void IHttpApplication<HttpContext>.DisposeContext(HttpContext context, Exception? exception)
    {
    }

    /// <summary>The way in at one person's program, with its window.</summary>
    private RequestDelegate Owned(AnnotatorOptions options, RequestDelegate shown)
    {
        var gate = new AccessGate(new AccessToken(options.Token), Codes, Secret, Address);
        RequestDelegate entered = context => gate.CheckAsync(context, shown);
        RequestDelegate own = context => OriginGuard.CheckAsync(context, entered);
        return context => LoopbackGuard.CheckAsync(context, own);
    }

    /// <summary>The way in at a server: by its proxy, by a provider, or with the start token on this machine.</summary>
    private RequestDelegate Served(ServeSettings serve, AnnotatorOptions options, RequestDelegate shown)
    {
        var guard = new ServerGuard(serve, Address, Audit);
        var token = new AccessGate(new AccessToken(options.Token), codes: null, secret: null, Address);
        var proxy = new ProxyGate(serve, Audit);
        var provider = new ProviderGate(SignIns, Address);
        _limits = new RequestLimits(SignIns.Limits!, UsernameOf);
        RequestDelegate tokened = context => token.CheckAsync(context, shown);
        RequestDelegate signedIn = context => provider.CheckAsync(context, shown);
        RequestDelegate limited = context => _limits.CheckAsync(context, serve.Provider is not null ? signedIn : serve.IsBehindProxy ? shown : tokened);
        RequestDelegate entered = serve.IsSignedInByProxy ? context => proxy.CheckAsync(context, limited) : limited;
        RequestDelegate own = context => OriginGuard.CheckAsync(context, entered);
        RequestDelegate probed = context => _limits.CheckAsync(context, PassOnAsync);
        return context => guard.CheckAsync(context, own, probed);
    }

    private string? UsernameOf(HttpContext context) =>
        context.Features.Get<ProxyUser>()?.Username
        ?? (SignIns.TryGet(context.Request.Cookies[Address.SessionCookie], out SignIn? signIn) ? signIn.Username : null);

    private async Task PassOnAsync(HttpContext context)
    {
        _wanted.TrySetResult();
        Func<IFeatureCollection, Task> program;
        try
        {
            program = await _program.Task.WaitAsync(context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            if (!context.RequestAborted.IsCancellationRequested)
            {
                await Problems.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The program ended while it started.");
            }

            return;
        }

        await program(context.Features);
    }

    private static async Task RunAsync<TContext>(IHttpApplication<TContext> application, IFeatureCollection features)
        where TContext : notnull
    {
        TContext context = application.CreateContext(features);
        Exception? failure = null;
        try
        {
            await application.ProcessRequestAsync(context);
        }
        catch (Exception fault)
        {
            failure = fault;
            throw;
        }
        finally
        {
            application.DisposeContext(context, failure);
        }
    }

    private static KestrelServer KestrelAt(ServerAddress address, ServerCertificate? certificate)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        var log = new LoggerFactory([new StandardErrorLog()]);
        if (certificate is null)
        {
            kestrel.Listen(address.EndPoint);
        }
        else
        {
            kestrel.ApplicationServices = OfTls(log);
            kestrel.Listen(address.EndPoint, listen =>
            {
                // The page's connection is an upgrade of HTTP/1.1.
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = certificate.Certificate,
                    ServerCertificateChain = certificate.Chain,
                    SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                });
            });
        }

        var transport = new SocketTransportOptions { CreateBoundListenSocket = _ => address.Socket };
        return new KestrelServer(Options.Create(kestrel), new SocketTransportFactory(Options.Create(transport), log), log);
    }

    /// <summary>What the framework's TLS asks for besides.</summary>
    private static ServiceProvider OfTls(ILoggerFactory log)
    {
        WebApplicationBuilder parts = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        parts.WebHost.UseKestrelCore();
        parts.Services.AddMetrics();
        parts.Services.AddSingleton(log);
        return parts.Services.BuildServiceProvider();
    }
}
