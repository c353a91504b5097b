using System.Collections.Frozen;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>Excludes annotators from consensus and statistics by name. An unknown name is a fault: it would silently change nothing.</summary>
/// <param name="Table">Without the votes of those named; as it was when there is a fault.</param>
/// <param name="Fault">The unknown names, and those that exist; null when all are known.</param>
public sealed record Exclusion(ReviewTable Table, string? Fault)
{
    /// <param name="table">Everyone's votes.</param>
    /// <param name="usernames">In any case; repeats are fine.</param>
    public static Exclusion Of(ReviewTable table, IReadOnlyCollection<string> usernames)
    {
        var known = table.Annotators
            .DistinctBy(column => column.Username, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(column => column.Username, column => column.Username, StringComparer.OrdinalIgnoreCase);
        string[] unknown = [.. usernames.Where(name => !known.ContainsKey(name)).Distinct(StringComparer.Ordinal)];
        if (unknown.Length > 0)
        {
            string there = known.Count == 0 ? "there is no annotator" : $"the annotators are {string.Join(", ", known.Values)}";
            return new Exclusion(table, $"no annotator is called {string.Join(" or ", unknown.Select(name => $"\"{name}\""))}; {there}");
        }

        return new Exclusion(table.Without(usernames.Select(name => known[name]).ToFrozenSet(StringComparer.Ordinal)), null);
    }
}
