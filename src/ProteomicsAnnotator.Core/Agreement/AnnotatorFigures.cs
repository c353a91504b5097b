namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>What one annotator has done, on the blocks of the list.</summary>
/// <param name="Username">Whose figures.</param>
/// <param name="Labelled">Blocks labelled.</param>
/// <param name="Progress">Share 0..1 of all blocks; null without blocks.</param>
/// <param name="LabelsPerHour">Pace while at work; null when no two labels are close enough to tell.</param>
/// <param name="ClassShares">Share 0..1 of each label given, ascending by label; empty without labels.</param>
/// <param name="AgreementWithOthers">
/// Share 0..1 of <paramref name="ComparedBlocks"/> on which the label equals the consensus of the others; null when 0.
/// </param>
/// <param name="ComparedBlocks">
/// Blocks this annotator and at least one other counted annotator labelled blind, without those on which the others tie.
/// </param>
/// <param name="TiedBlocks">Blocks left out because the others tie: there is no consensus to agree with.</param>
public sealed record AnnotatorFigures(
    string Username,
    int Labelled,
    double? Progress,
    double? LabelsPerHour,
    IReadOnlyList<KeyValuePair<int, double>> ClassShares,
    double? AgreementWithOthers,
    int ComparedBlocks,
    int TiedBlocks)
{
    /// <summary>Two labels further apart than this have a break between them.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>Of <see cref="AgreementWithOthers"/>; null without a block to compare.</summary>
    public WilsonInterval? AgreementInterval => AgreementWithOthers is { } share
        ? WilsonInterval.Of((int)Math.Round(share * ComparedBlocks), ComparedBlocks)
        : null;

    /// <summary>Every annotator of the table, also the excluded; "others" are always the counted ones.</summary>
    public static IReadOnlyList<AnnotatorFigures> AllOf(ReviewTable table)
    {
        var all = new AnnotatorFigures[table.Annotators.Count];
        _ = Parallel.For(0, all.Length, i => all[i] = Of(table, table.Annotators[i]));
        return all;
    }

    public static AnnotatorFigures Of(ReviewTable table, AnnotatorColumn column)
    {
        (int same, int compared, int tied) = AgreeingWithOthers(table, column);
        return new AnnotatorFigures(
            column.Username,
            column.LabelCount,
            table.Count == 0 ? null : column.LabelCount / (double)table.Count,
            Pace(column),
            SharesOf(column),
            compared == 0 ? null : same / (double)compared,
            compared,
            tied);
    }

    private static (int Same, int Compared, int Tied) AgreeingWithOthers(ReviewTable all, AnnotatorColumn given)
    {
        ReviewTable table = all.Rated;
        AnnotatorColumn column = table.FindAnnotator(given.Username)!;
        int[] labels = [.. table.Labels];
        int[] others = new int[labels.Length];
        bool counted = table.Counted.Contains(column);
        int same = 0;
        int compared = 0;
        int tied = 0;
        for (int i = 0; i < table.Count; i++)
        {
            int own = column.Labels[i];
            if (own == AnnotatorColumn.None)
            {
                continue;
            }

            table.Counts[i].CopyTo(others);
            if (counted)
            {
                others[labels.AsSpan().IndexOf(own)]--;
            }

            Consensus consensus = Consensus.Of(labels, others);
            if (consensus.IsTie)
            {
                tied++;
                continue;
            }

            compared += consensus.VoteCount > 0 ? 1 : 0;
            same += consensus.Label == own ? 1 : 0;
        }

        return (same, compared, tied);
    }

    private static double? Pace(AnnotatorColumn column)
    {
        long[] times = new long[column.LabelCount];
        int next = 0;
        for (int i = 0; i < column.Labels.Length; i++)
        {
            if (column.Labels[i] != AnnotatorColumn.None)
            {
                times[next++] = column.UtcTicks[i];
            }
        }

        Array.Sort(times);
        long worked = 0;
        int steps = 0;
        for (int i = 1; i < times.Length; i++)
        {
            long pause = times[i] - times[i - 1];
            if (pause <= LongestPause.Ticks)
            {
                worked += pause;
                steps++;
            }
        }

        return worked == 0 ? null : steps / TimeSpan.FromTicks(worked).TotalHours;
    }

    private static KeyValuePair<int, double>[] SharesOf(AnnotatorColumn column)
    {
        int[] labels = [.. column.DistinctLabels];
        int[] counts = new int[labels.Length];
        foreach (int label in column.Labels)
        {
            if (label != AnnotatorColumn.None)
            {
                counts[labels.AsSpan().IndexOf(label)]++;
            }
        }

        return [.. labels.Select((label, i) => KeyValuePair.Create(label, counts[i] / (double)column.LabelCount))];
    }
}
