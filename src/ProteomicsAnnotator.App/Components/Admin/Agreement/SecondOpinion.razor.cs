using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Components.Admin.Agreement;

public sealed partial class SecondOpinion
{
    private DawidSkene? _comparedModel;
    private IReadOnlyList<BlockId> _differing = [];

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    [Parameter]
    [EditorRequired]
    public required ReviewFigures Figures { get; set; }

    [Parameter]
    public EventCallback<IReadOnlyList<BlockId>> OnPick { get; set; }

    /// <summary>Blocks whose likeliest class is not the consensus.</summary>
    private IReadOnlyList<BlockId> Differing(DawidSkene model)
    {
        if (!ReferenceEquals(model, _comparedModel))
        {
            _comparedModel = model;
            _differing = [.. Figures.Table.Rows
                .Where(row => row.Consensus.Label is not null && model.LabelOf(row.Index) != row.Consensus.Label)
                .Select(row => row.Block)];
        }

        return _differing;
    }

    private string Name(int label) => Review.Classes.Find(label)?.Name ?? "no such class";

    /// <summary>False where the annotator's row of error rates is empty: no label to be right or wrong.</summary>
    private static bool Reports(DawidSkene model, int rater, int trueClass) =>
        Enumerable.Range(0, model.Labels.Count).Any(reported => model.ErrorRate(rater, trueClass, reported) > 0);

    private static string Rates(DawidSkene model, int rater, int trueClass) => string.Join(
        ", ", model.Labels.Select((label, reported) => $"{label}: {FigureText.Share(model.ErrorRate(rater, trueClass, reported))}"));
}
