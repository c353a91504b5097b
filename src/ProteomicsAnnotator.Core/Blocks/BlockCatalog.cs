namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// The blocks below one data root. A scan publishes what it found in steps: the names of all blocks come first, then it
/// looks into their folders. A later scan keeps the old list until the new one is complete. Folders and files whose names start with '.' are not looked at (snapshots of file servers,
/// resource forks). Nothing is ever written.
/// </summary>
public sealed class BlockCatalog : IDisposable
{
    private readonly SemaphoreSlim _oneScan = new(1, 1);
    private readonly BlockNaming _naming;
    private readonly IReadOnlyList<string> _channelNames;
    private readonly TimeProvider _time;
    private volatile CatalogSnapshot _current = CatalogSnapshot.Empty;
    private volatile FolderScan? _running;

    /// <param name="root">Folder to scan.</param>
    /// <param name="configuredRoot">The configured data root: blocks at or below it keep its ids and its flat label keys.</param>
    /// <param name="channelNames">Names by position, for blocks with exactly that many channels.</param>
    /// <param name="time">Clock behind the pace of <see cref="Changed"/>; the system's when null.</param>
    public BlockCatalog(
        string root, string configuredRoot, IReadOnlyList<string> channelNames, TimeProvider? time = null)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _naming = new BlockNaming(Root, configuredRoot);
        _channelNames = channelNames;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Asked first by every scan: what the root says itself of its blocks; null: folders are looked into. Null for none.</summary>
    public Func<SourceRequest, CancellationToken, CatalogSnapshot?>? Source { get; init; }

    /// <summary>Nothing outside of the root is read, whatever a source says.</summary>
    public bool IsBound { get; init; }

    /// <summary>How many folders a scan enters; with more, <see cref="CatalogSnapshot.Problems"/> asks whether the root is the right one.</summary>
    public int MostFolders { get; init; } = FolderScan.DefaultMostFolders;

    /// <summary>Absolute path without a separator at its end.</summary>
    public string Root { get; }

    /// <summary>True when the root is the configured data root or lies below it.</summary>
    public bool IsConfigured => _naming.IsConfigured;

    public CatalogSnapshot Current => _current;

    /// <summary>
    /// <see cref="Current"/> is a new one. Raised on a thread of the scan, at growing intervals from 100 ms to 2 s,
    /// and once at its end.
    /// </summary>
    public event Action? Changed;

    /// <summary>
    /// Returns when <see cref="Current"/> is complete. Does not throw for anything the file system says: that is in
    /// <see cref="CatalogSnapshot.Problems"/>. Scans asked for at once run one after the other.
    /// </summary>
    public async Task ScanAsync(CancellationToken cancellationToken = default)
    {
        await _oneScan.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            CatalogSnapshot before = _current;
            bool fill = !before.IsComplete;
            if (!fill)
            {
                Publish(before.Scanning());
            }

            try
            {
                if (await ReadSourceAsync(cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                var scan = new FolderScan(Root, _naming, _channelNames)
                {
                    Time = _time,
                    Progress = fill ? Publish : null,
                    MostFolders = MostFolders,
                };
                _running = scan;
                Publish(await scan.RunAsync(cancellationToken).ConfigureAwait(false));
            }
            catch (Exception) when (!fill)
            {
                Publish(before);
                throw;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Publish(new CatalogSnapshot([]) { IsListed = true, IsComplete = true, Problems = [new CatalogProblem(Root, e.Message) { IsUnread = true }] });
                throw;
            }
            finally
            {
                _running = null;
            }
        }
        finally
        {
            _oneScan.Release();
        }
    }

    /// <summary>
    /// The block in the list, or at the place its id names if the running scan has not come there yet; null: there is none.
    /// <see cref="Block.IsRead"/> of it is set.
    /// </summary>
    public async Task<Block?> FindAsync(BlockId id, CancellationToken cancellationToken = default)
    {
        if (id.HasPoint && Source is not null && !_current.IsComplete)
        {
            // The source is read as a whole.
            await _oneScan.WaitAsync(cancellationToken).ConfigureAwait(false);
            _oneScan.Release();
        }

        CatalogSnapshot current = _current;
        if (current.TryGet(id, out Block? block) ? block.IsRead : current.IsComplete)
        {
            return block;
        }

        return await Task.Run(() => BlockSearch.Find(Root, _naming, _channelNames, id, cancellationToken), cancellationToken)
            .WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns at once: the running scan looks into the folders of these blocks next, and tells of it.</summary>
    public void ReadSoon(IReadOnlyList<BlockId> ids)
    {
        if (ids.Count > 0)
        {
            _running?.ReadSoon(ids);
        }
    }

    public void Dispose() => _oneScan.Dispose();

    /// <summary>False: the root has no source.</summary>
    private async Task<bool> ReadSourceAsync(CancellationToken cancellationToken)
    {
        if (Source is not { } read)
        {
            return false;
        }

        var request = new SourceRequest(Root, _naming, _channelNames, IsBound);
        if (await Task.Run(() => read(request, cancellationToken), cancellationToken).ConfigureAwait(false) is not { } snapshot)
        {
            return false;
        }

        Publish(snapshot);
        return true;
    }

    private void Publish(CatalogSnapshot snapshot)
    {
        _current = snapshot;
        Changed?.Invoke();
    }
}
