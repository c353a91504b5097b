using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.App.Components.Blocks;

/// <summary>Redraws only when its content changed: a label or a step in the list leaves all other rows alone.</summary>
public sealed partial class BlockListItem
{
    private (string SliceUrl, int? Label, BlockMark Own, string? Mark, string? OldName, bool IsCurrent, bool IsChosen, bool IsFilteredOut, bool IsBelowHead)? _drawn;
    private bool _isChanged;

    [Parameter]
    [EditorRequired]
    public required Block Block { get; set; }

    /// <summary>The campaign's classes, which stay the same while the program runs.</summary>
    [Parameter]
    [EditorRequired]
    public required LabelClasses Classes { get; set; }

    [Parameter]
    public int? Label { get; set; }

    /// <summary>What the annotator says beside the label.</summary>
    [Parameter]
    public BlockMark Own { get; set; }

    /// <summary>A short remark.</summary>
    [Parameter]
    public string? Mark { get; set; }

    /// <summary>The label's name, then and now, where its class changed since; null: it did not.</summary>
    [Parameter]
    public string? OldName { get; set; }

    [Parameter]
    public bool IsCurrent { get; set; }

    /// <summary>Chosen beside others, for the gallery.</summary>
    [Parameter]
    public bool IsChosen { get; set; }

    /// <summary>It does not pass the filter; the list shows it only while it is current.</summary>
    [Parameter]
    public bool IsFilteredOut { get; set; }

    /// <summary>A head above it names its folder.</summary>
    [Parameter]
    public bool IsBelowHead { get; set; }

    /// <summary>The URL that the viewer requests when the row is pressed; it differs between equal ids of two roots.</summary>
    [Parameter]
    [EditorRequired]
    public required string SliceUrl { get; set; }

    /// <summary>No EventCallback: it would redraw the whole page before the picture.</summary>
    [Parameter]
    [EditorRequired]
    public required Func<Block, MouseEventArgs, Task> OnPress { get; set; }

    private string Name => IsBelowHead ? Block.Id.Shown[(Block.Id.Shown.LastIndexOf('/') + 1)..] : Block.Id.Shown;

    private string Title => (Label is { } label
        ? $"{Block.Id.Shown} – {label} {OldName ?? Classes.NameOf(label)}"
        : Own.Unusable is { } why ? $"{Block.Id.Shown} – cannot be judged: {MarkText.Cut(why)}"
        : $"{Block.Id.Shown} – not annotated")
        + (Own.IsUnsure ? "; unsure" : "") + (Own.Note is { } note ? $"; note: {MarkText.Cut(note)}" : "")
        + (IsFilteredOut ? "; not in the filter, listed because it is open" : "");

    protected override void OnParametersSet()
    {
        _isChanged = _drawn != (SliceUrl, Label, Own, Mark, OldName, IsCurrent, IsChosen, IsFilteredOut, IsBelowHead);
        _drawn = (SliceUrl, Label, Own, Mark, OldName, IsCurrent, IsChosen, IsFilteredOut, IsBelowHead);
    }

    protected override bool ShouldRender() => _isChanged;

    private Task PressAsync(MouseEventArgs e) => OnPress(Block, e);
}
