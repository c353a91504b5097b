using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// Reads requested blocks ahead, one at a time; pages take turns, and the blocks of each are read in their order. A new request of a page
/// leaves a running load alone when it, or another page, asks for that block.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer or handle holds nothing.")]
internal sealed class Prefetcher
{
    /// <summary>The block on screen, which is first in the list, and the one behind it, however many pages are open.</summary>
    private const int LeastOfAPage = 2;

    private readonly Lock _gate = new();
    private readonly Func<Block, Block, CancellationToken, Task> _load;
    private readonly int _mostRequested;
    private readonly Dictionary<object, Request> _byPage = new(ReferenceEqualityComparer.Instance);

    // By how many pages each folder is requested.
    private readonly Dictionary<string, int> _folders = new(StringComparer.Ordinal);
    private readonly Queue<Request> _turns = [];
    private Block? _current;
    private CancellationTokenSource? _cancellation;
    private bool _running;

    /// <param name="load">Reads a block into the cache; the second one is the block of the page that has to be sent before, or the same where nothing has.</param>
    /// <param name="mostRequested">Of all pages together; each gets an equal part.</param>
    public Prefetcher(Func<Block, Block, CancellationToken, Task> load, int mostRequested)
    {
        (_load, _mostRequested) = (load, mostRequested);
    }

    /// <summary>Folder of the first block on the page's list.</summary>
    public string? FirstOf(object page)
    {
        lock (_gate)
        {
            return _byPage.GetValueOrDefault(page)?.Blocks[0].Location;
        }
    }

    public bool IsRequested(string folder)
    {
        lock (_gate)
        {
            return _folders.ContainsKey(folder);
        }
    }

    /// <summary>Replaces what the page requested before; nothing is requested for a page that has closed.</summary>
    public void Replace(object page, IReadOnlyList<Block> blocks)
    {
        lock (_gate)
        {
            if (_byPage.Remove(page, out Request? before))
            {
                before.Blocks.ForEach(block => Count_NeedsLock(block.Location, -1));
                before.Blocks.Clear();
            }

            List<Block> own = [.. blocks.Take(Math.Max(LeastOfAPage, _mostRequested / (_byPage.Count + 1)))];
            if (own.Count > 0)
            {
                _byPage[page] = new Request(own);
                _turns.Enqueue(_byPage[page]);
                own.ForEach(block => Count_NeedsLock(block.Location, 1));
            }

            if (_current is not null && !_folders.ContainsKey(_current.Location))
            {
                _ = _cancellation?.CancelAsync();
            }

            if (!_running && _turns.Count > 0)
            {
                _running = true;
                _ = Task.Run(RunAsync);
            }
        }
    }

    /// <summary>Nobody wants anything any more.</summary>
    public void Clear()
    {
        object[] pages;
        lock (_gate)
        {
            pages = [.. _byPage.Keys];
        }

        foreach (object page in pages)
        {
            Replace(page, []);
        }
    }

    private void Count_NeedsLock(string folder, int more)
    {
        int count = _folders.GetValueOrDefault(folder) + more;
        if (count == 0)
        {
            _ = _folders.Remove(folder);
        }
        else
        {
            _folders[folder] = count;
        }
    }

    private async Task RunAsync()
    {
        while (Next() is (Block block, Block shown, CancellationTokenSource cancellation))
        {
            // Goes on with the next block after a cancelled load, or after a fault, which whoever opens the block sees.
            await _load(block, shown, cancellation.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            End();
        }
    }

    private (Block Block, Block Shown, CancellationTokenSource Cancellation)? Next()
    {
        lock (_gate)
        {
            while (_turns.TryDequeue(out Request? request))
            {
                if (request.Next >= request.Blocks.Count)
                {
                    continue;
                }

                _current = request.Blocks[request.Next++];
                _cancellation = new CancellationTokenSource();
                _turns.Enqueue(request);
                // Once for a list: a slow reader of one page must not hold up what all others wait for, block after block.
                return (_current, request.Next == 2 ? request.Blocks[0] : _current, _cancellation);
            }

            _running = false;
            return null;
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _current = null;
            _cancellation = null;
        }
    }

    /// <summary>What one page requests; empty once it requests something else.</summary>
    private sealed class Request(List<Block> blocks)
    {
        public List<Block> Blocks => blocks;

        public int Next { get; set; }
    }
}
