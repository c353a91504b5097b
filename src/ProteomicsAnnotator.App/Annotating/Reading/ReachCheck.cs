using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Annotating.Reading;

/// <summary>
/// Asks again and again for blocks whose files could not be reached, until they can be: after an outage of the share they come back by
/// themselves. Thread-safe.
/// </summary>
/// <param name="faults">Which blocks these are.</param>
/// <param name="catalog">The blocks of the open root.</param>
/// <param name="changed">Something is known that was not. Called on any thread.</param>
public sealed class ReachCheck(BlockFaults faults, Func<CatalogSnapshot> catalog, Action changed) : IDisposable
{
    private const int MostAsked = 200;
    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // Whether a file can be reached, not whether a block is too large.
    private readonly UnreadableBlocks _blocks = new(long.MaxValue, TimeProvider.System);
    private readonly CancellationTokenSource _closing = new();
    private int _isRunning;

    /// <summary>Begins to ask where there is something to ask for; does nothing while it asks already.</summary>
    public void Start()
    {
        if (!_closing.IsCancellationRequested && faults.Unreached.Count > 0 && Interlocked.Exchange(ref _isRunning, 1) == 0)
        {
            _ = RunAsync(_closing.Token);
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }

    private async Task RunAsync(CancellationToken closing)
    {
        TimeSpan pause = FirstPause;
        try
        {
            while (faults.Unreached.Count > 0)
            {
                int before = faults.Version;
                await Task.Run(Ask, closing);
                if (faults.Version != before)
                {
                    changed();
                }

                await Task.Delay(pause, closing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException)
        {
            // The page is closed.
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private void Ask()
    {
        CatalogSnapshot now = catalog();
        Block[] asked = [.. faults.Unreached.Take(MostAsked)
            .Select(key => now.TryGet(key.Block, out Block? block) && block.Key == key ? block : null)
            .OfType<Block>()];
        UnreadableFound found = _blocks.Find(asked.Select(block => block.Id), now, Opening);
        foreach (Block block in asked)
        {
            bool? isFault = found.Blocks.ContainsKey(block.Id) ? true : found.Unknown == 0 ? false : null;
            faults.SetReached(block.Key, isFault);
        }
    }
}
