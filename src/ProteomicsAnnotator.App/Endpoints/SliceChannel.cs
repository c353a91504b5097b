using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Endpoints;

/// <param name="Channel">Of the whole volume; its shape too.</param>
/// <param name="Version">File state as in a volume's ETag, without the quotes; null when there is no such file.</param>
/// <param name="Offset">Bytes from the start of the planes to this one's; null when there is no plane.</param>
public sealed record SliceChannel(ChannelDetail Channel, string? Version, long? Offset)
{
    public static SliceChannel Of(ChannelPlane plane, long offset) => new(
        ChannelDetail.Of(plane.Channel), plane.Channel.Version?.ToString(), plane.Plane is null ? null : offset);
}
