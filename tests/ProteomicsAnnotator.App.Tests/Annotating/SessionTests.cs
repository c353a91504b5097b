namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>Tests on the page of alice, who has four blocks before her.</summary>
public abstract class SessionTests : IAsyncLifetime
{
    private protected SessionRig Rig { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Rig.PutBlocks("block_0001", "block_0002", "block_0003", "block_0004");
        await Rig.OpenAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Rig.DisposeAsync();
    }
}
