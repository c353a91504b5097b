namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// One slice of a block, every channel in order: the first picture of a block that is not decoded. The planes stay in
/// memory until this is disposed.
/// </summary>
public sealed class BlockSlice : IDisposable
{
    internal BlockSlice(int z, IReadOnlyList<ChannelPlane> channels)
    {
        Z = z;
        Channels = channels;
    }

    /// <summary>From 0; a slice that was asked for by its number may lie outside of every channel.</summary>
    public int Z { get; }

    public IReadOnlyList<ChannelPlane> Channels { get; }

    /// <summary>The same planes under another number; they are disposed of with this one.</summary>
    public BlockSlice At(int z) => new(z, Channels);

    public void Dispose()
    {
        foreach (ChannelPlane channel in Channels)
        {
            channel.Plane?.Dispose();
        }
    }
}

/// <summary>One channel's part of <see cref="BlockSlice"/>.</summary>
/// <param name="Channel">Of the whole volume, with the fault that was met.</param>
/// <param name="Plane">Null: the volume has no such plane, or there is a fault.</param>
public sealed record ChannelPlane(ChannelDescription Channel, VolumeLease? Plane);
