using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ProteomicsAnnotator.Core.Releases;

namespace ProteomicsAnnotator.App.Components.Admin.Releases;

/// <summary>One row for each release, the youngest first.</summary>
public sealed partial class ReleaseTable
{
    private const int ShownDigits = 12;
    private string? _copied;
    private string? _uncopied;

    /// <summary>Oldest first.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<ListedRelease> Releases { get; set; }

    [Parameter]
    public bool IsBusy { get; set; }

    [Parameter]
    public EventCallback<string> OnVerify { get; set; }

    /// <summary>Compare with the labels of today.</summary>
    [Parameter]
    public EventCallback<string> OnCompare { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private static string Count(int? count) => count is { } known ? FigureText.Count(known) : "–";

    /// <summary>A browser may refuse: then the whole hash is shown.</summary>
    private async Task CopyAsync(string hash)
    {
        try
        {
            await Js.InvokeVoidAsync("navigator.clipboard.writeText", hash);
            (_copied, _uncopied) = (hash, null);
        }
        catch (JSException)
        {
            (_copied, _uncopied) = (null, hash);
        }
    }
}
