using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>What an annotator did in the blocks of a list: pure figures of the labels that stand now and of when they were decided.</summary>
public sealed record OwnFigures
{
    /// <summary>A longer pause between two decisions is no work.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(5);

    /// <summary>Less work than this says nothing of a pace.</summary>
    public static readonly TimeSpan LeastWork = TimeSpan.FromMinutes(1);

    /// <summary>Blocks of the list.</summary>
    public required int Total { get; init; }

    /// <summary>How many of them have a label, by label.</summary>
    public required IReadOnlyDictionary<int, int> OfClass { get; init; }

    public required int Unsure { get; init; }

    public required int WithNote { get; init; }

    /// <summary>Blocks that cannot be judged: they have no label, and none is left to give.</summary>
    public required int Unusable { get; init; }

    /// <summary>Labels without a known time: given by another program. They are in no day and not in the pace.</summary>
    public required int Untimed { get; init; }

    /// <summary>Labels that stand now, by the day they were given on; the last one is today.</summary>
    public required IReadOnlyList<DayOfLabels> Days { get; init; }

    /// <summary>Null: too little work to say.</summary>
    public required WorkPace? Pace { get; init; }

    public int Labelled => OfClass.Values.Sum();

    public int Left => Total - Labelled - Unusable;

    public int Today => Days[^1].Labels;

    /// <summary>Work until every block has a label; null without a pace.</summary>
    public TimeSpan? TimeLeft => Pace?.TimeFor(Left);

    /// <param name="blocks">Every block of the list.</param>
    /// <param name="now">Labels of a clock that runs ahead count for this day.</param>
    /// <param name="zone">Whose days count.</param>
    public static OwnFigures Of(IReadOnlyCollection<OwnBlock> blocks, DateTimeOffset now, TimeZoneInfo zone)
    {
        var labels = blocks.Where(block => block.Label is not null).ToList();
        return new OwnFigures
        {
            Total = blocks.Count,
            OfClass = labels.CountBy(block => block.Label!.Value).ToDictionary(),
            Unsure = blocks.Count(block => block.Mark.IsUnsure),
            WithNote = blocks.Count(block => block.Mark.Note is not null),
            Unusable = blocks.Count(block => block.Mark.Unusable is not null),
            Untimed = labels.Count(block => block.LabelledAt is null),
            Days = LabelDays.Of(labels.Select(block => block.LabelledAt).OfType<DateTimeOffset>(), now, zone),
            Pace = PaceOf(blocks),
        };
    }

    /// <summary>Every decision shows that its person is at work, also one that another one replaced; the labels are those that stand.</summary>
    private static WorkPace? PaceOf(IEnumerable<OwnBlock> blocks)
    {
        // Of decisions at one moment a label comes last: the gap before it is none.
        var moments = blocks.SelectMany(MomentsOf).Order().ToList();
        var active = TimeSpan.Zero;
        int labels = 0;
        for (int i = 1; i < moments.Count; i++)
        {
            TimeSpan gap = moments[i].At - moments[i - 1].At;
            if (gap <= LongestGap)
            {
                active += gap;
                labels += moments[i].IsLabel ? 1 : 0;
            }
        }

        return labels > 0 && active >= LeastWork ? new WorkPace(labels, active) : null;
    }

    private static IEnumerable<(DateTimeOffset At, bool IsLabel)> MomentsOf(OwnBlock block)
    {
        DateTimeOffset? labelled = block.Label is null ? null : block.LabelledAt;
        IEnumerable<(DateTimeOffset, bool)> decided = block.DecidedAt.Where(at => at != labelled).Select(at => (at, false));
        return labelled is { } time ? decided.Append((time, true)) : decided;
    }
}

/// <summary>A block as the figures count it.</summary>
/// <param name="Label">The label that stands; null: none.</param>
/// <param name="LabelledAt">When it was given; null: nobody knows.</param>
/// <param name="Mark">What is said beside the label.</param>
/// <param name="DecidedAt">Known times of everything that was decided about it.</param>
public sealed record OwnBlock(int? Label, DateTimeOffset? LabelledAt, BlockMark Mark, IReadOnlyList<DateTimeOffset> DecidedAt);

/// <summary>How fast an annotator works.</summary>
/// <param name="Labels">Given in that time.</param>
/// <param name="Active">Without longer pauses.</param>
public sealed record WorkPace(int Labels, TimeSpan Active)
{
    public double PerHour => Labels / Active.TotalHours;

    public TimeSpan TimeFor(int blocks) => Active * blocks / Labels;
}
