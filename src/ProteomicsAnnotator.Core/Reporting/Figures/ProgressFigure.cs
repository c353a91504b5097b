using System.Globalization;

namespace ProteomicsAnnotator.Core.Reporting.Figures;

/// <summary>Labels of each day as bars, and below them all labels so far. Where the days are many, a bar is several days.</summary>
internal static class ProgressFigure
{
    private const string Id = "figure-progress";
    private const string Title = "Labels over the days";
    private const double Left = 76;
    private const double Right = 640;
    private const double BarsTop = 34;
    private const double BarsBottom = 154;
    private const double LineTop = 202;
    private const double LineBottom = 322;
    private const int MostBars = 120;
    private const int MostDates = 6;

    public static string Of(ReportInput input)
    {
        IReadOnlyList<ReportDay> days = ReportDay.AllOf(input);
        if (days.Count == 0)
        {
            return SvgWriter.NoData(Id, Title, "no label whose time is known");
        }

        int all = days[^1].Day.DayNumber - days[0].Day.DayNumber + 1;
        int daysABar = ((all - 1) / MostBars) + 1;
        int[] bars = new int[((all - 1) / daysABar) + 1];
        foreach (ReportDay day in days)
        {
            bars[(day.Day.DayNumber - days[0].Day.DayNumber) / daysABar] += day.Labels;
        }

        var svg = new SvgWriter();
        double width = (Right - Left) / bars.Length;
        svg.Text((Left, 16), daysABar == 1 ? "labels a day" : string.Create(CultureInfo.InvariantCulture, $"labels in {daysABar} days"), SvgText.Usual with { Fill = SvgWriter.Quiet });
        DrawScale(svg, bars.Max(), (BarsTop, BarsBottom));
        double gap = Math.Min(3, width * 0.2);
        foreach ((int i, int labels) in bars.Index())
        {
            double height = labels / (double)ScaleOf(bars.Max()) * (BarsBottom - BarsTop);
            string first = DayText(days[0].Day.AddDays(i * daysABar));
            double drawn = Math.Min(width - gap, 60);
            svg.Box((Left + ((i + 0.5) * width) - (drawn / 2), BarsBottom - height), (drawn, height), SvgWriter.Fill, $"{first}: {Storage.Counted.Of(labels, "label")}");
        }

        svg.Line((Left, BarsBottom), (Right, BarsBottom), SvgWriter.Quiet);
        svg.Text((Left, LineTop - 18), "labels so far", SvgText.Usual with { Fill = SvgWriter.Quiet });
        int total = bars.Sum();
        DrawScale(svg, total, (LineTop, LineBottom));
        svg.Path(PointsOf(bars, total));
        svg.Line((Left, LineBottom), (Right, LineBottom), SvgWriter.Quiet);
        DrawDates(svg, days[0].Day, bars.Length, daysABar);
        svg.Text(((Left + Right) / 2, LineBottom + 42), $"days in {input.Zone.Id}", SvgText.Middle with { Size = 12, Fill = SvgWriter.Quiet });
        string description = $"{Storage.Counted.Of(total, "label")} from {DayText(days[0].Day)} to {DayText(days[^1].Day)}, on {Storage.Counted.Of(days.Count, "day")}; the most in one bar are {bars.Max().ToString("N0", CultureInfo.InvariantCulture)}.";
        return svg.Finish(Id, (Right + 24, LineBottom + 54), Title, description);
    }

    private static string DayText(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<(double X, double Y)> PointsOf(int[] bars, int total)
    {
        double width = (Right - Left) / bars.Length;
        int soFar = 0;
        yield return (Left, LineBottom);
        foreach ((int i, int labels) in bars.Index())
        {
            soFar += labels;
            yield return (Left + ((i + 1) * width), LineBottom - (soFar / (double)ScaleOf(total) * (LineBottom - LineTop)));
        }
    }

    private static void DrawDates(SvgWriter svg, DateOnly first, int bars, int daysABar)
    {
        double width = (Right - Left) / bars;
        int step = ((bars - 1) / MostDates) + 1;
        for (int i = 0; i < bars; i += step)
        {
            double middle = Left + ((i + 0.5) * width);
            svg.Line((middle, LineBottom), (middle, LineBottom + 5), SvgWriter.Quiet);
            svg.Text((middle, LineBottom + 20), DayText(first.AddDays(i * daysABar)), SvgText.Middle with { Size = 11 });
        }
    }

    private static void DrawScale(SvgWriter svg, int most, (double Top, double Bottom) where)
    {
        int scale = ScaleOf(most);
        int parts = scale % 4 == 0 ? 4 : scale % 5 == 0 ? 5 : scale;
        for (int i = 1; i <= parts; i++)
        {
            double y = where.Bottom - ((where.Bottom - where.Top) * i / parts);
            svg.Line((Left, y), (Right, y), SvgWriter.Rule);
            svg.Text((Left - 8, y + 4), (scale / parts * i).ToString("N0", CultureInfo.InvariantCulture), SvgText.End with { Size = 11 });
        }

        svg.Text((Left - 8, where.Bottom + 4), "0", SvgText.End with { Size = 11 });
    }

    /// <summary>The next of 1, 2, 3, 4, 5, 6, 8, 10 times a power of ten.</summary>
    private static int ScaleOf(int most)
    {
        long power = 1;
        while (power * 10 < most)
        {
            power *= 10;
        }

        int[] steps = [1, 2, 3, 4, 5, 6, 8, 10];
        return (int)Math.Min(int.MaxValue, steps.First(step => step * power >= most) * power);
    }
}
