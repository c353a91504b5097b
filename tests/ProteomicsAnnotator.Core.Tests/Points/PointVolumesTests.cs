using System.Buffers.Binary;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Tests.Points;

/// <summary>Voxels of boxes around points, as the pages get them.</summary>
public sealed class PointVolumesTests : IDisposable
{
    private readonly PointsFolder _folder = new();
    private readonly VolumeCache _volumes = new(new VolumeCacheOptions());

    public void Dispose()
    {
        _volumes.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0, 20, 25, 30)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0, 39, 49, 59)]
    [InlineData(0, 15, 31, 47)]
    [InlineData(1, 20, 24, 31)]
    [InlineData(1, 39, 0, 59)]
    public async Task Get_BoxAroundAPoint_HoldsItsVoxelsAndZeroOutside(int level, int z, int y, int x)
    {
        Block block = await OnlyAsync($"z,y,x\n{z},{y},{x}\n", $"\"level\": {level}");

        using VolumeLease? lease = await _volumes.GetAsync(block, 0, PointsFolder.Token);
        using VolumeLease? plane = await _volumes.GetPlaneAsync(block, 0, 4, PointsFolder.Token);

        int factor = 1 << level;
        (int z0, int y0, int x0) = ((z / factor) - 4, (y / factor) - 5, (x / factor) - 6);
        int real = 0;
        for (int i = 0; i < 8 * 10 * 12; i++)
        {
            (int atZ, int atY, int atX) = (z0 + (i / 120), y0 + (i / 12 % 10), x0 + (i % 12));
            bool isInside = atZ >= 0 && atY >= 0 && atX >= 0 && atZ < PointsFolder.Depth / factor && atY < PointsFolder.Height / factor && atX < PointsFolder.Width / factor;
            real += isInside ? 1 : 0;
            Assert.Equal(isInside ? PointsFolder.ValueAt(0, atZ, atY, atX) : 0, BinaryPrimitives.ReadUInt16LittleEndian(lease!.Volume.Voxels.Span[(2 * i)..]));
        }

        Assert.Equal(real, lease!.Volume.Coverage!.Inside.Voxels);
        Assert.Null(lease.Volume.Coverage.MissingText);
        Assert.Equal(real == 960 ? null : $"{100 * (960 - real) / 960} % lies outside of the volume, where 0 is shown.", lease.Volume.Metadata.Notice);
        Assert.True(plane!.Volume.Voxels.Span.SequenceEqual(lease.Volume.Voxels.Span.Slice(4 * 240, 240)));
        Assert.Equal(lease.Version, plane.Version);
        Assert.Equal(new VolumeShape(1, 10, 12), plane.Volume.Shape);
    }

    [Fact]
    public async Task GetSlice_OpeningSlice_IsThePointsOwn()
    {
        Block block = await OnlyAsync("z,y,x\n20,25,30\n");

        using BlockSlice slice = await _volumes.GetSliceAsync(block, OpenAt.Focus, PointsFolder.Token);

        Assert.Equal(4, slice.Z);
        ChannelPlane plane = Assert.Single(slice.Channels);
        Assert.Equal(PointsFolder.ValueAt(0, 20, 25, 30), BinaryPrimitives.ReadUInt16LittleEndian(plane.Plane!.Volume.Voxels.Span[(2 * ((5 * 12) + 6))..]));
        Assert.Equal("0,1,0,10,0,12", plane.Plane.Volume.Coverage!.Inside.ToString());
        Assert.Equal(new VoxelSize(2, 0.5, 0.25), plane.Channel.Channel!.Metadata.VoxelSizeUm);
    }

    [Fact]
    public async Task Get_MissingChunk_IsToldAsShareAndParts()
    {
        Block block = await OnlyAsync("z,y,x\n16,16,16\n");
        File.Delete(_folder.Below("ch_488.zarr/0/1.1.1"));
        File.Delete(_folder.Below("ch_488.zarr/0/1.1.0"));

        using VolumeLease? lease = await _volumes.GetAsync(block, 0, PointsFolder.Token);
        using VolumeLease? plane = await _volumes.GetPlaneAsync(block, 0, 3, PointsFolder.Token);

        // The box begins at 12, 11, 10: the two chunks hold z from 4, y from 5, and the whole of x, which is 6 from the second one on.
        Assert.Equal("0.25 4,8,5,10,0,12", lease!.Volume.Coverage!.MissingText);
        Assert.Equal("25 % was never written, or holds nothing but the fill value, which is shown.", lease.Volume.Metadata.Notice);
        Assert.Null(plane!.Volume.Coverage!.MissingText);
    }

    [Fact]
    public async Task Get_BrokenChunk_IsAFaultOfTheChannelInWordsAndNeverZeros()
    {
        Block block = await OnlyAsync("z,y,x\n20,25,30\n");
        _folder.PutBytes("ch_488.zarr/0/1.1.1", 100);

        VolumeException fault = await Assert.ThrowsAsync<VolumeException>(() => _volumes.GetAsync(block, 0, PointsFolder.Token));

        Assert.Equal(ChannelFaultKind.Corrupt, fault.Kind);
        Assert.Contains("0/1.1.1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("100 bytes", fault.Message, StringComparison.Ordinal);
        ChannelDescription channel = Assert.Single((await _volumes.DescribeAsync(block, PointsFolder.Token)).Channels);
        Assert.Equal("corrupt", channel.Fault!.KindName);
    }

    [Fact]
    public async Task Get_FolderInThePlaceOfAChunk_IsTheSharesFault()
    {
        Block block = await OnlyAsync("z,y,x\n20,25,30\n");
        File.Delete(_folder.Below("ch_488.zarr/0/1.1.1"));
        Directory.CreateDirectory(_folder.Below("ch_488.zarr/0/1.1.1"));

        await Assert.ThrowsAsync<StorageException>(() => _volumes.GetAsync(block, 0, PointsFolder.Token));
    }

    [Fact]
    public async Task Get_ChunkWrittenAgain_HasAnotherVersionAndItsNewVoxels()
    {
        Block block = await OnlyAsync("z,y,x\n20,25,30\n");
        using VolumeLease? before = await _volumes.GetAsync(block, 0, PointsFolder.Token);
        FileVersion? version = ChannelVersion.Of(block.Channels[0], block.Point);
        _folder.PutBytes("ch_488.zarr/0/1.1.1", 2 * 16 * 16 * 16);
        File.SetLastWriteTimeUtc(_folder.Below("ch_488.zarr/0/1.1.1"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        using VolumeLease? after = await _volumes.GetAsync(block, 0, PointsFolder.Token);

        Assert.Equal(version, before!.Version);
        Assert.NotEqual(before.Version.ToString(), after!.Version.ToString());
        Assert.NotEqual(0, BinaryPrimitives.ReadUInt16LittleEndian(before.Volume.Voxels.Span[(2 * ((4 * 120) + (5 * 12) + 6))..]));
        Assert.Equal(0, BinaryPrimitives.ReadUInt16LittleEndian(after.Volume.Voxels.Span[(2 * ((4 * 120) + (5 * 12) + 6))..]));
    }

    [Fact]
    public async Task Get_PointMovedUnderItsId_GivesTheNewBox()
    {
        Block here = await OnlyAsync("id,z,y,x\na,20,25,30\n");
        using VolumeLease? before = await _volumes.GetAsync(here, 0, PointsFolder.Token);
        Block there = await OnlyAsync("id,z,y,x\na,20,25,31\n");

        using VolumeLease? after = await _volumes.GetAsync(there, 0, PointsFolder.Token);

        Assert.Equal(here.Id, there.Id);
        Assert.NotEqual(before!.Volume.Voxels.ToArray(), after!.Volume.Voxels.ToArray());
    }

    [Fact]
    public async Task Get_SeveralChannels_AreEachTheirOwnStore()
    {
        _folder.PutSource("z,y,x\n20,25,30\n");
        _folder.PutStore("ch_561.zarr", 1);
        _folder.PutText("source.json", """{"channels": "ch_{channel}.zarr", "box": [8, 10, 12], "points": {"file": "points.csv"}}""");
        Block block = Assert.Single((await _folder.ScanAsync()).Blocks);

        using VolumeLease? second = await _volumes.GetAsync(block, 1, PointsFolder.Token);
        using VolumeLease? none = await _volumes.GetAsync(block, 2, PointsFolder.Token);

        Assert.Equal(PointsFolder.ValueAt(1, 16, 20, 24), BinaryPrimitives.ReadUInt16LittleEndian(second!.Volume.Voxels.Span));
        Assert.Equal("ch_561.zarr", second.FileName);
        Assert.Null(none);
    }

    private async Task<Block> OnlyAsync(string table, string more = "")
    {
        _folder.PutSource(table, more: more);
        return Assert.Single((await _folder.ScanAsync()).Blocks);
    }
}
