using Npgsql;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>
/// Commits that were given up. The server goes on waiting for its standby with each, on a connection that only it knows of, and
/// nothing ends that but the standby: so no more are begun once there are many. Thread-safe.
/// </summary>
/// <param name="most">From so many on none is begun.</param>
internal sealed class CommitsInDoubt(int most)
{
    /// <summary>One account sees what its other connections wait for. A commit that takes its time is no sign of a standby that is gone.</summary>
    private const string Waiting = """
        SELECT count(*)::integer FROM pg_stat_activity
            WHERE usename = current_user AND datname = current_database() AND wait_event = 'SyncRep' AND state_change < clock_timestamp() - interval '1 second'
        """;

    private int _count;
    private int _isLooking;

    /// <summary>Only <see cref="LookAsync"/> finds out that there is room again.</summary>
    public bool IsFull => Volatile.Read(ref _count) >= most;

    public void Add() => Interlocked.Increment(ref _count);

    /// <summary>False: somebody else is at it. True: <see cref="EndLook"/> follows.</summary>
    public bool TryBeginLook() => Interlocked.Exchange(ref _isLooking, 1) == 0;

    public void EndLook() => Volatile.Write(ref _isLooking, 0);

    /// <summary>Counts those that wait on the server: reading waits for no standby.</summary>
    public async Task LookAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Waiting, connection);
        Volatile.Write(ref _count, (int)(await command.ExecuteScalarAsync())!);
    }
}
