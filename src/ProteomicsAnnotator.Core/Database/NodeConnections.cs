using Npgsql;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>Whether the database has connections for one more node: refused at the start rather than at a label.</summary>
internal static class NodeConnections
{
    /// <summary>Beside those for decisions: one that listens, and those for files.</summary>
    private const int Others = 1 + ForFiles;

    /// <summary>Files that are written at once.</summary>
    public const int ForFiles = 2;

    private const string Look = """
        SELECT current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer,
            (SELECT count(*)::integer FROM pg_stat_activity WHERE application_name = $1),
            (SELECT count(*)::integer FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database())
        """;

    /// <returns>How many other nodes work on this database; those on others of the same server take connections, too.</returns>
    /// <exception cref="StorageException">It has not, or cannot be asked.</exception>
    public static async Task<int> CheckAsync(DatabaseAddress address)
    {
        (int most, int nodes, int here) = await AskAsync(address);
        int each = address.MostWriters + Others;
        if ((nodes + 1) * each > most)
        {
            throw new StorageException(address.Name, $"it takes {most} connections, and {Counted.Of(nodes + 1, "node")} of this program {(nodes == 0 ? "needs" : "need")} {(nodes + 1) * each}: {each} each. "
                + $"Expected a higher max_connections there, or Maximum Pool Size={Math.Max(2, (most / (nodes + 1)) - Others)} in the connection string of each");
        }

        return here;
    }

    private static async Task<(int Most, int Nodes, int Here)> AskAsync(DatabaseAddress address)
    {
        try
        {
            await using NpgsqlDataSource source = address.Open(isPooled: false);
            await using NpgsqlConnection connection = await source.OpenConnectionAsync();
            await using var command = new NpgsqlCommand(Look, connection);
            _ = command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = address.NodeName });
            await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
            _ = await row.ReadAsync();
            return (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2));
        }
        catch (Exception error) when (error is not StorageException && DatabaseFault.IsFault(error))
        {
            throw address.Fault(error);
        }
    }
}
