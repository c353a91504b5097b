using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Gateway;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Processes;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Desktop;

/// <summary>One run of the program, from the socket to the last label.</summary>
public static class Launch
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WindowLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DataRootLimit = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(AnnotatorOptions options)
    {
        bool shared = options.Port is null && !options.NoBrowser;
        if (shared && await RunningInstance.TryGetLinkAsync(options, CancellationToken.None) is { } link)
        {
            await Console.Error.WriteLineAsync("Proteomics Annotator is running already for these folders; opening it.");
            OpenAnyWindow(link, options)?.Dispose();
            return ExitCode.Ok;
        }

        using ServerAddress? address = ServerAddress.TryBind(options.Port ?? 0);
        if (address is null)
        {
            var fault = new ConfigurationFault(
                "environment", "--port or ANNOTATOR_PORT", $"{options.Port}, which is in use", "a free port");
            await Console.Error.WriteLineAsync(fault.ToString());
            return ExitCode.BadConfiguration;
        }

        Task<bool> finding = Task.Run(() => Directory.Exists(options.DataRoot));

        // Before the window: a program that is ended while it starts must not leave a waiting window behind.
        using var stop = new StopSignals();

        // The browser first: it takes longest, and the socket listens already.
        var codes = new OneTimeCodes(TimeProvider.System);
        using AppWindow? window = options.NoBrowser ? null : OpenAnyWindow($"{address.Origin}/?code={codes.Issue()}", options);
        try
        {
            using GatewayServer gateway = await GatewayServer.StartAsync(options, address, codes);
            if (window is not null)
            {
                // The browser and the program behind the sign-in page would only slow each other down.
                await gateway.Wanted.WaitAsync(WindowLimit, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            // A stop does not wait for the rest of the start: nobody can have decided anything yet.
            await using WebApplication app = await AnnotatorServer.StartAsync(options, gateway).WaitAsync(stop.Token);
            IHostApplicationLifetime host = app.Services.GetRequiredService<IHostApplicationLifetime>();
            await using CancellationTokenRegistration stopping = stop.Token.Register(host.StopApplication);
            await TellOfDataRootAsync(options, finding);
            await ServeAsync(app, gateway, window, shared);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            window?.Close();
            return ExitCode.Ok;
        }
        catch
        {
            window?.Close();
            throw;
        }
    }

    /// <summary>A missing one ends no start: the page says so, too, and offers the demo. One that does not answer is the page's to name.</summary>
    internal static async Task TellOfDataRootAsync(AnnotatorOptions options, Task<bool> finding)
    {
        await ((Task)finding.WaitAsync(DataRootLimit)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (options.SettingsProblem is null && finding is { IsCompletedSuccessfully: true, Result: false })
        {
            await Console.Error.WriteLineAsync($"{options.DataRoot}: there is no such folder of blocks: not mounted? ANNOTATOR_DATA_ROOT names it.");
        }
    }

    private static async Task ServeAsync(WebApplication app, GatewayServer gateway, AppWindow? window, bool shared)
    {
        AnnotatorOptions options = app.Services.GetRequiredService<AnnotatorOptions>();
        IHostApplicationLifetime host = app.Services.GetRequiredService<IHostApplicationLifetime>();
        RunningInstance instance = new(gateway.Address.Port, gateway.Secret.Text);
        string instanceFile = RunningInstance.PathOf(options);
        if (shared)
        {
            instance.Write(instanceFile);
        }

        // Last: a reader of this line may signal the program, or start another one, at once.
        await Console.Out.WriteLineAsync(
            $"Proteomics Annotator is ready at {gateway.Address.Origin}/?token={Uri.EscapeDataString(options.Token)}");
        await Console.Out.FlushAsync();
        var lifetime = app.Services.GetRequiredService<ProgramLifetime>();
        Task watching = window is null ? Task.CompletedTask : WatchAsync(window, lifetime, host.ApplicationStopping);
        await Task.Delay(Timeout.Infinite, host.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (shared)
        {
            instance.Remove(instanceFile);
        }

        window?.Close();
        using var limit = new CancellationTokenSource(StopLimit);
        await app.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watching;
        await lifetime.FinishAsync();
    }

    private static async Task WatchAsync(AppWindow window, ProgramLifetime lifetime, CancellationToken stopping)
    {
        await window.WaitForCloseAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
        {
            await lifetime.LeaveAsync(stopping);
        }
    }

    private static AppWindow? OpenAnyWindow(string url, AnnotatorOptions options)
    {
        if (!AppWindow.HasDisplay)
        {
            Console.Error.WriteLine("There is no display here: open the link in a browser of this machine.");
            return null;
        }

        AppWindow? window = AppWindow.TryOpen(url, options);
        if (window is null && !AppWindow.TryOpenTab(url))
        {
            Console.Error.WriteLine("No browser was found: open the link in a browser of this machine.");
        }

        return window;
    }
}
