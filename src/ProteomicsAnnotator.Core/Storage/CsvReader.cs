using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// Reads a table, record by record; only cells that are asked for become texts. One of our own exports: cells between commas, blanks are part of
/// them, every line is a record. One that another program wrote: cells between commas, semicolons or tabs, whichever the header has most of, without
/// the blanks at their ends; empty lines are passed over. Both: cells in double quotes with quotes doubled; any line end; with or without a byte order
/// mark. Whatever does not fit is a <see cref="FormatException"/> that names the line.
/// </summary>
internal sealed class CsvReader
{
    private const byte Quote = (byte)'"';
    private const int MostColumns = 1000;
    private const int MostCellBytes = 64 * 1024;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create((byte)'\r', (byte)'\n');

    private readonly ReadOnlyMemory<byte> _text;
    private readonly byte _separator;
    private readonly bool _isForeign;
    private readonly List<(int Start, int End, bool IsQuoted)> _cells = [];
    private int _at;
    private int _nextLine = 1;

    private CsvReader(ReadOnlyMemory<byte> text, bool isForeign)
    {
        _isForeign = isForeign;
        ReadOnlySpan<byte> bytes = text.Span;
        if (ParquetTable.Is(bytes))
        {
            throw new FormatException("it is a Parquet file, which is not read here: write the table as CSV");
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || bytes[..Math.Min(bytes.Length, MostCellBytes)].Contains((byte)0))
        {
            throw new FormatException("it is no text in UTF-8: save it as \"CSV UTF-8\"");
        }

        _text = text;
        _at = bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        _separator = isForeign ? SeparatorOf(bytes[_at..]) : (byte)',';
        Header = Read() ? [.. Enumerable.Range(0, _cells.Count).Select(Text)] : throw new FormatException("found no header");
    }

    /// <summary>A table whose cells stay as they are: one of our own exports, or one that is written on as it was.</summary>
    /// <exception cref="FormatException">There is no header, or it is no text.</exception>
    public static CsvReader Exact(ReadOnlyMemory<byte> text) => new(text, isForeign: false);

    /// <summary>A table that another program wrote, as text or as Parquet; the first row of a Parquet table is line 2.</summary>
    /// <exception cref="FormatException">There is no header, or it is neither.</exception>
    public static CsvReader Foreign(ReadOnlyMemory<byte> file) => ParquetTable.Is(file.Span) ? new(ParquetTable.ToCsv(file.ToArray()), isForeign: true) { Form = "a Parquet table" } : new(file, isForeign: true);

    /// <summary>Names of the columns, as written.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>What the table is, in words.</summary>
    public string Form
    {
        get => field ?? $"cells between {_separator switch { (byte)';' => "semicolons", (byte)'\t' => "tabs", _ => "commas" }}";
        private init;
    }

    /// <summary>Of the record, 1 for the first line of the file.</summary>
    public int Line { get; private set; }

    /// <summary>Where the column stands.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public int Column(string name)
    {
        for (int i = 0; i < Header.Count; i++)
        {
            if (Header[i] == name)
            {
                return i;
            }
        }

        throw new FormatException($"found no column {name}");
    }

    /// <summary>Goes to the next record; false at the end.</summary>
    /// <exception cref="FormatException">It has fewer or more cells than the header, or a quote that is not closed.</exception>
    public bool Read()
    {
        ReadOnlySpan<byte> text = _text.Span;
        while (_isForeign && _at < text.Length && text[_at] is (byte)'\r' or (byte)'\n')
        {
            SkipLineEnd(text);
        }

        if (_at >= text.Length)
        {
            return false;
        }

        Line = _nextLine;
        _cells.Clear();
        while (AddCell(text))
        {
        }

        return Header is null || _cells.Count == Header.Count
            ? true
            : throw Fault($"found {Counted.Of(_cells.Count, "cell")}, expected {Header.Count} as the header has");
    }

    public bool IsEmpty(int column) => _cells[column].Start == _cells[column].End;

    public bool Is(int column, ReadOnlySpan<byte> text) => _text.Span[_cells[column].Start.._cells[column].End].SequenceEqual(text);

    public string Text(int column)
    {
        (int start, int end, bool isQuoted) = _cells[column];
        string text = Encoding.UTF8.GetString(_text.Span[start..end]);
        string plain = isQuoted ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
        return _isForeign && isQuoted ? plain.Trim() : plain;
    }

    /// <summary>A finite number.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public double Number(int column)
    {
        (int start, int end, _) = _cells[column];
        ReadOnlySpan<byte> cell = _text.Span[start..end];
        return Utf8Parser.TryParse(cell, out double number, out int used) && used == cell.Length && double.IsFinite(number)
            ? number
            : throw Fault($"column \"{Header[column]}\" has \"{Text(column)}\", expected a number{(cell.Contains((byte)',') ? " with a decimal point: decimal commas are not read" : "")}");
    }

    /// <summary>Null for an empty cell.</summary>
    /// <exception cref="FormatException">It is no whole number.</exception>
    public int? WholeNumber(int column)
    {
        (int start, int end, _) = _cells[column];
        return start == end ? null
            : Utf8Parser.TryParse(_text.Span[start..end], out int number, out int used) && used == end - start ? number
            : throw Fault($"found {Text(column)}, expected a whole number");
    }

    public FormatException Fault(string words) => new(string.Create(CultureInfo.InvariantCulture, $"line {Line}: {words}"));

    private static byte SeparatorOf(ReadOnlySpan<byte> text)
    {
        (int commas, int semicolons, int tabs, bool isQuoted) = (0, 0, 0, false);
        foreach (byte one in text)
        {
            if (one is (byte)'\r' or (byte)'\n' && !isQuoted && commas + semicolons + tabs > 0)
            {
                break;
            }

            isQuoted ^= one == Quote;
            commas += one == (byte)',' && !isQuoted ? 1 : 0;
            semicolons += one == (byte)';' && !isQuoted ? 1 : 0;
            tabs += one == (byte)'\t' && !isQuoted ? 1 : 0;
        }

        return tabs > Math.Max(commas, semicolons) ? (byte)'\t' : semicolons > commas ? (byte)';' : (byte)',';
    }

    /// <summary>False: it was the last one of its record.</summary>
    private bool AddCell(ReadOnlySpan<byte> text)
    {
        SkipBlanks(text);
        bool isQuoted = _at < text.Length && text[_at] == Quote;
        int start = isQuoted ? _at + 1 : _at;
        int end = isQuoted ? QuotedEnd(text, start) : PlainEnd(text, start);
        if (_isForeign && (end - start > MostCellBytes || _cells.Count >= MostColumns))
        {
            throw Fault(_cells.Count >= MostColumns ? $"more than {MostColumns} columns" : $"a cell of more than {MostCellBytes} bytes");
        }

        _cells.Add((start, end, isQuoted));
        if (_at < text.Length && text[_at] == _separator)
        {
            _at++;
            return true;
        }

        SkipLineEnd(text);
        return false;
    }

    private int PlainEnd(ReadOnlySpan<byte> text, int start)
    {
        int length = text[start..].IndexOfAny(_separator, (byte)'\r', (byte)'\n');
        _at = length < 0 ? text.Length : start + length;
        int end = _at;
        while (_isForeign && end > start && text[end - 1] == (byte)' ')
        {
            end--;
        }

        return end;
    }

    /// <summary>Leaves <see cref="_at"/> at what ends the cell.</summary>
    private int QuotedEnd(ReadOnlySpan<byte> text, int start)
    {
        int end = start;
        while (end < text.Length && (text[end] != Quote || (end + 1 < text.Length && text[end + 1] == Quote)))
        {
            _nextLine += text[end] == (byte)'\n' ? 1 : 0;
            end += text[end] == Quote ? 2 : 1;
        }

        if (end >= text.Length)
        {
            throw Fault("found a quote that is not closed");
        }

        _at = end + 1;
        SkipBlanks(text);

        return _at >= text.Length || text[_at] == _separator || LineEnds.Contains(text[_at]) ? end : throw Fault("found text behind a closed quote");
    }

    private void SkipBlanks(ReadOnlySpan<byte> text)
    {
        while (_isForeign && _at < text.Length && text[_at] == (byte)' ')
        {
            _at++;
        }
    }

    private void SkipLineEnd(ReadOnlySpan<byte> text)
    {
        if (_at < text.Length)
        {
            _at += text[_at] == (byte)'\r' && _at + 1 < text.Length && text[_at + 1] == (byte)'\n' ? 2 : 1;
            _nextLine++;
        }
    }
}
