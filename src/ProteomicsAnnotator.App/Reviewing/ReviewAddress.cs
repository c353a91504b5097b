using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// Where an admin is in the Review, as the window's address says it: <c>tab=raters&amp;rows=disagree,unsettled&amp;find=tile_3&amp;sort=-votes</c>.
/// A part that is as it is at first is left out.
/// </summary>
public sealed record ReviewAddress(ReviewPane Pane, ReviewFilter Filter, ReviewSort Sort)
{
    private const int MostText = 200;
    private const string TabName = "tab";
    private const string RowsName = "rows";
    private const string FindName = "find";
    private const string SortName = "sort";

    public static readonly IReadOnlyList<string> Names = [TabName, RowsName, FindName, SortName];

    public static ReviewAddress Plain { get; } = new(ReviewPane.Table, ReviewFilter.Everything, default);

    public string Query
    {
        get
        {
            string rows = RowConditions.Of(Filter);
            string[] parts =
            [
                Pane != Plain.Pane ? $"{TabName}={WordOf(Pane)}" : "",
                rows.Length > 0 ? $"{RowsName}={rows}" : "",
                Filter.Text.Length > 0 ? $"{FindName}={Uri.EscapeDataString(Filter.Text)}" : "",
                Sort != Plain.Sort ? $"{SortName}={(Sort.Descending ? "-" : "")}{SortWordOf(Sort)}" : "",
            ];
            return string.Join('&', parts.Where(part => part.Length > 0));
        }
    }

    /// <summary>What one part of an address asks for beside this.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="value">Its value.</param>
    /// <param name="classCount">Classes of the campaign.</param>
    /// <returns>Null: it means nothing.</returns>
    public ReviewAddress? With(string name, string value, int classCount) => name switch
    {
        TabName => PaneOf(value) is { } pane ? this with { Pane = pane } : null,
        RowsName => RowConditions.Read(value, classCount) is { } filter ? this with { Filter = filter with { Text = Filter.Text } } : null,
        FindName => value.Length <= MostText ? this with { Filter = Filter with { Text = value.Trim() } } : null,
        _ => SortOf(value) is { } sort ? this with { Sort = sort } : null,
    };

    /// <summary>Another tab or filter is a step of the history, another order and more letters of a search are none.</summary>
    public bool IsStepFrom(ReviewAddress before) => Pane != before.Pane
        || Filter with { Text = "" } != before.Filter with { Text = "" }
        || Filter.Text.Length == 0 != (before.Filter.Text.Length == 0);

    public static string WordOf(ReviewPane pane) => pane.ToString().ToLowerInvariant();

    private static ReviewPane? PaneOf(string word) =>
        Enum.GetValues<ReviewPane>().Where(pane => WordOf(pane) == word).Select(pane => (ReviewPane?)pane).FirstOrDefault();

    private static string SortWordOf(ReviewSort sort) => sort.Username is { } username
        ? $"{RowConditions.Annotator}:{username}"
        : sort.Key.ToString().ToLowerInvariant();

    private static ReviewSort? SortOf(string text)
    {
        bool descending = text.StartsWith('-');
        string word = descending ? text[1..] : text;
        return Enum.GetValues<ReviewSortKey>()
            .Select(key => new ReviewSort(key, descending) { Username = key == ReviewSortKey.Annotator ? RowConditions.UsernameIn(word) : null })
            .Where(sort => (sort.Key == ReviewSortKey.Annotator) == (sort.Username is not null) && SortWordOf(sort) == word)
            .Select(sort => (ReviewSort?)sort)
            .FirstOrDefault();
    }
}
