using System.Buffers.Text;
using System.Text;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>Reads what <see cref="CsvWriter"/> writes, record by record; only cells that are asked for become texts.</summary>
internal sealed class CsvReader
{
    private const byte Quote = (byte)'"';

    private readonly ReadOnlyMemory<byte> _csv;
    private readonly List<(int Start, int End)> _cells = [];
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private int _at;

    /// <exception cref="FormatException">There is no header.</exception>
    public CsvReader(ReadOnlyMemory<byte> csv)
    {
        _csv = csv;
        if (!Read())
        {
            throw new FormatException("found no header");
        }

        Header = [.. Enumerable.Range(0, _cells.Count).Select(Text)];
        for (int i = 0; i < Header.Count; i++)
        {
            _columns[Header[i]] = i;
        }
    }

    public IReadOnlyList<string> Header { get; }

    /// <summary>Where the column stands.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public int Column(string name) => _columns.TryGetValue(name, out int index) ? index : throw new FormatException($"found no column {name}");

    /// <summary>Goes to the next record; false at the end.</summary>
    /// <exception cref="FormatException">It has fewer or more cells than the header, or a quote is not closed, or something stands behind it.</exception>
    public bool Read()
    {
        ReadOnlySpan<byte> csv = _csv.Span;
        if (_at >= csv.Length)
        {
            return false;
        }

        _cells.Clear();
        for (bool isLast = false; !isLast;)
        {
            int start = _at;
            int end = EndOf(csv, start);
            _cells.Add((start, end));
            if (end < csv.Length && csv[end] is not ((byte)',' or (byte)'\r' or (byte)'\n'))
            {
                throw new FormatException($"found text behind a closing quote, at byte {end}");
            }

            isLast = end >= csv.Length || csv[end] != (byte)',';
            _at = end + (csv[Math.Min(end, csv.Length)..] is [(byte)'\r', (byte)'\n', ..] ? 2 : 1);
        }

        return Header is null || _cells.Count == Header.Count
            ? true
            : throw new FormatException($"found {_cells.Count} cells, expected {Header.Count}");
    }

    public bool IsEmpty(int column) => _cells[column].Start == _cells[column].End;

    public bool Is(int column, ReadOnlySpan<byte> text) => _csv.Span[_cells[column].Start.._cells[column].End].SequenceEqual(text);

    public string Text(int column)
    {
        ReadOnlySpan<byte> cell = _csv.Span[_cells[column].Start.._cells[column].End];
        return cell is [Quote, .. var inner, Quote]
            ? Encoding.UTF8.GetString(inner).Replace("\"\"", "\"", StringComparison.Ordinal)
            : Encoding.UTF8.GetString(cell);
    }

    /// <summary>Null for an empty cell.</summary>
    /// <exception cref="FormatException">It is no whole number.</exception>
    public int? Number(int column)
    {
        ReadOnlySpan<byte> cell = _csv.Span[_cells[column].Start.._cells[column].End];
        return cell.IsEmpty ? null
            : Utf8Parser.TryParse(cell, out int number, out int used) && used == cell.Length ? number
            : throw new FormatException($"found {Text(column)}, expected a whole number");
    }

    /// <summary>Behind the cell: a comma, a line end, or the end of all.</summary>
    private static int EndOf(ReadOnlySpan<byte> csv, int start)
    {
        if (start < csv.Length && csv[start] == Quote)
        {
            for (int i = start + 1; i < csv.Length; i++)
            {
                if (csv[i] == Quote)
                {
                    if (i + 1 < csv.Length && csv[i + 1] == Quote)
                    {
                        i++;
                        continue;
                    }

                    return i + 1;
                }
            }

            throw new FormatException("found a quote that is not closed");
        }

        int length = csv[start..].IndexOfAny((byte)',', (byte)'\r', (byte)'\n');
        return length < 0 ? csv.Length : start + length;
    }
}
