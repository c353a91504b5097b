using System.Globalization;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Zarr;

/// <summary>Chunks that are missing, broken or elsewhere, and boxes over the edge.</summary>
public sealed class ZarrChunksTests : IDisposable
{
    private const string Four = """{"zarr_format":2,"shape":[1,4,4],"chunks":[1,2,2],"dtype":"|u1","compressor":null,"fill_value":9,"order":"C","filters":null,"dimension_separator":"/"}""";
    private readonly StoreRig _rig = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void ReadBox_MissingChunk_IsTheFillValueAndSaid()
    {
        PutFour();
        File.Delete(Path.Combine(_rig.Store, "0/1/0"));

        using ZarrBox box = _rig.Open().ReadBox(0, new VoxelBox(-1, 0, 0, new VolumeShape(2, 4, 4)), cancellationToken: Token);

        Assert.Equal(new BoxRange(1, 2, 2, 4, 0, 2), Assert.Single(box.Missing));
        Assert.Equal(0.25, box.MissingShare);
        Assert.Equal("1,2,0,4,0,4", box.Inside.ToString());
        Assert.Empty(box.Faults);
        Assert.Equal([.. new double[16], 1, 1, 2, 2, 1, 1, 2, 2, 9, 9, 4, 4, 9, 9, 4, 4], StoreRig.Numbers(box.Volume));
    }

    [Fact]
    public void ReadBox_WholeBoxOutside_IsZeroAndAsksForNoChunk()
    {
        PutFour();

        using ZarrBox box = _rig.Open().ReadBox(0, new VoxelBox(5, int.MaxValue, int.MinValue, new VolumeShape(2, 2, 2)), cancellationToken: Token);

        Assert.Equal("0,0,0,0,0,0", box.Inside.ToString());
        Assert.Equal(0, box.MissingShare);
        Assert.All(StoreRig.Numbers(box.Volume), voxel => Assert.Equal(0, voxel));
    }

    [Theory]
    [InlineData("a folder", ChannelFaultKind.Unreadable)]
    [InlineData("nothing", ChannelFaultKind.Corrupt)]
    [InlineData("too short", ChannelFaultKind.Corrupt)]
    [InlineData("too long", ChannelFaultKind.Corrupt)]
    [InlineData("a file in place of its folder", ChannelFaultKind.Unreadable)]
    public void ReadBox_ChunkThatIsNoChunk_IsAFaultAndNotMissing(string what, ChannelFaultKind kind)
    {
        PutFour();
        string chunk = Path.Combine(_rig.Store, "0/1/1");
        switch (what)
        {
            case "a folder":
                File.Delete(chunk);
                Directory.CreateDirectory(chunk);
                break;
            case "a file in place of its folder":
                Directory.Delete(Path.GetDirectoryName(chunk)!, recursive: true);
                _rig.Put("0/1", "x");
                break;
            default:
                _rig.Put("0/1/1", new byte[what == "nothing" ? 0 : what == "too short" ? 3 : 5]);
                break;
        }

        using ZarrBox box = StoreRig.Whole(_rig.Open());

        Assert.Contains(box.Faults, fault => fault.Key == "0/1/1" && fault.Range == new BoxRange(0, 1, 2, 4, 2, 4));
        Assert.All(box.Faults, fault => Assert.Equal(kind, fault.Fault.Kind));
        Assert.Empty(box.Missing);
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2], StoreRig.Numbers(box.Volume)[..8]);
    }

    [Fact]
    public void ReadBox_ChunkThatIsWhollyWrittenAMomentLater_IsReadAgain()
    {
        PutFour();
        _rig.Put("0/0/0", []);
        var limits = new ZarrLimits { Wait = (_, _) => _rig.Put("0/0/0", [5, 5, 5, 5]) };

        using ZarrBox box = StoreRig.Whole(_rig.Open(limits));

        Assert.Empty(box.Faults);
        Assert.Equal(5, StoreRig.Numbers(box.Volume)[0]);
    }

    [Fact]
    public void ReadBox_StoreThatIsGone_IsNotMissingChunks()
    {
        PutFour();
        ZarrImage image = _rig.Open();
        Directory.Move(_rig.Store, _rig.Store + "-moved");

        Assert.Throws<FileChangedException>(() => StoreRig.Whole(image));

        Directory.Move(_rig.Store + "-moved", _rig.Store);
        using ZarrBox box = StoreRig.Whole(image);
        Assert.Empty(box.Missing);
    }

    [Fact]
    public void ReadBox_ChunksUnderDotsWhereSlashesAreDeclared_NamesBoth()
    {
        _rig.Put("zarr.json", """{"zarr_format":3,"node_type":"array","shape":[4,4],"data_type":"uint8","chunk_grid":{"name":"regular","configuration":{"chunk_shape":[2,2]}},"chunk_key_encoding":{"name":"default"},"fill_value":0,"codecs":["bytes"]}""");
        using (ZarrBox empty = StoreRig.Whole(_rig.Open()))
        {
            Assert.Equal(1, empty.MissingShare);
        }

        _rig.Put("c.0.0", [1, 2, 3, 4]);

        var fault = Assert.Throws<ZarrException>(() => StoreRig.Whole(_rig.Open()));
        Assert.Contains("\"c.0.0\"", fault.Found, StringComparison.Ordinal);
        Assert.Contains("\"c/0/0\"", fault.Expected, StringComparison.Ordinal);

        _rig.Put("c/1/1", [1, 2, 3, 4]);
        using ZarrBox other = _rig.Open().ReadBox(0, new VoxelBox(0, 0, 0, new VolumeShape(1, 2, 2)), cancellationToken: Token);
        Assert.Equal(1, other.MissingShare);
    }

    [Fact]
    public void ReadBox_TooLarge_IsRefusedBeforeMemoryIsTaken()
    {
        PutFour();
        ZarrImage image = _rig.Open(StoreRig.AtOnce with { MaxChunksOfBox = 3 });

        var bytes = Assert.Throws<ZarrException>(() => image.ReadBox(0, new VoxelBox(0, 0, 0, new VolumeShape(int.MaxValue, int.MaxValue, int.MaxValue)), cancellationToken: Token));
        var chunks = Assert.Throws<ZarrException>(() => StoreRig.Whole(image));

        Assert.Equal(ChannelFaultKind.TooLarge, bytes.Kind);
        Assert.Contains("4 chunks", chunks.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void IdentityOf_BoxWhoseChunkIsWrittenAgain_IsAnother()
    {
        PutFour();
        ZarrImage image = _rig.Open();
        var left = new VoxelBox(0, 0, 0, new VolumeShape(1, 4, 2));
        var right = new VoxelBox(0, 0, 2, new VolumeShape(1, 4, 2));
        (FileVersion leftBefore, FileVersion rightBefore) = (image.IdentityOf(0, left), image.IdentityOf(0, right));

        File.SetLastWriteTimeUtc(Path.Combine(_rig.Store, "0/0/0"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.NotEqual(leftBefore, image.IdentityOf(0, left));
        Assert.Equal(rightBefore, image.IdentityOf(0, right));
        File.Delete(Path.Combine(_rig.Store, "0/1/1"));
        Assert.NotEqual(rightBefore, image.IdentityOf(0, right));
    }

    [Fact]
    public void ReadBox_Links_LeadToFilesOfTheStoreOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        PutFour();
        File.WriteAllBytes(Path.Combine(_rig.Outside, "secret"), [7, 7, 7, 7]);
        Replace("0/0/0", Path.Combine(_rig.Outside, "secret"));
        Replace("0/0/1", "../1/1");
        string alias = Path.Combine(_rig.Outside, "alias.zarr");
        Directory.CreateSymbolicLink(alias, _rig.Store);

        using ZarrBox box = StoreRig.Whole(ZarrImage.Open(alias, StoreRig.AtOnce));

        ZarrChunkFault fault = Assert.Single(box.Faults);
        Assert.Equal("0/0/0", fault.Key);
        Assert.Contains("leads out of the store", fault.Fault.Message, StringComparison.Ordinal);
        Assert.Equal([0, 0, 4, 4], StoreRig.Numbers(box.Volume)[..4]);
    }

    [Fact]
    public void ReadBox_FolderThatIsALinkOutOfTheStore_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        PutFour();
        string elsewhere = Path.Combine(_rig.Outside, "elsewhere");
        Directory.Move(Path.Combine(_rig.Store, "0"), elsewhere);
        Directory.CreateSymbolicLink(Path.Combine(_rig.Store, "0"), elsewhere);

        using ZarrBox box = StoreRig.Whole(_rig.Open());

        Assert.Equal(4, box.Faults.Count);
        Assert.All(StoreRig.Numbers(box.Volume), voxel => Assert.Equal(0, voxel));
    }

    /// <summary>A shard longer than memory may be: one chunk in its middle, the rest is a hole.</summary>
    [Fact]
    public void ReadBox_OneChunkOfALargeShard_ReadsItsIndexAndItsRange()
    {
        _rig.Put("zarr.json", """
            {"zarr_format":3,"node_type":"array","shape":[512],"data_type":"uint16","chunk_grid":{"name":"regular","configuration":{"chunk_shape":[512]}},
            "chunk_key_encoding":{"name":"default"},"fill_value":3,"codecs":[{"name":"sharding_indexed","configuration":{"chunk_shape":[4],
            "codecs":[{"name":"bytes","configuration":{"endian":"big"}}],"index_codecs":[{"name":"bytes","configuration":{"endian":"little"}}]}}]}
            """);
        byte[] index = new byte[128 * 16];
        index.AsSpan().Fill(0xFF);
        BitConverter.TryWriteBytes(index.AsSpan(16 * 100), 3_000_000_000L);
        BitConverter.TryWriteBytes(index.AsSpan((16 * 100) + 8), 8L);
        _rig.Put("c/0", []);
        using (FileStream shard = File.OpenWrite(Path.Combine(_rig.Store, "c/0")))
        {
            shard.Position = 3_000_000_000L;
            shard.Write([0, 1, 0, 2, 1, 0, 255, 255]);
            shard.Position = 6_000_000_000L;
            shard.Write(index);
        }

        ZarrImage image = _rig.Open();
        long before = BytesReadHere();

        using ZarrBox box = image.ReadBox(0, new VoxelBox(0, 0, 401, new VolumeShape(1, 1, 2)), cancellationToken: Token);

        long read = BytesReadHere() - before;
        Assert.Equal([2, 256], StoreRig.Numbers(box.Volume));
        Assert.InRange(read, 0, index.Length + 8 + 4096);
        using ZarrBox next = image.ReadBox(0, new VoxelBox(0, 0, 403, new VolumeShape(1, 1, 2)), cancellationToken: Token);
        Assert.Equal([65535, 3], StoreRig.Numbers(next.Volume));
        Assert.Equal(0.5, next.MissingShare);
    }

    /// <summary>By this thread, which reads a single chunk itself; 0 where the system does not count.</summary>
    private static long BytesReadHere() => File.Exists("/proc/thread-self/io")
        ? long.Parse(File.ReadLines("/proc/thread-self/io").First()["rchar: ".Length..], CultureInfo.InvariantCulture)
        : 0;

    private void PutFour()
    {
        _rig.Put(".zarray", Four);
        for (int i = 0; i < 4; i++)
        {
            byte value = (byte)(i + 1);
            _rig.Put($"0/{i / 2}/{i % 2}", [value, value, value, value]);
        }
    }

    private void Replace(string chunk, string target)
    {
        string path = Path.Combine(_rig.Store, chunk);
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }
}
