using ProteomicsAnnotator.Core.Agreement.Clustering;

namespace ProteomicsAnnotator.Core.Tests.Points;

/// <summary>Places that reach one another, against every pair of them.</summary>
public sealed class ReachableSetsTests
{
    [Theory]
    [InlineData(false, 1.0)]
    [InlineData(false, 4.0)]
    [InlineData(false, 9.5)]
    [InlineData(true, 1.0)]
    [InlineData(true, 3.0)]
    [InlineData(true, 7.0)]
    public void Join_FindsTheSetsOfAllPairs(bool isBox, double reach)
    {
        var random = new Random(11);
        for (int round = 0; round < 40; round++)
        {
            // Whole numbers and quarters, so that many are just at the distance.
            double side = 4 + (round * 2);
            (double Z, double Y, double X)?[] places = [.. Enumerable.Range(0, 150).Select(i => i % 29 == 0 ? ((double, double, double)?)null : (Quarter(), Quarter(), Quarter()))];
            (double Z, double Y, double X) reaches = isBox ? (reach, reach + 1, reach * 2) : (reach, reach, reach);

            double Quarter() => Math.Round(random.NextDouble() * side * 4) / 4;

            int[] found = SetsOf(places, reaches, isBox);
            int[] expected = Expected(places, (a, b) => isBox
                ? Math.Abs(a.Z - b.Z) < reaches.Z && Math.Abs(a.Y - b.Y) < reaches.Y && Math.Abs(a.X - b.X) < reaches.X
                : ((a.Z - b.Z) * (a.Z - b.Z)) + ((a.Y - b.Y) * (a.Y - b.Y)) + ((a.X - b.X) * (a.X - b.X)) < reach * reach);

            Assert.Equal(expected, found);
        }
    }

    /// <summary>Every pair of them would be 20,000,000,000, which no test waits for.</summary>
    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.9, 1)]
    [InlineData(1.5, 2)]
    public void Join_VeryManyInTwoSpots_Ends(double between, int sets)
    {
        var random = new Random(3);
        (double Z, double Y, double X)?[] places = [.. Enumerable.Range(0, 200_000).Select(i => ((double, double, double)?)(random.NextDouble() * 0.2, random.NextDouble() * 0.2, (i % 2 * between) + (random.NextDouble() * 0.2)))];

        Assert.Equal(sets, SetsOf(places, (1, 1, 1), isBox: false).Distinct().Count());
    }

    private static int[] SetsOf((double Z, double Y, double X)?[] places, (double Z, double Y, double X) reach, bool isBox)
    {
        int[] parents = [.. Enumerable.Range(0, places.Length)];
        new ReachableSets(places, reach, isBox).Join(
            (one, other) =>
            {
                (int a, int b) = (RootOf(one), RootOf(other));
                parents[Math.Max(a, b)] = Math.Min(a, b);
            },
            RootOf);
        return [.. Enumerable.Range(0, places.Length).Select(RootOf)];

        int RootOf(int at)
        {
            while (parents[at] != at)
            {
                at = parents[at] = parents[parents[at]];
            }

            return at;
        }
    }

    /// <summary>The smallest number of each one's set, by going from each to all that it reaches.</summary>
    private static int[] Expected((double Z, double Y, double X)?[] places, Func<(double Z, double Y, double X), (double Z, double Y, double X), bool> reaches)
    {
        int[] first = [.. Enumerable.Repeat(-1, places.Length)];
        for (int i = 0; i < places.Length; i++)
        {
            if (first[i] >= 0)
            {
                continue;
            }

            first[i] = i;
            var open = new Queue<int>([i]);
            while (open.TryDequeue(out int at))
            {
                for (int k = 0; k < places.Length; k++)
                {
                    if (first[k] < 0 && places[at] is { } one && places[k] is { } other && reaches(one, other))
                    {
                        first[k] = i;
                        open.Enqueue(k);
                    }
                }
            }
        }

        return first;
    }
}
