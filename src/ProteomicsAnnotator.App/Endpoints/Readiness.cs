using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Whether people can work here now: the store and the data root answer, the clock is right, and the program does not end.</summary>
public sealed class Readiness(AnnotatorOptions options, LabelShare share, IHostApplicationLifetime host)
{
    /// <summary>Of this machine's clock: times of decisions would be wrong.</summary>
    private static readonly TimeSpan MostDifference = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Task<bool>? _look;

    /// <summary>Without paths: whoever watches the server need not be signed in. Null: it is ready. Answers within about a second.</summary>
    public async Task<string?> WhyNotAsync()
    {
        string?[] reasons =
        [
            host.ApplicationStopping.IsCancellationRequested ? "the server is stopping" : null,
            share.State.IsAvailable && share.Trouble is null ? null : share.IsDatabase ? "the database is not available" : "the annotations root is not available",
            share.ClockDifference.Duration() > MostDifference ? $"the clock of this machine is {share.ClockDifference.Duration().TotalSeconds:0} s {(share.ClockDifference > TimeSpan.Zero ? "ahead of" : "behind")} that of the database" : null,
            await IsDataRootThereAsync() ? null : "the data root is not there, or does not answer",
        ];
        string text = string.Join("; ", reasons.OfType<string>());
        return text.Length == 0 ? null : $"Not ready: {text}.";
    }

    /// <summary>A mount that hangs holds one thread, however often this is asked.</summary>
    private async Task<bool> IsDataRootThereAsync()
    {
        Task<bool> look;
        lock (_gate)
        {
            look = _look = _look is { IsCompleted: false } hanging ? hanging : Task.Run(() => Directory.Exists(options.DataRoot));
        }

        await ((Task)look.WaitAsync(Limit)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return look is { IsCompletedSuccessfully: true, Result: true };
    }
}
