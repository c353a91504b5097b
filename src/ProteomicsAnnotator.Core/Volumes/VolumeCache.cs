using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// Decoded blocks by where they lie: each channel is decoded once however many ask; the last viewed blocks and the requested
/// neighbours are kept. Every request compares size and modification time of the block's files with what is kept. A
/// fault stays until <see cref="Retry"/> or until its file changes, and touches no other channel.
/// </summary>
public sealed class VolumeCache : IDisposable
{
    private const int MostReadings = 3;
    private static readonly Task<VolumeLease?> NoLease = Task.FromResult<VolumeLease?>(null);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CachedBlock> _blocks = new(StringComparer.Ordinal);
    private readonly VolumeCacheOptions _options;
    private readonly Prefetcher _prefetcher;
    private readonly QuietTimer _quiet;
    private readonly QuietTimer _chunks;
    private readonly Deliveries _deliveries;
    private long _views;
    private bool _disposed;

    public VolumeCache(VolumeCacheOptions options)
    {
        _options = options;
        _deliveries = new Deliveries(options.Time);
        _prefetcher = new Prefetcher(LoadAsync, options.MostRequested);
        _quiet = new QuietTimer(options.Time, options.QuietAfter, LetGoOfViewed);
        _chunks = new QuietTimer(options.Time, options.ForgetChunksAfter, ChunkCache.Shared.Clear);
    }

    /// <summary>Reads the headers of the block's files, in parallel. Faults are in the answer, never thrown.</summary>
    public async Task<BlockDescription> DescribeAsync(Block block, CancellationToken cancellationToken)
    {
        List<ChannelSource> sources = await SourcesAsync(block, isView: false, cancellationToken);
        return new BlockDescription(block.Id, [.. sources.Select(source => source.Describe())]);
    }

    /// <summary>Null when the block has no such channel.</summary>
    /// <exception cref="VolumeException">The content is broken, not supported or too large.</exception>
    /// <exception cref="StorageException">The share did not give the file.</exception>
    public async Task<VolumeLease?> GetAsync(Block block, int channel, CancellationToken cancellationToken)
    {
        IDisposable delivery = _deliveries.Begin(block.Location);
        VolumeLease? lease = null;
        try
        {
            lease = await RereadAsync(block, sources => sources.ElementAtOrDefault(channel)?.GetViewedAsync(cancellationToken) ?? NoLease, isView: true, cancellationToken);
            return lease?.With(delivery);
        }
        finally
        {
            if (lease is null)
            {
                delivery.Dispose();
            }
        }
    }

    /// <summary>One plane: from the cached volume when it is there, else read alone. Null when the block has no such plane.</summary>
    /// <exception cref="VolumeException">The content is broken, not supported or too large.</exception>
    /// <exception cref="StorageException">The share did not give the file.</exception>
    public Task<VolumeLease?> GetPlaneAsync(Block block, int channel, int z, CancellationToken cancellationToken) =>
        RereadAsync(
            block,
            sources => sources.ElementAtOrDefault(channel)?.GetPlaneAsync(z, cancellationToken) ?? NoLease,
            isView: true,
            cancellationToken);

    /// <summary>Plane z of every channel. Channels' faults are in the answer.</summary>
    /// <exception cref="StorageException">A file changes faster than it can be read.</exception>
    public Task<BlockSlice> GetSliceAsync(Block block, int z, CancellationToken cancellationToken) => RereadAsync(
        block, sources => SliceReading.ReadAsync(sources, z, cancellationToken), isView: true, cancellationToken);

    /// <summary>
    /// The slice to open a block at, which follows from the largest extent of its channels. Channels' faults are in the
    /// answer.
    /// </summary>
    /// <exception cref="StorageException">A file changes faster than it can be read.</exception>
    public Task<BlockSlice> GetSliceAsync(Block block, OpenAt at, CancellationToken cancellationToken) => RereadAsync(
        block,
        sources => SliceReading.ReadAsync(sources, SliceReading.OpeningOf(sources, block.Focus, at), cancellationToken),
        isView: true,
        cancellationToken);

    /// <summary>A small picture of every channel; this does not count as viewing. Channels' faults are in the answer.</summary>
    /// <exception cref="StorageException">A file changes faster than it can be read.</exception>
    public Task<BlockSlice> GetThumbnailAsync(Block block, ThumbnailKind kind, CancellationToken cancellationToken) => RereadAsync(
        block, sources => Thumbnail.ReadAsync(sources, block.Focus, kind, cancellationToken), isView: false, cancellationToken);

    /// <summary>
    /// Null when a plane of any channel can be read, else why each cannot, in words. Tries channels in their order; this does
    /// not count as viewing. Empty for a block without channels.
    /// </summary>
    /// <exception cref="StorageException">A file changes faster than it can be read.</exception>
    public Task<IReadOnlyList<ChannelDescription>?> FindFaultsAsync(Block block, CancellationToken cancellationToken) =>
        RereadAsync(block, sources => SliceReading.FindFaultsAsync(sources, cancellationToken), isView: false, cancellationToken);

    /// <summary>
    /// Replaces the blocks that a page requests: they are decoded one after the other, in this order, and kept beside the viewed ones. All but the
    /// first wait while the first is on its way to whoever asked for it. A load that is neither requested nor waited for is cancelled. The block that was first counts as viewed, because it is
    /// most likely the next one shown.
    /// </summary>
    /// <param name="blocks">None: the page is gone.</param>
    /// <param name="page">Whose they are: pages do not replace each other's. Null: there is one alone.</param>
    public void Prefetch(IReadOnlyList<Block> blocks, object? page = null)
    {
        page ??= this;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if (_prefetcher.FirstOf(page) is string folder && _blocks.TryGetValue(folder, out CachedBlock? block))
            {
                block.LastViewed = ++_views;
            }

            _prefetcher.Replace(page, blocks);
            _quiet.Restart();
            _chunks.Restart();
            Evict_NeedsLock();
        }
    }

    /// <summary>Forgets the faults of a block, so that the next request reads its files again.</summary>
    public void Retry(Block block)
    {
        lock (_gate)
        {
            if (_blocks.TryGetValue(block.Location, out CachedBlock? cached))
            {
                cached.ForgetFaults_NeedsLock();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _quiet.Dispose();
            _chunks.Dispose();
            _prefetcher.Clear();
            foreach (CachedBlock block in _blocks.Values)
            {
                block.Drop_NeedsLock();
            }

            _blocks.Clear();
        }
    }

    private static Task<VolumeLease?> GetAsync(
        List<ChannelSource> sources, int channel, CancellationToken cancellationToken) =>
        sources.ElementAtOrDefault(channel)?.GetVolumeAsync(cancellationToken) ?? NoLease;

    /// <summary>Reads again when a file changed while it was read.</summary>
    private async Task<T> RereadAsync<T>(
        Block block, Func<List<ChannelSource>, Task<T>> read, bool isView, CancellationToken cancellationToken)
    {
        for (int reading = 1; ; reading++)
        {
            List<ChannelSource> sources = await SourcesAsync(block, isView, cancellationToken);
            try
            {
                return await read(sources);
            }
            catch (FileChangedException changed)
            {
                Forget(block, sources.Where(source => source.File.File.Path == changed.Path));
                if (reading == MostReadings)
                {
                    throw StorageException.From(changed.Path, changed);
                }
            }
        }
    }

    /// <summary>A neighbour waits until the block on screen has reached its page: on few cores they would take the processor from each other.</summary>
    private async Task LoadAsync(Block block, Block shown, CancellationToken cancellationToken)
    {
        if (block != shown)
        {
            await _deliveries.WaitAsync(shown.Location, cancellationToken);
        }

        lock (_gate)
        {
            if (_blocks.TryGetValue(block.Location, out CachedBlock? cached) && cached.IsReleased)
            {
                return;
            }
        }

        List<ChannelSource> sources = await SourcesAsync(block, isView: false, cancellationToken);
        await Task.WhenAll(sources.Select(source => LoadAsync(block, source.Index, cancellationToken)));
    }

    /// <summary>Faults stay in the cache for those who ask.</summary>
    private async Task LoadAsync(Block block, int channel, CancellationToken cancellationToken)
    {
        try
        {
            VolumeLease? lease = await RereadAsync(
                block, sources => GetAsync(sources, channel, cancellationToken), isView: false, cancellationToken);
            lease?.Dispose();
        }
        catch (Exception e) when (e is VolumeException or StorageException)
        {
            return;
        }
    }

    private async Task<List<ChannelSource>> SourcesAsync(Block block, bool isView, CancellationToken cancellationToken)
    {
        FileVersion?[] versions = await Task.Run(
            () => block.Channels.Select(file => ChannelVersion.Of(file, block.Point)).ToArray(), cancellationToken);
        List<CachedFile> files;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_blocks.TryGetValue(block.Location, out CachedBlock? cached))
            {
                _blocks[block.Location] = cached = new CachedBlock();
            }

            if (isView)
            {
                cached.LastViewed = ++_views;
                cached.IsReleased = false;
                _quiet.Restart();
                _chunks.Restart();
            }

            files = cached.Refresh_NeedsLock(block, versions, _options);
            Evict_NeedsLock();
        }

        FileHeader[] headers = await Task.WhenAll(files.Select(file => file.OpenAsync(cancellationToken)));
        return Refuse(Expand(files, headers));
    }

    /// <summary>One source per channel of each file in order; one for a file that cannot be opened.</summary>
    private static List<ChannelSource> Expand(List<CachedFile> files, FileHeader[] headers)
    {
        List<ChannelSource> sources = [];
        for (int i = 0; i < files.Count; i++)
        {
            int channels = headers[i].Reader?.Channels.Count ?? 1;
            for (int inner = 0; inner < channels; inner++)
            {
                string name = channels == 1
                    ? files[i].File.Name
                    : headers[i].Reader!.Channels[inner].Name ?? $"{files[i].File.Name} {inner + 1}";
                sources.Add(new ChannelSource(sources.Count, name, files[i], headers[i], inner));
            }
        }

        return sources;
    }

    private List<ChannelSource> Refuse(List<ChannelSource> sources)
    {
        long bytes = sources.Sum(source => source.Header.Reader?.Channels[source.Inner] is VolumeChannel channel
            ? channel.Shape.Voxels * channel.Type.Bytes()
            : 0);
        if (bytes <= _options.MaxBlockBytes)
        {
            return sources;
        }

        string message = $"The block's channels take {bytes >> 20} MiB together; the limit is "
            + $"{_options.MaxBlockBytes >> 20} MiB.";
        return
        [
            .. sources.Select(source => source with
            {
                BlockFault = new VolumeException(source.File.File.Path, ChannelFaultKind.TooLarge, message),
            }),
        ];
    }

    private void LetGoOfViewed()
    {
        lock (_gate)
        {
            foreach (CachedBlock block in _blocks.Values.Where(block => block.LastViewed > 0))
            {
                block.ReleaseVoxels_NeedsLock();
            }
        }

        _options.Pool.Rest();
    }

    private void Forget(Block block, IEnumerable<ChannelSource> sources)
    {
        lock (_gate)
        {
            foreach (ChannelSource source in sources)
            {
                if (_blocks.TryGetValue(block.Location, out CachedBlock? cached))
                {
                    cached.Forget_NeedsLock(source.File);
                }
            }
        }
    }

    private void Evict_NeedsLock()
    {
        List<KeyValuePair<string, CachedBlock>> viewed =
        [
            .. _blocks.Where(entry => !_prefetcher.IsRequested(entry.Key)).OrderByDescending(entry => entry.Value.LastViewed),
        ];
        foreach ((string folder, CachedBlock block) in viewed.Skip(Math.Max(1, _options.CapacityBlocks)))
        {
            block.Drop_NeedsLock();
            _blocks.Remove(folder);
        }
    }
}
