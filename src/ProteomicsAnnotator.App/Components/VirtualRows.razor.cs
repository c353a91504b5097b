using Microsoft.AspNetCore.Components;

namespace ProteomicsAnnotator.App.Components;

/// <summary>
/// A long list in which only the rows in view have elements. The first rows always have them: Virtualize alone draws nothing
/// until the browser has painted empty spacers and reported them, several frames after everything around the list.
/// </summary>
/// <typeparam name="TItem">What a row shows.</typeparam>
public sealed partial class VirtualRows<TItem>
{
    private TItem[]? _items;
    private ArraySegment<TItem> _first = [];
    private ICollection<TItem> _rest = [];

    /// <summary>Another array means other rows; a change within an array goes unnoticed.</summary>
    [Parameter]
    [EditorRequired]
    public required TItem[] Items { get; set; }

    /// <summary>Of one row, in CSS pixels.</summary>
    [Parameter]
    [EditorRequired]
    public required int Height { get; set; }

    /// <summary>How many rows are drawn at once and stay.</summary>
    [Parameter]
    [EditorRequired]
    public required int Lead { get; set; }

    /// <summary>How many rows beyond those in view are drawn on each side.</summary>
    [Parameter]
    [EditorRequired]
    public required int Overscan { get; set; }

    [Parameter]
    public string Spacer { get; set; } = "div";

    /// <summary>One element or component with a key: a press on a row means what the row showed when it was pressed.</summary>
    [Parameter]
    [EditorRequired]
    public required RenderFragment<TItem> ChildContent { get; set; }

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_items, Items))
        {
            _items = Items;
            _first = new ArraySegment<TItem>(Items, 0, Math.Min(Lead, Items.Length));
            _rest = new ArraySegment<TItem>(Items, _first.Count, Items.Length - _first.Count);
        }
    }
}
