using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Progress;

namespace ProteomicsAnnotator.App.Commands.Models;

/// <summary>How the campaign goes on, in columns.</summary>
internal static class ProgressText
{
    private const int MostDays = 28;

    public static string Of(ProgressFigures figures, AgreementCoefficients coefficients)
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Labels a day (days of {figures.Pace.Zone.Id}{(figures.Pace.Days.Count > MostDays ? $", the last {MostDays} of {figures.Pace.Days.Count}" : "")})");
        foreach (DayOfLabels day in figures.Pace.Days.TakeLast(MostDays))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {day.Day:yyyy-MM-dd}{day.Labels,10}");
        }

        text.AppendLine(figures.Pace.Words);
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{"Agreement by week",-30}{"value",8}  {"95 % interval",-16}{"pairs",8}");
        foreach (WeekOfAgreement week in figures.Weeks)
        {
            string from = string.Create(CultureInfo.InvariantCulture, $"  from {week.Monday:yyyy-MM-dd}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{from,-30}{StatisticsText.Number(week.Share),8}  {StatisticsText.Interval(week.Interval.Low, week.Interval.High),-16}{week.Pairs,8}");
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{"Change of a person",-30}{"before",8}{"since",8}{"p",8}{"n",8}  agreement with most others");
        foreach (Drift drift in figures.Drifts)
        {
            string where = drift.IsFound ? string.Create(CultureInfo.InvariantCulture, $"changed after own label {drift.After}, {drift.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "no change found";
            text.AppendLine(CultureInfo.InvariantCulture, $"{drift.Username,-30}{StatisticsText.Number(drift.Before),8}{StatisticsText.Number(drift.Since),8}{StatisticsText.Number(drift.P),8}{drift.N,8}  {where}");
        }

        if (figures.Drifts.Count == 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  nobody has {2 * Drift.Least} labels that others' can be compared with");
        }

        if (figures.DriftLeavesOut is { } untimed)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {untimed}");
        }

        if (figures.Times.Count > 0)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{"Seconds for a label",-30}{"median",8}  {"middle half",-16}{"n",8}");
            foreach (LabelTimes person in figures.Times)
            {
                string half = string.Create(CultureInfo.InvariantCulture, $"{person.LowerQuartile:0.0}..{person.UpperQuartile:0.0}");
                text.AppendLine(CultureInfo.InvariantCulture, $"{person.Username,-30}{person.Median,8:0.0}  {half,-16}{person.N,8}");
            }
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{"Width of the interval with",-30}{"percent",10}{"alpha",10}");
        foreach (SampleSize size in SampleSize.AllOf(coefficients))
        {
            string blocks = string.Create(CultureInfo.InvariantCulture, $"  {size.Blocks} blocks");
            text.AppendLine(CultureInfo.InvariantCulture, $"{blocks,-30}{StatisticsText.Number(size.PercentAgreement),10}{StatisticsText.Number(size.KrippendorffAlpha),10}");
        }

        return text.ToString();
    }
}
