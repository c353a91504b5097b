using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Predictions.Figures;

namespace ProteomicsAnnotator.App.Components.Admin.Models;

/// <summary>The figures of a stored model beside people; nothing where none is stored.</summary>
public sealed partial class ModelSection
{
    private ReviewTable? _table;
    private ModelFigures? _figures;
    private IReadOnlyList<BlockId> _doubts = [];
    private bool _finalOnly;
    private string? _fault;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    /// <summary>List exactly these blocks.</summary>
    [Parameter]
    public EventCallback<ReviewFilter> OnList { get; set; }

    private LabelErrorReading Errors => Review.Adjudication.LabelErrors;

    protected override Task OnParametersSetAsync() => ReferenceEquals(_table, Review.Table) ? Task.CompletedTask : ComputeAsync();

    private async Task ComputeAsync()
    {
        ReviewTable table = Review.Table;
        _table = table;
        try
        {
            ModelFigures? figures = await Errors.FiguresAsync(table, _finalOnly);
            IReadOnlyList<BlockId> doubts = figures is null ? [] : await Review.Adjudication.QueueOfAsync(AdjudicationOrder.ModelDiffers, CancellationToken.None);
            if (ReferenceEquals(_table, table))
            {
                (_figures, _doubts, _fault) = (figures, doubts, Errors.Fault);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _fault = $"The figures of the model could not be computed: {fault.Message}";
        }
    }

    private string Name(int label) => Review.Classes.NameOf(label);
}
