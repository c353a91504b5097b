using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>What a channel of a block is known by: another one when its voxels were written again.</summary>
public static class ChannelVersion
{
    /// <summary>Null when there is no such file, or none that can be looked at: whoever opens it learns why.</summary>
    /// <param name="file">The channel.</param>
    /// <param name="point">Of the block, as its <see cref="Block.Point"/>.</param>
    public static FileVersion? Of(ChannelFile file, BlockPoint? point) => point is null ? FileVersion.Of(file.Path) : ZarrBoxReader.VersionOf(file, point);
}
