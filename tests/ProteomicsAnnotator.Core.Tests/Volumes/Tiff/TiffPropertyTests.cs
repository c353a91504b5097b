using System.Runtime.InteropServices;
using CsCheck;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

public sealed class TiffPropertyTests : IDisposable
{
    private static readonly string[] Types =
        ["uint8", "uint16", "float32", "int8", "int16", "int32", "uint32", "int64", "uint64", "float16", "float64"];

    private static readonly string[] Codecs = ["none", "lzw", "deflate", "packbits", "lzma", "zstd"];
    private readonly string _folder = Directory.CreateTempSubdirectory("tiff-property-").FullName;

    private static Gen<TiffRecipe> Recipes =>
        from type in OneOf(Types)
        from codec in OneOf(Codecs)
        from predictor in Gen.Int[1, type[0] == 'f' ? 3 : 2]
        from depth in Gen.Int[1, 4]
        from height in Gen.Int[1, 70]
        from width in Gen.Int[1, 70]
        from rows in Gen.Int[1, 80]
        from tile in OneOf((0, 0), (16, 16), (32, 16), (16, 48), (128, 64))
        from bigEndian in Gen.Bool
        from bigTiff in Gen.Bool
        from seed in Gen.Int
        select new TiffRecipe
        {
            Type = type,
            Codec = codec,
            Predictor = codec is "none" or "packbits" ? 1 : predictor,
            Depth = depth,
            Height = height,
            Width = width,
            RowsPerStrip = rows,
            TileWidth = tile.Item1,
            TileHeight = tile.Item2,
            BigEndian = bigEndian,
            BigTiff = bigTiff,
            Seed = seed,
        };

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_AnyTypeLayoutCodecAndByteOrder_GivesTheNumbersWritten() => Recipes.Sample(
        recipe =>
        {
            byte[] numbers = Numbers(recipe);
            string path = Path.Combine(_folder, $"{Guid.NewGuid():N}.tif");
            File.WriteAllBytes(path, TiffEncoder.Encode(recipe, numbers));
            var reader = TiffReader.Open(path);
            VolumeChannel channel = Assert.Single(reader.Channels);
            Assert.Equal(new VolumeShape(recipe.Depth, recipe.Height, recipe.Width), channel.Shape);
            Assert.Equal(recipe.Type, channel.Metadata.StoredType);
            Assert.True(Expected(recipe, numbers).AsSpan().SequenceEqual(GoldenVectors.Voxels(reader)));
            File.Delete(path);
        },
        iter: 1500,
        print: recipe => $"{recipe}");

    /// <summary>Runs and noise; floats are small numbers, so that every bit pattern has one meaning.</summary>
    private static byte[] Numbers(TiffRecipe recipe)
    {
        var random = new Random(recipe.Seed);
        int count = recipe.Depth * recipe.Height * recipe.Width;
        byte[] bytes = new byte[count * recipe.Bits / 8];
        double value = 0;
        for (int i = 0; i < count; i++)
        {
            value = random.Next(4) == 0 ? random.Next(256) : value;
            Span<byte> number = bytes.AsSpan(i * recipe.Bits / 8);
            switch (recipe.Type)
            {
                case "float16":
                    MemoryMarshal.Write(number, (Half)(value - 100.5));
                    break;
                case "float32":
                    MemoryMarshal.Write(number, (float)(value * 1.7));
                    break;
                case "float64":
                    MemoryMarshal.Write(number, value / 3);
                    break;
                default:
                    number[..(recipe.Bits / 8)].Fill((byte)value);
                    break;
            }
        }

        return bytes;
    }

    private static byte[] Expected(TiffRecipe recipe, byte[] numbers) => recipe.Type switch
    {
        "int8" => Floats(MemoryMarshal.Cast<byte, sbyte>(numbers).ToArray().Select(n => (float)n)),
        "int16" => Floats(MemoryMarshal.Cast<byte, short>(numbers).ToArray().Select(n => (float)n)),
        "int32" => Floats(MemoryMarshal.Cast<byte, int>(numbers).ToArray().Select(n => (float)n)),
        "uint32" => Floats(MemoryMarshal.Cast<byte, uint>(numbers).ToArray().Select(n => (float)n)),
        "int64" => Floats(MemoryMarshal.Cast<byte, long>(numbers).ToArray().Select(n => (float)n)),
        "uint64" => Floats(MemoryMarshal.Cast<byte, ulong>(numbers).ToArray().Select(n => (float)n)),
        "float16" => Floats(MemoryMarshal.Cast<byte, Half>(numbers).ToArray().Select(n => (float)n)),
        "float64" => Floats(MemoryMarshal.Cast<byte, double>(numbers).ToArray().Select(n => (float)n)),
        _ => numbers,
    };

    private static byte[] Floats(IEnumerable<float> numbers) =>
        MemoryMarshal.AsBytes<float>(numbers.ToArray()).ToArray();
}
