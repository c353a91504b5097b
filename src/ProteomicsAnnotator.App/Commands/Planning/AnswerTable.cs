using System.Globalization;
using System.Text;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands.Planning;

/// <summary>A table of known answers: a block in each line, and what is known of it behind commas. A first line of other words is its head.</summary>
internal static class AnswerTable
{
    private const int MostNamed = 5;

    /// <exception cref="StorageException">It cannot be read, or is too long to be a table of blocks.</exception>
    public static async Task<string[]> LinesAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            byte[] bytes = await Task.Run(() => new FileOperations().ReadAll(file), cancellationToken);
            return Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n', StringSplitOptions.TrimEntries);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(file, error);
        }
    }

    /// <param name="lines">Of the file.</param>
    /// <param name="parse">The cells of a line; null: they are no answer.</param>
    /// <param name="expected">What a line should be.</param>
    /// <param name="fault">The first line that is none; null: all are.</param>
    public static IReadOnlyDictionary<BlockId, T> Read<T>(IReadOnlyList<string> lines, Func<IReadOnlyList<string>, (BlockId Block, T Answer)?> parse, string expected, out string? fault)
    {
        fault = null;
        var answers = new Dictionary<BlockId, T>();
        for (int i = 0; i < lines.Count && fault is null; i++)
        {
            List<string>? cells = CellsOf(lines[i]);
            if ((cells is null ? null : parse(cells)) is { } read)
            {
                fault = answers.TryAdd(read.Block, read.Answer) || EqualityComparer<T>.Default.Equals(answers[read.Block], read.Answer)
                    ? null
                    : string.Create(CultureInfo.InvariantCulture, $"line {i + 1}: {read.Block} has another answer in a line before");
            }
            else if (lines[i].Trim().Length > 0 && (i > 0 || cells is null || BlockId.TryParse(cells[0], out _)))
            {
                fault = string.Create(CultureInfo.InvariantCulture, $"line {i + 1}: \"{lines[i]}\"; expected {expected}");
            }
        }

        return answers;
    }

    /// <summary>Which of the blocks are not in the data root, in words: an answer to a misspelt name would count nowhere. Null: all are there.</summary>
    public static async Task<string?> WhyUnknownAsync(AnnotatorOptions options, IReadOnlyCollection<BlockId> blocks, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await ReviewReading.ScanAsync(options, cancellationToken);
        BlockId[] unknown = [.. blocks.Where(block => !catalog.TryGet(block, out _))];
        return unknown.Length == 0
            ? null
            : $"{options.DataRoot} has no {string.Join(", ", unknown.Take(MostNamed).Select(block => block.Value))}{(unknown.Length > MostNamed ? $" and {unknown.Length - MostNamed} more" : "")}";
    }

    /// <summary>Cells with commas in quotes, and quotes in them doubled. Null: a quote is not closed, or stands within a cell.</summary>
    private static List<string>? CellsOf(string line)
    {
        var cells = new List<string>();
        int at = 0;
        while (at <= line.Length)
        {
            int start = at;
            while (start < line.Length && line[start] == ' ')
            {
                start++;
            }

            if (start < line.Length && line[start] == '"')
            {
                int end = start + 1;
                while (end < line.Length && (line[end] != '"' || (end + 1 < line.Length && line[end + 1] == '"')))
                {
                    end += line[end] == '"' ? 2 : 1;
                }

                int comma = end >= line.Length ? -1 : line.IndexOf(',', end);
                if (end >= line.Length || line[(end + 1)..(comma < 0 ? line.Length : comma)].Trim().Length > 0)
                {
                    return null;
                }

                cells.Add(line[(start + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal).Trim());
                at = comma < 0 ? line.Length + 1 : comma + 1;
            }
            else
            {
                int comma = line.IndexOf(',', at);
                cells.Add(line[at..(comma < 0 ? line.Length : comma)].Trim());
                at = comma < 0 ? line.Length + 1 : comma + 1;
            }
        }

        return cells;
    }
}
