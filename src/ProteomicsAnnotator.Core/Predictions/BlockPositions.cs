using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>Where the centres of blocks are, and how far a row may be from one.</summary>
/// <param name="Blocks">Each once.</param>
/// <param name="Centres">At the same places; in voxels or in micrometres, as the rows are.</param>
/// <param name="Unit">Micrometres for one step along x, y and z: the size of a voxel, or 1 where positions are in micrometres.</param>
/// <param name="Within">Micrometres.</param>
public sealed record BlockPositions(IReadOnlyList<BlockId> Blocks, IReadOnlyList<(double X, double Y, double Z)> Centres, (double X, double Y, double Z) Unit, double Within)
{
    /// <summary>Share that two sizes may differ by: they are written with few digits.</summary>
    private const double SameSize = 1e-4;

    /// <summary>How they were found, in words; null: by a table.</summary>
    public string? Words { get; private init; }

    /// <summary>The own positions of blocks that are boxes around points of a volume.</summary>
    /// <param name="blocks">Of the data root.</param>
    /// <param name="isInMicrometres">Rows are in micrometres of the store; otherwise in voxels of its finest level, counted as the source counts its points.</param>
    /// <param name="voxelSize">Micrometres along x, y and z, where the store gives none; null: as the store says.</param>
    /// <param name="within">As <see cref="Within"/>.</param>
    /// <exception cref="FormatException">No block is a point, or the size of a voxel is not known, in words.</exception>
    public static BlockPositions OfPoints(IReadOnlyList<Block> blocks, bool isInMicrometres, (double X, double Y, double Z)? voxelSize, double within)
    {
        Block[] points = [.. blocks.Where(block => block.Point is not null)];
        if (points.Length == 0)
        {
            throw new FormatException("its blocks are no points of a volume, so they have no position of their own: --positions FILE says where they are, with block, x, y and z");
        }

        PointGrid grid = points[0].Point!.Grid;
        (double X, double Y, double Z)? stored = (grid.X.ScaleUm, grid.Y.ScaleUm, grid.Z.ScaleUm) is ({ } x, { } y, { } z) ? (x, y, z) : null;
        if (isInMicrometres && stored is null)
        {
            throw new FormatException("the store gives no voxel size in a known unit, so nothing has a place in micrometres: give positions in voxels, and --voxel-size X,Y,Z");
        }

        if (stored is { } said && voxelSize is { } stated && !(IsAlike(said.X, stated.X) && IsAlike(said.Y, stated.Y) && IsAlike(said.Z, stated.Z)))
        {
            throw new FormatException($"--voxel-size is {Shown(stated)}, and the store says {Shown(said)} micrometres along x, y and z: --voxels takes what it says");
        }

        (double X, double Y, double Z) size = stored ?? voxelSize ?? throw new FormatException("the store gives no voxel size in a known unit, and distances are in micrometres: --voxel-size X,Y,Z says it");
        return new BlockPositions(
            [.. points.Select(block => block.Id)],
            [.. points.Select(block => isInMicrometres ? block.Point!.Micrometres!.Value : block.Point!.Position).Select(at => (at.X, at.Y, at.Z))],
            isInMicrometres ? (1, 1, 1) : size,
            within)
        {
            Words = $"blocks are where their points are; rows are in {(isInMicrometres ? "micrometres of the store" : $"voxels of its finest level, {Shown(size)} micrometres along x, y and z")}",
        };
    }

    /// <param name="csv">A table with block, x, y and z.</param>
    /// <param name="unit">As <see cref="Unit"/>.</param>
    /// <param name="within">As <see cref="Within"/>.</param>
    /// <exception cref="FormatException">It is no such table, in words.</exception>
    public static BlockPositions Read(ReadOnlyMemory<byte> csv, (double X, double Y, double Z) unit, double within)
    {
        var reader = CsvReader.Foreign(csv);
        var columns = PredictionColumns.OfPositions(reader.Header);
        var lines = new Dictionary<BlockId, int>();
        List<BlockId> blocks = [];
        List<(double, double, double)> centres = [];
        while (reader.Read())
        {
            string name = reader.Text(columns.Block!.Value);
            if (!BlockId.TryParse(name, out BlockId block))
            {
                throw reader.Fault($"\"{name}\" is no block; expected {BlockId.Examples}");
            }

            if (!lines.TryAdd(block, reader.Line) || blocks.Count >= PredictionReader.MostRows)
            {
                throw reader.Fault(blocks.Count >= PredictionReader.MostRows ? $"more than {PredictionReader.MostRows} rows" : $"{block} stands in line {lines[block]} already");
            }

            blocks.Add(block);
            centres.Add(columns.Axes is { } axes
                ? (reader.Number(axes.X), reader.Number(axes.Y), reader.Number(axes.Z))
                : PredictionReader.TripleIn(reader, columns.Triple!.Value));
        }

        return new BlockPositions(blocks, centres, unit, within);
    }

    private static bool IsAlike(double one, double other) => Math.Abs(one - other) <= SameSize * Math.Max(Math.Abs(one), Math.Abs(other));

    private static string Shown((double X, double Y, double Z) size) => string.Create(CultureInfo.InvariantCulture, $"{size.X:0.######} x {size.Y:0.######} x {size.Z:0.######}");
}
