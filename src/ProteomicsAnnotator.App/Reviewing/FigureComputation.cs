using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>Computes the figures of the newest table in the background; a newer table ends the computation for the one before.</summary>
/// <param name="tell">There are newer figures. Called on any thread.</param>
/// <param name="fail">Why there are no more. Called on any thread.</param>
internal sealed class FigureComputation(Action tell, Action<string> fail) : IAsyncDisposable
{
    private Task _running = Task.CompletedTask;
    private CancellationTokenSource? _stop;

    /// <summary>Of the newest table that has any yet; null before the first.</summary>
    public ReviewFigures? Newest { get; private set; }

    /// <summary>To be called once <see cref="StopAsync"/> has returned.</summary>
    public void Start(ReviewTable table)
    {
        var stop = new CancellationTokenSource();
        _stop = stop;
        _running = Task.Run(() => Compute(table, stop.Token), stop.Token);
    }

    /// <summary>Returns when it will publish nothing more.</summary>
    public async Task StopAsync()
    {
        if (_stop is { } stop)
        {
            await stop.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
            _stop = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop?.Dispose();
    }

    private void Compute(ReviewTable table, CancellationToken ct)
    {
        try
        {
            var figures = ReviewFigures.Of(table, ct);
            Publish(figures, ct);
            figures = figures with { Coefficients = AgreementCoefficients.WithIntervals(table, ct), HasIntervals = true };
            Publish(figures, ct);
            Publish(figures with { SecondOpinion = DawidSkene.Of(table, ct), IsComplete = true }, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            fail($"The statistics could not be computed: {fault.Message}");
        }
    }

    private void Publish(ReviewFigures figures, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Newest = figures;
        tell();
    }
}
