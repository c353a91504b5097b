using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.Core.Campaign;
using Radzen;

namespace ProteomicsAnnotator.App.Components.Dialogs;

/// <summary>Begins or stops a self-check and shows what came of it. Its answer is the block to open, or true: it has begun or ended.</summary>
public sealed partial class SelfCheckDialog
{
    private int _available;
    private int? _count;
    private string? _refusal;

    [Parameter]
    [EditorRequired]
    public required PageSelfCheck Page { get; set; }

    [Parameter]
    [EditorRequired]
    public required LabelClasses Classes { get; set; }

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    protected override void OnInitialized()
    {
        _available = Page.Available;
        _count = Math.Min(PageSelfCheck.UsualCount, _available);
    }

    private void Begin()
    {
        _refusal = _count is { } count ? Page.Begin(count) : $"How many blocks? Write a number from 1 to {_available}.";
        if (_refusal is null)
        {
            Dialogs.Close(true);
        }
    }

    private void Stop()
    {
        Page.Stop();
        Dialogs.Close(true);
    }
}
