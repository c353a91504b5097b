namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>A box out of one channel of a level. Dispose it to give the memory back.</summary>
public sealed class ZarrBox : IDisposable
{
    internal ZarrBox(Volume volume, BoxRange inside, IReadOnlyList<BoxRange> missing, IReadOnlyList<ZarrChunkFault> faults)
    {
        Volume = volume;
        Inside = inside;
        Missing = missing;
        Faults = faults;
    }

    /// <summary>As large as the box; 0 outside of the level and where a chunk has a fault, the fill value where one is missing.</summary>
    public Volume Volume { get; }

    /// <summary>The part that lies in the level; all zeros where none does.</summary>
    public BoxRange Inside { get; }

    /// <summary>Chunks that are no files: never written, or nothing but the fill value. They do not overlap.</summary>
    public IReadOnlyList<BoxRange> Missing { get; }

    /// <summary>Chunks that could not be read: their voxels are unknown and must not be shown as if they were read.</summary>
    public IReadOnlyList<ZarrChunkFault> Faults { get; }

    /// <summary>Voxels of missing chunks among those inside, from 0 to 1; 0 where none is inside.</summary>
    public double MissingShare => new VolumeCoverage(Inside, Missing).MissingShare;

    public void Dispose() => Volume.Dispose();
}

/// <summary>A chunk that could not be read, and the part of the box that it would have filled.</summary>
/// <param name="Range">In voxels of the box.</param>
/// <param name="Key">Of the file below the store's folder.</param>
/// <param name="Fault">Why, in words for the annotator.</param>
public sealed record ZarrChunkFault(BoxRange Range, string Key, ChannelFault Fault);
