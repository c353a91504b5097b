using System.Globalization;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.App.Components.Admin.Table;

/// <summary>The panel beside the table: picture, votes and notes of the row that the keyboard is on.</summary>
public sealed partial class ChosenBlock
{
    private ElementReference _picture;
    private BlockId? _shown;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    [Parameter]
    [EditorRequired]
    public required ReviewList List { get; set; }

    /// <summary>Another row is chosen.</summary>
    [Parameter]
    public EventCallback OnMoved { get; set; }

    [Parameter]
    public EventCallback<BlockId> OnOpen { get; set; }

    /// <summary>Shows the block's thumbnail in the element; null: none is chosen.</summary>
    [Parameter]
    public Func<ElementReference, BlockId?, Task> OnPreview { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Stands below.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private ReviewRow? Row => List.CursorIndex >= 0 && List.Cursor is { } block ? List.Table?.Find(block) : null;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        BlockId? chosen = Row?.Block;
        if (_shown != chosen)
        {
            _shown = chosen;
            await OnPreview(_picture, chosen);
        }
    }

    private Task StepAsync(int step)
    {
        List.Choose(List.CursorIndex + step, extend: false, toggle: false);
        return OnMoved.InvokeAsync();
    }

    private string ClassOf(int label) => $"c{(Review.Classes.Find(label) is null ? 0 : label)}";

    private string NameOf(int label) => Review.Classes.Find(label)?.Name ?? "no such class";

    private static string? Time(DateTimeOffset at, string format) =>
        LabelTime.Known(at)?.ToLocalTime().ToString(format, CultureInfo.InvariantCulture);
}
