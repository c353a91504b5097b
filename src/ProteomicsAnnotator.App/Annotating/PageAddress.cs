using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
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

    /// <summary>The same, ordered by how certain the consensus is.</summary>
    public const string AdjudicateLeastCertain = "adjudicate-least-certain";

    /// <summary>The same along the blocks on which two adjudicators differ.</summary>
    public const string AdjudicateDifferences = "adjudicate-differences";

    /// <summary>The same along likely label errors.</summary>
    public const string AdjudicateErrors = "adjudicate-likely-errors";

    /// <summary>The same along the blocks on which a stored model is sure and people say another class.</summary>
    public const string AdjudicateModel = "adjudicate-model-differs";

    /// <summary>Keys give second opinions along the queue of an adjudication, ordered by vote entropy.</summary>
    public const string Second = "second-opinion";

    /// <summary>The same, ordered by what the Dawid-Skene model is least sure of.</summary>
    public const string SecondByModel = "second-opinion-dawid-skene";

    /// <summary>The same, ordered by how certain the consensus is.</summary>
    public const string SecondLeastCertain = "second-opinion-least-certain";

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
        ("unlabelled", BlockFilter.Unlabelled), ("labelled", BlockFilter.Labelled), ("unsure", BlockFilter.Unsure), ("note", BlockFilter.WithNote), ("unusable", BlockFilter.Unusable), ("again", BlockFilter.ToLookAgain),
    ];

    private static readonly (string View, AdjudicationOrder Order, bool IsSecond)[] Queues =
    [
        (Adjudicate, AdjudicationOrder.VoteEntropy, false),
        (AdjudicateByModel, AdjudicationOrder.DawidSkeneUncertainty, false),
        (AdjudicateLeastCertain, AdjudicationOrder.LeastCertain, false),
        (AdjudicateDifferences, AdjudicationOrder.AdjudicatorsDiffer, false),
        (AdjudicateErrors, AdjudicationOrder.LikelyErrors, false),
        (AdjudicateModel, AdjudicationOrder.ModelDiffers, false),
        (Second, AdjudicationOrder.VoteEntropy, true),
        (SecondByModel, AdjudicationOrder.DawidSkeneUncertainty, true),
        (SecondLeastCertain, AdjudicationOrder.LeastCertain, true),
    ];

    public static readonly IReadOnlyList<string> Views = [Annotate, Gallery, Review, .. Queues.Select(queue => queue.View), Final];

    /// <summary>Nothing is left out, and the picture is shown.</summary>
    public static PageAddress Plain { get; } = new(new BlockFilter(), Annotate);

    /// <summary>Where the Review is; only while it is the view.</summary>
    public ReviewAddress Place { get; init; } = ReviewAddress.Plain;

    /// <summary>Only admins have it.</summary>
    public bool IsOfAdmins => View == Review || SetsFinalLabels;

    /// <summary>Keys set final labels there, or give second opinions.</summary>
    public bool SetsFinalLabels => View is Final || OrderOf(View) is not null;

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
                View == Review ? Place.Query : "",
            ];
            return string.Join('&', parts.Where(part => part.Length > 0));
        }
    }

    /// <summary>The view of an adjudication in this order.</summary>
    public static string Adjudicating(AdjudicationOrder order, bool isSecond) => Array.Find(Queues, queue => (queue.Order, queue.IsSecond) == (order, isSecond)).View ?? Adjudicate;

    /// <summary>Null: the view is no adjudication with a queue.</summary>
    public static AdjudicationOrder? OrderOf(string view) =>
        Queues.Where(queue => queue.View == view).Select(queue => (AdjudicationOrder?)queue.Order).FirstOrDefault();

    /// <summary>Keys give second opinions there.</summary>
    public static bool IsSecond(string view) => Array.Exists(Queues, queue => queue.View == view && queue.IsSecond);

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
                case var _ when ReviewAddress.Names.Contains(name, StringComparer.Ordinal):
                    read = read with { Place = ReviewPart(read.Place, name, value, classCount, faults) };
                    break;
                default:
                    faults.Add($"{Quoted(name)} in the address means nothing here.");
                    break;
            }
        }

        return read.View == Review ? read : read with { Place = ReviewAddress.Plain };
    }

    /// <summary>
    /// One goes back to the page as it was before this: a filter or a view was chosen, a search began or ended. More letters of a
    /// search are none.
    /// </summary>
    public bool IsStepFrom(PageAddress before) => this != before
        && (View != before.View || Place.IsStepFrom(before.Place) || Filter.Label != before.Filter.Label
            || Filter.Text.Length == 0 != (before.Filter.Text.Length == 0));

    private static ReviewAddress ReviewPart(ReviewAddress place, string name, string value, int classCount, ICollection<string> faults)
    {
        if (place.With(name, value, classCount) is { } read)
        {
            return read;
        }

        faults.Add($"{Quoted($"{name}={value}")} in the address means nothing in the Review.");
        return place;
    }

    private static int? LabelOf(string word) => Array.Find(Words, known => known.Word == word) is { Word: not null } found ? found.Label
        : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number
        : null;

    private static string WordOf(int label) => Array.Find(Words, known => known.Label == label).Word ?? label.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string text) => $"\"{VisibleName.Of(text.Length <= MostShown ? text : text[..MostShown] + "…")}\"";
}
