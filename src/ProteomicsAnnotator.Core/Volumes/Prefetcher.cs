using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>Reads requested blocks ahead, one at a time, in their order. A new request leaves a running load alone when it asks for that block too.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer or handle holds nothing.")]
internal sealed class Prefetcher
{
    private readonly Lock _gate = new();
    private readonly Func<Block, CancellationToken, Task> _load;
    private IReadOnlyList<Block> _requested = [];
    private HashSet<string> _folders = new(StringComparer.Ordinal);
    private int _next;
    private Block? _current;
    private CancellationTokenSource? _cancellation;
    private bool _running;

    public Prefetcher(Func<Block, CancellationToken, Task> load)
    {
        _load = load;
    }

    /// <summary>Folder of the first block on the list.</summary>
    public string? First
    {
        get
        {
            lock (_gate)
            {
                return _requested.Count > 0 ? _requested[0].Folder : null;
            }
        }
    }

    public bool IsRequested(string folder)
    {
        lock (_gate)
        {
            return _folders.Contains(folder);
        }
    }

    public void Request(IReadOnlyList<Block> blocks)
    {
        lock (_gate)
        {
            _requested = blocks;
            _folders = blocks.Select(block => block.Folder).ToHashSet(StringComparer.Ordinal);
            _next = 0;
            if (_current is not null && !_folders.Contains(_current.Folder))
            {
                _ = _cancellation?.CancelAsync();
            }

            if (!_running && blocks.Count > 0)
            {
                _running = true;
                _ = Task.Run(RunAsync);
            }
        }
    }

    private async Task RunAsync()
    {
        while (Next() is (Block block, CancellationTokenSource cancellation))
        {
            // Goes on with the next block after a cancelled load, or after a fault, which whoever opens the block sees.
            await _load(block, cancellation.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            End();
        }
    }

    private (Block Block, CancellationTokenSource Cancellation)? Next()
    {
        lock (_gate)
        {
            if (_next >= _requested.Count)
            {
                _running = false;
                return null;
            }

            _current = _requested[_next++];
            _cancellation = new CancellationTokenSource();
            return (_current, _cancellation);
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
}
