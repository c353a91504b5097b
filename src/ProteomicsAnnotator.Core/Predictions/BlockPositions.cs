using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>Where the centres of blocks are, and how far a row may be from one.</summary>
/// <param name="Blocks">Each once.</param>
/// <param name="Centres">At the same places; in voxels or in micrometres, as the rows are.</param>
/// <param name="Unit">Micrometres for one step along x, y and z: the size of a voxel, or 1 where positions are in micrometres.</param>
/// <param name="Within">Micrometres.</param>
public sealed record BlockPositions(IReadOnlyList<BlockId> Blocks, IReadOnlyList<(double X, double Y, double Z)> Centres, (double X, double Y, double Z) Unit, double Within)
{
    /// <param name="csv">A table with block, x, y and z.</param>
    /// <param name="unit">As <see cref="Unit"/>.</param>
    /// <param name="within">As <see cref="Within"/>.</param>
    /// <exception cref="FormatException">It is no such table, in words.</exception>
    public static BlockPositions Read(ReadOnlyMemory<byte> csv, (double X, double Y, double Z) unit, double within)
    {
        var reader = new DelimitedReader(csv);
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
}
