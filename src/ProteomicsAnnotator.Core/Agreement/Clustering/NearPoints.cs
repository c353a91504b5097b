using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Agreement.Clustering;

/// <summary>Pairs of points nearer to one another than their source's <c>near</c>: often one cell that was found in two tiles.</summary>
public static class NearPoints
{
    private const int MostCounted = 1_000_000;
    private const int MostNamed = 10;

    /// <summary>How many there are, and the first ones, in words; null: the source has no such distance.</summary>
    /// <param name="blocks">Of one catalog.</param>
    public static (string Result, string Detail)? Describe(IReadOnlyList<Block> blocks)
    {
        Block[] points = [.. blocks.Where(block => block.Point is not null)];
        if (points is not [{ Point.Grid: { Near: { } near } grid }, ..])
        {
            return null;
        }

        List<string> named = [];
        int count = 0;
        foreach ((int one, int other) in PairsOf([.. points.Select(block => block.Point)]).Take(MostCounted))
        {
            count++;
            if (named.Count < MostNamed)
            {
                named.Add($"{points[other].Id} and {points[one].Id}");
            }
        }

        string unit = grid.HasScale ? "µm" : near == 1 ? "voxel" : "voxels";
        string many = count < MostCounted ? "" : "at least ";
        return (
            string.Create(CultureInfo.InvariantCulture, $"{many}{Counted.Of(count, "pair")} nearer than {near} {unit}"),
            string.Join("; ", named) + (count > named.Count ? string.Create(CultureInfo.InvariantCulture, $" and {count - named.Count} more") : ""));
    }

    /// <summary>The later of each pair first.</summary>
    /// <param name="points">Null: no point. All of one source.</param>
    internal static IEnumerable<(int One, int Other)> PairsOf(IReadOnlyList<BlockPoint?> points)
    {
        var cells = new CellGrid();
        for (int i = 0; i < points.Count; i++)
        {
            if (points[i] is not { Grid.Near: { } near } point)
            {
                continue;
            }

            (double Z, double Y, double X) at = PlaceOf(point);
            foreach (int other in cells.Add(i, (at.Z / near, at.Y / near, at.X / near)))
            {
                if (Distance(at, PlaceOf(points[other]!)) < near)
                {
                    yield return (i, other);
                }
            }
        }
    }

    /// <summary>In what <c>near</c> is given in.</summary>
    internal static (double Z, double Y, double X) PlaceOf(BlockPoint point)
    {
        FocusPoint place = point.Micrometres ?? point.Position;
        return (place.Z, place.Y, place.X);
    }

    private static double Distance((double Z, double Y, double X) one, (double Z, double Y, double X) other) =>
        Math.Sqrt(((one.Z - other.Z) * (one.Z - other.Z)) + ((one.Y - other.Y) * (one.Y - other.Y)) + ((one.X - other.X) * (one.X - other.X)));
}
