using System.Collections.Concurrent;
using Npgsql;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>
/// The connections that decisions are stored over, which nothing else can use up. They are not the driver's pool: closing one
/// of these drops it at once, also while a commit waits on it, and cancels nothing (the driver's own time limits send a
/// cancel, which the server answers with a commit that no standby has). Thread-safe.
/// </summary>
internal sealed class WriterConnections(DatabaseAddress address) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = address.Open(isPooled: false);
    private readonly ConcurrentStack<NpgsqlConnection> _idle = new();
    private readonly SemaphoreSlim _free = new(address.MostWriters);

    /// <summary>
    /// Waits for a turn. Ends with its token also where the driver does not: a connection that opens later is dropped, and its turn is
    /// free then.
    /// </summary>
    /// <returns>Whether the connection was open before: the server may have gone meanwhile.</returns>
    public async Task<(NpgsqlConnection Connection, bool WasOpen)> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        if (_idle.TryPop(out NpgsqlConnection? idle))
        {
            return (idle, true);
        }

        Task<NpgsqlConnection> opening = OpenAsync(cancellationToken);
        try
        {
            return (await opening.WaitAsync(cancellationToken), false);
        }
        catch
        {
            _ = GiveUpAsync(opening);
            throw;
        }
    }

    public void Return(NpgsqlConnection connection)
    {
        _idle.Push(connection);
        _ = _free.Release();
    }

    /// <summary>Returns at once, whatever runs on it.</summary>
    public void Drop(NpgsqlConnection connection)
    {
        _ = CloseAsync(connection);
        _ = _free.Release();
    }

    /// <summary>None of those that lie idle can be trusted: the server was restarted, or another one has its place.</summary>
    public void DropIdle()
    {
        while (_idle.TryPop(out NpgsqlConnection? connection))
        {
            _ = CloseAsync(connection);
        }
    }

    public async ValueTask DisposeAsync()
    {
        DropIdle();
        await _source.DisposeAsync();
        _free.Dispose();
    }

    /// <summary>What the driver throws at once is a task that failed, like all else.</summary>
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken);

    private async Task GiveUpAsync(Task<NpgsqlConnection> opening)
    {
        try
        {
            await CloseAsync(await opening);
        }
        catch (Exception error) when (DatabaseFault.IsFault(error))
        {
            // None was opened; whoever asked for it was told.
        }
        finally
        {
            _ = _free.Release();
        }
    }

    private static async Task CloseAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception error) when (DatabaseFault.IsFault(error))
        {
            // It is gone, which is what was asked for.
        }
    }
}
