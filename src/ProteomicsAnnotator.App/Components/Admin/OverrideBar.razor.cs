using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.App.Components.Admin;

public sealed partial class OverrideBar
{
    private int _label = 1;

    [Parameter]
    [EditorRequired]
    public required LabelClasses Classes { get; set; }

    [Parameter]
    [EditorRequired]
    public required IReadOnlyCollection<BlockId> Selected { get; set; }

    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>Whether the admin has a decision to take back, and one to make again.</summary>
    [Parameter]
    public (bool Undo, bool Redo) Steps { get; set; }

    /// <summary>The label to set on the selected blocks; null clears theirs.</summary>
    [Parameter]
    public EventCallback<int?> OnSet { get; set; }

    /// <summary>Take the admin's last decision back, or with true make it again.</summary>
    [Parameter]
    public EventCallback<bool> OnUndo { get; set; }

    private bool CanSet => Selected.Count > 0 && !IsBusy && Classes.Find(_label) is not null;

    private string What => Selected.Count switch
    {
        0 => "No block selected",
        1 => Selected.First().Value,
        int n => $"{FigureText.Count(n)} blocks selected",
    };
}
