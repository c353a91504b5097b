namespace ProteomicsAnnotator.App.Tests.Hosting;

/// <summary>One running program for the tests of a class that do not disturb each other.</summary>
public sealed class ProgramFixture : IAsyncLifetime
{
    public TestProgram Program { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Program = await TestProgram.StartAsync();

    public ValueTask DisposeAsync() => Program.DisposeAsync();
}
