namespace ProteomicsAnnotator.Core.Agreement.Clustering;

/// <summary>
/// Places that reach one another, also through others. Places of one cell always do, so that they are joined without being compared; of two cells
/// only a first pair is looked for, by halving them (a dual tree; Gray and Moore 2000). Very many places in one spot take no longer than anywhere else.
/// </summary>
/// <param name="places">All of them; null: a number that is no place.</param>
/// <param name="reach">Along each axis, above 0. A place at just that distance is not reached.</param>
/// <param name="isBox">Along each axis alone; else by the distance, and <paramref name="reach"/> is the same along all.</param>
internal sealed class ReachableSets(IReadOnlyList<(double Z, double Y, double X)?> places, (double Z, double Y, double X) reach, bool isBox)
{
    /// <summary>Cells of a reach: the diagonal of a cell is shorter than a reach.</summary>
    private readonly double _parts = isBox ? 2 : 1.75;

    private readonly Dictionary<(long Z, long Y, long X), List<int>> _cells = [];

    /// <summary>So many places are compared one by one.</summary>
    private const int Few = 8;

    /// <summary>Places further away than so many cells are not reached.</summary>
    private const int Away = 2;

    /// <summary>Joins those that reach one another.</summary>
    public void Join(Action<int, int> join, Func<int, int> rootOf)
    {
        for (int i = 0; i < places.Count; i++)
        {
            if (places[i] is { } place)
            {
                Put(i, place, join);
            }
        }

        foreach (((long z, long y, long x), List<int> here) in _cells)
        {
            foreach ((int dz, int dy, int dx) in Ahead)
            {
                if (_cells.TryGetValue((z + dz, y + dy, x + dx), out List<int>? other) && rootOf(here[0]) != rootOf(other[0]) && Reach([.. here], [.. other]))
                {
                    join(here[0], other[0]);
                }
            }
        }
    }

    /// <summary>Half of the cells around one, so that each two meet once.</summary>
    private static readonly (int Z, int Y, int X)[] Ahead =
    [
        .. from z in Enumerable.Range(-Away, (2 * Away) + 1)
           from y in Enumerable.Range(-Away, (2 * Away) + 1)
           from x in Enumerable.Range(-Away, (2 * Away) + 1)
           where (z, y, x).CompareTo((0, 0, 0)) > 0
           select (z, y, x),
    ];

    private void Put(int item, (double Z, double Y, double X) place, Action<int, int> join)
    {
        var cell = ((long)Math.Floor(place.Z / reach.Z * _parts), (long)Math.Floor(place.Y / reach.Y * _parts), (long)Math.Floor(place.X / reach.X * _parts));
        if (_cells.TryGetValue(cell, out List<int>? here))
        {
            join(here[0], item);
            here.Add(item);
        }
        else
        {
            _cells.Add(cell, [item]);
        }
    }

    /// <summary>Some place of one set reaches some place of the other. Sorts both.</summary>
    private bool Reach(Span<int> one, Span<int> other)
    {
        (Extent a, Extent b) = (ExtentOf(one), ExtentOf(other));
        if (!Reaches(Extent.Least(a, b)))
        {
            return false;
        }

        if (Reaches(Extent.Most(a, b)))
        {
            return true;
        }

        if (one.Length <= Few && other.Length <= Few)
        {
            return AnyPair(one, other);
        }

        Span<int> larger = one.Length >= other.Length ? one : other;
        Span<int> smaller = one.Length >= other.Length ? other : one;
        int axis = (one.Length >= other.Length ? a : b).Longest;
        larger.Sort((x, y) => Along(x, axis).CompareTo(Along(y, axis)));
        return Reach(larger[..(larger.Length / 2)], smaller) || Reach(larger[(larger.Length / 2)..], smaller);
    }

    private bool AnyPair(ReadOnlySpan<int> one, ReadOnlySpan<int> other)
    {
        foreach (int i in one)
        {
            foreach (int k in other)
            {
                (double Z, double Y, double X) a = places[i]!.Value;
                (double Z, double Y, double X) b = places[k]!.Value;
                if (Reaches((a.Z - b.Z, a.Y - b.Y, a.X - b.X)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool Reaches((double Z, double Y, double X) away) => isBox
        ? Math.Abs(away.Z) < reach.Z && Math.Abs(away.Y) < reach.Y && Math.Abs(away.X) < reach.X
        : Math.Sqrt((away.Z * away.Z) + (away.Y * away.Y) + (away.X * away.X)) < reach.Z;

    private double Along(int item, int axis)
    {
        (double Z, double Y, double X) place = places[item]!.Value;
        return axis switch { 0 => place.Z, 1 => place.Y, _ => place.X };
    }

    private Extent ExtentOf(ReadOnlySpan<int> items)
    {
        (double Z, double Y, double X) first = places[items[0]]!.Value;
        var extent = new Extent(first, first);
        foreach (int item in items)
        {
            extent = extent.With(places[item]!.Value);
        }

        return extent;
    }

    /// <summary>The smallest box with all places of a set.</summary>
    private readonly record struct Extent((double Z, double Y, double X) From, (double Z, double Y, double X) To)
    {
        public int Longest
        {
            get
            {
                (double z, double y, double x) = (To.Z - From.Z, To.Y - From.Y, To.X - From.X);
                return z >= y && z >= x ? 0 : y >= x ? 1 : 2;
            }
        }

        /// <summary>Along each axis, how far apart two places of the two are at least.</summary>
        public static (double Z, double Y, double X) Least(Extent a, Extent b) => (
            Math.Max(0, Math.Max(a.From.Z - b.To.Z, b.From.Z - a.To.Z)),
            Math.Max(0, Math.Max(a.From.Y - b.To.Y, b.From.Y - a.To.Y)),
            Math.Max(0, Math.Max(a.From.X - b.To.X, b.From.X - a.To.X)));

        /// <summary>And at most.</summary>
        public static (double Z, double Y, double X) Most(Extent a, Extent b) => (
            Math.Max(a.To.Z - b.From.Z, b.To.Z - a.From.Z),
            Math.Max(a.To.Y - b.From.Y, b.To.Y - a.From.Y),
            Math.Max(a.To.X - b.From.X, b.To.X - a.From.X));

        public Extent With((double Z, double Y, double X) place) => new(
            (Math.Min(From.Z, place.Z), Math.Min(From.Y, place.Y), Math.Min(From.X, place.X)),
            (Math.Max(To.Z, place.Z), Math.Max(To.Y, place.Y), Math.Max(To.X, place.X)));
    }
}
