using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Progress;
using ProteomicsAnnotator.Core.Agreement.Quality;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// Breaks the ties of the newest table and computes its figures in the background; a newer table ends the computation for the one before.
/// </summary>
/// <param name="classCount">Classes of the campaign.</param>
/// <param name="clock">The time, and whose days labels are counted by.</param>
/// <param name="demand">Which votes are to be given; null: nothing says it. Blocking; called on any thread.</param>
/// <param name="tell">The ties of this table are broken, or there are newer figures of it. Called on any thread.</param>
/// <param name="fail">Why there are no more. Called on any thread.</param>
internal sealed class FigureComputation(
    int classCount, Func<(DateTimeOffset Now, TimeZoneInfo Zone)> clock, Func<ReviewTable, VoteDemand?> demand, Action<ReviewTable> tell, Action<string> fail) : IAsyncDisposable
{
    private Task _running = Task.CompletedTask;
    private Task<VoteDemand?>? _asking;
    private CancellationTokenSource? _stop;

    /// <summary>Of the newest table that has any yet; null before the first.</summary>
    public ReviewFigures? Newest { get; private set; }

    /// <summary>To be called once <see cref="StopAsync"/> has returned.</summary>
    public void Start(ReviewTable table)
    {
        var stop = new CancellationTokenSource();
        _stop = stop;
        _running = Task.Run(() => ComputeAsync(table, stop.Token), stop.Token);
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

    private async Task ComputeAsync(ReviewTable table, CancellationToken ct)
    {
        try
        {
            if (!table.HasBrokenTies)
            {
                table.BreakTies(ct);
                tell(table);
            }

            // Until it is known which votes are to be given now, it is as it was: a list that goes by it must not empty at each label.
            ReviewFigures figures = ReviewFigures.Of(table, classCount, clock(), ct) with { Demand = Newest?.Demand, NeedingVotes = Newest?.NeedingVotes };
            Publish(figures, ct);
            bool isOfAnEarlierTable = _asking is { IsCompleted: false };
            VoteDemand? asked = await AskAsync(table).WaitAsync(ct);
            figures = figures with { Demand = asked, NeedingVotes = asked?.Fault is null ? asked?.OpenIn(table) : null };
            Publish(figures, ct);
            var coefficients = AgreementCoefficients.WithIntervals(table, ct: ct);
            figures = figures with
            {
                Coefficients = coefficients,
                ClassAgreements = ClassAgreement.AllOf(table, ct: ct),
                RandomShare = RandomShareFigures.Of(table, coefficients, ct: ct),
                HasIntervals = true,
            };
            Publish(figures, ct);
            figures = figures with { SecondOpinion = DawidSkene.Of(table, ct) };
            Publish(figures, ct);
            asked = isOfAnEarlierTable ? await AskAsync(table).WaitAsync(ct) : asked;
            figures = figures with { Demand = asked, NeedingVotes = asked?.Fault is null ? asked?.OpenIn(table) : null };
            Publish(figures with { Progress = ProgressFigures.Of(table, asked, clock(), ct), IsComplete = true }, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            fail($"The statistics could not be computed: {fault.Message}");
        }
    }

    /// <summary>Reads files for seconds, so it is not ended with the table it was begun for: the next one takes its answer.</summary>
    private Task<VoteDemand?> AskAsync(ReviewTable table) => _asking is { IsCompleted: false } underWay ? underWay : _asking = Task.Run(() => demand(table));

    private void Publish(ReviewFigures figures, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Newest = figures;
        tell(figures.Table);
    }
}
