using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>What is said of a block beside its label, in words.</summary>
public static class MarkText
{
    private const int ShownLength = 80;

    /// <summary>As in "block_0001 is ...".</summary>
    public static string StateOf(BlockMark mark) =>
        (mark.IsUnsure ? "flagged as unsure" : "not flagged") + (mark.Unusable is { } why ? $", with \"cannot be judged: {Cut(why)}\"" : "") + (mark.Note is { } note ? $", with the note \"{Cut(note)}\"" : "");

    /// <summary>What one decision says of them; empty: nothing.</summary>
    public static string Of(MarkChange mark) => string.Join(", ", Parts(mark));

    /// <summary>What a decision of the history is about.</summary>
    public static string KindOf(HistoryEntry entry) => entry switch
    {
        { IsMark: false, IsFinalLabel: true } => "final label",
        { Mark.Unusable.Length: > 0 } => "cannot be judged",
        { IsMark: false } => "label",
        { Mark: { Unsure: null, Note: null } } => "can be judged",
        { Mark.Unsure: null } => "note",
        { Mark.Note: null } => "flag",
        _ => "flag and note",
    };

    /// <summary>Without characters that leave no mark or turn the text round.</summary>
    public static string Cut(string note) => VisibleName.Of(note.Length <= ShownLength ? note
        : note[..(char.IsHighSurrogate(note[ShownLength - 1]) ? ShownLength - 1 : ShownLength)] + "…");

    private static IEnumerable<string> Parts(MarkChange mark)
    {
        if (mark.Unusable is { } why)
        {
            yield return why.Length > 0 ? $"cannot be judged: {VisibleName.Of(why)}" : "can be judged";
        }

        if (mark.Unsure is { } unsure)
        {
            yield return unsure ? "unsure" : "not unsure any more";
        }

        if (mark.Note is { } note)
        {
            yield return note.Length > 0 ? $"note: {VisibleName.Of(note)}" : "note removed";
        }
    }
}
