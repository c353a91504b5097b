using ProteomicsAnnotator.App.Circuits;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Desktop;
using ProteomicsAnnotator.App.Gateway;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Processes;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn.Provider;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Transfer;

namespace ProteomicsAnnotator.App.Serving;

/// <summary><c>serve</c>: one run as a server for several people's browsers, from the socket to the last label.</summary>
public static class ServeRun
{
    /// <summary>For requests that are under way at the end. An upload of a label takes milliseconds, a volume to a far browser seconds.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(10);

    /// <summary>Of a certificate: time enough to get another one.</summary>
    private static readonly TimeSpan SoonOver = TimeSpan.FromDays(21);

    /// <summary>A share that hangs holds a thread for each person who labels; the others must not wait for new ones.</summary>
    private const int Threads = 128;

    public static async Task<int> RunAsync(AnnotatorOptions options)
    {
        _ = ThreadPool.SetMinThreads(Threads, Threads);
        ServeSettings serve = options.Serve!;
        using ServerAddress? address = ServerAddress.TryBind(serve.Listen, serve.PublicUrl, serve.Certificate is not null);
        if (address is null)
        {
            var fault = new ConfigurationFault("environment", "ANNOTATOR_URLS", $"{serve.Listen}, which is in use or not this machine's to take", "a free address of this machine");
            await Console.Error.WriteLineAsync(fault.ToString());
            return ExitCode.BadConfiguration;
        }

        using var telemetry = ServerTelemetry.Begin(serve.Collector);
        Task<bool> finding = Task.Run(() => Directory.Exists(options.DataRoot));
        using var stop = new StopSignals();
        await Console.Error.WriteLineAsync(TrustOf(serve, address));
        if (serve.Certificate?.Certificate.NotAfter.ToUniversalTime() is { } end && end - TimeProvider.System.GetUtcNow().UtcDateTime < SoonOver)
        {
            await Console.Error.WriteLineAsync($"The certificate is valid until {end:yyyy-MM-dd HH:mm} UTC. The server reads a new one when it starts again.");
        }

        try
        {
            await using StoreMirror? mirror = options.Database is null ? null : await OpenMirrorAsync(options, stop.Token);
            if (mirror is not null)
            {
                options = options with { AnnotationsRoot = mirror.Folder, Mirror = mirror };
            }

            using GatewayServer gateway = await GatewayServer.StartAsync(options, address, new OneTimeCodes(TimeProvider.System));
            await using WebApplication app = await AnnotatorServer.StartAsync(options, gateway).WaitAsync(stop.Token);
            CircuitSeats seats = app.Services.GetRequiredService<CircuitSeats>();
            ProgramMeter.Watch("annotator.circuits", "{circuit}", "Pages that are open now.", () => seats.Open.Count);
            await Launch.TellOfDataRootAsync(options, finding);

            // Last: a reader of this line may send requests or a signal at once.
            await Console.Out.WriteLineAsync($"Proteomics Annotator is ready at {address.Origin}/{(serve.IsBehindProxy || serve.Provider is not null ? "" : $"?token={Uri.EscapeDataString(options.Token)}")}");
            await Console.Out.FlushAsync();
            await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await DrainAsync(app, mirror is null ? "in the annotations root" : "in the database");
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (StorageException error) when (error.Path == options.Database?.Name || error.Path.StartsWith(options.Folders.State, StringComparison.Ordinal))
        {
            await Console.Error.WriteLineAsync($"serve: {error.Message}");
            return ExitCode.Trouble;
        }
    }

    private static async Task<StoreMirror> OpenMirrorAsync(AnnotatorOptions options, CancellationToken stop)
    {
        StoreMirror mirror = await StoreMirror.OpenAsync(options.Database!, options.Folders.State, TimeProvider.System, stop);
        if (mirror.OtherNodes > 0 && options.Serve!.Provider is not null)
        {
            await mirror.DisposeAsync();
            throw new StorageException(options.Database!.Name, "another node works on it. Whose account a name is, each node keeps for itself: with ANNOTATOR_OIDC_AUTHORITY one node is expected");
        }

        await Console.Error.WriteLineAsync($"The store is the {options.Database!.Name}. The annotations root {options.AnnotationsRoot} is not used.");
        foreach (string fault in mirror.Faults)
        {
            await Console.Error.WriteLineAsync(fault);
        }

        return mirror;
    }

    /// <summary>Who is believed, said at every start: whoever sets a server up reads it.</summary>
    private static string TrustOf(ServeSettings serve, ServerAddress address)
    {
        string here = $"Listening on {address.EndPoint}, for {address.Origin}.";
        string proxies = string.Join(", ", serve.Proxies.Select(proxy => proxy.ToString()).Order(StringComparer.Ordinal));
        return serve switch
        {
            { Provider: { } provider } => $"{here} {(serve.IsBehindProxy ? $"Requests count from {proxies} only" : "Requests come from browsers themselves")}; people sign in at {provider.Authority}"
                + $", which has to know {address.Origin}{ProviderAuthentication.ReturnPath} as redirect URI. {(provider.RoleClaim is { } claim ? $"Roles are {provider.AnnotatorRole} and {provider.AdminRole} in {claim}" : "Admins are those of roles.json")}.",
            { IsBehindProxy: false } => $"{here} No proxy is listed: only this machine reaches it, and whoever has the link below signs in under any name of the campaign.",
            { ProxySecret: null } => $"{here} Every account of this machine is trusted: whatever connects from {proxies} may say in {serve.UserHeader} who it is. ANNOTATOR_PROXY_SECRET_FILE makes the proxy show a secret.",
            _ => $"{here} Requests count from {proxies} with the secret only; {serve.UserHeader} says who signed in there.",
        };
    }

    /// <summary>Nothing new is taken; what is under way is finished, and labels are written.</summary>
    private static async Task DrainAsync(WebApplication app, string place)
    {
        await Console.Error.WriteLineAsync("Stopping: requests that are under way are finished, and labels are written.");
        using var limit = new CancellationTokenSource(DrainLimit);
        await app.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (await app.Services.GetRequiredService<ProgramLifetime>().FinishAsync() == 0)
        {
            await Console.Error.WriteLineAsync($"Stopped: every label is {place}.");
        }
    }
}
