using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.App.Tests.Annotating;

public sealed class OwnFiguresTests
{
    /// <summary>Two hours ahead of UTC, without daylight saving.</summary>
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test");

    /// <summary>Local noon of 20 March.</summary>
    private static readonly DateTimeOffset Now = new(2026, 3, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Figures_WithoutABlock_AreAllNothing()
    {
        OwnFigures figures = Of();

        Assert.Equal((0, 0, 0, 0, 0), (figures.Total, figures.Labelled, figures.Left, figures.Today, figures.Untimed));
        Assert.Null(figures.Pace);
        Assert.Null(figures.TimeLeft);
        Assert.Equal(14, figures.Days.Count);
        Assert.Equal((new DateOnly(2026, 3, 7), new DateOnly(2026, 3, 20)), (figures.Days[0].Day, figures.Days[^1].Day));
    }

    [Fact]
    public void Figures_OfBlocksWithoutALabel_HaveNoPaceAndEverythingLeft()
    {
        OwnFigures figures = Of(Blank, Blank, Blank with { Mark = new BlockMark(true, "dim") });

        Assert.Equal((3, 0, 3), (figures.Total, figures.Labelled, figures.Left));
        Assert.Equal((1, 1), (figures.Unsure, figures.WithNote));
        Assert.Empty(figures.OfClass);
        Assert.Null(figures.Pace);
    }

    [Fact]
    public void OneLabel_IsCounted_AndSaysNothingOfAPace()
    {
        OwnFigures figures = Of(At(2, Now - TimeSpan.FromMinutes(1)), Blank);

        Assert.Equal(1, figures.Labelled);
        Assert.Equal(1, figures.OfClass[2]);
        Assert.Equal(1, figures.Today);
        Assert.Equal(1, figures.Left);
        Assert.Null(figures.Pace);
        Assert.Null(figures.TimeLeft);
    }

    /// <summary>Gaps of 2, 5 and 5 minutes and one second: 7 minutes of work, which end in two labels.</summary>
    [Fact]
    public void Gap_OfFiveMinutes_IsWork_AndALongerOneIsNot()
    {
        OwnFigures figures = Of(
            At(1, Minutes(0)), At(1, Minutes(2)), At(2, Minutes(7)), At(2, Minutes(12) + TimeSpan.FromSeconds(1)), Blank, Blank, Blank);

        Assert.Equal(new WorkPace(2, TimeSpan.FromMinutes(7)), figures.Pace);
        Assert.Equal(2 / (7 / 60.0), figures.Pace!.PerHour, 1e-9);

        // Three blocks at three and a half minutes each.
        Assert.Equal(TimeSpan.FromMinutes(10.5), figures.TimeLeft);
    }

    /// <summary>0 to 4 and 4 to 8 are work; the first label was given at 0 and again at 8, so 4 and 8 end gaps.</summary>
    [Fact]
    public void DecisionThatWasReplaced_IsWorkButNoLabel()
    {
        OwnFigures figures = Of(new OwnBlock(2, Minutes(8), default, [Minutes(0), Minutes(8)]), At(1, Minutes(4)));

        Assert.Equal(new WorkPace(2, TimeSpan.FromMinutes(8)), figures.Pace);
        Assert.Equal(2, figures.Labelled);
    }

    [Fact]
    public void ClearAndFlag_AreWorkButNoLabel()
    {
        // Cleared at 2, flagged at 4, labelled at 6.
        OwnFigures figures = Of(
            new OwnBlock(null, null, default, [Minutes(0), Minutes(2)]),
            new OwnBlock(null, null, new BlockMark(true, null), [Minutes(4)]),
            At(1, Minutes(6)));

        Assert.Equal(new WorkPace(1, TimeSpan.FromMinutes(6)), figures.Pace);
    }

    /// <summary>Of three labels at one moment the first has a gap before it of four minutes, the others of none.</summary>
    [Fact]
    public void LabelsOfOneMoment_CountAsManyAsTheyAre()
    {
        OwnFigures figures = Of(At(1, Minutes(0)), At(1, Minutes(4)), At(1, Minutes(4)), At(1, Minutes(4)));

        Assert.Equal(new WorkPace(3, TimeSpan.FromMinutes(4)), figures.Pace);
    }

    [Fact]
    public void LessThanAMinuteOfWork_IsNoPace()
    {
        Assert.Null(Of(At(1, Minutes(0)), At(1, Minutes(0) + TimeSpan.FromSeconds(59))).Pace);
        Assert.NotNull(Of(At(1, Minutes(0)), At(1, Minutes(1))).Pace);
    }

    /// <summary>Local midnight is 22:00 UTC.</summary>
    [Fact]
    public void Midnight_OfTheLocalClock_PartsTheDays()
    {
        var midnight = new DateTimeOffset(2026, 3, 19, 22, 0, 0, TimeSpan.Zero);

        OwnFigures figures = Of(
            At(1, midnight - TimeSpan.FromTicks(1)), At(1, midnight), At(1, midnight + TimeSpan.FromHours(11)), At(1, midnight - TimeSpan.FromHours(24)));

        Assert.Equal(2, figures.Today);
        Assert.Equal(new DayOfLabels(new DateOnly(2026, 3, 19), 2), figures.Days[^2]);
    }

    [Fact]
    public void Days_ShowFourteen_AndOlderLabelsOnlyInTheCounts()
    {
        var first = new DateTimeOffset(2026, 3, 7, 0, 0, 0, TimeSpan.FromHours(2));

        OwnFigures figures = Of(At(1, first), At(1, first - TimeSpan.FromTicks(1)));

        Assert.Equal([1, .. new int[13]], figures.Days.Select(day => day.Labels));
        Assert.Equal(2, figures.Labelled);
    }

    [Fact]
    public void LabelOfAClockThatRunsAhead_CountsForToday()
    {
        OwnFigures figures = Of(At(1, Now + TimeSpan.FromDays(3)));

        Assert.Equal(1, figures.Today);
    }

    [Fact]
    public void LabelsWithoutATime_AreInTheirClassAndInNoDay()
    {
        OwnFigures figures = Of(new OwnBlock(3, null, default, []), new OwnBlock(3, null, default, []), At(1, Minutes(0)), At(1, Minutes(3)));

        Assert.Equal(2, figures.Untimed);
        Assert.Equal((2, 2), (figures.OfClass[1], figures.OfClass[3]));
        Assert.Equal(2, figures.Days.Sum(day => day.Labels));
        Assert.Equal(new WorkPace(1, TimeSpan.FromMinutes(3)), figures.Pace);
        Assert.Equal(0, figures.Left);
        Assert.Equal(TimeSpan.Zero, figures.TimeLeft);
    }

    private static OwnBlock Blank => new(null, null, default, []);

    private static DateTimeOffset Minutes(double minutes) => Now - TimeSpan.FromHours(3) + TimeSpan.FromMinutes(minutes);

    private static OwnBlock At(int label, DateTimeOffset time) => new(label, time, default, [time]);

    private static OwnFigures Of(params OwnBlock[] blocks) => OwnFigures.Of(blocks, Now, Zone);
}
