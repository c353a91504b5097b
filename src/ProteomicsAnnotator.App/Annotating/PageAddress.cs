using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// What a page shows, as its address says it: <c>/?filter=unsure&amp;q=tile_3&amp;view=review</c>. The viewer adds the block
/// (src/viewer/src/page/address.ts).
/// </summary>
/// <param name="Filter">Of the list.</param>
/// <param name="View">Its tab: one of <see cref="Views"/>.</param>
public sealed record PageAddress(BlockFilter Filter, string View)
{
    public const string Annotate = "annotate";
    public const string Gallery = "gallery";
    public const string Review = "review";

    /// <summary>Keys set final labels along the queue of an adjudication, ordered by vote entropy.</summary>
    public const string Adjudicate = "adjudicate";

    /// <summary>The same, ordered by what the Dawid-Skene model is least sure of.</summary>
    public const string AdjudicateByModel = "adjudicate-dawid-skene";

    /// <summary>Keys set final labels along the rows of the Review's table.</summary>
    public const string Final = "final";

    private const int MostText = 200;
    private const int MostShown = 40;
    private const string FilterName = "filter";
    private const string TextName = "q";
    private const string ViewName = "view";
    private const string BlockName = "block";

    private static readonly (string Word, int Label)[] Words =
    [
        ("unlabelled", BlockFilter.Unlabelled), ("labelled", BlockFilter.Labelled), ("unsure", BlockFilter.Unsure), ("note", BlockFilter.WithNote),
    ];

    public static readonly IReadOnlyList<string> Views = [Annotate, Gallery, Review, Adjudicate, AdjudicateByModel, Final];

    /// <summary>Nothing is left out, and the picture is shown.</summary>
    public static PageAddress Plain { get; } = new(new BlockFilter(), Annotate);

    /// <summary>Only admins have it.</summary>
    public bool IsOfAdmins => View == Review || SetsFinalLabels;

    /// <summary>Keys set final labels there.</summary>
    public bool SetsFinalLabels => View is Adjudicate or AdjudicateByModel or Final;

    /// <summary>What stands behind the question mark, without the block; empty for <see cref="Plain"/>.</summary>
    public string Query
    {
        get
        {
            string[] parts =
            [
                Filter.Label is { } label ? $"{FilterName}={WordOf(label)}" : "",
                Filter.Text.Length > 0 ? $"{TextName}={Uri.EscapeDataString(Filter.Text)}" : "",
                View != Annotate ? $"{ViewName}={View}" : "",
            ];
            return string.Join('&', parts.Where(part => part.Length > 0));
        }
    }

    /// <summary>What an address asks for, as far as it can be had here.</summary>
    /// <param name="search">From its question mark on.</param>
    /// <param name="classCount">Classes of the campaign.</param>
    /// <param name="faults">A sentence about each part that means nothing.</param>
    public static PageAddress Read(string search, int classCount, ICollection<string> faults)
    {
        PageAddress read = Plain;
        foreach ((string name, StringValues values) in QueryHelpers.ParseQuery(search))
        {
            string value = values.ToString();
            switch (name)
            {
                case FilterName when value is "" or "all":
                    break;
                case FilterName when LabelOf(value) is { } label && label <= classCount:
                    read = read with { Filter = read.Filter with { Label = label } };
                    break;
                case FilterName:
                    faults.Add($"{Quoted(value)} in the address is no filter: expected all, {string.Join(", ", Words.Select(word => word.Word))}, or a class from 1 to {classCount}.");
                    break;
                case TextName when value.Length <= MostText:
                    read = read with { Filter = read.Filter with { Text = value.Trim() } };
                    break;
                case TextName:
                    faults.Add($"The search in the address has {value.Length} characters; at most {MostText} are searched for.");
                    break;
                case ViewName when Views.Contains(value, StringComparer.Ordinal):
                    read = read with { View = value };
                    break;
                case ViewName:
                    faults.Add($"{Quoted(value)} in the address is no view: expected {string.Join(", ", Views)}.");
                    break;
                case BlockName when !BlockId.TryParse(value, out _, out string? reason):
                    faults.Add($"{Quoted(value)} in the address is no block. {reason}");
                    break;
                case BlockName:
                    break;
                default:
                    faults.Add($"{Quoted(name)} in the address means nothing here.");
                    break;
            }
        }

        return read;
    }

    /// <summary>
    /// One goes back to the page as it was before this: a filter or a view was chosen, a search began or ended. More letters of a
    /// search are none.
    /// </summary>
    public bool IsStepFrom(PageAddress before) => this != before
        && (View != before.View || Filter.Label != before.Filter.Label || Filter.Text.Length == 0 || before.Filter.Text.Length == 0);

    private static int? LabelOf(string word) => Array.Find(Words, known => known.Word == word) is { Word: not null } found ? found.Label
        : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number
        : null;

    private static string WordOf(int label) => Array.Find(Words, known => known.Label == label).Word ?? label.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string text) => $"\"{VisibleName.Of(text.Length <= MostShown ? text : text[..MostShown] + "…")}\"";
}
