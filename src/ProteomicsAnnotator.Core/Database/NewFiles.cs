using Npgsql;
using NpgsqlTypes;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>As <see cref="NewLines"/>, of files that are no journals: of each the newest version, if somebody wants it.</summary>
/// <param name="wants">Asked of the newest version of each file.</param>
/// <param name="take">Gets it with its content.</param>
internal sealed class NewFiles(Func<StoredFile, bool> wants, Action<StoredFile, byte[]> take)
{
    private const string Files = "SELECT DISTINCT ON (path) path, version, sha256, stored_at FROM file_version";
    private const string Order = " ORDER BY path, version DESC";
    private const string Unseen = " WHERE written >= pg_snapshot_xmin($1::text::pg_snapshot) AND NOT pg_visible_in_snapshot(written, $1::text::pg_snapshot)";

    /// <param name="connection">In the transaction of the look.</param>
    /// <param name="since">Of the look before; null: all there are.</param>
    public async Task ReadAsync(NpgsqlConnection connection, string? since)
    {
        List<StoredFile> found = [];
        await using (var command = new NpgsqlCommand(since is null ? Files + Order : Files + Unseen + Order, connection))
        {
            if (since is not null)
            {
                _ = command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = since });
            }

            await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                found.Add(new StoredFile(rows.GetString(0), rows.GetInt64(1), rows.GetString(2)) { StoredAt = rows.GetDateTime(3) });
            }
        }

        foreach (StoredFile file in found.Where(wants))
        {
            await using var command = new NpgsqlCommand("SELECT content FROM file_version WHERE path = $1 AND version = $2", connection);
            _ = command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = file.Path });
            _ = command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = file.Version });
            take(file, (byte[])(await command.ExecuteScalarAsync())!);
        }
    }
}
