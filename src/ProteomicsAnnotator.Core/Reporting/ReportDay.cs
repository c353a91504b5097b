using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Reporting;

/// <summary>What a day of the campaign's time zone added. Labels that stand now count on the day they were given; of a changed one the later day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Labels">Of counted annotators, given on it.</param>
/// <param name="LabelsSoFar">Up to its end.</param>
/// <param name="BlocksSoFar">Blocks with a first vote by its end.</param>
internal readonly record struct ReportDay(DateOnly Day, int Labels, int LabelsSoFar, int BlocksSoFar)
{
    /// <summary>Days with a label whose time is known, in order; days between them have none.</summary>
    public static IReadOnlyList<ReportDay> AllOf(ReportInput input)
    {
        // A report says nothing of the time at which it is made, so no clock is known to run ahead.
        (DateTimeOffset now, TimeZoneInfo zone) = (DateTimeOffset.MaxValue, input.Zone);
        SortedDictionary<DateOnly, int> labels = LabelDays.CountsOf(input.Table.Counted.SelectMany(column => LabelDays.TimesOf(column)), now, zone);
        SortedDictionary<DateOnly, int> begun = LabelDays.CountsOf(Enumerable.Range(0, input.Table.Count).Select(block => FirstOf(input, block)).OfType<DateTimeOffset>(), now, zone);
        int labelsSoFar = 0;
        int blocksSoFar = 0;
        return [.. labels.Select(day => new ReportDay(day.Key, day.Value, labelsSoFar += day.Value, blocksSoFar += begun.GetValueOrDefault(day.Key)))];
    }

    /// <summary>When the first vote on a block was given whose time is known; null: there is none.</summary>
    private static DateTimeOffset? FirstOf(ReportInput input, int block) => input.Table.Counted
        .Select(column => column.At(block) is { } vote ? LabelTime.Known(vote.At) : null)
        .Min();
}
