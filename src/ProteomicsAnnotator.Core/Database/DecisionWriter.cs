using Npgsql;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>
/// Stores decisions in the database. Answers within its limit, whatever the database does. A commit is never cancelled: past
/// the limit its connection is dropped, and the decision may count later. Thread-safe.
/// </summary>
internal sealed class DecisionWriter(DatabaseAddress address, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Behind the commit and waiting for no disk: the lock of a notification is one for all, and would be held while a commit waits for its standby.</summary>
    private const string Notification = $"SELECT set_config('synchronous_commit', 'off', true), pg_notify('{LineFollower.Channel}', '')";

    private readonly WriterConnections _connections = new(address);
    private int _isNotifying;

    /// <summary>For a whole request; a lock is waited for at most <see cref="DecisionTransaction.LockWait"/> of it.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(4.5);

    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    public async Task<DecisionAnswer> StoreAsync(DecisionRequest request)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        for (int attempt = 0; ; attempt++)
        {
            DecisionAnswer? answer = await TryAsync(request, mayTryAgain: attempt == 0, limit.Token);
            if (answer is not null)
            {
                return answer;
            }
        }
    }

    /// <summary>Null: nothing was stored, since the connection was an old one; another one may do.</summary>
    private async Task<DecisionAnswer?> TryAsync(DecisionRequest request, bool mayTryAgain, CancellationToken limit)
    {
        NpgsqlConnection connection;
        bool wasOpen;
        try
        {
            (connection, wasOpen) = await _connections.TakeAsync(limit).WaitAsync(limit);
        }
        catch (Exception error) when (DatabaseFault.IsFault(error))
        {
            return Failed(request, error, isCommitting: false);
        }

        var transaction = new DecisionTransaction(connection, request);
        Task<DecisionAnswer> run = transaction.RunAsync();
        try
        {
            DecisionAnswer answer = await run.WaitAsync(limit);
            if (answer.Outcome == DecisionOutcome.NotConfirmed)
            {
                _connections.Drop(connection);
                return answer;
            }

            _connections.Return(connection);
            Notify(answer);
            return answer;
        }
        catch (Exception error) when (DatabaseFault.IsFault(error))
        {
            bool isCommitting = transaction.End();
            _connections.Drop(connection);
            bool isLost = DatabaseFault.IsConnectionLost(error);
            if (isLost)
            {
                _connections.DropIdle();
            }

            Forget(run);
            return isLost && wasOpen && mayTryAgain && !isCommitting ? null : Failed(request, error, isCommitting);
        }
        catch
        {
            _connections.Drop(connection);
            throw;
        }
    }

    /// <summary>Others find the lines without it, a poll later.</summary>
    private void Notify(DecisionAnswer answer)
    {
        if (answer.Outcome == DecisionOutcome.Stored && Interlocked.Exchange(ref _isNotifying, 1) == 0)
        {
            Forget(Task.Run(NotifyAsync));
        }
    }

    private async Task NotifyAsync()
    {
        using var limit = new CancellationTokenSource(Limit, time);
        NpgsqlConnection connection;
        try
        {
            (connection, _) = await _connections.TakeAsync(limit.Token);
        }
        finally
        {
            // Whatever is committed from here on asks for another one.
            Volatile.Write(ref _isNotifying, 0);
        }

        try
        {
            await using var command = new NpgsqlCommand(Notification, connection);
            _ = await command.ExecuteNonQueryAsync(limit.Token).WaitAsync(limit.Token);
            _connections.Return(connection);
        }
        catch (Exception error) when (DatabaseFault.IsFault(error))
        {
            _connections.Drop(connection);
        }
    }

    /// <summary>A task that was given up ends with its connection; what it says then is nobody's answer.</summary>
    private static void Forget(Task run) =>
        _ = run.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>A lock that is not to be had may be that of the same request, sent before, whose commit still waits.</summary>
    private DecisionAnswer Failed(DecisionRequest request, Exception error, bool isCommitting)
    {
        StorageException fault = address.Fault(error);
        return isCommitting || request.IsSentAgain || DatabaseFault.IsLockTimeout(error)
            ? DecisionTransaction.NotConfirmed(fault.Message)
            : new DecisionAnswer(DecisionOutcome.Refused, [], $"nothing was stored: {fault.Message}");
    }
}
