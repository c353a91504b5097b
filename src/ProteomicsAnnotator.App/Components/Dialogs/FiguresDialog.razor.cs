using System.Globalization;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Dialogs;

/// <summary>An annotator's own labels in figures, as they were when it opened: by class, by day, and how fast.</summary>
public sealed partial class FiguresDialog
{
    [Parameter]
    [EditorRequired]
    public required OwnFigures Figures { get; set; }

    [Parameter]
    [EditorRequired]
    public required LabelClasses Classes { get; set; }

    /// <summary>Whose days these are.</summary>
    [Parameter]
    [EditorRequired]
    public required TimeZoneInfo Zone { get; set; }

    /// <summary>A folder opened beside the campaign's; null: the campaign's.</summary>
    [Parameter]
    public string? Where { get; set; }

    /// <summary>More blocks may come.</summary>
    [Parameter]
    public bool IsScanning { get; set; }

    /// <summary>Final labels are being set: the other figures of the page are about those.</summary>
    [Parameter]
    public bool IsAdjudicating { get; set; }

    /// <summary>What came of self-checks; null: nothing is said of them.</summary>
    [Parameter]
    public RepeatFigures? Repeats { get; set; }

    /// <summary>The self-check is asked for.</summary>
    [Parameter]
    public Action? OnSelfCheck { get; set; }

    /// <summary>A block is to be opened.</summary>
    [Parameter]
    public Action<BlockId>? OnOpen { get; set; }

    private int MostOfClass => Rows.Max(row => row.Count);

    private int MostOfDay => Figures.Days.Max(day => day.Labels);

    /// <summary>The campaign's classes, then numbers that it has no longer, as far as there are labels of them.</summary>
    private List<(int Number, string Name, int Count)> Rows =>
    [
        .. Enumerable.Range(1, Classes.Count).Concat(Figures.OfClass.Keys.Where(number => number < 1 || number > Classes.Count).Order())
            .Select(number => (number, VisibleName.Of(Classes.NameOf(number)), Figures.OfClass.GetValueOrDefault(number))),
    ];

    private string PaceWords => Figures.Pace is { } pace ? $"{Number((int)Math.Round(pace.PerHour))} an hour" : "not known yet";

    private string LeftWords => (Figures.Left, Figures.TimeLeft) switch
    {
        (0, _) => "none",
        (var left, { } time) => $"{Number(left)} · {DurationText.About(time)}",
        (var left, null) => Number(left),
    };

    private IEnumerable<string> Remarks
    {
        get
        {
            if (IsAdjudicating)
            {
                yield return "These are your own labels; the final labels that you are setting are not among them.";
            }

            if (IsScanning)
            {
                yield return "The folder is still being looked through: blocks that are found later are not counted yet.";
            }

            string gap = $"the time between two decisions that are at most {OwnFigures.LongestGap.TotalMinutes:0} minutes apart; a longer gap is not counted as work";
            yield return Figures.Pace is { } pace
                ? $"The pace is {Counted.Of(pace.Labels, "label")} in {DurationText.Of(pace.Active)} of active time: {gap}."
                : $"The pace needs a minute of active time: {gap}.";
            yield return $"Days are those of {Zone.Id} ({Offset}). A label counts for the day on which it was given last.";
            if (Figures.Untimed > 0)
            {
                yield return $"{Counted.Of(Figures.Untimed, "label", "has", "have")} no known time, from another program: in no day, and not in the pace.";
            }
        }
    }

    private string Offset
    {
        get
        {
            TimeSpan offset = Zone.GetUtcOffset(Figures.Days[^1].Day.ToDateTime(new TimeOnly(12, 0)));
            return $"UTC{(offset < TimeSpan.Zero ? "-" : "+")}{offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture)}";
        }
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The month stands where it begins, and at the first of the days.</summary>
    private string ShortDay(DateOnly day) =>
        day.ToString(day.Day == 1 || day == Figures.Days[0].Day ? "d MMM" : "%d", CultureInfo.InvariantCulture);

    private static string DayWords(DayOfLabels day) =>
        $"{day.Day.ToString("dddd d MMMM", CultureInfo.InvariantCulture)}: {(day.Labels == 0 ? "no label" : Counted.Of(day.Labels, "label"))}";

    /// <summary>In percent of the longest bar; what is there stays visible.</summary>
    private static string Share(int count, int most) =>
        (count == 0 ? 0 : Math.Max(2, 100.0 * count / most)).ToString("0.#", CultureInfo.InvariantCulture);
}
