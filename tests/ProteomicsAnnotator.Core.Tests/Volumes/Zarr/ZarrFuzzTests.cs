using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Zarr;

/// <summary>Measures memory of the whole process, so nothing else may run beside it.</summary>
[Collection(nameof(RunsAlone))]
public sealed class ZarrFuzzTests : IDisposable
{
    private const long MostAllocated = 96L << 20;
    private static readonly int Inputs = TestScale.Of(200, 1_000, 20_000);
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);
    private static readonly ZarrLimits Small = new() { MaxChunkBytes = 4 << 20, MaxBoxBytes = 8 << 20, MaxIndexBytes = 4 << 20, MaxChunksOfBox = 4096, RetryAfter = TimeSpan.Zero };

    private static readonly Regex Values = new(@"-?\d+(\.\d+)?|""[^""]*""|null|true|false|\[[^\[\]]*\]|\{\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly string[] Nasty =
    [
        "0", "-1", "1", "3", "255", "65536", "2147483647", "2147483648", "4294967296", "9223372036854775807", "18446744073709551615", "1e308", "1e-308", "0.5",
        "NaN", "-Infinity", "null", "true", "[]", "{}", "[1]", "[2147483647,2147483647,2147483647]", "\"\"", "\"..\"", "\"../..\"", "\"/\"", "\".\"", "\"\\ud800\"",
        "\"<f8\"", "\">u2\"", "\"float64\"", "\"gzip\"", "\"zstd\"", "\"lz4\"", "\"crc32c\"", "\"bytes\"", "\"start\"", "\"big\"", "\"F\"", "\"0x7fc00000\"", "\"0.5\"", "\"sharding_indexed\"",
    ];

    private readonly StoreRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Read_DamagedStores_GivesBoxesOrAZarrException()
    {
        int seed = Random.Shared.Next();
        using PythonStores stores = await PythonStores.MakeAsync(seed, 96);
        string[] seeds = [.. SeedsOf(stores.Folder), .. SeedsOf(Path.Combine(StoreRig.Vectors, "zarr_v2/from_zarr-python/data.zarr")),
            .. SeedsOf(Path.Combine(StoreRig.Vectors, "zarr_v3/from_zarrita/data.zarr")), .. SeedsOf(Path.Combine(StoreRig.Vectors, "ome_zarr"))];
        var random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < Inputs; i++)
        {
            string what = $"input {seed}-{i} of {Path.GetFileName(seeds[i % seeds.Length])}";
            Copy(seeds[i % seeds.Length]);
            for (int times = random.Next(1, 4); times > 0; times--)
            {
                Damage(random);
            }

            long allocated = GC.GetTotalAllocatedBytes();
            long start = Stopwatch.GetTimestamp();
            refused += ReadAll(what, random) ? 0 : 1;
            Assert.True(Stopwatch.GetElapsedTime(start) < MostTime, $"{what} took {Stopwatch.GetElapsedTime(start)}");
            long taken = GC.GetTotalAllocatedBytes() - allocated;
            Assert.True(taken < MostAllocated, $"{what} allocated {taken} bytes");
        }

        Assert.InRange(refused, Inputs / 10, Inputs - (Inputs / 20));
    }

    private static IEnumerable<string> SeedsOf(string folder) => Directory.EnumerateDirectories(folder)
        .Where(store => Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories).Take(61).Count() <= 60)
        .Order(StringComparer.Ordinal);

    /// <summary>False when refused or with a fault; anything but the reader's own exceptions fails the test.</summary>
    private bool ReadAll(string what, Random random)
    {
        try
        {
            ZarrImage image = _rig.Open(Small);
            bool isSound = true;
            for (int level = 0; level < Math.Min(image.Levels.Count, 3); level++)
            {
                VolumeShape shape = image.Levels[level].Shape;
                var size = new VolumeShape(Math.Min(40, shape.Depth), Math.Min(40, shape.Height), Math.Min(40, shape.Width));
                int channel = random.Next(image.Channels.Count);
                using ZarrBox box = image.ReadBox(level, new VoxelBox(-1, 0, 1, size), channel, cancellationToken: TestContext.Current.CancellationToken);
                using ZarrBox end = image.ReadBox(
                    level, new VoxelBox(shape.Depth - size.Depth, shape.Height - size.Height, shape.Width - size.Width, size), channel, cancellationToken: TestContext.Current.CancellationToken);
                _ = image.IdentityOf(level, new VoxelBox(0, 0, 0, size), channel);
                Assert.Equal(size.Voxels * box.Volume.Type.Bytes(), box.Volume.Voxels.Length);
                Assert.InRange(box.MissingShare, 0, 1);
                isSound &= box.Faults.Count + end.Faults.Count == 0;
            }

            return isSound;
        }
        catch (Exception e) when (e is ZarrException or StorageException)
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Message));
            return false;
        }
        catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
        {
            throw new InvalidOperationException($"{what}: {Kept()}: {e}", e);
        }
    }

    /// <summary>A copy of what failed, which outlives the test.</summary>
    private string Kept()
    {
        string kept = Path.Combine(Path.GetTempPath(), $"zarr-fuzz-{Guid.NewGuid():N}");
        Directory.Move(_rig.Store, kept);
        Directory.CreateDirectory(_rig.Store);
        return kept;
    }

    private void Copy(string seed)
    {
        Directory.Delete(_rig.Store, recursive: true);
        Directory.CreateDirectory(_rig.Store);
        foreach (string file in Directory.EnumerateFiles(seed, "*", SearchOption.AllDirectories))
        {
            _rig.Put(Path.GetRelativePath(seed, file), File.ReadAllBytes(file));
        }
    }

    private void Damage(Random random)
    {
        string[] files = [.. Directory.EnumerateFiles(_rig.Store, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string[] metadata = [.. files.Where(file => Path.GetFileName(file) is "zarr.json" or ".zarray" or ".zattrs" or ".zgroup")];
        string path = random.Next(2) == 0 ? metadata[random.Next(metadata.Length)] : files[random.Next(files.Length)];
        byte[] bytes = File.ReadAllBytes(path);
        bool isText = metadata.Contains(path, StringComparer.Ordinal) && random.Next(4) > 0;
        File.WriteAllBytes(path, isText ? OtherValue(bytes, random) : OtherBytes(bytes, random));
    }

    private static byte[] OtherValue(byte[] json, Random random)
    {
        string text = Encoding.Latin1.GetString(json);
        MatchCollection values = Values.Matches(text);
        if (values.Count == 0)
        {
            return json;
        }

        Match value = values[random.Next(values.Count)];
        return Encoding.Latin1.GetBytes(text[..value.Index] + Nasty[random.Next(Nasty.Length)] + text[(value.Index + value.Length)..]);
    }

    private static byte[] OtherBytes(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        int at = random.Next(2) == 0 ? random.Next(Math.Min(bytes.Length, 24)) : random.Next(bytes.Length);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes.AsSpan(at, Math.Min(random.Next(1, 9), bytes.Length - at)).Fill((byte)(random.Next(2) * 255));
                return bytes;
            case 2:
                BitConverter.TryWriteBytes(bytes.AsSpan(at), random.Next(1 << random.Next(1, 31)));
                return bytes;
            case 3:
                return bytes[..at];
            default:
                return [.. bytes, .. new byte[random.Next(1, 40)]];
        }
    }
}
