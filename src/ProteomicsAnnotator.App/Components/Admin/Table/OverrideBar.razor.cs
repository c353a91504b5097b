using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin.Table;

public sealed partial class OverrideBar
{
    private readonly HashSet<BlockId> _shownFor = [];
    private string _text = "1";
    private string _lastTyped = "1";
    private bool _isTyped;

    [Parameter]
    [EditorRequired]
    public required LabelClasses Classes { get; set; }

    [Parameter]
    [EditorRequired]
    public required IReadOnlyCollection<BlockId> Selected { get; set; }

    /// <summary>The final label that the selected blocks have already, when it is the same one.</summary>
    [Parameter]
    public int? Shared { get; set; }

    /// <summary>Of the one selected block.</summary>
    [Parameter]
    public IReadOnlyList<(int Label, int Count)> Votes { get; set; } = [];

    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>Whether the admin has a decision to take back, and one to make again.</summary>
    [Parameter]
    public (bool Undo, bool Redo) Steps { get; set; }

    /// <summary>The label to set on the selected blocks; null clears theirs.</summary>
    [Parameter]
    public EventCallback<int?> OnSet { get; set; }

    /// <summary>Makes the consensus of each selected block its final label.</summary>
    [Parameter]
    public EventCallback OnAccept { get; set; }

    /// <summary>Takes the admin's last decision back or, with true, makes it again.</summary>
    [Parameter]
    public EventCallback<bool> OnUndo { get; set; }

    private LabelClass? Typed =>
        int.TryParse(_text, NumberStyles.None, CultureInfo.InvariantCulture, out int label) ? Classes.Find(label) : null;

    private bool CanSet => Selected.Count > 0 && !IsBusy && Typed is not null;

    private string What => Selected.Count switch
    {
        0 => "No block selected",
        1 => Selected.First().Value,
        int n => $"{Counted.Of(n, "block")} selected",
    };

    /// <summary>
    /// The field shows the selected blocks' final label until the admin types another one; where they share none, the text typed
    /// last.
    /// </summary>
    protected override void OnParametersSet()
    {
        if (!_shownFor.SetEquals(Selected))
        {
            _shownFor.Clear();
            _shownFor.UnionWith(Selected);
            _isTyped = false;
        }

        _isTyped &= Shared is null || Typed?.Number != Shared;
        if (!_isTyped)
        {
            _text = Shared?.ToString(CultureInfo.InvariantCulture) ?? _lastTyped;
        }
    }

    private void Type(string? text)
    {
        (_text, _isTyped) = (text ?? "", true);
        _lastTyped = Typed is null ? _lastTyped : _text;
    }

    private Task OnKeyAsync(KeyboardEventArgs e) => e is { Key: "Enter", Repeat: false } ? SetAsync() : Task.CompletedTask;

    private Task SetAsync() => CanSet ? OnSet.InvokeAsync(Typed!.Number) : Task.CompletedTask;
}
