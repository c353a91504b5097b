using System.Data;
using Npgsql;
using NpgsqlTypes;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>One transaction over everything that is stored: for who brings a whole folder in or out. Not thread-safe.</summary>
internal sealed class StoreSession : IAsyncDisposable
{
    private readonly DatabaseAddress _address;
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;
    private readonly List<string> _warnings = [];
    private NpgsqlTransaction _transaction;

    private StoreSession(DatabaseAddress address, NpgsqlDataSource source, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        (_address, _source, _connection, _transaction) = (address, source, connection, transaction);
        connection.Notice += (_, notice) => _warnings.Add($"{notice.Notice.Severity}: {notice.Notice.MessageText}");
    }

    /// <param name="address">The database, which has its tables.</param>
    /// <param name="writes">False: all that is read is of one moment.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">It cannot be reached.</exception>
    public static async Task<StoreSession> BeginAsync(DatabaseAddress address, bool writes, CancellationToken cancellationToken)
    {
        NpgsqlDataSource source = address.Open(isPooled: false);
        try
        {
            NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
            NpgsqlTransaction transaction = await BeginAsync(connection, writes, cancellationToken);
            return new StoreSession(address, source, connection, transaction);
        }
        catch (Exception error)
        {
            await source.DisposeAsync();
            throw DatabaseFault.IsFault(error) ? address.Fault(error) : error;
        }
    }

    /// <summary>Nothing of that person is stored beside this transaction.</summary>
    public Task LockOwnerAsync(string owner) => LockAsync("person", owner);

    public Task LockFileAsync(string path) => LockAsync("file", path);

    /// <summary>Sorted by owner and name.</summary>
    public Task<IReadOnlyList<(string Owner, string Journal)>> JournalsAsync() =>
        RowsAsync("SELECT owner, journal FROM line GROUP BY owner, journal ORDER BY owner, journal", row => (row.GetString(0), row.GetString(1)));

    /// <summary>Of one journal, in their order, without LF.</summary>
    public async Task<IReadOnlyList<byte[]>> LinesAsync(string owner, string journal)
    {
        IReadOnlyList<(long Number, byte[] Bytes)> rows = await RowsAsync(
            "SELECT number, content, bytes FROM line WHERE owner = $1 AND journal = $2 ORDER BY number",
            row => (row.GetInt64(0), StoredLine.BytesOf(row, 1)),
            (NpgsqlDbType.Text, owner), (NpgsqlDbType.Text, journal));
        int gap = rows.TakeWhile((row, index) => row.Number == index + 1).Count();
        return gap == rows.Count
            ? [.. rows.Select(row => row.Bytes)]
            : throw new StorageException(_address.Name, $"of the journal {journal} of {owner} it has line {rows[gap].Number} and lacks line {gap + 1}");
    }

    /// <summary>What stands beside the lines of one journal, as <see cref="StoredLine.Values"/> has it from <see cref="StoredLine.FirstDerived"/> on.</summary>
    public Task<IReadOnlyList<object?[]>> DerivedAsync(string owner, string journal) => RowsAsync(
        $"SELECT {StoredLine.Columns} FROM line WHERE owner = $1 AND journal = $2 ORDER BY number",
        row => Enumerable.Range(StoredLine.FirstDerived, row.FieldCount - StoredLine.FirstDerived).Select(column => row.IsDBNull(column) ? null : row.GetValue(column)).ToArray(),
        (NpgsqlDbType.Text, owner), (NpgsqlDbType.Text, journal));

    public async Task AddLinesAsync(IReadOnlyList<StoredLine> lines, CancellationToken cancellationToken) => await GuardedAsync(async () =>
    {
        await using NpgsqlBinaryImporter copy = await _connection.BeginBinaryImportAsync($"COPY line ({StoredLine.Columns}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (StoredLine line in lines)
        {
            await copy.StartRowAsync(cancellationToken);
            foreach ((NpgsqlDbType type, object? value) in line.Values())
            {
                await (value is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(value, type, cancellationToken));
            }
        }

        return await copy.CompleteAsync(cancellationToken);
    });

    /// <summary>Every version of every file, sorted by path, the newest of each last.</summary>
    public Task<IReadOnlyList<StoredFile>> FilesAsync() =>
        RowsAsync("SELECT path, version, sha256, stored_at FROM file_version ORDER BY path, version", FileOf);

    public Task<IReadOnlyList<StoredFile>> VersionsAsync(string path) => RowsAsync(
        "SELECT path, version, sha256, stored_at FROM file_version WHERE path = $1 ORDER BY version", FileOf, (NpgsqlDbType.Text, path));

    public async Task<byte[]> ContentAsync(StoredFile file) => (await RowsAsync(
        "SELECT content FROM file_version WHERE path = $1 AND version = $2", row => row.GetFieldValue<byte[]>(0), (NpgsqlDbType.Text, file.Path), (NpgsqlDbType.Bigint, file.Version)))[0];

    public Task AddFileAsync(StoredFile file, byte[] content) => RunAsync(
        "INSERT INTO file_version (path, version, sha256, content) VALUES ($1, $2, $3, $4)",
        (NpgsqlDbType.Text, file.Path), (NpgsqlDbType.Bigint, file.Version), (NpgsqlDbType.Text, file.Sha256), (NpgsqlDbType.Bytea, content));

    /// <summary>Of all rows; what the database itself reckons.</summary>
    public Task<IReadOnlyList<T>> AskAsync<T>(string text, Func<NpgsqlDataReader, T> read) => RowsAsync(text, read);

    /// <summary>Another transaction follows.</summary>
    /// <exception cref="StorageException">It is not known to be stored.</exception>
    public async Task CommitAsync()
    {
        _warnings.Clear();
        await GuardedAsync(async () =>
        {
            await _transaction.CommitAsync(CancellationToken.None);
            await _transaction.DisposeAsync();
            return true;
        });
        if (_warnings.Count > 0)
        {
            throw new StorageException(_address.Name, $"not confirmed: {string.Join("; ", _warnings)}. Do the same once more");
        }

        _transaction = await BeginAsync(_connection, writes: true, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _transaction.DisposeAsync();
        }
        catch (Exception error) when (DatabaseFault.IsFault(error))
        {
            // The connection is gone, and the transaction with it.
        }

        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, bool writes, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(writes ? IsolationLevel.ReadCommitted : IsolationLevel.RepeatableRead, cancellationToken);
        string settings = "SELECT set_config('client_min_messages', 'warning', true), set_config('lock_timeout', '60s', true)"
            + (writes ? ", set_config('synchronous_commit', 'on', true)" : ", set_config('transaction_read_only', 'on', true)");
        await using var command = new NpgsqlCommand(settings, connection);
        _ = await command.ExecuteNonQueryAsync(cancellationToken);
        return transaction;
    }

    private static StoredFile FileOf(NpgsqlDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetString(2)) { StoredAt = row.GetDateTime(3) };

    private Task LockAsync(string kind, string name) => RunAsync(
        "SELECT pg_advisory_xact_lock(hashtextextended('annotator ' || $1 || ' ' || current_schema() || ' ' || $2, 0))", (NpgsqlDbType.Text, kind), (NpgsqlDbType.Text, name));

    private async Task RunAsync(string text, params (NpgsqlDbType Type, object Value)[] values) => await GuardedAsync(async () =>
    {
        await using NpgsqlCommand command = Command(text, values);
        return await command.ExecuteNonQueryAsync();
    });

    private async Task<IReadOnlyList<T>> RowsAsync<T>(string text, Func<NpgsqlDataReader, T> read, params (NpgsqlDbType Type, object Value)[] values) => await GuardedAsync(async () =>
    {
        List<T> found = [];
        await using NpgsqlCommand command = Command(text, values);
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found.Add(read(rows));
        }

        return found;
    });

    private NpgsqlCommand Command(string text, (NpgsqlDbType Type, object Value)[] values)
    {
        var command = new NpgsqlCommand(text, _connection);
        foreach ((NpgsqlDbType type, object value) in values)
        {
            _ = command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
        }

        return command;
    }

    private async Task<T> GuardedAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception error) when (error is not StorageException && DatabaseFault.IsFault(error))
        {
            throw _address.Fault(error);
        }
    }
}

/// <summary>A version of a file that is no journal.</summary>
/// <param name="Path">Below the annotations root, with <c>/</c>.</param>
/// <param name="Version">From 1; the highest counts.</param>
/// <param name="Sha256">Of its content, in lower case.</param>
internal sealed record StoredFile(string Path, long Version, string Sha256)
{
    /// <summary>UTC, by the clock of the database, which gives it.</summary>
    public DateTime StoredAt { get; init; }
}
