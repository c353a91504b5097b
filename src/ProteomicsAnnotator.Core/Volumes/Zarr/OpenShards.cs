using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>Shards that are open, each opened once however many threads ask. A fault is everyone's.</summary>
internal sealed class OpenShards : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ShardFile?>> _shards = new(StringComparer.Ordinal);
    private readonly StoreFolder _folder;
    private readonly ArrayMetadata _array;

    public OpenShards(StoreFolder folder, ArrayMetadata array)
    {
        _folder = folder;
        _array = array;
    }

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="ZarrException">Its index is broken.</exception>
    /// <exception cref="Storage.StorageException">The share did not give it.</exception>
    public ShardFile? Get(string key) => _shards
        .GetOrAdd(key, name => new Lazy<ShardFile?>(() => ShardFile.TryOpen(_folder, name, _array)))
        .Value;

    public void Dispose()
    {
        foreach (Lazy<ShardFile?> shard in _shards.Values.Where(shard => shard.IsValueCreated))
        {
            shard.Value?.Dispose();
        }
    }
}
