using Npgsql;
using ProteomicsAnnotator.Core.Journals;
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

    /// <summary>For the first answer on a connection that lay idle: where a server went without a word, nothing ever comes back on it.</summary>
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(1.5);

    private readonly WriterConnections _connections = new(address);
    private readonly CommitsInDoubt _inDoubt = new(address.MostWriters / 2);
    private int _isNotifying;

    /// <summary>For a whole request; a lock is waited for at most <see cref="DecisionTransaction.LockWait"/> of it.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(4.5);

    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    /// <param name="request">What is to be stored.</param>
    /// <param name="within">Less than <see cref="Limit"/>, where some of it has gone by; null: all of it.</param>
    public async Task<DecisionAnswer> StoreAsync(DecisionRequest request, TimeSpan? within = null)
    {
        if (WhyNotWritten(request) is { } reason)
        {
            return new DecisionAnswer(DecisionOutcome.Refused, [], $"nothing was stored: {reason}");
        }

        using var limit = new CancellationTokenSource(within ?? Limit, time);
        if (_inDoubt.IsFull && !await HasRoomAsync(limit.Token))
        {
            return DecisionTransaction.NotConfirmed($"{address.Name}: the standby does not answer");
        }

        for (int attempt = 0; ; attempt++)
        {
            DecisionAnswer? answer = await TryAsync(request, mayTryAgain: attempt == 0, limit.Token);
            if (answer is not null)
            {
                return answer;
            }
        }
    }

    /// <summary>With the longest clock: what can be written then can be written with any. No sending of such a decision was ever stored.</summary>
    private static string? WhyNotWritten(DecisionRequest request)
    {
        try
        {
            foreach (LabelEvent item in request.Asked)
            {
                _ = JournalLine.Write(request.Journal, item.Id.IsImport ? JournalBounds.MaxSeq : item.Id.Seq, item.WithClock(JournalBounds.MaxClock));
            }

            return null;
        }
        catch (StorageException error)
        {
            return error.Reason;
        }
    }

    /// <summary>False: too many commits wait for a standby, or another request is just asking whether they do.</summary>
    private async Task<bool> HasRoomAsync(CancellationToken limit)
    {
        if (!_inDoubt.TryBeginLook())
        {
            return false;
        }

        NpgsqlConnection? connection = null;
        try
        {
            (connection, _) = await _connections.TakeAsync(limit);
            await _inDoubt.LookAsync(connection).WaitAsync(FirstAnswer, time, limit);
            _connections.Return(connection);
        }
        catch (Exception error) when (DatabaseFault.IsFault(error))
        {
            if (connection is not null)
            {
                _connections.Drop(connection);
            }

            _connections.DropIdle();
        }
        finally
        {
            _inDoubt.EndLook();
        }

        return !_inDoubt.IsFull;
    }

    /// <summary>Null: nothing was stored, since the connection was an old one; another one may do.</summary>
    private async Task<DecisionAnswer?> TryAsync(DecisionRequest request, bool mayTryAgain, CancellationToken limit)
    {
        NpgsqlConnection connection;
        bool wasOpen;
        try
        {
            (connection, wasOpen) = await _connections.TakeAsync(limit);
        }
        catch (Exception error) when (DatabaseFault.IsFault(error))
        {
            return Failed(request, error, isCommitting: false);
        }

        var transaction = new DecisionTransaction(connection, request);
        Task<DecisionAnswer> run = transaction.RunAsync();
        try
        {
            if (wasOpen && mayTryAgain)
            {
                await Task.WhenAny(run, transaction.Answered).WaitAsync(FirstAnswer, time, limit);
            }

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
            bool isLost = DatabaseFault.IsConnectionLost(error) || (error is TimeoutException && !transaction.Answered.IsCompleted);
            if (isLost || (!isCommitting && error is OperationCanceledException or TimeoutException))
            {
                // What lies idle leads to the same server.
                _connections.DropIdle();
            }

            if (isCommitting)
            {
                _inDoubt.Add();
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
        if (answer.Lines.Count > 0 && Interlocked.Exchange(ref _isNotifying, 1) == 0)
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
        return isCommitting || !request.IsFirstTry || DatabaseFault.IsLockTimeout(error)
            ? DecisionTransaction.NotConfirmed(fault.Message)
            : new DecisionAnswer(DecisionOutcome.Refused, [], $"nothing was stored: {fault.Message}");
    }
}
