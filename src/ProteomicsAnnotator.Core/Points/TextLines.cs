using System.Text;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>Lines of a text whose lines may have no end.</summary>
internal static class TextLines
{
    private const int MostCharacters = 1 << 20;

    /// <summary>Null at the end.</summary>
    /// <param name="text">Where it is read.</param>
    /// <param name="path">Of the file, for the message.</param>
    /// <exception cref="SourceException">A line is longer than any of a table.</exception>
    public static string? Read(TextReader text, string path)
    {
        if (text.Peek() < 0)
        {
            return null;
        }

        var line = new StringBuilder();
        for (int next = text.Read(); next is >= 0 and not '\n'; next = text.Read())
        {
            if (line.Length >= MostCharacters)
            {
                throw new SourceException(path, null, $"a line of more than {MostCharacters} characters", "a table of points");
            }

            _ = line.Append((char)next);
        }

        return line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : line.ToString();
    }
}
