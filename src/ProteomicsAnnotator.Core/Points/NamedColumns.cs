using System.Globalization;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>Points of a table with a header. Columns go by name.</summary>
internal sealed class NamedColumns
{
    private const int MostShown = 40;
    private static readonly string[] IdNames = ["id", "cellid", "pointid"];
    private readonly string _path;
    private readonly PointsFile _columns;
    private readonly PointTable _table = new();
    private readonly IReadOnlyList<string> _header;
    private readonly int[] _axes;
    private readonly string? _tupleOrder;
    private readonly int? _id;

    /// <exception cref="SourceException">The header has not the columns that are asked for.</exception>
    private NamedColumns(string path, PointsFile columns, IReadOnlyList<string> header)
    {
        _path = path;
        _columns = columns;
        _header = header;
        ThrowIfTwice();
        _tupleOrder = columns is { Z: null, Y: null, X: null } && _header.FirstOrDefault(IsTuple) is { } tuple ? tuple.ToLowerInvariant() : null;
        _axes = _tupleOrder is null ? [Column("z", columns.Z), Column("y", columns.Y), Column("x", columns.X)] : [IndexOf(IsTuple)];
        _id = columns.Id is { } id ? Column("id", id) : IndexOf(name => IdNames.Contains(Bare(name), StringComparer.Ordinal)) is >= 0 and var found ? found : null;
        NoteColumns();
    }

    /// <param name="path">Of the table.</param>
    /// <param name="columns">What the source says of it.</param>
    /// <param name="header">Names of the columns.</param>
    /// <param name="rowsOf">The cells of each row as text, one for each name of the header; only those of the columns that it is given are read.</param>
    /// <exception cref="SourceException">It is no table of points.</exception>
    public static PointTable Read(string path, PointsFile columns, IReadOnlyList<string> header, Func<IReadOnlySet<int>, IEnumerable<List<string>>> rowsOf)
    {
        var points = new NamedColumns(path, columns, header);
        HashSet<int> used = [.. points._axes];
        used.UnionWith(points._id is { } id ? [id] : []);
        points.ReadRows(rowsOf(used));
        return points._table;
    }

    /// <summary>The same of a text file.</summary>
    /// <exception cref="SourceException">It is no table of points.</exception>
    public static PointTable ReadText(string path, PointsFile columns, Stream stream)
    {
        using var text = new StreamReader(stream, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        string first = TextLines.Read(text, path) ?? throw new SourceException(path, null, "an empty file", "a header with the names of the columns");
        char separator = CsvRecords.SeparatorOf(first);
        string[] header = [.. (new CsvRecords(new StringReader(first), path, separator).Read() ?? []).Select(name => name.Trim())];
        return Read(path, columns, header, _ => RowsOf(new CsvRecords(text, path, separator)));
    }

    private static IEnumerable<List<string>> RowsOf(CsvRecords records)
    {
        while (records.Read() is { } cells)
        {
            yield return cells;
        }
    }

    private int IndexOf(Func<string, bool> isIt) => Enumerable.Range(0, _header.Count).FirstOrDefault(i => isIt(_header[i]), -1);

    private static bool IsTuple(string name) => string.Concat(name.ToLowerInvariant().Order()) == "xyz";

    private static string Bare(string name) => name.Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private int Column(string axis, string? name)
    {
        string wanted = name ?? axis;
        int[] exact = [.. Enumerable.Range(0, _header.Count).Where(i => _header[i] == wanted)];
        int[] found = exact.Length > 0 ? exact : [.. Enumerable.Range(0, _header.Count).Where(i => _header[i].Equals(wanted, StringComparison.OrdinalIgnoreCase))];
        if (found.Length == 1)
        {
            return found[0];
        }

        string listed = string.Join(", ", _header.Take(30).Select(column => $"\"{Short(column)}\""));
        throw new SourceException(
            _path, null, found.Length == 0 ? $"the columns {listed}" : $"{found.Length} columns \"{wanted}\"", name is null
                ? $"one column \"{axis}\", or points.{axis} in {SourceFile.FileName} that says which it is"
                : $"one column \"{wanted}\", which {SourceFile.FileName} names");
    }

    /// <summary>Two columns may say two positions, and nobody would see which one was taken.</summary>
    private void ThrowIfTwice()
    {
        string[] tuples = [.. _header.Where(IsTuple)];
        string[] axes = [.. "zyx".Select(axis => _header.FirstOrDefault(name => name.Equals(axis.ToString(), StringComparison.OrdinalIgnoreCase))).OfType<string>()];
        string[] others = tuples.Length > 1 ? tuples[1..] : axes.Length == 3 ? axes : [];
        if (tuples.Length > 0 && others.Length > 0 && _columns is { Z: null, Y: null, X: null })
        {
            throw new SourceException(
                _path, null, $"the column \"{tuples[0]}\" beside {string.Join(", ", others.Select(name => $"\"{Short(name)}\""))}", $"positions in one place, or z, y and x in points of {SourceFile.FileName} that say which columns they are");
        }
    }

    private void NoteColumns()
    {
        string axes = _tupleOrder is not null ? $"\"{_header[_axes[0]]}\" holds {string.Join(", ", _tupleOrder.AsEnumerable())}" : string.Join(", ", "zyx".Zip(_axes, (axis, i) => $"{axis} is \"{_header[i]}\""));
        string id = _id is { } column ? $"the id is \"{_header[column]}\"" : "no column is the id: blocks are called by their voxel, z_y_x";
        _table.Notes.Add($"Columns: {axes}; {id}.");
        _table.MustStateUnit = _tupleOrder is null && _axes.Any(i => _header[i].StartsWith("axis-", StringComparison.OrdinalIgnoreCase));
    }

    private void ReadRows(IEnumerable<List<string>> rows)
    {
        int row = 0;
        foreach (List<string> cells in rows)
        {
            row++;
            if (row > PointTable.MostRows)
            {
                throw new SourceException(_path, null, $"more than {PointTable.MostRows:N0} rows", $"at most {PointTable.MostRows:N0}");
            }

            if (cells.Count != _header.Count)
            {
                _table.Fault(row, $"found {cells.Count} cells; expected {_header.Count}, as the header has");
            }
            else if (Coordinates(row, cells) is { } at)
            {
                _table.Add(new TableRow(row, _id is { } id ? cells[id].Trim() : null, at.Z, at.Y, at.X));
            }
        }
    }

    private (double Z, double Y, double X)? Coordinates(int row, List<string> cells)
    {
        if (_tupleOrder is null)
        {
            return Number(row, "z", cells[_axes[0]]) is { } z && Number(row, "y", cells[_axes[1]]) is { } y && Number(row, "x", cells[_axes[2]]) is { } x ? (z, y, x) : null;
        }

        string text = cells[_axes[0]].Trim();
        string[] parts = text is ['(' or '[', .., ')' or ']'] ? text[1..^1].Split(',') : [];
        if (parts.Length != 3)
        {
            _table.Fault(row, $"found \"{Short(text)}\"; expected three numbers in brackets");
            return null;
        }

        double?[] numbers = [.. parts.Select((part, i) => Number(row, _tupleOrder[i].ToString(), part))];
        return numbers is [{ }, { }, { }] ? (Of('z'), Of('y'), Of('x')) : null;

        double Of(char axis) => numbers[_tupleOrder.IndexOf(axis, StringComparison.Ordinal)]!.Value;
    }

    /// <summary>Null, and a fault, for what is no number.</summary>
    private double? Number(int row, string axis, string cell)
    {
        string text = cell.Trim();
        bool hasComma = text.Contains(',', StringComparison.Ordinal);
        if (hasComma && !_columns.IsDecimalComma)
        {
            _table.Fault(row, $"{axis} is \"{Short(text)}\", with a comma; if it is the decimal mark, write \"decimal\": \",\" into points of {SourceFile.FileName}");
            return null;
        }

        string plain = _columns.IsDecimalComma ? text.Replace(',', '.') : text;
        if (_columns.IsDecimalComma && hasComma && text.Contains('.', StringComparison.Ordinal))
        {
            plain = "";
        }

        if (double.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            return number;
        }

        _table.Fault(row, $"{axis} is \"{Short(text)}\"; expected a finite number");
        return null;
    }

    private static string Short(string text) => (text.Length > MostShown ? text[..MostShown] + "…" : text).ReplaceLineEndings(" ");
}
