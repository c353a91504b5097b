using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>Tells admins which of their final labels changed from one table to the next, and who changed them.</summary>
public static class OverruledText
{
    private const int MostNamed = 3;

    /// <param name="before">The table before; empty before the first.</param>
    /// <param name="now">The table now.</param>
    /// <param name="admin">Whose final labels are looked for.</param>
    /// <param name="classes">Their names.</param>
    /// <param name="historyOf">Decisions about a block's final label, for who cleared it.</param>
    /// <returns>Null when nothing of this admin was overruled.</returns>
    public static string? Of(
        ReviewTable before,
        ReviewTable now,
        string admin,
        LabelClasses classes,
        Func<BlockId, IReadOnlyList<HistoryEntry>> historyOf)
    {
        List<string> changes =
        [
            .. before.Rows
                .Where(row => row.FinalLabel?.SetBy == admin)
                .Select(row => Change(row, now.Find(row.Block), admin, classes, historyOf))
                .OfType<string>(),
        ];
        return changes.Count == 0 ? null : Joined(changes);
    }

    /// <summary>The first few, and how many more there are.</summary>
    public static string Joined(IReadOnlyCollection<string> changes) =>
        string.Join(" ", changes.Take(MostNamed)) + (changes.Count > MostNamed ? $" And {changes.Count - MostNamed} more." : "");

    /// <param name="block">The block.</param>
    /// <param name="own">What this admin set.</param>
    /// <param name="other">Who overruled it, and with what; null: cleared it.</param>
    /// <param name="classes">Their names.</param>
    public static string Change(BlockId block, int own, (string By, int? Label) other, LabelClasses classes) => other.Label is { } label
        ? $"{other.By} replaced your final label of {block}: {Named(own, classes)} is now {Named(label, classes)}."
        : $"{other.By} cleared your final label of {block}, {Named(own, classes)}.";

    private static string? Change(
        ReviewRow was, ReviewRow? now, string admin, LabelClasses classes, Func<BlockId, IReadOnlyList<HistoryEntry>> historyOf)
    {
        int own = was.FinalLabel!.Label;
        if (now is not { } row)
        {
            return null;
        }

        if (row.FinalLabel is { } final)
        {
            bool isOverruled = final.SetBy != admin && final.Label != was.FinalLabel.Label;
            return isOverruled ? Change(was.Block, own, (final.SetBy, final.Label), classes) : null;
        }

        string? by = historyOf(was.Block) is [.., { } last] ? last.By : null;
        return by is null || by == admin ? null : Change(was.Block, own, (by, null), classes);
    }

    private static string Named(int label, LabelClasses classes) => $"{label} – {classes.NameOf(label)}";
}
