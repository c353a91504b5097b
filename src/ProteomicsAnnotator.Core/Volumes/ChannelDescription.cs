using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// One channel of an opened block. A file that holds several channels is several of these. <see cref="Channel"/> and
/// <see cref="Version"/> are null when the file could not be opened; a channel whose voxels turned out broken keeps
/// its <see cref="Channel"/> and has a <see cref="Fault"/> too.
/// </summary>
public sealed record ChannelDescription(int Index, string Name, string FileName)
{
    public FileVersion? Version { get; init; }

    /// <summary>Shape, type, stored type, codec, voxel size and notice.</summary>
    public VolumeChannel? Channel { get; init; }

    public ChannelFault? Fault { get; init; }
}

/// <summary>A block after its files' headers were read: its channels in order, with the index of the volume URL.</summary>
public sealed record BlockDescription(BlockId Id, IReadOnlyList<ChannelDescription> Channels);
