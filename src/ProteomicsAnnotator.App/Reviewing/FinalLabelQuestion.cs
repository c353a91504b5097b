using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// Asks before the table sets final labels: of many blocks at once, of several against their votes, with a label nobody
/// voted for, and of any block that another admin decided, also with the same label.
/// </summary>
public static class FinalLabelQuestion
{
    /// <summary>More blocks than these always need a question.</summary>
    public const int Many = 20;

    /// <param name="table">Votes and final labels as they are.</param>
    /// <param name="decisions">The label that each block is to have; null: none.</param>
    /// <param name="review">Whose decision it is, and what the classes are called.</param>
    /// <returns>Null: nothing to ask.</returns>
    public static string? Of(ReviewTable table, IReadOnlyCollection<(BlockId Block, int? Label)> decisions, ReviewSession review)
    {
        List<(ReviewRow Row, int? Label)> rows = [.. decisions.Select(item => (Row: table.Find(item.Block), item.Label))
            .Where(item => item.Row is not null).Select(item => (item.Row!.Value, item.Label))];
        int against = rows.Count(item => item.Label is { } label && Contradicts(item.Row, label));
        List<ReviewRow> others = [.. rows.Where(item => IsReplaced(item.Row, review.Admin)).Select(item => item.Row)];
        bool isAlone = rows is [{ Label: { } only, Row: { Consensus.VoteCount: > 0 } row }] && row.CountOf(only) == 0;
        bool isAsked = rows.Count > Many || (rows.Count > 1 && against > 0) || isAlone || others.Count > 0;
        return !isAsked
            ? null
            : string.Join(' ', new[] { What(rows, review), isAlone ? "Nobody voted for it." : Against(against, rows.Count), Others(others, rows, review) }.OfType<string>());
    }

    /// <summary>What other admins decided and these decisions replace.</summary>
    public static IReadOnlySet<(BlockId Block, FinalLabel Final)> Replaced(
        ReviewTable table, IReadOnlyCollection<(BlockId Block, int? Label)> decisions, string admin) =>
        decisions.Select(item => (Row: table.Find(item.Block), item.Label))
            .Where(item => item.Row is { } row && IsReplaced(row, admin))
            .Select(item => (item.Row!.Value.Block, item.Row.Value.FinalLabel!))
            .ToHashSet();

    /// <summary>True for the same label too: it becomes this admin's.</summary>
    private static bool IsReplaced(ReviewRow row, string admin) => row.FinalLabel is { } final && final.SetBy != admin;

    /// <summary>Each label of a tie has as many votes as any.</summary>
    private static bool Contradicts(ReviewRow row, int label) =>
        row.Consensus.VoteCount > 0 && row.CountOf(label) < row.Consensus.Support;

    private static string What(List<(ReviewRow Row, int? Label)> rows, ReviewSession review)
    {
        string blocks = rows.Count == 1 ? $"{rows[0].Row.Block}" : Counted.Of(rows.Count, "block");
        return rows.Select(item => item.Label).Distinct().ToList() switch
        {
            [null] => $"Clear the final label of {blocks}?",
            [{ } label] => $"Set the final label of {blocks} to {label} – {review.Classes.NameOf(label)}?",
            _ => $"Set the final label of {blocks}?",
        };
    }

    private static string? Against(int against, int of) => against switch
    {
        0 => null,
        1 when of == 1 => "It contradicts the votes.",
        _ => $"{Count(against)} of {Count(of)} {(against == 1 ? "contradicts" : "contradict")} the votes.",
    };

    private static string? Others(List<ReviewRow> others, List<(ReviewRow Row, int? Label)> rows, ReviewSession review)
    {
        bool isSame = others.All(other => rows.Any(item => item.Row == other && item.Label == other.FinalLabel!.Label));
        return others switch
        {
            [] => null,
            [{ FinalLabel: { } final }] =>
                $"{OthersFinal.Of(final.SetBy, final.Label, final.SetAt, review.Classes, review.Now)} on {others[0].Block}; {(isSame ? "it becomes yours" : "that is replaced")}.",
            _ => $"{Count(others.Count)} were decided by another admin ("
                + string.Join(", ", others.GroupBy(row => row.FinalLabel!.SetBy, StringComparer.Ordinal).Select(by => $"{by.Key}: {Count(by.Count())}"))
                + $"); these {(isSame ? "become yours" : "are replaced")}.",
        };
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
