using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>Points of a NumPy array of shape (N, 3). Its columns have no names, so the source has to say which they are.</summary>
internal static class NpyPoints
{
    /// <exception cref="SourceException">It is no such array, or its order is not stated.</exception>
    public static PointTable Read(string path, PointsFile columns, FileStream stream)
    {
        try
        {
            if (!NpyHeader.TryRead(stream, out NpyHeader? header, out string? fault))
            {
                throw new SourceException(path, null, $"what is no array of points ({fault.TrimEnd('.')})", "a NumPy array of shape (N, 3)");
            }

            if (header.Shape is not [var rows and <= PointTable.MostRows, 3])
            {
                throw new SourceException(path, null, $"an array of shape ({string.Join(", ", header.Shape)})", $"shape (N, 3), with N at most {PointTable.MostRows}");
            }

            if (columns.Order is not { } order)
            {
                throw new SourceException(path, null, "three columns without names", $"\"order\" in points of {SourceFile.FileName}, such as [\"z\", \"y\", \"x\"]");
            }

            return TableOf(header.ReadNumbers(stream), rows, header.IsFortranOrder, order);
        }
        catch (EndOfStreamException e)
        {
            throw new SourceException(path, null, "a file that ends before its last number", "all numbers of its shape", e);
        }
    }

    private static PointTable TableOf(double[] numbers, int rows, bool byColumns, IReadOnlyList<string> order)
    {
        var table = new PointTable();
        int[] axes = [IndexOf("z"), IndexOf("y"), IndexOf("x")];
        for (int i = 0; i < rows; i++)
        {
            table.Add(new TableRow(i + 1, null, At(i, axes[0]), At(i, axes[1]), At(i, axes[2])));
        }

        table.Notes.Add($"Columns: {string.Join(", ", order)}, as {SourceFile.FileName} says; blocks are called by their voxel, z_y_x.");
        return table;

        int IndexOf(string axis) => order[0] == axis ? 0 : order[1] == axis ? 1 : 2;

        double At(int row, int column) => numbers[byColumns ? (column * rows) + row : (row * 3) + column];
    }
}
