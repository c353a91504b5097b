using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Endpoints;

/// <param name="Index">The {channel} of the volume call.</param>
/// <param name="Name">Configured name, else the file's own, else its stem.</param>
/// <param name="File">File name without folder.</param>
/// <param name="Shape">Voxels in axis order (Z, Y, X); null when the file cannot be read.</param>
/// <param name="Type">uint8, uint16 or float32 on the wire.</param>
public sealed record ChannelDetail(int Index, string Name, string File, IReadOnlyList<int>? Shape, string? Type)
{
    public string? StoredType { get; init; }

    public string? Codec { get; init; }

    /// <summary>Micrometres in axis order (Z, Y, X); Z is null where the file does not tell it.</summary>
    public IReadOnlyList<double?>? VoxelSizeUm { get; init; }

    public string? Notice { get; init; }

    public ChannelFailure? Failure { get; init; }

    public static ChannelDetail Of(ChannelDescription channel)
    {
        VolumeShape? shape = channel.Channel?.Shape;
        VolumeMetadata? metadata = channel.Channel?.Metadata;
        return new ChannelDetail(
            channel.Index,
            channel.Name,
            channel.FileName,
            shape is { } known ? [known.Depth, known.Height, known.Width] : null,
            channel.Channel?.Type.WireName())
        {
            StoredType = metadata?.StoredType,
            Codec = metadata?.Codec,
            VoxelSizeUm = metadata?.VoxelSizeUm is { } size ? [size.Z, size.Y, size.X] : null,
            Notice = metadata?.Notice,
            Failure = channel.Fault is { } fault ? new ChannelFailure(fault.KindName, fault.Message) : null,
        };
    }
}
