namespace ProteomicsAnnotator.Core.Planning;

/// <summary>Numbers of blocks for each annotator, by weight.</summary>
internal static class PlanShares
{
    /// <summary>Largest remainders (Hamilton): nobody is a whole block away from the exact share.</summary>
    /// <param name="exact">As of <see cref="Exact"/>.</param>
    /// <param name="weights">Of each person, 0 or more.</param>
    /// <param name="most">What each can take.</param>
    /// <returns>They add up to the sum of <paramref name="exact"/>.</returns>
    public static int[] Whole(double[] exact, IReadOnlyList<double> weights, IReadOnlyList<int> most)
    {
        int[] shares = [.. exact.Select(share => (int)Math.Floor(share))];
        int[] open = [.. Enumerable.Range(0, exact.Length).Where(i => shares[i] < most[i] && weights[i] > 0)];
        int rest = open.Length == 0 ? 0 : (int)Math.Round(exact.Sum()) - shares.Sum();
        foreach (int i in open.OrderByDescending(i => exact[i] - shares[i]).Take(rest))
        {
            shares[i]++;
        }

        return shares;
    }

    /// <summary>By weight; what is more than a person can take goes to the others by weight.</summary>
    /// <param name="total">Labels to give out.</param>
    /// <param name="weights">Of each person, 0 or more.</param>
    /// <param name="most">What each can take.</param>
    /// <returns>They add up to <paramref name="total"/>, or to all that the people can take.</returns>
    public static double[] Exact(int total, IReadOnlyList<double> weights, IReadOnlyList<int> most)
    {
        int count = weights.Count;
        double[] shares = new double[count];
        bool[] isFull = new bool[count];
        int left = total;
        while (true)
        {
            double sum = Enumerable.Range(0, count).Where(i => !isFull[i]).Sum(i => weights[i]);
            int[] over = [.. Enumerable.Range(0, count).Where(i => !isFull[i] && weights[i] > 0 && left * weights[i] / sum > most[i])];
            foreach (int i in over)
            {
                (isFull[i], shares[i]) = (true, most[i]);
                left -= most[i];
            }

            if (over.Length == 0)
            {
                foreach (int i in Enumerable.Range(0, count).Where(i => !isFull[i] && weights[i] > 0))
                {
                    shares[i] = left * weights[i] / sum;
                }

                return shares;
            }
        }
    }
}
