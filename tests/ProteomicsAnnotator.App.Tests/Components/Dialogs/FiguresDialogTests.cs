using Bunit;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Components.Dialogs;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Tests.Components.Dialogs;

public sealed class FiguresDialogTests : BunitContext
{
    private static readonly DateTimeOffset Now = new(2026, 3, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void NoLabel_IsSaidWithWhatToDo()
    {
        IRenderedComponent<FiguresDialog> dialog = Show(Blank, Blank);

        Assert.Contains("You have no label here yet. Press the number of a class, 1 to 3", dialog.Find("[data-testid=figures-empty]").TextContent, StringComparison.Ordinal);
        Assert.Equal("2", TextOf(dialog, "figure-left"));
        Assert.Contains("The pace needs a minute of active time", dialog.Find(".remarks").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void NoBlock_IsSaidWithWhatToDo()
    {
        Assert.Contains("Open another folder", TextOf(Show(), "figures-empty"), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_AreCountedByClassAndDay_WithThePaceExplained()
    {
        OwnBlock first = At(1, -20);
        IRenderedComponent<FiguresDialog> dialog = Show(first, At(1, -17), At(3, -14), At(7, -24 * 60), new OwnBlock(2, null, default, []), Blank, Blank);

        Assert.Equal("5 of 7", TextOf(dialog, "figure-labelled"));
        Assert.Equal("3", TextOf(dialog, "figure-today"));
        Assert.Equal("20 an hour", TextOf(dialog, "figure-pace"));
        Assert.Equal("2 · about 6 min", TextOf(dialog, "figure-left"));
        Assert.Equal(["2", "1", "1", "1"], dialog.FindAll("[data-testid=figure-class] .count").Select(count => count.TextContent));
        Assert.Equal("7", dialog.FindAll("[data-testid=figure-class]")[3].GetAttribute("data-label"));
        Assert.Equal(14, dialog.FindAll("[data-testid=figure-days] li").Count);
        Assert.Equal("Friday 20 March: 3 labels", dialog.FindAll("[data-testid=figure-days] li")[^1].GetAttribute("title"));
        Assert.Equal("Thursday 19 March: 1 label", dialog.FindAll("[data-testid=figure-days] li")[^2].GetAttribute("title"));
        string remarks = dialog.Find(".remarks").TextContent;
        Assert.Contains("The pace is 2 labels in 6 min of active time: the time between two decisions that are at most 5 minutes apart", remarks, StringComparison.Ordinal);
        Assert.Contains("a longer gap is not counted as work", remarks, StringComparison.Ordinal);
        Assert.Contains("1 label has no known time", remarks, StringComparison.Ordinal);
        Assert.Contains("Days are those of UTC (UTC+00:00)", remarks, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "less than a minute")]
    [InlineData(5, "5 min")]
    [InlineData(59.7, "1 h")]
    [InlineData(200, "3 h 20 min")]
    [InlineData(60 * 31.6, "32 h")]
    public void Duration_IsAsExactAsOneWantsToKnow(double minutes, string words) =>
        Assert.Equal(words, DurationText.Of(TimeSpan.FromMinutes(minutes)));

    private static OwnBlock Blank => new(null, null, default, []);

    private static OwnBlock At(int label, double minutes) => new(label, Now + TimeSpan.FromMinutes(minutes), default, [Now + TimeSpan.FromMinutes(minutes)]);

    private static string TextOf(IRenderedComponent<FiguresDialog> dialog, string id) => dialog.Find($"[data-testid={id}]").TextContent.Trim();

    private IRenderedComponent<FiguresDialog> Show(params OwnBlock[] blocks) => Render<FiguresDialog>(parameters => parameters
        .Add(dialog => dialog.Figures, OwnFigures.Of(blocks, Now, TimeZoneInfo.Utc))
        .Add(dialog => dialog.Classes, LabelClasses.Default)
        .Add(dialog => dialog.Zone, TimeZoneInfo.Utc));
}
