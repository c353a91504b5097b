using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Storage;
using static ProteomicsAnnotator.Core.Database.StoreSchema;

namespace ProteomicsAnnotator.Core.Tests.Database;

/// <summary>Nodes of one version and of two start on one database.</summary>
public sealed class StoreSchemaTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>
{
    private const string Later = "-- needs 1\nALTER TABLE line ADD COLUMN later text COLLATE \"C\";\n";
    private string _database = "";

    /// <summary>Of a version that is not there yet.</summary>
    private static int Next => StoreSchema.Newest + 1;

    [Fact]
    public async Task EightNodes_ThatStartTogetherOnAnEmptyDatabase_MakeOneSchema()
    {
        DatabaseAddress address = await NewAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StoreSchema.ApplyAsync(address)));
        await StoreSchema.ApplyAsync(address);

        Assert.Equal((long)StoreSchema.Newest, await AskAsync("SELECT count(*) FROM schema_script"));
        Assert.Equal(0L, await AskAsync("SELECT count(*) FROM line"));
    }

    [Fact]
    public async Task EveryTextKey_IsSortedByItsBytes()
    {
        await StoreSchema.ApplyAsync(await NewAsync());

        Assert.Equal(0L, await AskAsync("""
            SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_collation l ON l.oid = a.attcollation
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND l.collname <> 'C'
            """));
        _ = await AskAsync("""
            INSERT INTO file_version (path, version, sha256, content)
                SELECT unnest(ARRAY['zeta', 'block_2', 'tile_1/block_0001', 'äpfel', 'block-1', 'block_10', 'Block_0002', 'tile_1-a/block_0001', 'block_0001']), 1, '', ''
            """);
        Assert.Equal(
            "Block_0002,block-1,block_0001,block_10,block_2,tile_1-a/block_0001,tile_1/block_0001,zeta,äpfel",
            await AskAsync("SELECT string_agg(path, ',' ORDER BY path) FROM file_version"));
    }

    [Fact]
    public async Task VersionBefore_WorksOn_WhereTheLaterOneAllowsIt()
    {
        DatabaseAddress address = await NewAsync();
        await StoreSchema.ApplyAsync(address);
        IReadOnlyList<SchemaScript> own = await OwnAsync();
        await StoreSchema.ApplyAsync(address, [.. own, SchemaScript.Of(Next, Later)]);

        await StoreSchema.ApplyAsync(address);

        Assert.Equal(StoreSchema.Newest + 1L, await AskAsync("SELECT count(*) FROM schema_script"));
    }

    [Fact]
    public async Task VersionBefore_IsRefused_WhereTheLaterOneNeedsMore()
    {
        DatabaseAddress address = await NewAsync();
        await StoreSchema.ApplyAsync(address);
        await StoreSchema.ApplyAsync(address, [.. await OwnAsync(), SchemaScript.Of(Next, Later.Replace("needs 1", $"needs {Next}", StringComparison.Ordinal))]);

        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => StoreSchema.ApplyAsync(address));

        Assert.Contains("update this program", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScriptThatFails_ChangesNothing()
    {
        DatabaseAddress address = await NewAsync();
        await StoreSchema.ApplyAsync(address);
        IReadOnlyList<SchemaScript> own = await OwnAsync();

        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => StoreSchema.ApplyAsync(address, [.. own, SchemaScript.Of(Next, Later + "CREATE TABLE line (a int);")]));

        Assert.Contains("42P07", refused.Message, StringComparison.Ordinal);
        Assert.Equal((long)StoreSchema.Newest, await AskAsync("SELECT count(*) FROM schema_script"));
        Assert.Equal(0L, await AskAsync("SELECT count(*) FROM pg_attribute WHERE attrelid = 'line'::regclass AND attname = 'later'"));
    }

    [Fact]
    public async Task Database_OfAnotherEncoding_IsRefusedInWords()
    {
        DatabaseAddress address = await NewAsync("ENCODING 'SQL_ASCII'");

        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => StoreSchema.ApplyAsync(address));

        Assert.Contains("found the encoding SQL_ASCII, expected UTF8", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-shown", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "a connection string without Host")]
    [InlineData("Host=/tmp", "a connection string without Database")]
    [InlineData("Host=/tmp;Database=d;Multiplexing=true", "a connection string with Multiplexing, with which nobody could say which decision a warning is about")]
    [InlineData("Host=/tmp;Database=d;Passwort=secret", "a value that is no connection string")]
    [InlineData("postgres://annotator:secret@db/d", "a value that is no connection string")]
    [InlineData("Host=/tmp;Database=d;Port=secret", "a value that is no connection string")]
    public void ConnectionString_ThatCannotBeUsed_IsRefusedWithoutBeingRepeated(string text, string expected)
    {
        Assert.Null(DatabaseAddress.TryParse(text, out string? fault));

        Assert.Equal(expected, fault);
    }

    private async Task<DatabaseAddress> NewAsync(string options = "")
    {
        string text = await postgres.Server.NewDatabaseAsync(options);
        _database = text.Split("Database=")[1].Split(';')[0];
        return StoreRig.AddressOf(text);
    }

    private Task<object?> AskAsync(string sql) => postgres.Server.AskAsync(sql, _database);

    private async Task<IReadOnlyList<SchemaScript>> OwnAsync()
    {
        List<SchemaScript> own = [];
        for (int number = 1; number < Next; number++)
        {
            own.Add(new SchemaScript(number, 1, "", (string)(await AskAsync($"SELECT sha256 FROM schema_script WHERE number = {number}"))!));
        }

        return own;
    }
}
