namespace ProteomicsAnnotator.Core.Tests.Database;

/// <summary>One server for the tests of a class, each with databases of its own in it.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    internal PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
