using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>
/// Rows and the block nearest to each, by distance in micrometres, one to one: of several rows the nearest has the block, the others none. Equally
/// near ones are ties: they are named and stay without each other.
/// </summary>
public sealed class PositionMatch
{
    private const int MostPairs = 20_000_000;
    private const int MostNamed = 5;
    private const double Equal = 1e-9;

    private readonly BlockPositions _positions;
    private readonly int[] _blockOf;
    private readonly List<double> _distances = [];
    private readonly List<(int Row, int Block)> _ties = [];
    private readonly List<(int Row, int Block)> _behind = [];

    private PositionMatch(BlockPositions positions, int rows)
    {
        _positions = positions;
        _blockOf = new int[rows];
        Array.Fill(_blockOf, -1);
    }

    /// <summary>Of rows that have a block; ascending, in micrometres.</summary>
    public IReadOnlyList<double> Distances => _distances;

    /// <summary>Rows without a block.</summary>
    public int Unmatched => _blockOf.Count(block => block < 0);

    /// <summary>Rows that are as near to one block as to another, or to a block that another row is as near to.</summary>
    public int Ties => _ties.Select(tie => tie.Row).Distinct().Count();

    /// <summary>Null: it has none.</summary>
    public BlockId? BlockOf(int row) => _blockOf[row] < 0 ? null : _positions.Blocks[_blockOf[row]];

    /// <exception cref="FormatException">The limit is so wide that nothing is near.</exception>
    public static PositionMatch Of(IReadOnlyList<(double X, double Y, double Z)> rows, BlockPositions positions)
    {
        var match = new PositionMatch(positions, rows.Count);
        List<(double Distance, int Row, int Block)> pairs = match.PairsOf(rows);
        pairs.Sort();
        bool[] taken = new bool[positions.Blocks.Count];
        bool[] settled = new bool[rows.Count];
        for (int start = 0; start < pairs.Count;)
        {
            int end = start + 1;
            while (end < pairs.Count && pairs[end].Distance - pairs[start].Distance <= Equal * (1 + pairs[start].Distance))
            {
                end++;
            }

            match.Settle([.. pairs[start..end].Where(pair => !settled[pair.Row])], settled, taken);
            start = end;
        }

        return match;
    }

    /// <param name="lineOf">Of a row.</param>
    internal IEnumerable<string> Words(Func<int, int> lineOf)
    {
        string limit = _positions.Within.ToString("0.###", CultureInfo.InvariantCulture);
        yield return _distances.Count == 0
            ? $"no row has a block within {limit} micrometres"
            : string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(_distances.Count, "row", $"of {_blockOf.Length} has", $"of {_blockOf.Length} have")} a block within {limit} micrometres: the median distance is {_distances[_distances.Count / 2]:0.###}, the largest {_distances[^1]:0.###}");
        int[] far = [.. Enumerable.Range(0, _blockOf.Length).Where(row => _blockOf[row] < 0).Except(_ties.Concat(_behind).Select(pair => pair.Row))];
        if (far.Length > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"without a block that near: {Counted.Of(far.Length, "row")}: {(far.Length == 1 ? "line" : "lines")} {string.Join(", ", far.Take(MostNamed).Select(lineOf))}{(far.Length > MostNamed ? ", ..." : "")}");
        }

        if (_behind.Count > 0)
        {
            string named = string.Join("; ", _behind.Order().Take(MostNamed).Select(pair => string.Create(CultureInfo.InvariantCulture, $"line {lineOf(pair.Row)} and {_positions.Blocks[pair.Block].Value}")));
            yield return $"behind another row that is nearer to the same block: {Counted.Of(_behind.Count, "row")}: {named}{(_behind.Count > MostNamed ? "; ..." : "")}";
        }

        if (_ties.Count > 0)
        {
            string named = string.Join("; ", _ties.GroupBy(tie => tie.Row).OrderBy(tie => tie.Key).Take(MostNamed)
                .Select(tie => string.Create(CultureInfo.InvariantCulture, $"line {lineOf(tie.Key)} and {string.Join(", ", tie.Select(pair => _positions.Blocks[pair.Block].Value).Order(StringComparer.Ordinal))}")));
            yield return $"equally near, so left without each other: {Counted.Of(Ties, "row")}: {named}";
        }
    }

    /// <summary>Pairs of one distance, each with the block or blocks that are nearest to its row: a row whose nearest block has a nearer row gets no other one.</summary>
    private void Settle((double Distance, int Row, int Block)[] pairs, bool[] settled, bool[] taken)
    {
        HashSet<int> before = [.. pairs.Where(pair => taken[pair.Block]).Select(pair => pair.Block)];
        ILookup<int, int> rows = pairs.ToLookup(pair => pair.Row, pair => pair.Block);
        ILookup<int, int> blocks = pairs.ToLookup(pair => pair.Block, pair => pair.Row);
        foreach ((double distance, int row, int block) in pairs)
        {
            (settled[row], taken[block]) = (true, true);
            if (rows[row].Skip(1).Any() || (!before.Contains(block) && blocks[block].Skip(1).Any()))
            {
                _ties.Add((row, block));
            }
            else if (before.Contains(block))
            {
                _behind.Add((row, block));
            }
            else
            {
                _blockOf[row] = block;
                _distances.Add(distance);
            }
        }
    }

    /// <summary>All that are near enough: by cubes as wide as the limit, so that only neighbours are looked at.</summary>
    private List<(double Distance, int Row, int Block)> PairsOf(IReadOnlyList<(double X, double Y, double Z)> rows)
    {
        (double X, double Y, double Z)[] centres = [.. _positions.Centres.Select(InMicrometres)];
        ILookup<(long, long, long), int> cubes = Enumerable.Range(0, centres.Length).ToLookup(block => CubeOf(centres[block]));
        var pairs = new List<(double, int, int)>();
        for (int row = 0; row < rows.Count; row++)
        {
            (double X, double Y, double Z) point = InMicrometres(rows[row]);
            (long x, long y, long z) = CubeOf(point);
            for (int cube = 0; cube < 27; cube++)
            {
                foreach (int block in cubes[(x + (cube % 3) - 1, y + (cube / 3 % 3) - 1, z + (cube / 9) - 1)])
                {
                    if (DistanceOf(point, centres[block]) is var distance && distance <= _positions.Within)
                    {
                        pairs.Add((distance, row, block));
                    }
                }
            }

            if (pairs.Count > MostPairs)
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"more than {MostPairs} pairs of a row and a block are within {_positions.Within:0.###} micrometres: choose a smaller limit, --within"));
            }
        }

        return pairs;
    }

    private (double X, double Y, double Z) InMicrometres((double X, double Y, double Z) point) => (point.X * _positions.Unit.X, point.Y * _positions.Unit.Y, point.Z * _positions.Unit.Z);

    private (long X, long Y, long Z) CubeOf((double X, double Y, double Z) point) =>
        ((long)Math.Floor(point.X / _positions.Within), (long)Math.Floor(point.Y / _positions.Within), (long)Math.Floor(point.Z / _positions.Within));

    private static double DistanceOf((double X, double Y, double Z) one, (double X, double Y, double Z) other) =>
        Math.Sqrt(Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2) + Math.Pow(one.Z - other.Z, 2));
}
