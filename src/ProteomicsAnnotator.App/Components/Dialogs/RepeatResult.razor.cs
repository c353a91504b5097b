using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Components.Dialogs;

/// <summary>What came of self-checks: the share of equal labels, by class, and the blocks that got another label.</summary>
public sealed partial class RepeatResult
{
    [Parameter]
    [EditorRequired]
    public required RepeatFigures Figures { get; set; }

    [Parameter]
    [EditorRequired]
    public required LabelClasses Classes { get; set; }

    /// <summary>A block is to be opened.</summary>
    [Parameter]
    public Action<BlockId>? OnOpen { get; set; }

    private string Name(int label) => $"{label} – {VisibleName.Of(Classes.NameOf(label))}";
}
