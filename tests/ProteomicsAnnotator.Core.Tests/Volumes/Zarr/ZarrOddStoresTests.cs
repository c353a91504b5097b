using System.Globalization;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Zarr;

/// <summary>Stores whose few bytes ask for much, say less than they should, or point to nothing.</summary>
public sealed class ZarrOddStoresTests : IDisposable
{
    private readonly StoreRig _rig = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Open_MoreChannelsThanThereAre_IsRefused()
    {
        _rig.Put(".zarray", """{"zarr_format":2,"shape":[2147483647,4,4],"chunks":[1,4,4],"dtype":"|u1","compressor":null,"fill_value":0,"order":"C","filters":null}""");
        _rig.Put(".zattrs", """{"_ARRAY_DIMENSIONS":["c","y","x"]}""");

        ZarrException refusal = _rig.Refusal();

        Assert.Equal(ChannelFaultKind.TooLarge, refusal.Kind);
        Assert.Contains("2147483647 channels", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Products of 2^64, -2^40 after an overflow, and a little more than 2^64.</summary>
    [Theory]
    [InlineData(1048576, 1048576, 16777216)]
    [InlineData(2147483647, 2147483647, 2147483647)]
    [InlineData(2147483647, 2147483647, 5)]
    [InlineData(1048577, 1048577, 16777217)]
    public void Open_ChunksWhoseSizeOverflows_AreTooLarge(int z, int y, int x)
    {
        string chunk = string.Create(CultureInfo.InvariantCulture, $"[{z},{y},{x}]");
        _rig.Put(".zarray", $$"""{"zarr_format":2,"shape":[2097152,1048576,16777216],"chunks":{{chunk}},"dtype":"|u1","compressor":null,"fill_value":0,"order":"C","filters":null}""");

        Assert.Equal(ChannelFaultKind.TooLarge, _rig.Refusal().Kind);
    }

    [Fact]
    public void ReadBox_ThatDecodesFarMoreThanItHolds_IsRefused()
    {
        _rig.Put(".zarray", """{"zarr_format":2,"shape":[1024,1024,1024],"chunks":[1024,256,1],"dtype":"|u1","compressor":{"id":"gzip","level":1},"fill_value":0,"order":"C","filters":null}""");

        ZarrException refusal = Assert.Throws<ZarrException>(() => _rig.Open(StoreRig.AtOnce with { MaxDecodedBytesOfBox = 100 << 20 })
            .ReadBox(0, new VoxelBox(0, 0, 0, new VolumeShape(1, 1, 1024)), cancellationToken: Token));

        Assert.Equal(ChannelFaultKind.TooLarge, refusal.Kind);
    }

    /// <summary>As data that was not fetched, or a folder on a mount that is away.</summary>
    [Theory]
    [InlineData("0/1/1", "nowhere")]
    [InlineData("0/1/1", "../../../elsewhere/objects")]
    [InlineData("0/1", "nowhere")]
    public void ReadBox_LinkToNothing_IsAFaultAndNoMissingChunk(string link, string target)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right there.");
        _rig.Put(".zarray", """{"zarr_format":2,"shape":[1,4,4],"chunks":[1,2,2],"dtype":"|u1","compressor":null,"fill_value":9,"order":"C","filters":null,"dimension_separator":"/"}""");
        foreach (string chunk in (string[])["0/0/0", "0/0/1", "0/1/0", "0/1/1"])
        {
            _rig.Put(chunk, [1, 1, 1, 1]);
        }

        string path = Path.Combine(_rig.Store, link);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }

        _ = File.CreateSymbolicLink(path, target);

        using ZarrBox box = _rig.Open().ReadBox(0, new VoxelBox(0, 0, 0, new VolumeShape(1, 4, 4)), cancellationToken: Token);

        Assert.Empty(box.Missing);
        Assert.All(box.Faults, fault => Assert.Contains("a link that leads", fault.Fault.Message, StringComparison.Ordinal));
        Assert.Equal(link == "0/1" ? 2 : 1, box.Faults.Count);
    }

    /// <summary>What is not said is not one micrometre, and the levels cover the same space.</summary>
    [Fact]
    public void Open_LevelsThatDoNotSayTheirScale_HaveNoVoxelSizeAndSayWhy()
    {
        const string Unit = "\"type\":\"space\",\"unit\":\"micrometer\"";
        _rig.PutArray("0", new byte[64], 4, 4, 4);
        _rig.PutArray("1", new byte[8], 2, 2, 2);
        _rig.Put(".zgroup", """{"zarr_format":2}""");
        _rig.Put(".zattrs", $$"""{"multiscales":[{"version":"0.4","axes":[{"name":"z",{{Unit}}},{"name":"y",{{Unit}}},{"name":"x",{{Unit}}}],"datasets":[{"path":"0"},{"path":"1"}]}]}""");

        ZarrImage image = _rig.Open();

        Assert.All(image.Levels, level => Assert.Null(level.Metadata.VoxelSizeUm));
        Assert.Equal((1, 2), (image.Levels[0].X.Scale, image.Levels[1].X.Scale));
        Assert.Contains("does not say how large the voxels", image.Levels[0].Metadata.Notice, StringComparison.Ordinal);
    }
}
