using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Cutting;

/// <summary>What became of a point.</summary>
/// <param name="Point">The block in the list.</param>
/// <param name="Target">The block that was written, below the folder; null: none was.</param>
public sealed record CutRow(BlockId Point, BlockId? Target)
{
    internal static readonly string[] DoneHeader = ["point", "block", "outside", "missing", "source"];

    private static readonly string[] Header =
    [
        "point", "block", "z", "y", "x", "z_um", "y_um", "x_um", "box_z", "box_y", "box_x", "level", "outside", "missing", "source", "problem",
    ];

    /// <summary>Voxels of the box that lie outside of the volume, where 0 was written.</summary>
    public long Outside { get; init; }

    /// <summary>Of the voxels inside, from 0 to 1: the largest share of a channel that was never written, or holds nothing but the fill value.</summary>
    public double Missing { get; init; }

    /// <summary>What identifies the voxels that were read, by channel.</summary>
    public string Source { get; init; } = "";

    /// <summary>Why none was written, in words; null: one was.</summary>
    public string? Problem { get; init; }

    /// <summary>The whole table, in the order of the blocks.</summary>
    /// <param name="rows">Of these blocks, which are points.</param>
    internal static ReadOnlyMemory<byte> Table(IReadOnlyList<(Block Block, CutRow Row)> rows)
    {
        var table = new CsvTable(Header, capacity: 200 * (rows.Count + 1));
        foreach ((Block block, CutRow row) in rows)
        {
            BlockPoint point = block.Point!;
            (long z, long y, long x) = point.Voxel;
            (int startZ, int startY, int startX) = point.Start;
            FocusPoint? um = point.Micrometres;
            bool isCut = row.Target is not null;
            table.Add(
            [
                row.Point.Value, row.Target?.Value, Number(z), Number(y), Number(x), CsvTable.Number(um?.Z), CsvTable.Number(um?.Y), CsvTable.Number(um?.X),
                CsvTable.Number(startZ), CsvTable.Number(startY), CsvTable.Number(startX), CsvTable.Number(point.Grid.Level),
                isCut ? Number(row.Outside) : null, isCut ? CsvTable.Number(row.Missing) : null, row.Source, row.Problem?.ReplaceLineEndings(" "),
            ]);
        }

        return table.Written;
    }

    /// <summary>As a line of the file of what is done.</summary>
    internal ReadOnlyMemory<byte> Line()
    {
        var csv = new CsvWriter(256);
        foreach (string cell in new[] { Point.Value, Target?.Value ?? "", Number(Outside), CsvTable.Number(Missing) ?? "", Source })
        {
            csv.Field(cell);
        }

        csv.EndRecord();
        return csv.Written;
    }

    /// <summary>The rows with a block, of the whole table or of what is done.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    internal static IEnumerable<CutRow> DoneOf(ReadOnlyMemory<byte> csv)
    {
        var reader = CsvReader.Exact(csv);
        int[] columns = [.. DoneHeader.Select(reader.Column)];
        while (reader.Read())
        {
            if (reader.IsEmpty(columns[1]))
            {
                continue;
            }

            if (!BlockId.TryParse(reader.Text(columns[0]), out BlockId point, out _) || !BlockId.TryParse(reader.Text(columns[1]), out BlockId target, out _)
                || !long.TryParse(reader.Text(columns[2]), NumberStyles.None, CultureInfo.InvariantCulture, out long outside)
                || !double.TryParse(reader.Text(columns[3]), NumberStyles.Float, CultureInfo.InvariantCulture, out double missing))
            {
                throw new FormatException($"found the row {reader.Text(columns[0])}, {reader.Text(columns[1])}; expected a point, a block, and numbers");
            }

            yield return new CutRow(point, target) { Outside = outside, Missing = missing, Source = reader.Text(columns[4]) };
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
