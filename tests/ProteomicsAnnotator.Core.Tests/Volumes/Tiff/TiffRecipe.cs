namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>One way of writing a stack: number type x layout x codec x container.</summary>
public sealed record TiffRecipe
{
    public required string Type { get; init; }

    public required string Codec { get; init; }

    public required int Predictor { get; init; }

    public required int Depth { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int RowsPerStrip { get; init; }

    /// <summary>0 for strips.</summary>
    public required int TileWidth { get; init; }

    public required int TileHeight { get; init; }

    public required bool BigEndian { get; init; }

    public required bool BigTiff { get; init; }

    public required int Seed { get; init; }

    public bool IsTiled => TileWidth > 0;

    public int Bits => Type switch
    {
        "uint8" or "int8" => 8,
        "uint16" or "int16" or "float16" => 16,
        "float64" or "int64" or "uint64" => 64,
        _ => 32,
    };

    /// <summary>TIFF's SampleFormat: 1 unsigned, 2 signed, 3 float.</summary>
    public int SampleFormat => Type[0] switch
    {
        'u' => 1,
        'i' => 2,
        _ => 3,
    };

    public int CompressionCode => Codec switch
    {
        "none" => 1,
        "lzw" => 5,
        "deflate" => 8,
        "packbits" => 32773,
        "lzma" => 34925,
        _ => 50000,
    };
}
