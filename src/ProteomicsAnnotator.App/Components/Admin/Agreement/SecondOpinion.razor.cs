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

    /// <summary>Those of the campaign and those in use, with their position in the model; of a class that nobody used it is below 0.</summary>
    private IEnumerable<(int Label, int Position)> Columns(DawidSkene model) => Review.Classes.Items.Select(item => item.Number).Union(model.Labels).Order()
        .Select(label => (label, model.Labels.Index().Where(used => used.Item == label).Select(used => used.Index).FirstOrDefault(-1)));

    private static string Rates(DawidSkene model, int rater, int trueClass) => string.Join(
        ", ", model.Labels.Select((label, reported) => $"{label}: {FigureText.Share(model.ErrorRate(rater, trueClass, reported))}"));
}
