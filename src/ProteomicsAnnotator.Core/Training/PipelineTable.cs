using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Points;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Training;

/// <summary>The table that a pipeline made the blocks from, read by the names of its columns: one of the block, and perhaps z, y and x.</summary>
public sealed class PipelineTable
{
    private const int MostRows = 2_000_000;
    private static readonly string[] BlockNames = ["block", "block_id"];
    private static readonly string[] AxisNames = ["z", "y", "x"];

    private readonly Dictionary<BlockId, string[]> _rows = [];
    private readonly int[] _axes;

    private PipelineTable(string path, FileDigest digest, IReadOnlyList<string> header)
    {
        Path = path;
        Digest = digest;
        Header = header;
        _axes = [.. AxisNames.Select(axis => IndexOf(header, axis))];
    }

    public string Path { get; }

    /// <summary>Of the file as it was read.</summary>
    public FileDigest Digest { get; }

    /// <summary>As the file has it.</summary>
    public IReadOnlyList<string> Header { get; }

    public int RowCount => _rows.Count;

    public bool HasPositions => Array.TrueForAll(_axes, axis => axis >= 0);

    /// <summary>The blocks of its rows.</summary>
    public IReadOnlyCollection<BlockId> Blocks => _rows.Keys;

    /// <param name="path">Of the file.</param>
    /// <param name="ofPoints">Blocks are points of a volume: in place of a column of blocks there may be one of the points' ids.</param>
    /// <exception cref="StorageException">It cannot be read, or is no such table; it says what was found where.</exception>
    public static PipelineTable Read(string path, bool ofPoints = false)
    {
        byte[] bytes;
        try
        {
            bytes = RegularFile.ReadAll(path, RegularFile.MaxBytes);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(path, error);
        }

        try
        {
            return Parse(path, bytes, ofPoints);
        }
        catch (FormatException error)
        {
            throw new StorageException(path, $"it is no table of blocks: {error.Message}", error);
        }
    }

    /// <summary>The cells of the block's row; null: there is none.</summary>
    public IReadOnlyList<string>? RowOf(BlockId block) => _rows.GetValueOrDefault(block);

    /// <summary>Where the block stands, in the table's own unit; null where the table has no such row, or no number there.</summary>
    public FocusPoint? PositionOf(BlockId block)
    {
        if (!HasPositions || !_rows.TryGetValue(block, out string[]? row))
        {
            return null;
        }

        double[] numbers = [.. _axes.Select(axis => double.TryParse(row[axis], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN)];
        return Array.TrueForAll(numbers, double.IsFinite) ? new FocusPoint(numbers[0], numbers[1], numbers[2]) : null;
    }

    private static PipelineTable Parse(string path, byte[] bytes, bool ofPoints)
    {
        ReadOnlyMemory<byte> text = bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        var reader = new CsvReader(text);
        if (reader.Header.FirstOrDefault(name => reader.Header.Count(other => string.Equals(name, other, StringComparison.OrdinalIgnoreCase)) > 1) is { } twice)
        {
            throw new FormatException($"found the column {twice} twice, expected each name once");
        }

        int block = BlockNames.Select(name => IndexOf(reader.Header, name)).FirstOrDefault(index => index >= 0, -1);
        bool isId = block < 0 && ofPoints;
        block = isId ? reader.Header.ToList().FindIndex(CsvPoints.IsIdName) : block;
        if (block < 0)
        {
            throw new FormatException($"found the columns {string.Join(", ", reader.Header.Take(20))}; expected one named {string.Join(" or ", BlockNames)}{(ofPoints ? ", or id" : "")}");
        }

        var table = new PipelineTable(path, FileDigest.Of(System.IO.Path.GetFileName(path), bytes), reader.Header);
        for (int line = 2; reader.Read(); line++)
        {
            if (line - 1 > MostRows)
            {
                throw new FormatException($"found more than {MostRows.ToString("N0", CultureInfo.InvariantCulture)} rows");
            }

            string named = isId && BlockId.IsPointPart(reader.Text(block)) ? BlockId.OfPoint("", reader.Text(block)).Value : reader.Text(block);
            if (!BlockId.TryParse(named, out BlockId id, out string? reason))
            {
                throw new FormatException($"row {line.ToString(CultureInfo.InvariantCulture)} has the block \"{reader.Text(block)}\": {reason}");
            }

            if (!table._rows.TryAdd(id, [.. Enumerable.Range(0, reader.Header.Count).Select(reader.Text)]))
            {
                throw new FormatException($"row {line.ToString(CultureInfo.InvariantCulture)} has {id}, which stands in an earlier row as well; expected one row for each block");
            }
        }

        return table;
    }

    private static int IndexOf(IReadOnlyList<string> header, string name)
    {
        for (int i = 0; i < header.Count; i++)
        {
            if (header[i].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
