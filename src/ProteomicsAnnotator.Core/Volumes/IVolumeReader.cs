namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// What was opened for a channel: a file, or a box of a store, with its headers understood. Holds nothing open; a read fails with
/// <see cref="FileChangedException"/>, with <see cref="Path"/>, if it is no longer what was opened.
/// </summary>
internal interface IVolumeReader
{
    /// <summary>Of the file, or the store's folder.</summary>
    public string Path { get; }

    public FileVersion Version { get; }

    public IReadOnlyList<VolumeChannel> Channels { get; }

    /// <summary>Decodes a whole channel on all cores. Dispose the volume to give its memory back.</summary>
    /// <exception cref="VolumeException">The content is broken.</exception>
    /// <exception cref="Storage.StorageException">The share did not give it.</exception>
    public Volume Read(int channel, VoxelPool pool, CancellationToken cancellationToken);

    /// <summary>Decodes some slices as a volume of their own, touching only what they need. Throws as <see cref="Read"/>.</summary>
    public Volume ReadSlices(int channel, int first, int count, VoxelPool pool, CancellationToken cancellationToken);
}
