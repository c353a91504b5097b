using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Zarr;

/// <summary>What is refused, and that it is called by its name.</summary>
public sealed class ZarrMetadataTests : IDisposable
{
    private const string V2 = """{"zarr_format":2,"shape":[4,4],"chunks":[2,2],"dtype":"<u2","compressor":null,"fill_value":0,"order":"C","filters":null}""";
    private const string V3 = """{"zarr_format":3,"node_type":"array","shape":[4,4],"data_type":"uint16","chunk_grid":{"name":"regular","configuration":{"chunk_shape":[2,2]}},"chunk_key_encoding":{"name":"default"},"fill_value":0,"codecs":[{"name":"bytes","configuration":{"endian":"little"}}],"attributes":{}}""";
    private const string Bytes = """{"name":"bytes","configuration":{"endian":"little"}}""";
    private const string Image = """{"multiscales":[{"version":"0.4","axes":[{"name":"y","type":"space","unit":"um"},{"name":"x","type":"space","unit":"um"}],"datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[2,2]}]}]}]}""";
    private readonly StoreRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("\"zarr_format\":2", "\"zarr_format\":4", ".zarray, zarr_format: found 4; expected 2.")]
    [InlineData("\"<u2\"", "\"<c8\"", ".zarray, dtype: found \"<c8\"")]
    [InlineData("\"<u2\"", "\"|u2\"", "found \"|u2\"")]
    [InlineData("\"<u2\"", "[[\"a\",\"<u2\"]]", "found [[\"a\",\"<u2\"]]")]
    [InlineData("null,\"fill", "{\"id\":\"bz2\"},\"fill", ".zarray, compressor.id: found \"bz2\"")]
    [InlineData("null,\"fill", "{\"id\":\"blosc\",\"cname\":\"blosclz\"},\"fill", ".zarray, compressor.cname: found \"blosclz\"")]
    [InlineData("null,\"fill", "{\"id\":\"blosc\",\"cname\":\"snappy\"},\"fill", "found \"snappy\"")]
    [InlineData("\"chunks\":[2,2]", "\"chunks\":[2]", ".zarray, chunks: found [2]; expected as many extents as the shape has, 2")]
    [InlineData("\"chunks\":[2,2]", "\"chunks\":[0,2]", ".zarray, chunks[0]: found 0")]
    [InlineData("\"chunks\":[2,2]", "\"chunks\":[2.5,2]", "found 2.5")]
    [InlineData("\"chunks\":[2,2]", "\"chunks\":[100000,100000]", "chunks of 100000 x 100000 uint16; expected at most 536870912 bytes")]
    [InlineData("\"shape\":[4,4]", "\"shape\":[4,-4]", ".zarray, shape[1]: found -4")]
    [InlineData("\"shape\":[4,4]", "\"shape\":[4,1e12]", "found 1e12; expected at most 2147483647")]
    [InlineData("\"order\":\"C\"", "\"order\":\"A\"", ".zarray, order: found \"A\"")]
    [InlineData("\"fill_value\":0", "\"fill_value\":70000", ".zarray, fill_value: found 70000; expected a number of the type uint16")]
    [InlineData("\"fill_value\":0", "\"fill_value\":\"many\"", ".zarray, fill_value: found \"many\"")]
    [InlineData("\"filters\":null", "\"filters\":null,\"dimension_separator\":\"-\"", ".zarray, dimension_separator: found \"-\"")]
    [InlineData("}", "", "no JSON")]
    public void Open_MemberOfVersion2ThatIsNotRead_IsNamed(string member, string other, string words)
    {
        _rig.Put(".zarray", V2.Replace(member, other, StringComparison.Ordinal));

        Assert.Contains(words, _rig.Refusal().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"uint16\"", "\"string\"", "zarr.json, data_type: found \"string\"")]
    [InlineData("\"uint16\"", "{\"name\":\"numpy.datetime64\"}", "numpy.datetime64")]
    [InlineData("\"regular\"", "\"rectilinear\"", "zarr.json, chunk_grid.name: found \"rectilinear\"; expected regular.")]
    [InlineData("\"default\"", "\"fanout\"", "zarr.json, chunk_key_encoding.name: found \"fanout\"")]
    [InlineData("\"attributes\":{}", "\"storage_transformers\":[{\"name\":\"x\"}]", "zarr.json, storage_transformers: found")]
    [InlineData("\"attributes\":{}", "\"extra\":{\"name\":\"x\"}", "zarr.json, extra: found")]
    [InlineData("\"attributes\":{}", "\"extra\":{\"must_understand\":true}", "zarr.json, extra: found")]
    [InlineData("\"fill_value\":0,", "", "zarr.json, fill_value: found nothing")]
    [InlineData(",\"configuration\":{\"endian\":\"little\"}", "", "zarr.json, codecs[0].configuration.endian: found nothing; expected \"little\" or \"big\".")]
    [InlineData(Bytes, "\"vlen-utf8\"", "zarr.json, codecs[0]: found \"vlen-utf8\"")]
    [InlineData(Bytes, Bytes + ",{\"name\":\"numcodecs.delta\"}", "zarr.json, codecs[1].name: found \"numcodecs.delta\"")]
    [InlineData(Bytes, Bytes + ",{\"name\":\"blosc\",\"configuration\":{\"cname\":\"blosclz\"}}", "found \"blosclz\"")]
    [InlineData(Bytes, "{\"name\":\"transpose\",\"configuration\":{\"order\":[0,0]}}," + Bytes, "found [0,0]; expected each of the axes 0 to 1 once")]
    [InlineData(Bytes, "\"transpose\"", "zarr.json, codecs[0].configuration.order")]
    [InlineData(Bytes, "{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":[3,2],\"codecs\":[" + Bytes + "],\"index_codecs\":[" + Bytes + "]}}", "inner chunks of 3 x 2 in shards of 2 x 2")]
    [InlineData(Bytes, "{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":[2,2],\"codecs\":[" + Bytes + "],\"index_codecs\":[" + Bytes + ",\"gzip\"]}}", "index_codecs[1]: found \"gzip\"")]
    [InlineData(Bytes, "{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":[2,2],\"codecs\":[" + Bytes + "],\"index_codecs\":[" + Bytes + "]}},\"crc32c\"", "no codec beside sharding_indexed")]
    public void Open_MemberOfVersion3ThatIsNotRead_IsNamed(string member, string other, string words)
    {
        _rig.Put("zarr.json", V3.Replace(member, other, StringComparison.Ordinal));

        Assert.Contains(words, _rig.Refusal().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"attributes\":{}", "\"extra\":{\"must_understand\":false}")]
    [InlineData("\"default\"", "\"v2\"")]
    [InlineData(Bytes, "{\"name\":\"transpose\",\"configuration\":{\"order\":\"F\"}}," + Bytes)]
    public void Open_MemberOfVersion3ThatIsKnown_IsRead(string member, string other)
    {
        _rig.Put("zarr.json", V3.Replace(member, other, StringComparison.Ordinal));
        _rig.Put(other == "\"v2\"" ? "1.1" : "c/1/1", [1, 0, 2, 0, 3, 0, 4, 0]);

        using ZarrBox box = _rig.Open().ReadBox(0, new VoxelBox(0, 2, 2, new VolumeShape(1, 2, 2)), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(other.Contains("\"F\"", StringComparison.Ordinal) ? [1, 3, 2, 4] : [1, 2, 3, 4], StoreRig.Numbers(box.Volume));
    }

    [Theory]
    [InlineData("\"version\":\"0.4\"", "\"version\":\"0.6\"", ".zattrs, multiscales[0].version: found \"0.6\"")]
    [InlineData("\"version\":\"0.4\"", "\"version\":\"0.9.dev1\"", "found \"0.9.dev1\"")]
    [InlineData("\"type\":\"scale\",\"scale\":[2,2]", "\"type\":\"affine\",\"affine\":[[1]]", "coordinateTransformations[0].type: found \"affine\"")]
    [InlineData("\"scale\":[2,2]", "\"scale\":[2]", "found [2]; expected 2 positive numbers")]
    [InlineData("\"scale\":[2,2]", "\"scale\":[2,0]", "found 0")]
    [InlineData("\"name\":\"y\"", "\"name\":\"x\"", "multiscales[0].axes")]
    [InlineData("\"path\":\"0\"", "\"path\":\"/etc\"", "found \"/etc\"")]
    [InlineData("\"path\":\"0\"", "\"path\":\"C:\\\\0\"", "inside the store")]
    [InlineData("\"path\":\"0\"", "\"path\":\"a\\u0000b\"", "inside the store")]
    [InlineData("\"path\":\"0\"", "\"path\":\"nowhere\"", "nowhere: found no metadata of Zarr")]
    [InlineData("\"multiscales\"", "\"plate\":{},\"other\"", "a plate")]
    [InlineData("\"multiscales\"", "\"labels\":[\"cells\"],\"other\"", "a list of label images")]
    [InlineData("\"multiscales\"", "\"image-label\":{},\"multiscales\"", "a label image")]
    [InlineData("\"multiscales\"", "\"nothing\"", "a group without multiscales")]
    public void Open_ImageThatIsNotRead_IsNamed(string member, string other, string words)
    {
        _rig.PutArray("0", [1, 2, 3, 4], 2, 2);
        _rig.Put(".zattrs", Image.Replace(member, other, StringComparison.Ordinal));

        Assert.Contains(words, _rig.Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileOrNothing_SaysSo()
    {
        File.WriteAllBytes(Path.Combine(_rig.Outside, "a.ome.zarr.zip"), [1]);

        var zip = Assert.Throws<ZarrException>(() => ZarrImage.Open(Path.Combine(_rig.Outside, "a.ome.zarr.zip")));
        var empty = _rig.Refusal();

        Assert.Contains("a zip file", zip.Message, StringComparison.Ordinal);
        Assert.Contains("zarr.json, .zarray or .zgroup", empty.Message, StringComparison.Ordinal);
        Assert.Throws<StorageException>(() => ZarrImage.Open(Path.Combine(_rig.Outside, "nothing.zarr")));
    }

    [Fact]
    public void Open_ArrayFolderThatIsALinkOutOfTheStore_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        _rig.PutArray("../elsewhere", [1, 2, 3, 4], 2, 2);
        _rig.Put(".zattrs", Image);
        Directory.CreateSymbolicLink(Path.Combine(_rig.Store, "0"), Path.Combine(_rig.Outside, "elsewhere"));

        Assert.Contains("leads out of the store", _rig.Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WindowOfOmero_CountsWhenItSaysSomething()
    {
        _rig.PutArray("0", [1, 2, 3, 4], 2, 2);
        _rig.Put(".zattrs", Image[..^1] + ""","omero":{"channels":[{"label":" GFP ","color":"#00ff7f","window":{"start":10,"end":200,"min":0,"max":255}}]}}""");

        ZarrChannel channel = Assert.Single(_rig.Open().Channels);

        Assert.Equal(new ZarrChannel("GFP", "00FF7F", new ContrastWindow(10, 200)), channel);
    }

    [Fact]
    public void Open_LevelsThatLieBesideOneAnother_AreSaid()
    {
        _rig.PutArray("0", [1, 2, 3, 4], 2, 2);
        _rig.Put(".zattrs", Image.Replace("\"datasets\":[", "\"datasets\":[{\"path\":\"0\",\"coordinateTransformations\":[{\"type\":\"scale\",\"scale\":[2,2]},{\"type\":\"translation\",\"translation\":[0,50]}]},", StringComparison.Ordinal));

        Assert.Equal("By the store's transformations level 1 lies beside level 0 along x.", _rig.Open().Levels[0].Metadata.Notice);
    }

    [Fact]
    public void Open_ForeignAttributes_CostNoPicture()
    {
        _rig.PutArray("0", [1, 2, 3, 4], 2, 2);
        _rig.Put(".zattrs", Image[..^1] + ""","labels":"mine","omero":{"channels":[{"label":7,"color":[],"window":"all"}]},"exposure":-Infinity}""");
        _rig.Put("0/.zattrs", "{");

        Assert.Equal(new ZarrChannel(null, null, null), Assert.Single(_rig.Open().Channels));
    }

    [Fact]
    public void Open_TimeAxis_IsGivenAsItIs()
    {
        _rig.PutArray("0", [1, 2, 3, 4, 5, 6], 3, 2, 1);
        _rig.Put(".zattrs", """{"multiscales":[{"version":"0.4","axes":[{"name":"t"},{"name":"y"},{"name":"x"}],"datasets":[{"path":"0"}]}]}""");
        ZarrImage image = _rig.Open();

        using ZarrBox box = image.ReadBox(0, new VoxelBox(0, 0, 0, new VolumeShape(1, 2, 1)), time: 2, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(3, image.Times);
        Assert.Equal([5, 6], StoreRig.Numbers(box.Volume));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.ReadBox(0, new VoxelBox(0, 0, 0, new VolumeShape(1, 2, 1)), time: 3));
    }

    [Fact]
    public void Open_ArrayWithoutNames_GoesByPosition()
    {
        _rig.PutArray("", [1, 2, 3, 4], 1, 1, 2, 2);
        Assert.Equal(new VolumeShape(1, 2, 2), _rig.Open().Levels[0].Shape);

        _rig.PutArray("", [1, 2, 3, 4], 2, 1, 1, 2);
        Assert.Contains("names", _rig.Refusal().Expected, StringComparison.Ordinal);

        _rig.Put(".zattrs", """{"_ARRAY_DIMENSIONS":["x","y","z","c"]}""");
        ZarrImage named = _rig.Open();
        using ZarrBox second = StoreRig.Whole(named, channel: 1);
        Assert.Equal(2, named.Channels.Count);
        Assert.Equal([2, 4], StoreRig.Numbers(second.Volume));
    }
}
