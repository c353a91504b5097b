namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>Where a channel's planes are: parts in ascending Z, without gaps, all of one sample type and page extent.</summary>
internal sealed record ChannelLayout(VolumeChannel Channel, IReadOnlyList<StackPart> Parts)
{
    public StoredSample Sample => Parts[0].Page.Sample;

    public bool BigEndian => Parts[0].Page.BigEndian;
}
