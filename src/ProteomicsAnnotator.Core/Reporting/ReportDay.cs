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
        TimeZoneInfo zone = input.Zone;
        var labels = new SortedDictionary<DateOnly, (int Labels, int Blocks)>();
        for (int block = 0; block < input.Table.Count; block++)
        {
            DateOnly? first = null;
            foreach (AnnotatorColumn column in input.Table.Counted)
            {
                if (column.Labels[block] == AnnotatorColumn.None || column.UtcTicks[block] == LabelTime.Unknown.UtcTicks)
                {
                    continue;
                }

                DateOnly day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(new DateTime(column.UtcTicks[block], DateTimeKind.Utc), zone));
                (int before, int blocks) = labels.GetValueOrDefault(day);
                labels[day] = (before + 1, blocks);
                first = first is { } earlier && earlier <= day ? earlier : day;
            }

            if (first is { } start)
            {
                labels[start] = labels[start] with { Blocks = labels[start].Blocks + 1 };
            }
        }

        int labelsSoFar = 0;
        int blocksSoFar = 0;
        return [.. labels.Select(day => new ReportDay(day.Key, day.Value.Labels, labelsSoFar += day.Value.Labels, blocksSoFar += day.Value.Blocks))];
    }
}
