using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>One state of one file, or of a box of a store: its headers, and the loads of its channels. Another state is another object.</summary>
internal sealed class CachedFile
{
    private const int MostOpenings = 3;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, SharedDecode> _loads = [];
    private readonly Dictionary<int, VolumeMetadata> _metadata = [];
    private readonly VolumeCacheOptions _options;
    private readonly BlockPoint? _point;
    private HeaderLoad? _header;
    private bool _dropped;
    private volatile bool _isUnreadable;

    public CachedFile(ChannelFile file, BlockPoint? point, FileVersion? version, VolumeCacheOptions options)
    {
        _point = point;
        File = file;
        Version = version;
        _options = options;
    }

    public ChannelFile File { get; }

    /// <summary>Null when there is no such file.</summary>
    public FileVersion? Version { get; }

    public bool IsFaulted
    {
        get
        {
            lock (_gate)
            {
                return _isUnreadable || _loads.Values.Any(load => load.Completion.IsFaulted);
            }
        }
    }

    /// <summary>The headers, read once however many ask. Faults are in the answer.</summary>
    public Task<FileHeader> OpenAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_header is null || !_header.TryWait(out Task<FileHeader>? header, cancellationToken))
            {
                _header = new HeaderLoad(Open);
                _ = _header.TryWait(out header, cancellationToken);
            }

            return header!;
        }
    }

    /// <summary>The load of a channel, started if need be; the caller has joined it and must leave it.</summary>
    public SharedDecode Join(IVolumeReader reader, int channel)
    {
        lock (_gate)
        {
            if (_loads.TryGetValue(channel, out SharedDecode? load) && load.TryJoin())
            {
                return load;
            }

            load = new SharedDecode(cancellationToken => ReadAsync(reader, channel, cancellationToken));
            _ = load.TryJoin();
            _loads[channel] = load;
            if (_dropped)
            {
                load.Drop();
            }

            return load;
        }
    }

    /// <summary>A load that is done, well or not, joined; null while there is none.</summary>
    public SharedDecode? JoinCompleted(int channel)
    {
        lock (_gate)
        {
            return _loads.TryGetValue(channel, out SharedDecode? load)
                && load.Completion is { IsCompleted: true, IsCanceled: false } && load.TryJoin() ? load : null;
        }
    }

    /// <summary>A load is done, well or not.</summary>
    public bool IsLoaded(int channel)
    {
        lock (_gate)
        {
            return _loads.TryGetValue(channel, out SharedDecode? load) && load.Completion is { IsCompleted: true, IsCanceled: false };
        }
    }

    /// <summary>The fault of a channel's finished load.</summary>
    public Exception? FaultOf(int channel)
    {
        lock (_gate)
        {
            return _loads.TryGetValue(channel, out SharedDecode? load)
                ? load.Completion.Exception?.InnerException
                : null;
        }
    }

    /// <summary>What decoding found out about a channel; null before it is decoded.</summary>
    public VolumeMetadata? MetadataOf(int channel)
    {
        lock (_gate)
        {
            return _loads.GetValueOrDefault(channel)?.Metadata ?? _metadata.GetValueOrDefault(channel);
        }
    }

    public async Task<Volume> ReadSlicesAsync(IVolumeReader reader, int channel, int first, int count, CancellationToken cancellationToken)
    {
        await BeforeReadAsync(cancellationToken);
        return await Task.Run(() => reader.ReadSlices(channel, first, count, _options.Pool, cancellationToken), cancellationToken);
    }

    /// <summary>Lets decoded voxels go; headers, metadata and faults stay.</summary>
    public void ReleaseVoxels()
    {
        lock (_gate)
        {
            foreach ((int channel, SharedDecode load) in _loads.Where(load => load.Value.Completion.IsCompletedSuccessfully).ToList())
            {
                _metadata[channel] = load.Metadata!;
                _loads.Remove(channel);
                load.Drop();
            }
        }
    }

    public void Drop()
    {
        lock (_gate)
        {
            _dropped = true;
            foreach (SharedDecode load in _loads.Values)
            {
                load.Drop();
            }
        }
    }

    private Task BeforeReadAsync(CancellationToken cancellationToken) =>
        _options.BeforeRead?.Invoke(File.Path, cancellationToken) ?? Task.CompletedTask;

    private async Task<Volume> ReadAsync(IVolumeReader reader, int channel, CancellationToken cancellationToken)
    {
        await BeforeReadAsync(cancellationToken);
        return reader.Read(channel, _options.Pool, cancellationToken);
    }

    private IVolumeReader OpenOnce(CancellationToken cancellationToken) => _point is null
        ? TiffReader.Open(File.Path, _options.MaxBlockBytes, cancellationToken)
        : ZarrBoxReader.Open(File, _point);

    private FileHeader Open(CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileHeader(OpenOnce(cancellationToken), null);
            }
            catch (FileChangedException changed)
            {
                if (attempt == MostOpenings)
                {
                    _isUnreadable = true;
                    return new FileHeader(null, StorageException.From(File.Path, changed));
                }
            }
            catch (Exception e) when (e is VolumeException or StorageException)
            {
                _isUnreadable = true;
                return new FileHeader(null, e);
            }
        }
    }
}
