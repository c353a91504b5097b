namespace ProteomicsAnnotator.App.Annotating.SelfChecks;

/// <summary>Which of an annotator's labelled blocks a self-check has: random ones, of each class in proportion.</summary>
public static class SelfCheckDraw
{
    /// <param name="labelled">The blocks with their labels.</param>
    /// <param name="count">At most as many as there are.</param>
    /// <param name="random">Decides.</param>
    /// <returns>In random order. Each class that was used is there, unless there are more of them than blocks are drawn.</returns>
    public static IReadOnlyList<T> Draw<T>(IReadOnlyCollection<(T Block, int Label)> labelled, int count, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, labelled.Count);
        T[][] classes = [.. labelled.GroupBy(item => item.Label).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).Select(group => group.Select(item => item.Block).ToArray())];
        int[] shares = SharesOf([.. classes.Select(blocks => blocks.Length)], count);
        var drawn = new List<T>(count);
        foreach ((T[] blocks, int share) in classes.Zip(shares))
        {
            random.Shuffle(blocks);
            drawn.AddRange(blocks.Take(share));
        }

        T[] mixed = [.. drawn];
        random.Shuffle(mixed);
        return mixed;
    }

    /// <summary>Largest remainders, with at least one of each class as far as the count goes. The largest class comes first.</summary>
    private static int[] SharesOf(IReadOnlyList<int> sizes, int count)
    {
        long total = sizes.Sum(size => (long)size);
        int[] shares = [.. sizes.Select((size, i) => i < count ? Math.Max(1, (int)(size * (long)count / total)) : 0)];
        while (shares.Sum() != count)
        {
            bool isShort = shares.Sum() < count;
            IEnumerable<int> free = Enumerable.Range(0, shares.Length).Where(i => isShort ? shares[i] < sizes[i] : shares[i] > 1);

            // Whose share is furthest from what is due.
            int next = free.MaxBy(i => (isShort ? 1 : -1) * (((double)sizes[i] * count / total) - shares[i]));
            shares[next] += isShort ? 1 : -1;
        }

        return shares;
    }
}
