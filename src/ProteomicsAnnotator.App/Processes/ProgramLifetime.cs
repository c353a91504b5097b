using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Processes;

/// <summary>
/// When the program ends: by Quit in a page, or because the browser it started has ended. It does not end by itself
/// while labels have not reached the share, and says what it waits for. Ctrl+C and SIGTERM end it nevertheless; the labels
/// then stay on this machine and are delivered at the next start. It never ends because a page fell silent.
/// </summary>
public sealed class ProgramLifetime
{
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(5);

    private readonly IHostApplicationLifetime _host;
    private readonly LabelShare _share;
    private readonly AnnotatorOptions _options;
    private int _leaving;

    public ProgramLifetime(IHostApplicationLifetime host, LabelShare share, AnnotatorOptions options)
    {
        _options = options;
        _host = host;
        _share = share;
    }

    /// <summary>Ends now: the annotator asked for it and knows of undelivered labels. Returns at once.</summary>
    /// <exception cref="InvalidOperationException">It is a server, which no page ends.</exception>
    public void Quit()
    {
        if (_options.Serve is not null)
        {
            throw new InvalidOperationException("A server is not ended by a page.");
        }

        _host.StopApplication();
    }

    /// <summary>The window is gone: ends once every label is on the share.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _leaving, 1) == 1)
        {
            return;
        }

        int said = 0;
        DeliveryReport report = await _share.FlushAsync(FlushLimit);
        while (report.Undelivered > 0 && !cancellationToken.IsCancellationRequested)
        {
            if (report.Undelivered != said)
            {
                said = report.Undelivered;
                await Console.Error.WriteLineAsync(
                    $"The window is closed; {Counted.Of(said, "label", "is", "are")} kept on this machine and will go to the share when it is back "
                    + $"({_share.State.Reason ?? "not delivered yet"}). Ctrl+C ends now and delivers them at the next start.");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            report = await _share.FlushAsync(FlushLimit);
        }

        _host.StopApplication();
    }

    /// <summary>Runs last: delivers what has not reached the share within a time limit, and names the rest.</summary>
    /// <returns>How many labels have not.</returns>
    public async Task<int> FinishAsync()
    {
        DeliveryReport report = await _share.FlushAsync(FlushLimit);
        if (report.Undelivered > 0)
        {
            await Console.Error.WriteLineAsync(
                $"{Counted.Of(report.Undelivered, "label", "is", "are")} kept on this machine and will be delivered at the next start.");
        }

        return report.Undelivered;
    }
}
