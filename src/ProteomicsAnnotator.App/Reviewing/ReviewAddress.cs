using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Certainty;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// Where an admin is in the Review, as the window's address says it: <c>tab=raters&amp;rows=disagree,unsettled&amp;find=tile_3&amp;sort=-votes</c>,
/// and of the next adjudication <c>order=leastcertain&amp;certain=97.5</c>.
/// A part that is as it is at first is left out.
/// </summary>
public sealed record ReviewAddress(ReviewPane Pane, ReviewFilter Filter, ReviewSort Sort)
{
    private const int MostText = 200;
    private const string TabName = "tab";
    private const string RowsName = "rows";
    private const string FindName = "find";
    private const string SortName = "sort";
    private const string OrderName = "order";
    private const string CertainName = "certain";

    public static readonly IReadOnlyList<string> Names = [TabName, RowsName, FindName, SortName, OrderName, CertainName];

    /// <summary>Of the next adjudication.</summary>
    public AdjudicationOrder Order { get; init; }

    /// <summary>A consensus with at least this probability needs no person.</summary>
    public double CertainFrom { get; init; } = ConsensusCertainty.UsualThreshold;

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
                Order != Plain.Order ? $"{OrderName}={WordOf(Order)}" : "",
                CertainFrom != Plain.CertainFrom ? $"{CertainName}={PercentOf(CertainFrom)}" : "",
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
        OrderName => OrderOf(value) is { } order ? this with { Order = order } : null,
        CertainName => CertainOf(value) is { } certain ? this with { CertainFrom = certain } : null,
        _ => SortOf(value) is { } sort ? this with { Sort = sort } : null,
    };

    /// <summary>As a person types it: 97.5.</summary>
    public static string PercentOf(double certain) => (100 * certain).ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Null: it is no percentage from 50 to 100.</summary>
    public static double? CertainOf(string? percent) =>
        double.TryParse(percent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number is >= 50 and <= 100 ? Math.Round(number / 100, 5) : null;

    /// <summary>Another tab or filter is a step of the history, another order, more letters of a search and what is chosen for an adjudication are none.</summary>
    public bool IsStepFrom(ReviewAddress before) => Pane != before.Pane
        || Filter with { Text = "" } != before.Filter with { Text = "" }
        || Filter.Text.Length == 0 != (before.Filter.Text.Length == 0);

    public static string WordOf(ReviewPane pane) => pane.ToString().ToLowerInvariant();

    private static string WordOf(AdjudicationOrder order) => order.ToString().ToLowerInvariant();

    private static AdjudicationOrder? OrderOf(string word) =>
        Enum.GetValues<AdjudicationOrder>().Where(order => WordOf(order) == word).Select(order => (AdjudicationOrder?)order).FirstOrDefault();

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
