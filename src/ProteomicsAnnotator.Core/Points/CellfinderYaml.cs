using System.Globalization;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>
/// Cells as cellfinder writes them into YAML: a list <c>candidate_cells</c> of x, y, z and more, a member a line. Other writings of YAML are
/// refused by their line.
/// </summary>
internal sealed class CellfinderYaml
{
    private readonly string _path;
    private readonly PointTable _table = new() { IsInMicrometres = false };
    private readonly Dictionary<string, string> _cell = new(StringComparer.Ordinal);
    private int _row;
    private int _indent;
    private bool _isTwice;

    private CellfinderYaml(string path)
    {
        _path = path;
    }

    /// <exception cref="SourceException">It is no such file.</exception>
    public static PointTable Read(string path, Stream stream)
    {
        using var text = new StreamReader(stream);
        var yaml = new CellfinderYaml(path);
        yaml.ReadLines(text);
        return yaml._table;
    }

    private void ReadLines(StreamReader text)
    {
        bool isInList = false;
        bool isFound = false;
        for (int number = 1; TextLines.Read(text, _path) is { } line; number++)
        {
            string content = line.TrimEnd();
            int indent = content.Length - content.TrimStart(' ').Length;
            if (content.Length == indent || content[indent] == '#')
            {
                continue;
            }

            bool isItem = content.AsSpan(indent) is "-" || content.AsSpan(indent).StartsWith("- ", StringComparison.Ordinal);
            if (indent == 0 && !isItem)
            {
                isInList = content.StartsWith("candidate_cells:", StringComparison.Ordinal);
                isFound |= isInList;
                if (isInList && content["candidate_cells:".Length..].Trim() is { Length: > 0 } rest and not "[]")
                {
                    throw Refused(number, rest, "a cell a line, beginning with \"- \"");
                }
            }
            else if (isInList)
            {
                ReadOfList(number, content, indent, isItem);
            }
        }

        End();
        if (!isFound)
        {
            throw new SourceException(_path, null, "no list candidate_cells", "a file of cells, as cellfinder writes it");
        }

        _table.Notes.Add("Cells of every type are points, called by their voxel, z_y_x.");
    }

    private void ReadOfList(int number, string content, int indent, bool isItem)
    {
        string member = content[indent..];
        if (isItem && (_row == 0 || indent < _indent))
        {
            End();
            if (++_row > PointTable.MostRows)
            {
                throw new SourceException(_path, null, $"more than {PointTable.MostRows:N0} cells", $"at most {PointTable.MostRows:N0}");
            }

            string rest = member[1..].TrimStart(' ');
            _indent = content.Length - rest.Length;
            member = rest;
        }
        else if (indent != _indent)
        {
            // A member of metadata.
            return;
        }

        int colon = member.IndexOf(':', StringComparison.Ordinal);
        if (member.Length > 0 && (colon <= 0 || member[0] is '{' or '[' or '&' or '*' or '?'))
        {
            throw Refused(number, member, "a member such as \"x: 181\"");
        }

        if (colon > 0)
        {
            _isTwice |= !_cell.TryAdd(member[..colon].Trim().Trim('"', '\''), member[(colon + 1)..].Trim());
        }
    }

    /// <summary>Of a cell.</summary>
    private void End()
    {
        if (_row == 0)
        {
            return;
        }

        if (_isTwice || Number("z") is not { } z || Number("y") is not { } y || Number("x") is not { } x)
        {
            _table.Fault(_row, "expected one number in each of x, y and z");
        }
        else
        {
            _table.Add(new TableRow(_row, null, z, y, x));
        }

        _cell.Clear();
        _isTwice = false;
    }

    private double? Number(string name) =>
        _cell.TryGetValue(name, out string? text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private SourceException Refused(int line, string found, string expected) =>
        new(_path, string.Create(CultureInfo.InvariantCulture, $"line {line}"), $"\"{(found.Length > 60 ? found[..60] + "…" : found)}\"", expected);
}
