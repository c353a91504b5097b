using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Predictions;

namespace ProteomicsAnnotator.App.Commands.Models;

/// <summary>How rows of a table say where they are, and how near the block of one has to be.</summary>
internal sealed record PositionArguments
{
    public const string Usage = "--within MICROMETRES and --voxels, --voxel-size X,Y,Z or --micrometres";
    private const double MostMicrometres = 1e9;

    public double? Within { get; private init; }

    /// <summary>In voxels of the finest level, whose size the store says.</summary>
    public bool InVoxels { get; private init; }

    public bool InMicrometres { get; private init; }

    /// <summary>In voxels of this size in micrometres.</summary>
    public (double X, double Y, double Z)? VoxelSize { get; private init; }

    public string? Fault { get; private init; }

    public bool HasUnit => InVoxels || InMicrometres || VoxelSize is not null;

    /// <summary>Micrometres for one step along x, y and z in a table of positions; null: nothing says it.</summary>
    public (double X, double Y, double Z)? Step => InMicrometres ? (1, 1, 1) : VoxelSize;

    /// <summary>A word without a value. Null: it is none of these.</summary>
    public PositionArguments? With(string word) => word switch
    {
        "--voxels" => WithUnit(this with { InVoxels = true }, word),
        "--micrometres" => WithUnit(this with { InMicrometres = true }, word),
        _ => null,
    };

    /// <summary>Null: it is none of these.</summary>
    public PositionArguments? With(string name, string? value) => name switch
    {
        "--within" when Micrometres(value) is { } within => this with { Within = within },
        "--voxel-size" when value?.Split(',') is [var x, var y, var z] && Micrometres(x) is { } sizeX && Micrometres(y) is { } sizeY && Micrometres(z) is { } sizeZ =>
            WithUnit(this with { VoxelSize = (sizeX, sizeY, sizeZ) }, name),
        "--within" or "--voxel-size" => this with { Fault = $"{name} {value}".TrimEnd() },
        _ => null,
    };

    /// <summary>Where blocks are that are points of a volume.</summary>
    /// <exception cref="FormatException">They are none, or the size of a voxel is not known, in words.</exception>
    public BlockPositions OfPoints(IReadOnlyList<Block> blocks) => BlockPositions.OfPoints(blocks, InMicrometres, VoxelSize, Within!.Value);

    private PositionArguments WithUnit(PositionArguments with, string word) => HasUnit ? this with { Fault = $"{word} beside another unit of positions" } : with;

    private static double? Micrometres(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= MostMicrometres ? value : null;
}
