using Microsoft.AspNetCore.Http;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Endpoints;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Tests.SigningIn;

/// <summary>Scans that are held in the middle: who waits for them, and when they end.</summary>
public sealed class OpenRootsTests : IDisposable
{
    private const int Blocks = 40;
    private readonly string _folder = Directory.CreateTempSubdirectory("roots-").FullName;
    private readonly ManualResetEventSlim _held = new();
    private readonly ManualResetEventSlim _reached = new();

    public OpenRootsTests()
    {
        for (int i = 1; i <= Blocks; i++)
        {
            TestTiff.WriteBlock(Path.Combine(_folder, "data", $"block_{i:0000}"));
            TestTiff.WriteBlock(Path.Combine(_folder, "other", $"block_{i:0000}"));
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _held.Set();
        _held.Dispose();
        _reached.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Leave_TheLastPage_EndsTheScanAndAPageThatComesBackBeginsItAnew()
    {
        using var roots = new OpenRoots(Options, Catalog("data"), new SteppingTime { Looked = Wait });
        OpenRoot first = roots.Open(Path.Combine(_folder, "other"));
        OpenRoot second = roots.Enter(first);
        Assert.True(_reached.Wait(TimeSpan.FromMinutes(3), Token));

        roots.Leave(second);
        roots.Leave(first);
        _held.Set();
        using var never = new CancellationTokenSource();
        // Scans run one after the other: this one's turn comes when the one before has ended.
        first.Catalog.Changed += never.Cancel;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Catalog.ScanAsync(never.Token));
        first.Catalog.Changed -= never.Cancel;
        Assert.False(first.Catalog.Current.IsComplete);

        OpenRoot again = roots.Open(Path.Combine(_folder, "other"));
        Assert.Same(first, again);
        await CompleteAsync(again);
        Assert.Equal(Blocks, again.Catalog.Current.Blocks.Count);
    }

    [Fact]
    public async Task Leave_OneOfTwoPages_LetsTheScanGoOn()
    {
        using var roots = new OpenRoots(Options, Catalog("data"), new SteppingTime { Looked = Wait });
        OpenRoot root = roots.Open(Path.Combine(_folder, "other"));
        roots.Enter(root);
        roots.Leave(root);
        _held.Set();
        await CompleteAsync(root);
        Assert.Equal(Blocks, root.Catalog.Current.Blocks.Count);
    }

    [Fact]
    public async Task Lookup_ScanThatTakesLong_AnswersWhatIsKnownAndLooksForTheOneBlock()
    {
        using var catalog = Catalog("data");
        catalog.Changed += Wait;
        using var roots = new OpenRoots(Options, catalog, TimeProvider.System);
        var lookup = new BlockLookup(roots, new OpenSelfChecks(roots), Options);
        Assert.True(_reached.Wait(TimeSpan.FromMinutes(3), Token));

        CatalogSnapshot known = await lookup.ListKnownAsync(Token);

        Assert.False(lookup.IsListWhole);
        Assert.InRange(known.Blocks.Count(block => block.IsRead), 0, Blocks - 1);
        for (int i = 1; i <= Blocks; i++)
        {
            Assert.NotNull(await lookup.FindAsync($"block_{i:0000}", null, new DefaultHttpContext()));
        }

        Assert.Null(await lookup.FindAsync("block_0999", null, new DefaultHttpContext()));
        StorageException early = await Assert.ThrowsAsync<StorageException>(() => lookup.ListAsync(Token));
        Assert.Contains("figures of a part would be wrong", early.Reason, StringComparison.Ordinal);
        _held.Set();
        Assert.Equal(Blocks, (await lookup.ListAsync(Token)).Blocks.Count);
        Assert.True(lookup.IsListWhole);
    }

    private AnnotatorOptions Options => new()
    {
        Home = _folder,
        DataRoot = Path.Combine(_folder, "data"),
        AnnotationsRoot = Path.Combine(_folder, "annotations"),
        Folders = new LocalFolders(Path.Combine(_folder, "state"), Path.Combine(_folder, "cache")),
        Roles = new Roles(new HashSet<string>(StringComparer.Ordinal)),
        Token = "secret",
        NoBrowser = true,
    };

    private BlockCatalog Catalog(string name)
    {
        string root = Path.Combine(_folder, name);
        return new BlockCatalog(root, root, [], new SteppingTime());
    }

    private static Task CompleteAsync(OpenRoot root) => Eventually.IsTrueAsync(() => root.Catalog.Current.IsComplete, "the scan is complete");

    /// <summary>The scan stands still at its first step.</summary>
    private void Wait()
    {
        _reached.Set();
        _held.Wait();
    }

    /// <summary>20 ms pass whenever somebody looks.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _ticks;

        public Action Looked { get; init; } = () => { };

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            Looked();
            return Interlocked.Add(ref _ticks, TimeSpan.TicksPerMillisecond * 20);
        }
    }
}
