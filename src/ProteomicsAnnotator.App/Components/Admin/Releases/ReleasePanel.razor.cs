using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Endpoints;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Components.Admin.Releases;

/// <summary>What was frozen under a name, whether it still is what it was, and what has changed since; a further one.</summary>
public sealed partial class ReleasePanel : IDisposable
{
    private string _name = "";
    private string? _before;
    private string? _after;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    [Parameter]
    [EditorRequired]
    public required ReviewPlace Place { get; set; }

    /// <summary>Lists these blocks in the table.</summary>
    [Parameter]
    public EventCallback<ReviewFilter> OnList { get; set; }

    [Inject]
    private LabelShare Share { get; set; } = null!;

    [Inject]
    private ReleaseMaking Making { get; set; } = null!;

    [Inject]
    private BlockLookup Blocks { get; set; } = null!;

    [Inject]
    private LiveReview Live { get; set; } = null!;

    private ReleaseDesk Desk => Place.Releases!;

    protected override Task OnInitializedAsync()
    {
        Place.Releases ??= new ReleaseDesk(Share.Root, Making, new ReleaseSources(Live.BringUpToDateAsync, Blocks.ListAsync), Review.Admin);
        Desk.Changed += OnChanged;
        _name = Desk.Offer?.Name ?? "";
        return Desk.Working is null && Desk.Offer is null ? Desk.ReadAsync() : Task.CompletedTask;
    }

    public void Dispose() => Desk.Changed -= OnChanged;

    private void OnChanged() => _ = InvokeAsync(StateHasChanged);

    private static RenderFragment Options(ReleaseList list) => builder =>
    {
        builder.OpenElement(0, "option");
        builder.AddAttribute(1, "value", "");
        builder.AddContent(2, "–");
        builder.CloseElement();
        foreach (ListedRelease release in list.Releases.Where(release => release.Fault is null))
        {
            builder.OpenElement(3, "option");
            builder.SetKey(release.Name);
            builder.AddAttribute(4, "value", release.Name);
            builder.AddContent(5, release.Name);
            builder.CloseElement();
        }
    };

    private Task PreviewAsync() => Desk.PreviewAsync(_name.Trim());

    private async Task MakeAsync()
    {
        await Desk.MakeAsync();
        _name = Desk.Made is null ? _name : "";
    }

    private bool CanCompare => _before is { Length: > 0 } && _after is { Length: > 0 } && _before != _after;

    private Task CompareAsync() => CanCompare ? Desk.CompareAsync(_before!, _after) : Task.CompletedTask;
}
