using System.Globalization;
using System.Text.Json;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Zarr;
using ProteomicsAnnotator.Core.Volumes.Zarr.Codecs;
using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Zarr;

/// <summary>What other programs met, with the right answer: <c>tests/vectors/zarr/variants.json</c>.</summary>
public sealed class ZarrCasesTests : IDisposable
{
    private static readonly Dictionary<string, JsonElement> Cases = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(StoreRig.Vectors, "variants.json"))).RootElement.GetProperty("cases").EnumerateArray()
        .ToDictionary(item => item.GetProperty("id").GetString()!, StringComparer.Ordinal);

    private readonly StoreRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("v3-bytes-no-configuration-uint8", "1,2,3,4")]
    [InlineData("v3-key-encoding-without-configuration", "258,2,772,65535")]
    [InlineData("v3-blosc-without-typesize", "258,2,772,65535")]
    [InlineData("v2-blosc-with-typesize-member", "258,2,772,65535")]
    [InlineData("v2-blosc-autoshuffle", "258,2,772,65535")]
    [InlineData("blosc-header-typesize-1-for-uint16", "258,2,772,65535")]
    [InlineData("shard-index-end", "7,9,5,5")]
    [InlineData("shard-index-start-missing-inner", "7,9,5,5")]
    [InlineData("v2-fill-string-zero", "0,0,0,0")]
    [InlineData("v2-fill-float-for-integer", "0,0,0")]
    [InlineData("v2-fill-null", "0,0,0,0")]
    [InlineData("v2-fill-bare-NaN", "NaN,NaN,NaN,NaN")]
    public void Read_UnusualButSound_GivesTheRightVoxels(string id, string expected)
    {
        using ZarrBox box = ReadCase(id);

        Assert.Empty(box.Faults);
        Assert.Equal(expected, string.Join(',', StoreRig.Numbers(box.Volume).Select(number => number.ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(id.StartsWith("v2-fill", StringComparison.Ordinal) ? 1 : id.StartsWith("shard", StringComparison.Ordinal) ? 0.5 : 0, box.MissingShare);
    }

    [Theory]
    [InlineData("chunk-of-0-bytes", "0 bytes", "8 bytes")]
    [InlineData("shard-index-crc-wrong", "checksum CRC-32C is 57bd13bd, the bytes give 56bd13bd", "checksum")]
    public void Read_BrokenChunk_IsAFaultThatNamesIt(string id, string found, string expected)
    {
        using ZarrBox box = ReadCase(id);

        Assert.Equal(box.Volume.Shape.Voxels, box.Faults.Sum(fault => fault.Range.Voxels));
        Assert.All(box.Faults, fault =>
        {
            Assert.Equal(ChannelFaultKind.Corrupt, fault.Fault.Kind);
            Assert.StartsWith(fault.Key + ": ", fault.Fault.Message, StringComparison.Ordinal);
            Assert.Contains(found, fault.Fault.Message, StringComparison.Ordinal);
            Assert.Contains(expected, fault.Fault.Message, StringComparison.Ordinal);
        });
        Assert.Equal(0, box.MissingShare);
    }

    [Fact]
    public void Read_ChunksUnderTheOtherSeparator_NamesBoth()
    {
        Put("v2-nested-chunks-no-separator");
        ZarrImage image = _rig.Open();

        var fault = Assert.Throws<ZarrException>(() => StoreRig.Whole(image));

        Assert.Contains("separator \".\"", fault.Message, StringComparison.Ordinal);
        Assert.Contains("separator \"/\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Filters_AreRefusedByName()
    {
        Put("v2-filters");

        Assert.Equal(".zarray, filters[0].id: found \"delta\"; expected no filters.", _rig.Refusal().Message);
    }

    [Fact]
    public void Decode_ZstdWithoutContentSize_EndsWithTheChunk()
    {
        byte[] chunk = Convert.FromHexString(Cases["zstd-no-content-size"].GetProperty("files").GetProperty("chunk").GetString()!);
        using var decoder = new ChunkDecoder();

        ArraySegment<byte> decoded = decoder.Decode(chunk, [ByteCodec.Zstd], 12, 0, 12);

        Assert.Equal("Hello World!"u8.ToArray(), decoded.ToArray());
        Assert.Throws<InvalidDataException>(() => decoder.Decode(chunk, [ByteCodec.Zstd], 11, 0, 11));
        Assert.Throws<InvalidDataException>(() => decoder.Decode(chunk, [ByteCodec.Zstd], 13, 0, 13));
    }

    [Fact]
    public void Crc32C_CheckValue_IsThatOfTheRfc() => Assert.Equal(0xE3069283, Crc32C.Of("123456789"u8));

    [Fact]
    public void Open_AttributesWithBareNaN_KeepTheVoxelSize()
    {
        Put("attrs-bare-NaN");
        _rig.PutArray("0", new byte[8], 2, 2, 2);

        Assert.Equal(new VoxelSize(4, 0.5, 0.5), _rig.Open().Levels[0].Metadata.VoxelSizeUm);
    }

    [Fact]
    public void Open_AxesOfVersion03_HaveNamesAndNoVoxelSize()
    {
        Put("axes-0.3-strings");
        _rig.PutArray("0", [.. Enumerable.Range(0, 16).Select(i => (byte)i)], 2, 2, 2, 2);
        ZarrImage image = _rig.Open();

        using ZarrBox second = StoreRig.Whole(image, channel: 1);

        Assert.Equal(2, image.Channels.Count);
        Assert.Null(image.Levels[0].Metadata.VoxelSizeUm);
        Assert.Equal([8, 9, 10, 11, 12, 13, 14, 15], StoreRig.Numbers(second.Volume));
    }

    [Fact]
    public void Read_AxesInTheOrderXyz_GoByName()
    {
        Put("axes-xyz-order");
        ZarrImage image = _rig.Open();

        using ZarrBox box = StoreRig.Whole(image);

        Assert.Equal(new VolumeShape(4, 3, 2), image.Levels[0].Shape);
        Assert.Equal(new VoxelSize(3, 2, 1), image.Levels[0].Metadata.VoxelSizeUm);
        double[] voxels = StoreRig.Numbers(box.Volume);
        for (int i = 0; i < voxels.Length; i++)
        {
            (int z, int y, int x) = (i / 6, i / 2 % 3, i % 2);
            Assert.Equal((x * 12) + (y * 4) + z, voxels[i]);
        }
    }

    [Fact]
    public void Open_TransformsAtTwoPlaces_AreBothApplied()
    {
        Put("transform-at-two-places");
        _rig.PutArray("0", new byte[64], 4, 4, 4);
        _rig.PutArray("1", new byte[8], 2, 2, 2);
        ZarrImage image = _rig.Open();

        ZarrLevel second = image.Levels[1];

        Assert.Equal(new VoxelSize(4, 0.5, 0.5), image.Levels[0].Metadata.VoxelSizeUm);
        Assert.Equal(new AxisTransform(4, 100, 1), image.Levels[0].Z);
        Assert.Equal(5, image.Levels[0].X.TranslationUm);
        Assert.Equal(110, second.Z.Scale + second.Z.Translation);
        Assert.Equal(1.25, second.Y.Scale + second.Y.Translation);
        Assert.Equal(6.25, second.X.Scale + second.X.Translation);
    }

    [Fact]
    public void Open_UnitsAsTheyAreSpelled_BecomeMicrometresOrNothing()
    {
        double?[] expected = [1, 1, 1, 1, null, null, 0.001, 1000, 0.0001];
        JsonElement[] units = [.. JsonDocument.Parse(Cases["units-spelled"].GetProperty("files").GetProperty("units").GetString()!).RootElement.EnumerateArray()];
        Assert.Equal(expected.Length, units.Length);
        _rig.PutArray("0", new byte[4], 2, 2);
        for (int i = 0; i < units.Length; i++)
        {
            _rig.Put(".zattrs", $$"""
                {"multiscales":[{"version":"0.4","axes":[{"name":"y","unit":{{units[i].GetRawText()}}},{"name":"x","unit":{{units[i].GetRawText()}}}],
                "datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[2,2]}]}]}]}
                """);

            ZarrLevel level = _rig.Open().Levels[0];

            Assert.Equal(expected[i], level.Y.Micrometres);
            Assert.Equal(expected[i] is null, level.Metadata.VoxelSizeUm is null);
        }
    }

    [Fact]
    public void Open_OmeroWithoutWindows_KeepsNamesAndColours()
    {
        string omero = Cases["omero-without-window"].GetProperty("files").GetProperty(".zattrs").GetString()!;
        _rig.Put(".zattrs", """{"multiscales":[{"version":"0.4","axes":[{"name":"c"},{"name":"y"},{"name":"x"}],"datasets":[{"path":"0"}]}],""" + omero[1..]);
        _rig.Put("0/.zarray", """{"zarr_format":2,"shape":[6,1,1],"chunks":[1,1,1],"dtype":"<u2","compressor":null,"fill_value":0,"order":"C","filters":null}""");

        ZarrImage image = _rig.Open();

        Assert.Equal(["488", "561", "638", "405", "594", null], image.Channels.Select(channel => channel.Name));
        Assert.Equal(["00FF00", null, "FF0000", "0000FF", null, null], image.Channels.Select(channel => channel.Color));
        Assert.All(image.Channels, channel => Assert.Null(channel.Window));
    }

    [Fact]
    public void Open_PathThatLeavesTheStore_IsRefused()
    {
        Put("dataset-path-leaves-store");

        ZarrException fault = _rig.Refusal();

        Assert.Equal(ChannelFaultKind.Unsupported, fault.Kind);
        Assert.Contains("../../secret/0", fault.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RootOfBioformats2raw_OpensItsOneSeries()
    {
        _rig.Put(".zgroup", """{"zarr_format":2}""");
        _rig.Put(".zattrs", Cases["bioformats2raw-root"].GetProperty("files").GetProperty(".zattrs").GetString()!);
        _rig.Put("OME/.zattrs", Cases["bioformats2raw-root"].GetProperty("files").GetProperty("OME/.zattrs").GetString()!);
        _rig.Put("0/.zattrs", """{"multiscales":[{"version":"0.4","axes":[{"name":"y"},{"name":"x"}],"datasets":[{"path":"0"}]}]}""");
        _rig.PutArray("0/0", [1, 2, 3, 4], 2, 2);

        using ZarrBox box = StoreRig.Whole(_rig.Open());

        Assert.Equal([1, 2, 3, 4], StoreRig.Numbers(box.Volume));

        _rig.Put("OME/.zattrs", """{"series":["0","1"]}""");
        ZarrException fault = _rig.Refusal();
        Assert.Contains("0, 1", fault.Found, StringComparison.Ordinal);
        Assert.Contains("store.zarr/0", fault.Expected, StringComparison.Ordinal);
    }

    private ZarrBox ReadCase(string id)
    {
        Put(id);
        return StoreRig.Whole(_rig.Open());
    }

    private void Put(string id)
    {
        foreach (JsonProperty file in Cases[id].GetProperty("files").EnumerateObject())
        {
            string text = file.Value.GetString()!;
            if (file.Name.Contains(".z", StringComparison.Ordinal) || file.Name == "zarr.json")
            {
                _rig.Put(file.Name, text);
            }
            else
            {
                _rig.Put(file.Name, Convert.FromHexString(text));
            }
        }
    }
}
