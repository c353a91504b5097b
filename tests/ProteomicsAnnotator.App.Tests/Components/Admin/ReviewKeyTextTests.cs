using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Reviewing;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>No key of the Review is silent.</summary>
public sealed class ReviewKeyTextTests
{
    [Theory]
    [InlineData("2", ReviewPane.Table, 3, "Choose the final label of the 3 selected blocks beside it")]
    [InlineData("2", ReviewPane.Table, 0, "Select rows and choose their final label beside it")]
    [InlineData("0", ReviewPane.Overview, 0, "Number keys decide nothing on this tab.")]
    [InlineData("Backspace", ReviewPane.Table, 1, "Clear beside it takes the final label of the selected blocks away")]
    [InlineData("Delete", ReviewPane.Raters, 0, "Delete clears nothing on this tab.")]
    [InlineData("/", ReviewPane.Export, 0, "/ searches on the tab Table.")]
    [InlineData("u", ReviewPane.Table, 1, "u does nothing in the Review. Ctrl+K has its commands")]
    [InlineData("g", ReviewPane.Adjudicate, 0, "g does nothing in the Review.")]
    public void Of_AKeyThatDecidesNothing_SaysSoAndWhatDoes(string key, ReviewPane pane, int selected, string words) =>
        Assert.Contains(words, ReviewKeyText.Of(key, pane, selected), StringComparison.Ordinal);
}
