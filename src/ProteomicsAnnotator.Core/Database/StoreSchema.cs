using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>
/// The tables, made by numbered scripts, each once, under a lock: nodes that start together on an empty database make one
/// schema. A script says in its first line which script a program must know to work beside it: of a database that a later version has
/// changed, this one goes on using it as long as that allows it.
/// </summary>
internal static class StoreSchema
{
    private const string FirstLine = "-- needs ";

    private const string Table = """
        CREATE TABLE schema_script (
            number integer PRIMARY KEY, needs integer NOT NULL, sha256 text COLLATE "C" NOT NULL, applied_at timestamptz NOT NULL DEFAULT clock_timestamp())
        """;

    private static readonly IReadOnlyList<SchemaScript> Own = ReadOwn();

    /// <summary>The newest script that this program knows.</summary>
    public static int Newest => Own[^1].Number;

    /// <exception cref="StorageException">It cannot be reached or written, or a later version has changed it.</exception>
    /// <param name="address">The database.</param>
    /// <param name="scripts">Null: the program's own.</param>
    /// <param name="cancellationToken">Before the commit.</param>
    public static async Task ApplyAsync(DatabaseAddress address, IReadOnlyList<SchemaScript>? scripts = null, CancellationToken cancellationToken = default)
    {
        try
        {
            await using NpgsqlDataSource source = address.Open(isPooled: false);
            await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ApplyAsync(address, connection, scripts ?? Own, cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is not StorageException && DatabaseFault.IsFault(error))
        {
            throw address.Fault(error);
        }
    }

    private static async Task ApplyAsync(DatabaseAddress address, NpgsqlConnection connection, IReadOnlyList<SchemaScript> scripts, CancellationToken cancellationToken)
    {
        await using (var look = new NpgsqlCommand(
            "SELECT current_setting('server_encoding'), pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean, current_setting('server_version_num')::integer", connection))
        await using (NpgsqlDataReader found = await look.ExecuteReaderAsync(cancellationToken))
        {
            _ = await found.ReadAsync(cancellationToken);
            RefuseUnfit(address, found.GetString(0), found.GetBoolean(1), found.GetInt32(2));
        }

        await RunAsync(connection, "SELECT set_config('synchronous_commit', 'on', true), set_config('lock_timeout', '60s', true)", cancellationToken);
        await RunAsync(connection, "SELECT pg_advisory_xact_lock(hashtextextended('annotator schema ' || current_schema(), 0))", cancellationToken);
        await using (var find = new NpgsqlCommand("SELECT to_regclass('schema_script') IS NULL", connection))
        {
            // An account that may use the tables need not have the right to make some.
            await RunAsync(connection, await find.ExecuteScalarAsync(cancellationToken) is true ? Table : "SELECT 1", cancellationToken);
        }

        IReadOnlyList<SchemaScript> there = await AppliedAsync(connection, cancellationToken);
        RefuseOthers(address, scripts, there);
        foreach (SchemaScript script in scripts.Where(script => there.All(applied => applied.Number != script.Number)))
        {
            await RunAsync(connection, script.Text, cancellationToken);
            await using var note = new NpgsqlCommand("INSERT INTO schema_script (number, needs, sha256) VALUES ($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = script.Number }, new() { Value = script.Needs }, new() { Value = script.Sha256 } },
            };
            _ = await note.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static void RefuseUnfit(DatabaseAddress address, string encoding, bool isReadOnly, int version)
    {
        const int Oldest = 150000;
        string? fault = encoding != "UTF8" ? $"found the encoding {encoding}, expected UTF8"
            : version < Oldest ? $"found PostgreSQL {version / 10000}, expected {Oldest / 10000} or later"
            : isReadOnly ? DatabaseFault.TakesNoWrites
            : null;
        if (fault is not null)
        {
            throw new StorageException(address.Name, fault);
        }
    }

    private static void RefuseOthers(DatabaseAddress address, IReadOnlyList<SchemaScript> own, IReadOnlyList<SchemaScript> there)
    {
        int newest = own[^1].Number;
        if (there.FirstOrDefault(applied => applied.Needs > newest) is { } later)
        {
            throw new StorageException(address.Name, $"a later version of this program has changed it (script {later.Number}; this version knows {newest}): update this program");
        }

        if (own.FirstOrDefault(script => there.Any(applied => applied.Number == script.Number && applied.Sha256 != script.Sha256)) is { } other)
        {
            throw new StorageException(address.Name, $"its script {other.Number} is not the one of this program: another version, or another program, made it");
        }
    }

    private static async Task<IReadOnlyList<SchemaScript>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        List<SchemaScript> scripts = [];
        await using var command = new NpgsqlCommand("SELECT number, needs, sha256 FROM schema_script ORDER BY number", connection);
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            scripts.Add(new SchemaScript(rows.GetInt32(0), rows.GetInt32(1), "", rows.GetString(2)));
        }

        return scripts;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection);
        _ = await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static IReadOnlyList<SchemaScript> ReadOwn()
    {
        Assembly assembly = typeof(StoreSchema).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            return SchemaScript.Of(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), reader.ReadToEnd());
        })];
    }

    /// <summary>A step of the schema.</summary>
    /// <param name="Number">In their order, without gaps.</param>
    /// <param name="Needs">The newest script that a program must know to work beside it.</param>
    /// <param name="Text">SQL.</param>
    /// <param name="Sha256">Of the text.</param>
    internal sealed record SchemaScript(int Number, int Needs, string Text, string Sha256)
    {
        public static SchemaScript Of(int number, string text)
        {
            string first = text.Split('\n')[0].Trim();
            return first.StartsWith(FirstLine, StringComparison.Ordinal)
                ? new SchemaScript(number, int.Parse(first.AsSpan(FirstLine.Length), NumberStyles.None, CultureInfo.InvariantCulture), text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")))))
                : throw new FormatException($"script {number} does not begin with \"{FirstLine}N\"");
        }
    }
}
