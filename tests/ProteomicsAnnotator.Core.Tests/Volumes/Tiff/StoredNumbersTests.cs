using System.Runtime.InteropServices;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>Numbers that the wire cannot hold as they are, and segments whose lengths are told wrong.</summary>
public sealed class StoredNumbersTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_Integers64_AreFloatsAndANoticeNamesTheFirstInexactOne()
    {
        AssertNumbers<long>([-3, 1L << 24, (1L << 24) + 2, 1L << 62], 64, 2, null);
        AssertNumbers<long>([1, (1L << 24) + 1, 3, long.MinValue + 1], 64, 2, "16777217 to 16777216");
        AssertNumbers<long>([1, 2, 3, long.MaxValue], 64, 2, "9223372036854775807 to 9.223372036854776E+18");
        AssertNumbers<ulong>([0, 5, 1UL << 63, ulong.MaxValue], 64, 1, "18446744073709551615 to 1.8446744073709552E+19");
    }

    [Fact]
    public void Read_CoarseNumbersOfOtherTypes_AreSaid()
    {
        AssertNumbers<uint>([0, 1, 2, 3_000_000_001], 32, 1, "3000000001 to 3000000000");
        AssertNumbers<int>([0, -16_777_217, 2, 3], 32, 2, "-16777217 to -16777216");
        AssertNumbers<int>([int.MinValue, -16_777_216, 2, 3], 32, 2, null);
        AssertNumbers<double>([0, 0.5, double.NaN, double.PositiveInfinity], 64, 3, null);
        AssertNumbers<double>([1, 1000000248.48, 2, 3], 64, 3, "1000000248.48 to 1000000256");
        AssertNumbers<double>([1, 2, -5e299, 3], 64, 3, "Some finite values, -5E+299 for one, are beyond the range of float32");
        AssertNumbers<float>([0.1f, 1e30f, 2, 3], 32, 3, null);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1e300)]
    public void Look_AtNumbersThatAreAllInexact_PutsOnlyTheFirstIntoWords(double number)
    {
        double[] numbers = [.. Enumerable.Repeat(number, 100_000)];
        var watch = RoundingWatch.Of(new StoredSample(SampleKind.Float, 64));
        Assert.NotNull(watch);

        long before = GC.GetAllocatedBytesForCurrentThread();
        watch.Look(MemoryMarshal.AsBytes(numbers.AsSpan()), numbers.Length, 0);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.NotNull(watch.Notice);
        Assert.InRange(allocated, 0, 100_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(23)]
    [InlineData(1000)]
    public void Read_PlainStripsWithWrongCounts_AreReadByWhatTheyHold(int count)
    {
        new DescribedTiff { Pages = 3, ByteCount = _ => count }.WriteTo(_path);
        using Volume volume = TiffReader.Open(_path).Read(0, TestContext.Current.CancellationToken);
        Assert.Equal([0, 100, 200], DescribedTiff.FirstVoxels(volume.Voxels.Span, 24).Select(voxel => (int)voxel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_StripThatReallyEndsEarly_IsCut(bool countsAreTrue)
    {
        // 12 of 24 bytes: the directory of the page begins where the rest of the strip should be.
        new DescribedTiff { Pages = 2, Strip = _ => new byte[12], ByteCount = countsAreTrue ? null : _ => 0 }.WriteTo(_path);
        TiffException fault = Assert.Throws<TiffException>(() => TiffReader.Open(_path));
        Assert.Equal(ChannelFaultKind.Corrupt, fault.Kind);
        Assert.Contains("cut short", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xC3, "lossless")]
    [InlineData(0xC9, "arithmetic-coded")]
    [InlineData(0xC5, "hierarchical")]
    public void Open_JpegOfAnotherProcess_IsUnsupportedNotCorrupt(int frame, string words)
    {
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 1, 2, 0xFF, (byte)frame, 0, 11, 8, 0, 3, 0, 4, 1, 1, 0x11, 0, 0xFF, 0xD9];
        new DescribedTiff { Bits = 8, Compression = 7, Strip = _ => jpeg }.WriteTo(_path);
        TiffException fault = Assert.Throws<TiffException>(() => TiffReader.Open(_path));
        Assert.Equal(ChannelFaultKind.Unsupported, fault.Kind);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    private void AssertNumbers<T>(T[] numbers, int bits, int format, string? notice)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        byte[] bytes = MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
        new DescribedTiff { Width = 2, Height = 2, Bits = bits, Format = format, Strip = _ => bytes }.WriteTo(_path);
        using Volume volume = TiffReader.Open(_path).Read(0, TestContext.Current.CancellationToken);

        Assert.Equal(VoxelType.Float32, volume.Type);
        Assert.Equal(
            numbers.Select(number => (float)double.CreateTruncating(number)), MemoryMarshal.Cast<byte, float>(volume.Voxels.Span).ToArray());
        if (notice is null)
        {
            Assert.Null(volume.Metadata.Notice);
        }
        else
        {
            Assert.Contains(notice, volume.Metadata.Notice, StringComparison.Ordinal);
        }
    }
}
