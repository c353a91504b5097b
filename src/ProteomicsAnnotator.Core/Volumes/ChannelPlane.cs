namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>One channel's part of <see cref="BlockSlice"/>.</summary>
/// <param name="Channel">Of the whole volume, with the fault that was met.</param>
/// <param name="Plane">Null: the volume has no such plane, or there is a fault.</param>
public sealed record ChannelPlane(ChannelDescription Channel, VolumeLease? Plane);
