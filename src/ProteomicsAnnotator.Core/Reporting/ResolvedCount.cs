using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Reporting;

/// <summary>How many blocks a class got in the end, and how.</summary>
/// <param name="Label">The class.</param>
/// <param name="Blocks">Whose resolved label it is.</param>
/// <param name="Share">Of the blocks that have one; null: none has.</param>
/// <param name="Interval">Of the share.</param>
/// <param name="By">Blocks by the way they were resolved, for every way.</param>
internal sealed record ResolvedCount(int Label, int Blocks, double? Share, WilsonInterval? Interval, IReadOnlyDictionary<ResolvedBy, int> By)
{
    /// <summary>Of every class, and of each other label that a block was resolved to.</summary>
    public static IReadOnlyList<ResolvedCount> AllOf(ReportInput input)
    {
        var counts = input.Table.Rows
            .Where(row => row.ResolvedLabel is not null)
            .CountBy(row => (Label: row.ResolvedLabel!.Value, row.ResolvedBy))
            .ToDictionary();
        int all = counts.Values.Sum();
        return [.. Enumerable.Range(1, input.Classes.Count).Union(counts.Keys.Select(key => key.Label)).Order().Select(Of)];

        ResolvedCount Of(int label)
        {
            var by = Enum.GetValues<ResolvedBy>().ToDictionary(how => how, how => counts.GetValueOrDefault((label, how)));
            int blocks = by.Values.Sum();
            return new ResolvedCount(label, blocks, all == 0 ? null : blocks / (double)all, all == 0 ? null : WilsonInterval.Of(blocks, all), by);
        }
    }
}
