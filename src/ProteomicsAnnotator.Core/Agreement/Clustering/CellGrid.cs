namespace ProteomicsAnnotator.Core.Agreement.Clustering;

/// <summary>Places by the unit cube that they lie in, to find those at most one unit away along each axis.</summary>
internal sealed class CellGrid
{
    private readonly Dictionary<(long Z, long Y, long X), List<int>> _cells = [];

    /// <summary>Puts a place in.</summary>
    /// <param name="item">Its number.</param>
    /// <param name="place">In units.</param>
    /// <returns>Those in this cube and the 26 around it that were put in before.</returns>
    public IReadOnlyList<int> Add(int item, (double Z, double Y, double X) place)
    {
        (long z, long y, long x) = ((long)Math.Floor(place.Z), (long)Math.Floor(place.Y), (long)Math.Floor(place.X));
        List<int> around = [];
        for (int i = 0; i < 27; i++)
        {
            if (_cells.TryGetValue((z + (i / 9) - 1, y + (i / 3 % 3) - 1, x + (i % 3) - 1), out List<int>? items))
            {
                around.AddRange(items);
            }
        }

        if (!_cells.TryGetValue((z, y, x), out List<int>? here))
        {
            _cells.Add((z, y, x), here = []);
        }

        here.Add(item);
        return around;
    }
}
