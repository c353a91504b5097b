using System.Text.Json;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

public sealed class GoldenFilesTests
{
    public static TheoryData<string> Readable => [.. GoldenVectors.Readable];

    public static TheoryData<string> Refused => [.. GoldenVectors.Refused];

    [Theory]
    [MemberData(nameof(Readable))]
    public void Read_FileOfAnotherWriter_GivesItsVoxels(string name)
    {
        JsonElement expected = GoldenVectors.Entry(name);

        var reader = TiffReader.Open(GoldenVectors.Path(name));

        Assert.Equal(expected.GetProperty("channels").GetInt32(), reader.Channels.Count);
        foreach (VolumeChannel channel in reader.Channels)
        {
            int[] shape = [channel.Shape.Depth, channel.Shape.Height, channel.Shape.Width];
            Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()), shape);
            Assert.Equal(expected.GetProperty("type").GetString(), channel.Type.WireName());
            Assert.Equal(expected.GetProperty("stored").GetString(), channel.Metadata.StoredType);
            Assert.Equal(expected.GetProperty("codec").GetString(), channel.Metadata.Codec);
        }

        AssertVoxels(expected, GoldenVectors.Voxels(reader));
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void ReadPlane_EveryPlane_EqualsThePlaneOfTheVolume(string name)
    {
        var reader = TiffReader.Open(GoldenVectors.Path(name));
        for (int c = 0; c < reader.Channels.Count; c++)
        {
            using Volume volume = reader.Read(c, TestContext.Current.CancellationToken);
            for (int z = 0; z < volume.Depth; z++)
            {
                using Volume plane = reader.ReadPlane(c, z, TestContext.Current.CancellationToken);
                using Volume expected = volume.ShareSlices(z, 1);
                Assert.Equal(expected.Shape, plane.Shape);
                Assert.True(expected.Voxels.Span.SequenceEqual(plane.Voxels.Span), $"channel {c}, z {z}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Open_FileThatIsNoReadableVolume_SaysWhy(string name)
    {
        JsonElement expected = GoldenVectors.Entry(name);

        TiffException fault = Assert.Throws<TiffException>(
            () => GoldenVectors.Voxels(TiffReader.Open(GoldenVectors.Path(name))));

        Assert.Equal(expected.GetProperty("refused").GetString(), $"{fault.Kind}");
        Assert.Contains(expected.GetProperty("says").GetString()!, fault.Message, StringComparison.Ordinal);
        Assert.Equal(name, fault.FileName);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void Open_FileWithMetadata_TellsNamesNoticeAndVoxelSize(string name)
    {
        JsonElement expected = GoldenVectors.Entry(name);
        var reader = TiffReader.Open(GoldenVectors.Path(name));

        IEnumerable<string?> names = expected.TryGetProperty("names", out JsonElement named)
            ? named.EnumerateArray().Select(value => value.GetString())
            : reader.Channels.Select(_ => (string?)null);
        Assert.Equal(names, reader.Channels.Select(channel => channel.Name), StringComparer.Ordinal);

        bool isNoticed = reader.Channels.Count > 1 || expected.TryGetProperty("notice", out _);
        Assert.All(reader.Channels, channel => Assert.Equal(isNoticed, channel.Metadata.Notice is not null));

        if (expected.TryGetProperty("voxel_um", out JsonElement size))
        {
            AssertVoxelSize(size, reader.Channels[0].Metadata.VoxelSizeUm);
        }
        else
        {
            Assert.All(reader.Channels, channel => Assert.Null(channel.Metadata.VoxelSizeUm));
        }
    }

    private static void AssertVoxels(JsonElement expected, byte[] voxels)
    {
        if (!expected.TryGetProperty("within_one_of", out JsonElement decoded))
        {
            Assert.Equal(expected.GetProperty("sha256").GetString(), GoldenVectors.Sha256(voxels));
            return;
        }

        byte[] truth = GoldenVectors.Voxels(TiffReader.Open(GoldenVectors.Path(decoded.GetString()!)));
        Assert.Equal(truth.Length, voxels.Length);
        Assert.All(truth.Zip(voxels), pair => Assert.InRange(pair.Second - pair.First, -1, 1));
    }

    private static void AssertVoxelSize(JsonElement expected, VoxelSize? actual)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(actual);
            return;
        }

        Assert.NotNull(actual);
        double?[] sizes = [actual.Value.Z, actual.Value.Y, actual.Value.X];
        foreach ((JsonElement e, double? a) in expected.EnumerateArray().Zip(sizes))
        {
            if (e.ValueKind == JsonValueKind.Null)
            {
                Assert.Null(a);
            }
            else
            {
                Assert.Equal(e.GetDouble(), a!.Value, 1e-6);
            }
        }
    }
}
