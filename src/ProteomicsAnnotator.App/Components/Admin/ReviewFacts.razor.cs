using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>Five facts above every tab of the Review; each leads to what it counts.</summary>
public sealed partial class ReviewFacts
{
    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    /// <summary>List exactly these blocks.</summary>
    [Parameter]
    public EventCallback<ReviewFilter> OnList { get; set; }

    [Parameter]
    public EventCallback<ReviewPane> OnShow { get; set; }

    private static ReviewFilter Disagreements { get; } = new() { Status = ReviewStatus.Disagree };

    private static ReviewFilter ToAdjudicate { get; } = Disagreements with { UnsettledOnly = true };

    private ReviewStatistics Statistics => Review.Table.Statistics;

    private ReviewProgress Progress => Review.Table.Progress;

    private IReadOnlyList<string> Excluded => [.. Review.Table.Input.Excluded.Order(StringComparer.Ordinal)];

    private string NotBlindTitle => $"{NotBlindChoice.Words(Review.Table)}. Consensus and tables have them.";

    /// <summary>There is room for one figure beside the share: what is missing, where something says it.</summary>
    private string Covered => Statistics.TotalBlocks == 0
        ? "no block in the data root"
        : FigureText.Share(Statistics.AnnotatedBlocks / (double)Statistics.TotalBlocks) + (NeedingVotes is null ? $", {FigureText.Count(Statistics.ComparableBlocks)} with 2+ votes" : "");

    /// <summary>Blocks on which votes are to be given still; null: that is not known, or nothing says it.</summary>
    private int? NeedingVotes => Review.Target is null ? null : Review.Figures?.NeedingVotes?.Count;

    private string Settled => Progress.FinalLabels == 1 ? "1 final label" : $"{FigureText.Count(Progress.FinalLabels)} final labels";

    private string AlphaInterval => Review.Figures is { } figures
        ? FigureText.WhyUndefined(figures.Coefficients.KrippendorffAlpha, figures.Excluded) ?? FigureText.Interval(figures.Coefficients.KrippendorffAlpha, figures.HasIntervals)
        : "computing…";

    private string RateTitle =>
        $"Blocks without disagreement: of all with a label, and of the {FigureText.Count(Statistics.ComparableBlocks)} with two or more votes; {TieRules.Sentence(Review.Table.Input.Campaign.Ties)}";

    private static string Rate(double? share) => share is null ? "N/A" : FigureText.Share(share);

    private string NameOf(int label) => Review.Classes.Find(label)?.Name ?? "no such class";
}
