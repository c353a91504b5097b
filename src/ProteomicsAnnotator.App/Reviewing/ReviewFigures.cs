using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// What the background computes from one table, in steps: figures, then intervals, then the second opinion.
/// </summary>
public sealed record ReviewFigures(
    ReviewTable Table,
    AgreementCoefficients Coefficients,
    IReadOnlyList<PairKappa> PairKappas,
    IReadOnlyList<AnnotatorFigures> Annotators,
    ConfusionMatrix Confusion)
{
    /// <summary>Whose labels these figures do not count.</summary>
    public IReadOnlyCollection<string> Excluded => Table.Input.Excluded;

    public bool HasIntervals { get; init; }

    /// <summary>Null until computed, and when nothing is labelled.</summary>
    public DawidSkene? SecondOpinion { get; init; }

    /// <summary>All steps are done.</summary>
    public bool IsComplete { get; init; }

    public static ReviewFigures Of(ReviewTable table, CancellationToken ct) => new(
        table,
        AgreementCoefficients.Of(table),
        PairKappa.AllOf(table, ct),
        AnnotatorFigures.AllOf(table),
        ConfusionMatrix.Overall(table));
}
