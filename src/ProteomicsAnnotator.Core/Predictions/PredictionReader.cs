using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>
/// Reads a table of predictions, whole or not at all: the first row that is none is a <see cref="FormatException"/> that names its line.
/// Nothing of a row is guessed: columns count by name, classes by name or number, decimal commas are refused.
/// </summary>
public static class PredictionReader
{
    /// <summary>Rows of a table, at most.</summary>
    public const int MostRows = 5_000_000;

    /// <summary>How far probabilities of a row may be from 1 together: they are written with few digits.</summary>
    private const double Rounding = 0.01;

    private const int MostNamed = 5;

    /// <param name="csv">The file.</param>
    /// <param name="request">What else is said of it.</param>
    /// <param name="positions">Where blocks are, and how near is near; null: rows name their blocks.</param>
    /// <exception cref="FormatException">It is no such table, in words.</exception>
    public static ReadPredictions Read(ReadOnlyMemory<byte> csv, PredictionRequest request, BlockPositions? positions = null)
    {
        var reader = CsvReader.Foreign(csv);
        var columns = PredictionColumns.Of(reader.Header, request with { ByPosition = positions is not null });
        var rows = new Rows(request, columns);
        while (reader.Read())
        {
            rows.Add(reader);
        }

        List<string> words = [$"cells between {reader.SeparatorName}", .. columns.Words, .. rows.Words];
        return rows.Blocks.Count == 0 && rows.Points.Count == 0
            ? throw new FormatException("found a header and no row")
            : positions is null ? rows.ByBlock(words) : rows.ByPosition(positions, words);
    }

    /// <summary>Three numbers between round brackets, or without any.</summary>
    internal static (double X, double Y, double Z) TripleIn(CsvReader reader, int column)
    {
        string text = reader.Text(column);
        string[] parts = text.Trim().Trim('(', ')', '[', ']').Split(',', StringSplitOptions.TrimEntries);
        double[] numbers = [.. parts.Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : double.NaN)];
        return numbers.Length == 3 && !numbers.Any(double.IsNaN)
            ? (numbers[0], numbers[1], numbers[2])
            : throw reader.Fault($"column \"{reader.Header[column]}\" has \"{text}\", expected (x, y, z)");
    }

    private sealed class Rows(PredictionRequest request, PredictionColumns columns)
    {
        private readonly Dictionary<string, (int Label, int Count)> _names = new(StringComparer.Ordinal);
        private readonly Dictionary<BlockId, int> _lineOf = [];
        private readonly List<byte> _labels = [];
        private readonly List<double> _probabilities = [];
        private readonly List<int> _lines = [];
        private int _otherClass;

        public List<BlockId> Blocks { get; } = [];

        public List<(double X, double Y, double Z)> Points { get; } = [];

        public IEnumerable<string> Words
        {
            get
            {
                foreach ((string written, (int label, int count)) in _names.OrderBy(name => name.Value.Label).ThenBy(name => name.Key, StringComparer.Ordinal))
                {
                    yield return $"class \"{written}\" in {Counted.Of(count, "row")}: {label}, {request.Classes.NameOf(label)}";
                }

                if (_otherClass > 0)
                {
                    yield return $"in {Counted.Of(_otherClass, "row")} the class is not the likeliest one: the class counts as the model's";
                }
            }
        }

        public void Add(CsvReader reader)
        {
            if (_lines.Count >= MostRows)
            {
                throw reader.Fault($"more than {MostRows} rows");
            }

            if (columns.Axes is { } axes)
            {
                Points.Add((reader.Number(axes.X), reader.Number(axes.Y), reader.Number(axes.Z)));
            }
            else if (columns.Triple is { } triple)
            {
                Points.Add(TripleIn(reader, triple));
            }
            else
            {
                AddBlock(reader, columns.Block!.Value);
            }

            _lines.Add(reader.Line);
            int label = columns.Class is { } of && !reader.IsEmpty(of) ? ClassIn(reader, of) : 0;
            int start = _probabilities.Count;
            AddScores(reader, label);
            int likeliest = LikeliestFrom(start);
            _otherClass += label != 0 && likeliest != 0 && label != likeliest ? 1 : 0;
            _labels.Add((byte)(label != 0 ? label : likeliest));
        }

        public ReadPredictions ByBlock(List<string> words) => new(TableOf([.. Enumerable.Range(0, Blocks.Count)], Blocks), words, null);

        public ReadPredictions ByPosition(BlockPositions positions, List<string> words)
        {
            var match = PositionMatch.Of(Points, positions);
            int[] rows = [.. Enumerable.Range(0, Points.Count).Where(row => match.BlockOf(row) is not null)];
            words.AddRange(match.Words(row => _lines[row]));
            return new ReadPredictions(TableOf(rows, [.. rows.Select(row => match.BlockOf(row)!.Value)]), words, match);
        }

        private void AddBlock(CsvReader reader, int column)
        {
            string name = reader.Text(column);
            if (!BlockId.TryParse(name, out BlockId block))
            {
                throw reader.Fault($"\"{name}\" is no block; expected {BlockId.Examples}");
            }

            if (!_lineOf.TryAdd(block, reader.Line))
            {
                int line = _lineOf[block];
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"line {reader.Line}: {block} stands in line {line} already; {DoublesBehind(reader, column)}"));
            }

            Blocks.Add(block);
        }

        /// <summary>How many rows from here on are of a block that a row before is of, and which.</summary>
        private string DoublesBehind(CsvReader reader, int column)
        {
            int doubles = 1;
            var named = new List<string> { reader.Text(column) };
            while (reader.Read())
            {
                if (BlockId.TryParse(reader.Text(column), out BlockId block) && !_lineOf.TryAdd(block, reader.Line))
                {
                    doubles++;
                    named.Add(block.Value);
                }
            }

            string[] different = [.. named.Distinct(StringComparer.Ordinal)];
            return $"{Counted.Of(doubles, "row")} of blocks that have one before: {string.Join(", ", different.Take(MostNamed))}{(different.Length > MostNamed ? $" and {different.Length - MostNamed} more" : "")}";
        }

        private int ClassIn(CsvReader reader, int column)
        {
            string written = reader.Text(column);
            if (!_names.TryGetValue(written, out (int Label, int Count) known))
            {
                known = (request.FindInRow(written) ?? throw reader.Fault(WhyNoClass(written)), 0);
            }

            _names[written] = (known.Label, known.Count + 1);
            return known.Label;
        }

        private string WhyNoClass(string written) => request.Find(written) is { } number
            ? $"\"{written}\" is a number, and programs count classes differently; say that the table counts as the campaign does: --numbers, or which class it is: --class {written}={number}"
            : $"\"{written}\" is no class; expected {request.Expected}, or say which it is: --class {written}=NUMBER";

        private void AddScores(CsvReader reader, int label)
        {
            int count = request.Classes.Count;
            int start = _probabilities.Count;
            for (int i = 0; i < count; i++)
            {
                _probabilities.Add(double.NaN);
            }

            if (columns.Score is { } score && !reader.IsEmpty(score))
            {
                int of = request.ScoreOf ?? label;
                if (of == 0)
                {
                    throw reader.Fault("a score without a class; say which class scores are of: --score-of CLASS");
                }

                _probabilities[start + of - 1] = ShareIn(reader, score);
                if (count == 2)
                {
                    _probabilities[start + 2 - of] = 1 - _probabilities[start + of - 1];
                }
            }

            AddAll(reader, start);
        }

        private void AddAll(CsvReader reader, int start)
        {
            (double sum, int found) = (0, 0);
            foreach ((int label, int column) in columns.Probabilities)
            {
                if (!reader.IsEmpty(column))
                {
                    sum += _probabilities[start + label - 1] = ShareIn(reader, column);
                    found++;
                }
            }

            if (found > 0 && found < columns.Probabilities.Count)
            {
                throw reader.Fault("some probabilities (p_...) are there and some are not: expected all or none");
            }

            if (sum > 1 + Rounding || (found == request.Classes.Count && sum < 1 - Rounding))
            {
                throw reader.Fault(string.Create(CultureInfo.InvariantCulture, $"probabilities are {sum:0.####} together, expected {(found == request.Classes.Count ? "1" : "1 at most")}"));
            }
        }

        private static double ShareIn(CsvReader reader, int column)
        {
            double value = reader.Number(column);
            return value is >= 0 and <= 1 ? value : throw reader.Fault($"column \"{reader.Header[column]}\" has {reader.Text(column)}, expected a probability from 0 to 1");
        }

        /// <summary>0: probabilities of all classes are not there.</summary>
        private int LikeliestFrom(int start)
        {
            int best = 0;
            for (int i = 0; i < request.Classes.Count; i++)
            {
                double value = _probabilities[start + i];
                if (double.IsNaN(value))
                {
                    return 0;
                }

                best = best == 0 || value > _probabilities[start + best - 1] ? i + 1 : best;
            }

            return best;
        }

        private PredictionTable TableOf(int[] rows, IReadOnlyList<BlockId> blocks)
        {
            int count = request.Classes.Count;
            double[] probabilities = new double[rows.Length * count];
            for (int i = 0; i < rows.Length; i++)
            {
                for (int k = 0; k < count; k++)
                {
                    probabilities[(i * count) + k] = _probabilities[(rows[i] * count) + k];
                }
            }

            return new PredictionTable([.. blocks], [.. rows.Select(row => _labels[row])], probabilities, count);
        }
    }
}

/// <summary>What a table says.</summary>
/// <param name="Table">Of blocks.</param>
/// <param name="Words">What was understood, a sentence each.</param>
/// <param name="Match">How rows and blocks were brought together; null: rows name their blocks.</param>
public sealed record ReadPredictions(PredictionTable Table, IReadOnlyList<string> Words, PositionMatch? Match);
