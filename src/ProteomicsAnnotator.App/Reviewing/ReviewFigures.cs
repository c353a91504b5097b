using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Progress;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// What the background computes from one table, in steps: figures, then intervals, then the second opinion.
/// </summary>
public sealed record ReviewFigures(
    ReviewTable Table,
    AgreementCoefficients Coefficients,
    IReadOnlyList<PairKappa> PairKappas,
    IReadOnlyList<AnnotatorFigures> Annotators,
    IReadOnlyList<ClassFigures> Classes,
    IReadOnlyDictionary<string, IReadOnlyList<DayOfLabels>> Days,
    ConfusionMatrix Confusion)
{
    /// <summary>Whose labels these figures do not count.</summary>
    public IReadOnlyCollection<string> Excluded => Table.Input.Excluded;

    /// <summary>Whose days <see cref="Days"/> are.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Of independent adjudicators.</summary>
    public required AdjudicatorAgreement Adjudicators { get; init; }

    /// <summary>Of people with themselves, as of the last look at the journals.</summary>
    public required IReadOnlyList<IntraRaterAgreement> Repeats { get; init; }

    /// <summary>Null until computed, and when no plan goes by labels.</summary>
    public RandomShareFigures? RandomShare { get; init; }

    public bool HasIntervals { get; init; }

    /// <summary>Of each class in use, with intervals; empty until computed.</summary>
    public IReadOnlyList<ClassAgreement> ClassAgreements { get; init; } = [];

    /// <summary>A class with more than 80 % of the labels; null: none.</summary>
    public PrevailingClass? Prevailing { get; private init; }

    /// <summary>Null until computed, and when nothing is labelled.</summary>
    public DawidSkene? SecondOpinion { get; init; }

    /// <summary>How the campaign goes on; null until computed.</summary>
    public ProgressFigures? Progress { get; init; }

    /// <summary>Which votes are to be given; null until read, and when nothing says it.</summary>
    public VoteDemand? Demand { get; init; }

    /// <summary>Blocks on which votes are to be given still; null until known, and when nothing says it.</summary>
    public IReadOnlySet<BlockId>? NeedingVotes { get; init; }

    /// <summary>All steps are done.</summary>
    public bool IsComplete { get; init; }

    /// <summary>The class on which two votes agree least; null where no class has a block with two votes.</summary>
    public ClassFigures? WeakestClass => Classes.Where(item => item.SpecificAgreement is not null).MinBy(item => item.SpecificAgreement);

    /// <summary>Labels of all counted annotators by day.</summary>
    public IReadOnlyList<DayOfLabels> DaysOfAll =>
    [
        .. Enumerable.Range(0, LabelDays.Count).Select(i => new DayOfLabels(
            Days.Values.Select(days => days[i].Day).FirstOrDefault(), Table.Counted.Sum(column => Days[column.Username][i].Labels))),
    ];

    /// <summary>What the model expects of an annotator's labels; null until computed, and for one who is not counted or has none.</summary>
    public double? AccuracyOf(string username)
    {
        int rater = Table.Counted.Index().FirstOrDefault(item => item.Item.Username == username, (Index: -1, Item: null!)).Index;
        return rater < 0 ? null : SecondOpinion?.AccuracyOf(rater);
    }

    public static ReviewFigures Of(ReviewTable table, int classCount, (DateTimeOffset Now, TimeZoneInfo Zone) clock, CancellationToken ct) => new(
        table,
        AgreementCoefficients.Of(table),
        PairKappa.AllOf(table, ct),
        AnnotatorFigures.AllOf(table),
        ClassFigures.AllOf(table, classCount),
        LabelDays.OfAll(table, clock.Now, clock.Zone),
        ConfusionMatrix.Overall(table))
    {
        Zone = clock.Zone,
        Prevailing = PrevailingClass.Of(table),
        Adjudicators = AdjudicatorAgreement.Of(table),
        Repeats = IntraRaterAgreement.AllOf(table),
    };
}
