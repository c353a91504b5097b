using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Tests.Database;

/// <summary>A database with the tables in it, and decisions for it.</summary>
internal sealed class StoreRig : IAsyncDisposable
{
    public const string Journal = "20240102T103000Z-node1-0123456789ab";

    private bool _isOwn;

    private StoreRig(PostgresServer server, string text) => (Server, Address, Text) = (server, AddressOf(text), text);

    public PostgresServer Server { get; }

    public DatabaseAddress Address { get; }

    /// <summary>Its connection string.</summary>
    public string Text { get; }

    /// <param name="server">Null: one of its own, which ends with it.</param>
    public static async Task<StoreRig> StartAsync(PostgresServer? server = null)
    {
        PostgresServer used = server ?? await PostgresServer.StartAsync();
        var rig = new StoreRig(used, await used.NewDatabaseAsync()) { _isOwn = server is null };
        await StoreSchema.ApplyAsync(rig.Address);
        return rig;
    }

    public static DatabaseAddress AddressOf(string text) =>
        DatabaseAddress.TryParse(text, out string? fault) ?? throw new InvalidOperationException(fault);

    public static DecisionRequest Label(int label, string id, long seq = 1, string block = "block_0001", string user = "alice", string journal = Journal) => new()
    {
        Owner = LabelOwner.OfUser(user),
        Journal = journal,
        Header = new JournalHeader { Program = "test", Host = "node1", Account = "nobody", DataRoot = "/data", Classes = ["a", "b", "c"] }.ToLine(),
        Id = id,
        Events =
        [
            new LabelEvent
            {
                Id = new EventId(journal, seq),
                Clock = 1,
                At = new DateTimeOffset(2024, 1, 2, 10, 30, (int)(seq % 60), TimeSpan.Zero),
                Key = new LabelKey(null, BlockId.Parse(block)),
                Label = label,
            },
        ],
    };

    /// <param name="seconds">Long where a busy machine must not be taken for a database that hangs.</param>
    public DecisionWriter Writer(double seconds = 60) => new(Address, TimeProvider.System) { Limit = TimeSpan.FromSeconds(seconds) };

    /// <summary>The first value that a statement gives in this database.</summary>
    public Task<object?> AskAsync(string sql) => Server.AskAsync(sql, Text.Split("Database=")[1].Split(';')[0]);

    public async Task<long> CountAsync(string sql) => Convert.ToInt64(await AskAsync(sql), CultureInfo.InvariantCulture);

    /// <summary>What stands of a person's journal, by a statement that shares nothing with the program.</summary>
    public async Task<string> LinesAsync(string owner = "users/alice") =>
        (string?)await AskAsync($"SELECT string_agg(content, E'\\n' ORDER BY journal, number) FROM line WHERE owner = '{owner}' AND number > 1") ?? "";

    public ValueTask DisposeAsync() => _isOwn ? Server.DisposeAsync() : ValueTask.CompletedTask;
}
