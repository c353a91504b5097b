namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>A column to sort by. Equal rows stay in block order; rows without a value come last either way.</summary>
public readonly record struct ReviewSort(ReviewSortKey Key, bool Descending = false)
{
    /// <summary>With <see cref="ReviewSortKey.Annotator"/>: whose label.</summary>
    public string? Username { get; init; }

    public IEnumerable<ReviewRow> Apply(IEnumerable<ReviewRow> rows)
    {
        if (Key == ReviewSortKey.Block)
        {
            return Descending ? rows.Reverse() : rows;
        }

        Func<ReviewRow, double?> value = ValueOf(Key, Username ?? "");
        IOrderedEnumerable<ReviewRow> valued = rows.OrderBy(row => value(row) is null);
        return Descending ? valued.ThenByDescending(value) : valued.ThenBy(value);
    }

    private static Func<ReviewRow, double?> ValueOf(ReviewSortKey key, string username) => key switch
    {
        ReviewSortKey.Consensus => row => row.Consensus.Label,
        ReviewSortKey.FinalLabel => row => row.FinalLabel?.Label,
        ReviewSortKey.Status => row => (int)row.Status,
        ReviewSortKey.Votes => row => row.Consensus.VoteCount,
        ReviewSortKey.Entropy => row => row.VoteEntropy,
        _ => row => row.Table.FindAnnotator(username)?.At(row.Index)?.Label,
    };
}
