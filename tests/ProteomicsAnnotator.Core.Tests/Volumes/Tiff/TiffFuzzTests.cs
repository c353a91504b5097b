using System.Diagnostics;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>Measures memory of the whole process, so nothing else may run beside it.</summary>
[Collection(nameof(RunsAlone))]
public sealed class TiffFuzzTests : IDisposable
{
    private static readonly int Inputs = TestScale.Of(6_000, 12_000, 24_000);
    private const long MaxBytes = 8L << 20;
    private const long MostAllocated = 64L << 20;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);
    private static readonly byte[] OldMemory = [.. Enumerable.Repeat((byte)0xA5, 64)];
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_DamagedFiles_GivesVoxelsOrATiffException()
    {
        byte[][] seeds =
        [
            .. GoldenVectors.Readable.Concat(GoldenVectors.Refused).Order(StringComparer.Ordinal)
                .Select(name => File.ReadAllBytes(GoldenVectors.Path(name))).Where(bytes => bytes.Length < 20_000),
        ];
        // Others at every run; the message of a failure says which, and the input is kept.
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] input = Damage(seeds[i % seeds.Length], random);
            File.WriteAllBytes(_path, input);
            long allocated = GC.GetTotalAllocatedBytes();
            long start = Stopwatch.GetTimestamp();
            refused += ReadAll($"{seed}-{i}", input) ? 0 : 1;
            Assert.True(Stopwatch.GetElapsedTime(start) < MostTime, $"input {seed}-{i} took {Stopwatch.GetElapsedTime(start)}");
            long taken = GC.GetTotalAllocatedBytes() - allocated;
            Assert.True(taken < MostAllocated, $"input {seed}-{i} allocated {taken} bytes");
        }

        Assert.InRange(refused, Inputs / 4, Inputs - (Inputs / 20));
    }

    [Fact]
    public void Read_FileCutAnywhere_IsNeverSilentlyShort()
    {
        foreach (string name in new[] { "imagej.tif", "rows-10-deflate.tif", "bigtiff-be-uint16.tif", "shaped.tif" })
        {
            byte[] whole = File.ReadAllBytes(GoldenVectors.Path(name));
            string voxels = GoldenVectors.Sha256(GoldenVectors.Voxels(TiffReader.Open(GoldenVectors.Path(name))));
            for (int length = 0; length < whole.Length; length += 37)
            {
                File.WriteAllBytes(_path, whole[..length]);
                try
                {
                    Assert.Equal(voxels, GoldenVectors.Sha256(GoldenVectors.Voxels(TiffReader.Open(_path))));
                }
                catch (TiffException fault)
                {
                    Assert.True(fault.Kind == ChannelFaultKind.Corrupt, $"{name} cut after {length} bytes is {fault.Kind}: {fault.Message}");
                }
            }
        }
    }

    /// <summary>False when refused; anything but a TiffException fails the test.</summary>
    private bool ReadAll(string number, byte[] input)
    {
        try
        {
            var reader = TiffReader.Open(_path, MaxBytes);
            for (int c = 0; c < reader.Channels.Count; c++)
            {
                using Volume volume = reader.Read(c, UsedPool(reader.Channels[c], OldMemory[0]), TestContext.Current.CancellationToken);
                Assert.Equal(volume.Shape.Voxels * volume.Type.Bytes(), volume.Voxels.Length);
                if (volume.Voxels.Span.IndexOf(OldMemory) >= 0)
                {
                    using Volume again = reader.Read(c, UsedPool(reader.Channels[c], 0x5A), TestContext.Current.CancellationToken);
                    Assert.True(volume.Voxels.Span.SequenceEqual(again.Voxels.Span), "memory of something else is shown");
                }
            }

            return true;
        }
        catch (TiffException)
        {
            return false;
        }
        catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
        {
            string kept = Path.Combine(Path.GetTempPath(), $"tiff-fuzz-{number}.tif");
            File.WriteAllBytes(kept, input);
            throw new InvalidOperationException($"input {number}, kept as {kept}: {e.Message}", e);
        }
    }

    /// <summary>As the pool is after other blocks: what a file does not fill would show them.</summary>
    private static VoxelPool UsedPool(VolumeChannel channel, byte content)
    {
        var pool = new VoxelPool(MaxBytes);
        VoxelBuffer buffer = pool.Rent((int)channel.Shape.Voxels * channel.Type.Bytes());
        buffer.Bytes.AsSpan().Fill(content);
        buffer.Release();
        return pool;
    }

    private static byte[] Damage(byte[] seed, Random random)
    {
        byte[] input = seed.ToArray();
        for (int times = random.Next(1, 6); times > 0; times--)
        {
            int at = random.Next(4) == 0 ? random.Next(Math.Min(input.Length, 512)) : random.Next(input.Length);
            switch (random.Next(6))
            {
                case 0:
                    input[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    input[at] = (byte)random.Next(256);
                    break;
                case 2:
                    input.AsSpan(at, Math.Min(4, input.Length - at)).Fill((byte)(random.Next(2) * 255));
                    break;
                case 3:
                    BitConverter.TryWriteBytes(input.AsSpan(at), random.Next(1 << random.Next(1, 31)));
                    break;
                case 4:
                    int length = Math.Min(random.Next(1, 64), Math.Min(input.Length - at, at));
                    input.AsSpan(at - length, length).CopyTo(input.AsSpan(at));
                    break;
                default:
                    Array.Resize(ref input, random.Next(8) == 0 ? Math.Max(1, at) : input.Length);
                    break;
            }
        }

        return input;
    }
}
