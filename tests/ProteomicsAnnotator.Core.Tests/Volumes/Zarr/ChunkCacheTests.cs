using System.IO.Compression;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Zarr;

/// <summary>Decoded chunks are shared by boxes, bounded by bytes, and never those of a file as it was before.</summary>
public sealed class ChunkCacheTests : IDisposable
{
    private const int Side = 8;
    private readonly StoreRig _rig = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Box_BesideAnother_FindsItsChunksDecoded()
    {
        PutStore(first: 0);
        var cache = new ChunkCache(1 << 20);
        ZarrImage image = Open(cache);

        Assert.Equal(Expected(0, 0, 16), Read(image, 0, 16));
        Assert.Equal((0L, 1024L), (cache.Hits, cache.Bytes));

        // The chunks in x 0 to 7 and 8 to 15 are there; that from 16 on is new.
        Assert.Equal(Expected(0, 4, 13), Read(image, 4, 13));
        Assert.Equal((2L, 1536L), (cache.Hits, cache.Bytes));
    }

    [Fact]
    public void Chunk_OfWhichLittleIsWanted_IsKeptFromTheSecondTimeOn()
    {
        PutStore(first: 0);
        var cache = new ChunkCache(1 << 20);
        ZarrImage image = Open(cache);

        // One plane of eight, from z = 1.
        var thin = new VoxelBox(1, 0, 0, new VolumeShape(1, Side, Side));
        image.ReadBox(0, thin, cancellationToken: Token).Dispose();
        Assert.Equal((0L, 0L), (cache.Hits, cache.Bytes));
        image.ReadBox(0, thin, cancellationToken: Token).Dispose();
        Assert.Equal((0L, 512L), (cache.Hits, cache.Bytes));
        image.ReadBox(0, thin, cancellationToken: Token).Dispose();
        Assert.Equal((1L, 512L), (cache.Hits, cache.Bytes));
    }

    [Fact]
    public void ChunkWrittenAgain_IsAnotherOne()
    {
        PutStore(first: 0);
        var cache = new ChunkCache(1 << 20);
        ZarrImage image = Open(cache);
        _ = Read(image, 0, 16);

        PutStore(first: 100);

        Assert.Equal(Expected(100, 0, 16), Read(image, 0, 16));
        Assert.Equal(0, cache.Hits);
    }

    [Fact]
    public void Chunks_MoreThanFit_DropThoseUsedLongestAgo()
    {
        PutStore(first: 0);
        var cache = new ChunkCache(2 * 512);
        ZarrImage image = Open(cache);

        foreach (int x in new[] { 0, 8, 0, 16 })
        {
            Assert.Equal(Expected(0, x, 8), Read(image, x, 8));
            Assert.InRange(cache.Bytes, 512, 2 * 512);
        }

        // That at 8 went.
        Assert.Equal(1, cache.Hits);
        _ = Read(image, 0, 8);
        Assert.Equal(2, cache.Hits);
        _ = Read(image, 8, 8);
        Assert.Equal(2, cache.Hits);
    }

    [Fact]
    public void Chunk_LargerThanTheBound_IsNotKept()
    {
        PutStore(first: 0);
        var cache = new ChunkCache(511);

        Assert.Equal(Expected(0, 0, 8), Read(Open(cache), 0, 8));
        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public async Task Boxes_ReadAtOnceWhileChunksGo_HaveTheirVoxels()
    {
        PutStore(first: 0);
        var cache = new ChunkCache(2 * 512);
        ZarrImage image = Open(cache);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(
            () =>
            {
                for (int i = 0; i < 200; i++)
                {
                    int x = (worker + i) % 17;
                    Assert.Equal(Expected(0, x, 8), Read(image, x, 8));
                    if (i % 50 == 0)
                    {
                        cache.Clear();
                    }
                }
            },
            Token)));

        cache.Clear();
        Assert.Equal(0, cache.Bytes);
    }

    private static byte[] Read(ZarrImage image, int x, int width)
    {
        using ZarrBox box = image.ReadBox(0, new VoxelBox(0, 0, x, new VolumeShape(Side, Side, width)), cancellationToken: Token);
        Assert.Empty(box.Faults);
        return box.Volume.Voxels.ToArray();
    }

    private static byte[] Expected(int first, int x, int width) =>
        [.. Enumerable.Range(0, Side * Side * width).Select(i => ValueAt(first, i / (Side * width), i / width % Side, x + (i % width)))];

    private static byte ValueAt(int first, int z, int y, int x) => (byte)(first + (7 * z) + (3 * y) + x);

    /// <summary>8 x 8 x 24 voxels in three chunks, as zlib stores them.</summary>
    private void PutStore(int first)
    {
        if (!File.Exists(Path.Combine(_rig.Store, ".zarray")))
        {
            _rig.Put(".zarray", """{"zarr_format":2,"shape":[8,8,24],"chunks":[8,8,8],"dtype":"|u1","compressor":{"id":"zlib","level":1},"fill_value":0,"order":"C","filters":null}""");
        }

        for (int chunk = 0; chunk < 3; chunk++)
        {
            byte[] numbers = [.. Enumerable.Range(0, 512).Select(i => ValueAt(first, i / 64, i / 8 % 8, (8 * chunk) + (i % 8)))];
            using var stored = new MemoryStream();
            using (var zlib = new ZLibStream(stored, CompressionLevel.Fastest, leaveOpen: true))
            {
                zlib.Write(numbers);
            }

            string name = $"0.0.{chunk}";
            _rig.Put(name, stored.ToArray());
            File.SetLastWriteTimeUtc(Path.Combine(_rig.Store, name), new DateTime(2020, 1, 1 + (first % 28), 0, 0, 0, DateTimeKind.Utc));
        }
    }

    private ZarrImage Open(ChunkCache cache) => _rig.Open(new ZarrLimits { RetryAfter = TimeSpan.Zero, Cache = cache });
}
