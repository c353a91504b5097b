using System.Text;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>Records of a text table, whoever wrote it: cells in quotes or not, lines ended by LF or CRLF, empty lines passed over.</summary>
internal sealed class CsvRecords
{
    private const int MostCharacters = 1 << 20;
    private const int MostCells = 4096;
    private readonly TextReader _text;
    private readonly string _path;
    private readonly StringBuilder _cell = new();
    private int _characters;

    public CsvRecords(TextReader text, string path, char separator)
    {
        _text = text;
        _path = path;
        Separator = separator;
    }

    public char Separator { get; }

    /// <summary>Of the character that stands most often outside of quotes in the first line.</summary>
    public static char SeparatorOf(string header)
    {
        bool isQuoted = false;
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0 };
        foreach (char c in header)
        {
            isQuoted ^= c == '"';
            if (!isQuoted && counts.TryGetValue(c, out int count))
            {
                counts[c] = count + 1;
            }
        }

        return counts.MaxBy(pair => pair.Value).Key;
    }

    /// <summary>Null at the end.</summary>
    /// <exception cref="SourceException">It is longer than a record of a table can be, or a quote is not closed.</exception>
    public List<string>? Read()
    {
        List<string> cells = [];
        _characters = 0;
        do
        {
            if (_text.Peek() < 0)
            {
                return null;
            }

            cells.Clear();
            while (ReadCell(cells))
            {
                if (cells.Count > MostCells)
                {
                    throw new SourceException(_path, null, $"a row of more than {MostCells} cells", "a table of points");
                }
            }
        }
        while (cells is [""]);
        return cells;
    }

    /// <summary>False: it was the last of its record.</summary>
    private bool ReadCell(List<string> cells)
    {
        _cell.Clear();
        bool isQuoted = false;
        while (true)
        {
            int next = _text.Read();
            if (++_characters > MostCharacters)
            {
                throw new SourceException(_path, null, $"a row of more than {MostCharacters} characters{(isQuoted ? ", from a quote that is not closed" : "")}", "a table of points");
            }

            if (next < 0 && isQuoted)
            {
                throw new SourceException(_path, null, "a quote that is not closed", "a quote at its end");
            }

            if (isQuoted)
            {
                if (next == '"' && _text.Peek() == '"')
                {
                    _ = _cell.Append((char)_text.Read());
                }
                else if (next == '"')
                {
                    isQuoted = false;
                }
                else
                {
                    _ = _cell.Append((char)next);
                }
            }
            else if (next == '"')
            {
                isQuoted = true;
            }
            else if (next < 0 || next == '\n' || next == Separator || (next == '\r' && _text.Peek() is '\n' or < 0))
            {
                if (next == '\r')
                {
                    _ = _text.Read();
                }

                cells.Add(_cell.ToString());
                return next == Separator;
            }
            else
            {
                _ = _cell.Append((char)next);
            }
        }
    }
}
