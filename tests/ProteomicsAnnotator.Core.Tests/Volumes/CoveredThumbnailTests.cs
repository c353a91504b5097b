using System.Buffers.Binary;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Tests.Points;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

/// <summary>Thumbnails of boxes out of a large volume are made of their real voxels alone.</summary>
public sealed class CoveredThumbnailTests : IDisposable
{
    private readonly PointsFolder _folder = new();
    private readonly VolumeCache _volumes = new(new VolumeCacheOptions());

    public void Dispose()
    {
        _volumes.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(ThumbnailKind.Maximum, 3)]
    [InlineData(ThumbnailKind.Slice, 0)]
    public async Task Thumbnail_OverACorner_SaysWhichPixelsLieInside(ThumbnailKind kind, int z)
    {
        Block block = await OnlyAsync("z,y,x\n0,0,0\n");

        using BlockSlice thumbnail = await _volumes.GetThumbnailAsync(block, kind, PointsFolder.Token);

        // The box begins at -4, -5, -6; the last slice of it has z = 3.
        Volume plane = thumbnail.Channels[0].Plane!.Volume;
        Assert.Equal("0,1,5,10,6,12", plane.Coverage!.Inside.ToString());
        Assert.Empty(plane.Coverage.Missing);
        Assert.Equal(0, At(plane, 4, 6));
        Assert.Equal(PointsFolder.ValueAt(0, z, 2, 3), At(plane, 7, 9));
    }

    [Fact]
    public async Task Thumbnail_MissingChunkWithABrightFillValue_IsMadeOfTheOthers()
    {
        Block block = await OnlyAsync("z,y,x\n16,16,16\n");
        string metadata = _folder.Below("ch_488.zarr/0/.zarray");
        _folder.PutText("ch_488.zarr/0/.zarray", (await File.ReadAllTextAsync(metadata, PointsFolder.Token)).Replace("\"fill_value\":0", "\"fill_value\":60000", StringComparison.Ordinal));
        File.Delete(_folder.Below("ch_488.zarr/0/1.1.1"));
        File.Delete(_folder.Below("ch_488.zarr/0/0.1.0"));
        File.Delete(_folder.Below("ch_488.zarr/0/1.1.0"));

        using BlockSlice maximum = await _volumes.GetThumbnailAsync(block, ThumbnailKind.Maximum, PointsFolder.Token);
        using BlockSlice slice = await _volumes.GetThumbnailAsync(block, ThumbnailKind.Slice, PointsFolder.Token);

        // The box begins at 12, 11, 10: y from 16 on is pixel 5, x from 16 on pixel 6.
        Volume plane = maximum.Channels[0].Plane!.Volume;
        Assert.Equal("0,1,0,10,0,12", plane.Coverage!.Inside.ToString());
        // z 12 to 15 of chunk 0.1.1 is left; of 0.1.0 and 1.1.0 nothing.
        Assert.Equal("0.25 0,1,5,10,0,6", plane.Coverage.MissingText);
        Assert.Equal(PointsFolder.ValueAt(0, 15, 20, 20), At(plane, 9, 10));
        Assert.Equal(PointsFolder.ValueAt(0, 19, 12, 20), At(plane, 1, 10));
        Assert.Equal(0, At(plane, 9, 0));
        Volume opened = slice.Channels[0].Plane!.Volume;
        Assert.Equal("0.5 0,1,5,10,0,12", opened.Coverage!.MissingText);
        Assert.Equal(PointsFolder.ValueAt(0, 16, 12, 20), At(opened, 1, 10));
    }

    private static ushort At(Volume plane, int y, int x) => BinaryPrimitives.ReadUInt16LittleEndian(plane.Voxels.Span[(2 * ((y * plane.Width) + x))..]);

    private async Task<Block> OnlyAsync(string table)
    {
        _folder.PutSource(table);
        CatalogSnapshot snapshot = await _folder.ScanAsync();
        return Assert.Single(snapshot.Blocks);
    }
}
