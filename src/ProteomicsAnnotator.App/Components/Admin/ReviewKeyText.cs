using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>What the Review says of a key that does nothing in it: no key is silent.</summary>
internal static class ReviewKeyText
{
    public const string NoRow = "No row is chosen: ↓ chooses the first one, a click any other.";

    /// <param name="key">As the browser names it: a character, Backspace or Delete.</param>
    /// <param name="pane">The tab that is open.</param>
    /// <param name="selected">How many blocks of the table are selected.</param>
    public static string Of(string key, ReviewPane pane, int selected) => (key, pane) switch
    {
        ([>= '0' and <= '9'], ReviewPane.Table) when selected > 0 => $"Number keys decide nothing in the table. Choose the final label of the {Counted.Of(selected, "selected block")} beside it, or open a row with Enter.",
        ([>= '0' and <= '9'], ReviewPane.Table) => "Number keys decide nothing in the table. Select rows and choose their final label beside it, or open a row with Enter.",
        ([>= '0' and <= '9'], _) => "Number keys decide nothing on this tab. Adjudicate opens one block after another: there they set final labels.",
        ("Backspace" or "Delete", ReviewPane.Table) => $"{key} clears nothing in the table. Clear beside it takes the final label of the selected blocks away; Ctrl+Z undoes the last step.",
        ("Backspace" or "Delete", _) => $"{key} clears nothing on this tab. Ctrl+Z undoes the last final label.",
        ("/", _) => "/ searches on the tab Table.",
        _ => $"{key} does nothing in the Review. Ctrl+K has its commands, ? all keys.",
    };
}
