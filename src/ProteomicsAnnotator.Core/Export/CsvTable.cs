using System.Globalization;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// A table made to be opened in a spreadsheet: a text cell that would run as a formula gets a leading apostrophe. Quoting
/// and line ends as in the wide table.
/// </summary>
internal sealed class CsvTable
{
    private readonly CsvWriter _csv;
    private readonly int _columns;

    public CsvTable(ReadOnlySpan<string?> header, int capacity = 1 << 12)
    {
        _csv = new CsvWriter(capacity);
        _columns = header.Length;
        Add(header);
        RowCount = 0;
    }

    /// <summary>Without the header.</summary>
    public int RowCount { get; private set; }

    public ReadOnlyMemory<byte> Written => _csv.Written;

    public void Add(ReadOnlySpan<string?> cells)
    {
        if (cells.Length != _columns)
        {
            throw new ArgumentException($"found {cells.Length} cells, expected {_columns}", nameof(cells));
        }

        foreach (string? cell in cells)
        {
            _csv.Field(Harmless(cell ?? ""));
        }

        _csv.EndRecord();
        RowCount++;
    }

    public static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    /// <summary>As many digits as distinguish it from every other number; empty where it is undefined.</summary>
    public static string? Number(double? value) =>
        value is { } number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : null;

    public static string Flag(bool value) => value ? "True" : "False";

    /// <summary>Spreadsheets take a cell that starts with one of these for a formula, also behind blanks.</summary>
    internal static string Harmless(string text)
    {
        // Most cells.
        if (text.Length == 0 || char.IsAsciiLetterOrDigit(text[0]))
        {
            return text;
        }

        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        bool formula = (start.Length > 0 && "=+-@＝＋－＠".Contains(start[0], StringComparison.Ordinal))
            || (text.Length > 0 && text[0] is '\t' or '\r' or '\n');
        return formula && !IsNumber(text) ? "'" + text : text;
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _);
}
