using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Components.Admin.Agreement;

public sealed partial class ConfusionTable
{
    private bool _isShare;

    [Parameter]
    [EditorRequired]
    public required ConfusionMatrix Matrix { get; set; }

    [Parameter]
    [EditorRequired]
    public required LabelClasses Classes { get; set; }

    [Parameter]
    public IReadOnlyCollection<string> Excluded { get; set; } = [];

    [Parameter]
    public (int Row, int Column)? Selected { get; set; }

    [Parameter]
    public EventCallback<(int Row, int Column)> OnPick { get; set; }

    private int Largest
    {
        get
        {
            int largest = 0;
            for (int row = 0; row < Matrix.Labels.Count; row++)
            {
                for (int column = 0; column < Matrix.Labels.Count; column++)
                {
                    largest = Math.Max(largest, Matrix[row, column]);
                }
            }

            return largest;
        }
    }

    private int RowTotal(int row) => Enumerable.Range(0, Matrix.Labels.Count).Sum(column => Matrix[row, column]);

    private string CellText(int row, int column) => !_isShare ? FigureText.Count(Matrix[row, column])
        : RowTotal(row) is > 0 and int total ? FigureText.Share(Matrix[row, column] / (double)total)
        : FigureText.Undefined;

    private bool IsSelected(int row, int column) => Selected == (Matrix.Labels[row], Matrix.Labels[column]);

    private string ClassOf(int label) => $"c{(Classes.Find(label) is null ? 0 : label)}";

    private string Name(int label) => Classes.Find(label)?.Name ?? "no such class";
}
