using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Predictions;
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

    /// <summary>How rows without a block were brought to blocks by their positions, in words; empty: rows name their blocks.</summary>
    public IReadOnlyList<string> Matching { get; private set; } = [];

    /// <param name="path">Of the file.</param>
    /// <param name="positions">Where blocks are: rows are of the nearest one; null: rows name their blocks.</param>
    /// <exception cref="StorageException">It cannot be read, or is no such table; it says what was found where.</exception>
    public static PipelineTable Read(string path, BlockPositions? positions = null)
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
            return Parse(path, bytes, positions);
        }
        catch (FormatException error)
        {
            throw new StorageException(path, $"it is no table of blocks: {error.Message}", error);
        }
    }

    /// <summary>The cells of the block's row; null: there is none.</summary>
    public IReadOnlyList<string>? RowOf(BlockId block) => _rows.GetValueOrDefault(block);

    /// <summary>Where the block stands, in the table's own unit; null where the table has no such row, or no number there.</summary>
    public FocusPoint? PositionOf(BlockId block) => HasPositions && _rows.TryGetValue(block, out string[]? row) ? NumbersOf(row) : null;

    private static PipelineTable Parse(string path, byte[] bytes, BlockPositions? positions)
    {
        var reader = CsvReader.Exact(bytes);
        if (reader.Header.FirstOrDefault(name => reader.Header.Count(other => string.Equals(name, other, StringComparison.OrdinalIgnoreCase)) > 1) is { } twice)
        {
            throw new FormatException($"found the column {twice} twice, expected each name once");
        }

        int block = BlockNames.Select(name => IndexOf(reader.Header, name)).FirstOrDefault(index => index >= 0, -1);
        if (block >= 0 && positions is not null)
        {
            throw new FormatException($"found the column {reader.Header[block]} and a limit of distance; expected blocks, or z, y and x alone");
        }

        if (block < 0 && positions is null)
        {
            throw new FormatException($"found the columns {string.Join(", ", reader.Header.Take(20))}; expected one named {string.Join(" or ", BlockNames)}");
        }

        var table = new PipelineTable(path, FileDigest.Of(System.IO.Path.GetFileName(path), bytes), reader.Header);
        if (positions is not null)
        {
            table.Match(reader, positions);
            return table;
        }

        for (int line = 2; reader.Read(); line++)
        {
            ThrowIfTooLong(line);

            if (!BlockId.TryParse(reader.Text(block), out BlockId id, out string? reason))
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

    /// <summary>Each row to the block that is nearest, one to one.</summary>
    private void Match(CsvReader reader, BlockPositions positions)
    {
        if (!HasPositions)
        {
            throw new FormatException($"found the columns {string.Join(", ", Header.Take(20))}; expected z, y and x");
        }

        List<string[]> rows = [];
        List<(double X, double Y, double Z)> points = [];
        for (int line = 2; reader.Read(); line++)
        {
            ThrowIfTooLong(line);
            string[] cells = [.. Enumerable.Range(0, Header.Count).Select(reader.Text)];
            points.Add(NumbersOf(cells) is { } at ? (at.X, at.Y, at.Z) : throw new FormatException($"row {line.ToString(CultureInfo.InvariantCulture)} has no numbers in z, y and x"));
            rows.Add(cells);
        }

        var match = PositionMatch.Of(points, positions);
        foreach ((int row, string[] cells) in rows.Index())
        {
            if (match.BlockOf(row) is { } block)
            {
                _rows.Add(block, cells);
            }
        }

        Matching = [.. match.Words(row => row + 2)];
    }

    private FocusPoint? NumbersOf(string[] row)
    {
        double[] numbers = [.. _axes.Select(axis => double.TryParse(row[axis], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN)];
        return Array.TrueForAll(numbers, double.IsFinite) ? new FocusPoint(numbers[0], numbers[1], numbers[2]) : null;
    }

    private static void ThrowIfTooLong(int line)
    {
        if (line - 1 > MostRows)
        {
            throw new FormatException($"found more than {MostRows.ToString("N0", CultureInfo.InvariantCulture)} rows");
        }
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
