using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>Points of a Parquet table: columns of numbers and texts, by name.</summary>
internal static class ParquetPoints
{
    /// <exception cref="SourceException">It is no table of points, or broken.</exception>
    public static PointTable Read(string path, PointsFile columns, FileStream stream)
    {
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        try
        {
            var table = ParquetTable.Open(bytes);
            return NamedColumns.Read(path, columns, table.Names, table.Rows);
        }
        catch (FormatException fault)
        {
            throw new SourceException(path, fault);
        }
    }
}
