using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>Reads a table of points by the ending of its name.</summary>
internal static class TableReader
{
    private const long MaxBytes = 1L << 30;

    /// <summary>A tree of JSON takes many times its file.</summary>
    private const long MaxJsonBytes = 64L << 20;

    /// <param name="path">Of the file.</param>
    /// <param name="columns">What the source says of it.</param>
    /// <param name="time">Index along t that the source shows.</param>
    /// <exception cref="SourceException">It is no table of points.</exception>
    /// <exception cref="StorageException">The share did not give it.</exception>
    public static PointTable Read(string path, PointsFile columns, int time)
    {
        string ending = Path.GetExtension(path).ToLowerInvariant();
        try
        {
            if (ending == ".json")
            {
                return ReadState(path, columns, time);
            }

            using FileStream stream = SourceFile.Open(path, ending == ".parquet" ? ParquetPoints.MaxBytes : MaxBytes);
            return ending switch
            {
                ".csv" or ".tsv" or ".txt" => NamedColumns.ReadText(path, columns, stream),
                ".npy" => NpyPoints.Read(path, columns, stream),
                ".xml" => CellfinderXml.Read(path, stream),
                ".yml" or ".yaml" => CellfinderYaml.Read(path, stream),
                ".parquet" => ParquetPoints.Read(path, columns, stream),
                _ => throw new SourceException(path, null, $"the ending \"{ending}\"", ".csv, .tsv, .txt, .parquet, .npy, .xml or .yml of cellfinder, or .json of Neuroglancer"),
            };
        }
        catch (Exception e) when (e is not StorageException && StorageFault.IsFileError(e))
        {
            throw StorageException.From(path, e);
        }
    }

    private static PointTable ReadState(string path, PointsFile columns, int time)
    {
        try
        {
            return NeuroglancerPoints.Read(SourceFile.ReadJson(path, MaxJsonBytes), columns, time);
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair, which is met only where the text is used.
            throw new SourceException(path, null, $"a text that is none ({e.Message.TrimEnd('.')})", "a Neuroglancer state", e);
        }
    }
}
