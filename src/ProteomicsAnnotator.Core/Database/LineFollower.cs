using Npgsql;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>
/// Follows the lines that others store: over a connection of its own, at each notification and at least once a poll. That look
/// is a question on the listening connection, so that one that hangs is found and dropped. After any break it listens
/// again and then reads everything once. A line may be given twice, never left out.
/// </summary>
/// <param name="address">The database, which has its tables.</param>
/// <param name="take">Gets lines, one call after another; must not throw.</param>
internal sealed class LineFollower(DatabaseAddress address, Action<IReadOnlyList<StoredLine>> take) : IAsyncDisposable
{
    /// <summary>What a writer notifies behind its commit; nothing is said with it.</summary>
    public const string Channel = "annotator_line";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);
    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;

    /// <summary>How long it waits for a notification before it looks by itself.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For a look at what is new; one that takes longer has lost its connection.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the one look at everything.</summary>
    public TimeSpan CatchUpLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Files that are no journals; null: nobody follows them.</summary>
    public NewFiles? Files { get; init; }

    /// <summary>What the server shows of the listening connection; null: as all others.</summary>
    public string? Application { get; init; }

    /// <summary>Gets the time of the database at each look, UTC.</summary>
    public Action<DateTime>? Clock { get; init; }

    /// <summary>Raised when <see cref="Fault"/> says something else, on the thread that follows.</summary>
    public event Action? FaultChanged;

    /// <summary>Why nothing new is known now, in words; null: it is.</summary>
    public string? Fault
    {
        get;
        private set
        {
            bool isNews = field != value;
            field = value;
            if (isNews)
            {
                FaultChanged?.Invoke();
            }
        }
    }
        = "not looked at yet";

    /// <summary>How often everything was read.</summary>
    public int CatchUps { get; private set; }

    public void Begin() => _running = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await FollowAsync();
            }
            catch (Exception error) when (DatabaseFault.IsFault(error))
            {
                Fault = address.Fault(error).Message;
            }

            await Task.Delay(Pause, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Until the connection breaks.</summary>
    private async Task FollowAsync()
    {
        await using NpgsqlDataSource source = address.Open(isPooled: false, Application);
        NpgsqlConnection connection = await source.OpenConnectionAsync(_end.Token);
        try
        {
            await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
            {
                _ = await listen.ExecuteNonQueryAsync(_end.Token).WaitAsync(Limit, _end.Token);
            }

            string since = await LookAsync(connection, null, CatchUpLimit);
            CatchUps++;
            while (true)
            {
                Fault = null;
                _ = await connection.WaitAsync(Poll, _end.Token);
                since = await LookAsync(connection, since, Limit);
            }
        }
        finally
        {
            // Dropped, whatever runs on it: a connection that hangs would keep this waiting.
            _ = connection.CloseAsync();
        }
    }

    private async Task<string> LookAsync(NpgsqlConnection connection, string? since, TimeSpan limit)
    {
        Task<string> look = NewLines.ReadAsync(connection, since, take, Clock, Files is null ? null : Files.ReadAsync);
        try
        {
            return await look.WaitAsync(limit, _end.Token);
        }
        catch
        {
            _ = look.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }
}
