using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.Core.Training;

/// <summary>
/// Gives whole clusters to the parts of a training set, so that nothing of a tile or an animal that a model is tested on was in its
/// training. The same clusters and seed give the same parts on every machine.
/// </summary>
public static class ClusterSplit
{
    /// <summary>Why these clusters cannot be divided so, in words; null: they can.</summary>
    public static string? WhyNot(int clusters, SplitParts parts) => clusters >= parts.Percent.Count
        ? null
        : $"the blocks form {(clusters == 1 ? "1 cluster" : $"{clusters} clusters")}, too few for {parts.Percent.Count} parts without a cluster in two of them: choose a finer --by (none splits single blocks), or fewer parts (--split 100 makes one)";

    /// <summary>In an order drawn by the seed, each cluster goes to the part that lacks most; every part gets at least one.</summary>
    /// <param name="sizes">Blocks of each cluster.</param>
    /// <param name="parts">At most as many as there are clusters.</param>
    /// <param name="seed">Another one gives another order.</param>
    /// <returns>The part of each cluster, from 0.</returns>
    public static IReadOnlyDictionary<string, int> Of(IReadOnlyDictionary<string, int> sizes, SplitParts parts, int seed)
    {
        double all = sizes.Values.Sum();
        double[] missing = [.. parts.Percent.Select(percent => all * percent / 100)];
        bool[] isFilled = new bool[missing.Length];
        var chosen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string cluster in sizes.Keys.OrderBy(name => SeededRandom.Hash(seed, name)).ThenBy(name => name, StringComparer.Ordinal))
        {
            bool isLastChance = sizes.Count - chosen.Count == isFilled.Count(filled => !filled);
            int part = Enumerable.Range(0, missing.Length).Where(i => !isLastChance || !isFilled[i]).MaxBy(i => missing[i]);
            chosen.Add(cluster, part);
            missing[part] -= sizes[cluster];
            isFilled[part] = true;
        }

        return chosen;
    }
}
