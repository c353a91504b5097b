using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>The two sample files of the Open Microscopy Environment: big-endian int8, 167 strips a page.</summary>
public sealed class OmeSampleTests
{
    [Fact]
    public void Read_ZSeries_IsOneChannelOfFivePlanes()
    {
        var reader = TiffReader.Open(Path.Combine(GoldenVectors.Folder("ome"), "z-series.ome.tif"));

        VolumeChannel channel = Assert.Single(reader.Channels);
        Assert.Equal(new VolumeShape(5, 167, 439), channel.Shape);
        Assert.Equal(VoxelType.Float32, channel.Type);
        Assert.Equal("int8", channel.Metadata.StoredType);
        Assert.Null(channel.Metadata.Notice);
        Assert.Equal(
            "3aad74478841225efb33f62dee5ab17a89716a1b98de8604e468c99e111e0021", GoldenVectors.Sha256(GoldenVectors.Voxels(reader)));
    }

    [Fact]
    public void Read_MultiChannelZSeries_IsThreeChannelsInOrder()
    {
        var reader = TiffReader.Open(Path.Combine(GoldenVectors.Folder("ome"), "multi-channel-z-series.ome.tif"));

        Assert.Equal(3, reader.Channels.Count);
        Assert.All(reader.Channels, channel => Assert.Equal(new VolumeShape(5, 167, 439), channel.Shape));
        Assert.Equal("Channel 2 of 3 in this file.", reader.Channels[1].Metadata.Notice);
        Assert.Equal(
            "5cf1dabf9edfb4918575f920cf53c77fa635b2c1501d505ca700bb6b8e8c1877", GoldenVectors.Sha256(GoldenVectors.Voxels(reader)));
    }
}
