using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>
/// The lines that were not visible at the look before, by the snapshot of that look: a transaction that took a lower number and
/// committed later is found as well, which "numbers above the last" passes over. After a break the snapshot says nothing any
/// more (another server may give its numbers anew), and a look without one reads all.
/// </summary>
internal static class NewLines
{
    private const int AtOnce = 5000;
    private const string Lines = "SELECT owner, journal, number, content, bytes FROM line";
    private const string Order = " ORDER BY owner, journal, number";
    private const string Unseen = " WHERE written >= pg_snapshot_xmin($1::text::pg_snapshot) AND NOT pg_visible_in_snapshot(written, $1::text::pg_snapshot)";

    /// <param name="connection">Open, and used by nobody else meanwhile.</param>
    /// <param name="since">Of the look before; null: all there are.</param>
    /// <param name="take">Gets some of them at a time, in the order of their journals.</param>
    /// <param name="clock">Gets the time of the database, UTC.</param>
    /// <param name="files">What else is to be read of the same moment; gets the snapshot of the look before.</param>
    /// <returns>The snapshot of this look, for the next one; it counts once all have been taken.</returns>
    public static async Task<string> ReadAsync(NpgsqlConnection connection, string? since, Action<IReadOnlyList<StoredLine>> take, Action<DateTime>? clock = null, Func<NpgsqlConnection, string?, Task>? files = null)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        string now;
        await using (var look = new NpgsqlCommand("SELECT pg_current_snapshot()::text, clock_timestamp()", connection))
        await using (NpgsqlDataReader row = await look.ExecuteReaderAsync())
        {
            _ = await row.ReadAsync();
            now = row.GetString(0);
            clock?.Invoke(row.GetDateTime(1));
        }

        await using var command = new NpgsqlCommand(since is null ? Lines + Order : Lines + Unseen + Order, connection);
        if (since is not null)
        {
            _ = command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = since });
        }

        await using (NpgsqlDataReader rows = await command.ExecuteReaderAsync())
        {
            List<StoredLine> found = [];
            while (await rows.ReadAsync())
            {
                found.Add(new StoredLine(rows.GetString(0), rows.GetString(1), rows.GetInt64(2), StoredLine.BytesOf(rows, 3)));
                if (found.Count == AtOnce)
                {
                    take(found);
                    found = [];
                }
            }

            if (found.Count > 0)
            {
                take(found);
            }
        }

        if (files is not null)
        {
            await files(connection, since);
        }

        await transaction.CommitAsync();
        return now;
    }
}
