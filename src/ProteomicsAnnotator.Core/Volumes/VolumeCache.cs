using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Volumes;

public sealed class VolumeCache : IDisposable
{
    private readonly VolumeCacheOptions _options;

    public VolumeCache(VolumeCacheOptions options)
    {
        _options = options;
    }

    /// <summary>Reads the headers of the block's files, in parallel. Faults are in the answer, never thrown.</summary>
    public Task<BlockDescription> DescribeAsync(Block block, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<BlockDescription>(cancellationToken)
            : Task.FromException<BlockDescription>(new InvalidOperationException($"{_options} {block}"));

    /// <summary>Null when the block has no such channel.</summary>
    /// <exception cref="Tiff.TiffException">The file's content is broken, not supported or too large.</exception>
    /// <exception cref="Storage.StorageException">The share did not give the file.</exception>
    public Task<VolumeLease?> GetAsync(Block block, int channel, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<VolumeLease?>(cancellationToken)
            : Task.FromException<VolumeLease?>(new InvalidOperationException($"{_options} {block} {channel}"));

    /// <summary>One plane: out of the cached volume when it is there, else read alone. Null when there is none such.</summary>
    /// <exception cref="Tiff.TiffException">The file's content is broken, not supported or too large.</exception>
    /// <exception cref="Storage.StorageException">The share did not give the file.</exception>
    public Task<VolumeLease?> GetPlaneAsync(Block block, int channel, int z, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<VolumeLease?>(cancellationToken)
            : Task.FromException<VolumeLease?>(new InvalidOperationException($"{_options} {block} {channel} {z}"));

    /// <summary>
    /// Replaces the wish list: these blocks are decoded one after the other, most wanted first, and kept beside the
    /// viewed ones. What is no longer wished for and not waited for is cancelled.
    /// </summary>
    public void Prefetch(IReadOnlyList<Block> blocks) => _ = (_options, blocks);

    /// <summary>Forgets the faults of a block, so that the next request reads its files again.</summary>
    public void Retry(Block block) => _ = (_options, block);

    public void Dispose() => GC.KeepAlive(_options);
}
