using System.Buffers.Binary;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>Whatever a segment lacks must not be filled by what the memory held before: another block's voxels.</summary>
public sealed class ShortSegmentTests : IDisposable
{
    private const byte Old = 0xA5;
    private const int Width = 16;
    private const int Height = 8;
    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<string> Readable => [.. GoldenVectors.Readable];

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("lzw", 5)]
    [InlineData("deflate", 8)]
    [InlineData("deflate", 32946)]
    [InlineData("packbits", 32773)]
    [InlineData("lzma", 34925)]
    [InlineData("zstd", 50000)]
    [InlineData("zstd", 34926)]
    public void Read_SoundStreamOfOneByteLess_IsCorrupt(string codec, int code)
    {
        byte[] numbers = [.. Enumerable.Range(1, Width * Height).Select(i => (byte)i)];
        AssertVoxels(codec, code, numbers);

        WriteTo(codec, code, numbers[..^1]);

        var pool = DirtyPool(Width * Height);
        TiffException fault = Assert.Throws<TiffException>(() => ReadAll(pool));
        Assert.Equal(ChannelFaultKind.Corrupt, fault.Kind);
        Assert.Equal(0, pool.Lent);
    }

    [Fact]
    public void Read_SoundJpegOfOneRowLess_IsCorrupt()
    {
        byte[] file = File.ReadAllBytes(GoldenVectors.Path("jpeg-strips.tif"));
        for (int at = (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4)); at != 0;)
        {
            int entries = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));
            for (int i = 0; i < entries; i++)
            {
                Span<byte> entry = file.AsSpan(at + 2 + (12 * i), 12);
                if (BinaryPrimitives.ReadUInt16LittleEndian(entry) is 257 or 278)
                {
                    entry[8]++;
                }
            }

            at = (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 2 + (12 * entries)));
        }

        File.WriteAllBytes(_path, file);
        TiffException fault = Assert.Throws<TiffException>(() => ReadAll(DirtyPool(48 * 41)));
        Assert.Equal(ChannelFaultKind.Corrupt, fault.Kind);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(100)]
    [InlineData(400)]
    public void Read_JpegWhoseDataEndEarly_IsCorrupt(int missing)
    {
        byte[] file = File.ReadAllBytes(GoldenVectors.Path("jpeg-strips.tif"));
        int directory = (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4));
        for (int i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(directory)); i++)
        {
            Span<byte> entry = file.AsSpan(directory + 2 + (12 * i), 12);
            if (BinaryPrimitives.ReadUInt16LittleEndian(entry) == 279)
            {
                BinaryPrimitives.WriteInt32LittleEndian(entry[8..], BinaryPrimitives.ReadInt32LittleEndian(entry[8..]) - missing);
            }
        }

        File.WriteAllBytes(_path, file);
        TiffException fault = Assert.Throws<TiffException>(() => ReadAll(DirtyPool(48 * 40)));
        Assert.Equal(ChannelFaultKind.Corrupt, fault.Kind);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void Read_IntoUsedMemory_LeavesNothingOfIt(string name)
    {
        var reader = TiffReader.Open(GoldenVectors.Path(name));
        for (int c = 0; c < reader.Channels.Count; c++)
        {
            VolumeChannel channel = reader.Channels[c];
            int bytes = (int)channel.Shape.Voxels * channel.Type.Bytes();
            using Volume ones = reader.Read(c, Pool(bytes, 0xFF), TestContext.Current.CancellationToken);
            using Volume old = reader.Read(c, Pool(bytes, Old), TestContext.Current.CancellationToken);
            using Volume plane = reader.ReadPlane(c, channel.Shape.Depth - 1, Pool(bytes / channel.Shape.Depth, Old), TestContext.Current.CancellationToken);
            Assert.True(ones.Voxels.Span.SequenceEqual(old.Voxels.Span));
            Assert.True(ones.Voxels.Span[^plane.Voxels.Length..].SequenceEqual(plane.Voxels.Span));
        }
    }

    /// <summary>RFC 1950: the second byte makes the header a multiple of 31; bit 5 asks for a dictionary that no TIFF has.</summary>
    [Fact]
    public void Read_EveryHeaderOfAZlibStream_GivesTheVoxelsOrIsCorrupt()
    {
        byte[] numbers = [.. Enumerable.Range(1, Width * Height).Select(i => (byte)i)];
        WriteTo("deflate", 8, numbers);
        byte[] file = File.ReadAllBytes(_path);
        int at = Enumerable.Range(0, file.Length - 1).First(i => file[i] == 0x78 && ((file[i] << 8) | file[i + 1]) % 31 == 0);
        int read = 0;
        for (int header = 0; header < 65_536; header += 31)
        {
            BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at), (ushort)header);
            File.WriteAllBytes(_path, file);
            try
            {
                Assert.Equal(numbers, ReadAll(DirtyPool(numbers.Length)));
                read++;
            }
            catch (TiffException fault)
            {
                Assert.Equal(ChannelFaultKind.Corrupt, fault.Kind);
            }
        }

        Assert.InRange(read, 1, 100);
    }

    [Fact]
    public void Read_PackBitsWithTheCodeThatMeansNothing_PassesOverIt()
    {
        byte[] numbers = [.. Enumerable.Repeat((byte)7, Width * Height)];
        byte[] coded = [0x80, unchecked((byte)-127), 7, 0x80, 0x80];
        new DescribedTiff { Width = Width, Height = Height, Bits = 8, Compression = 32773, Strip = _ => coded }.WriteTo(_path);
        Assert.Equal(numbers, ReadAll(DirtyPool(numbers.Length)));
    }

    private static VoxelPool DirtyPool(int bytes) => Pool(bytes, Old);

    private static VoxelPool Pool(int bytes, byte content)
    {
        var pool = new VoxelPool(long.MaxValue);
        VoxelBuffer buffer = pool.Rent(bytes);
        buffer.Bytes.AsSpan().Fill(content);
        buffer.Release();
        return pool;
    }

    private void AssertVoxels(string codec, int code, byte[] numbers)
    {
        WriteTo(codec, code, numbers);
        Assert.Equal(numbers, ReadAll(DirtyPool(numbers.Length)));
    }

    private byte[] ReadAll(VoxelPool pool)
    {
        using Volume volume = TiffReader.Open(_path).Read(0, pool, TestContext.Current.CancellationToken);
        return volume.Voxels.ToArray();
    }

    private void WriteTo(string codec, int code, byte[] numbers)
    {
        var recipe = new TiffRecipe
        {
            Type = "uint8",
            Codec = codec,
            Predictor = 1,
            Depth = 1,
            Height = Height,
            Width = Width,
            RowsPerStrip = Height,
            TileWidth = 0,
            TileHeight = 0,
            BigEndian = false,
            BigTiff = false,
            Seed = 0,
        };
        byte[] coded = SegmentEncoder.Encode(recipe, numbers, Width);
        new DescribedTiff { Width = Width, Height = Height, Bits = 8, Compression = code, Strip = _ => coded }.WriteTo(_path);
    }
}
