using System.Text.Json;
using Microsoft.JSInterop;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Components.Dialogs;
using ProteomicsAnnotator.App.Notices;

namespace ProteomicsAnnotator.App.Components;

/// <summary>All that the viewer may call, each on the circuit's synchronization context.</summary>
internal sealed class ViewerCallbacks(Workspace page, DialogCommands dialogs, AnnotationSession session)
{
    private const int PageOfBlocks = 20;

    [JSInvokable("onNavigated")]
    public ShowRequest? OnNavigated(int navigation, string root, string id)
    {
        ShowRequest? show = session.Viewer.OnNavigated(navigation, root, id);
        page.Render();
        return show;
    }

    [JSInvokable("onPainted")]
    public void OnPainted(PaintedReport report)
    {
        session.Viewer.OnPainted(report);
        if (session.Place.Painted is { } painted)
        {
            page.DropNoticesOfOtherBlocks(painted.Key);
        }

        page.Render();
    }

    [JSInvokable("onLabel")]
    public async Task<LabelOutcome> OnLabelAsync(LabelPress press)
    {
        LabelOutcome outcome = await ThenRenderAsync(() => session.Viewer.LabelAsync(press));
        if (outcome.Accepted && session.Viewer.SelfCheck.IsEndedBy(press))
        {
            // No dialog: the next key is meant for the next block.
            session.Notices.Notify($"The self-check is done: {RepeatText.Summary(session.Viewer.SelfCheck.FiguresOfCheck)} \"Result\" below the list has more.");
            page.Render();
        }

        return outcome;
    }

    [JSInvokable("onGallery")]
    public Task<LabelOutcome> OnGalleryAsync(GalleryPress press) => ThenRenderAsync(() => session.Viewer.Gallery.LabelAsync(press));

    [JSInvokable("onGalleryRows")]
    public GalleryRows? OnGalleryRows(int known) => session.Viewer.Gallery.Rows(known);

    /// <summary>A block of the gallery is to be shown in the picture.</summary>
    [JSInvokable("onGalleryOpen")]
    public Task OnGalleryOpenAsync(string root, string id) => page.OpenFromGalleryAsync(root, id);

    [JSInvokable("onUndo")]
    public Task<LabelOutcome> OnUndoAsync(UndoPress press) => ThenRenderAsync(() => session.Viewer.UndoAsync(press));

    [JSInvokable("onOutcomes")]
    public Task<IReadOnlyList<PressOutcome>> OnOutcomesAsync(int[] presses) => session.Viewer.OutcomesAsync(presses);

    [JSInvokable("onReturned")]
    public async Task<PageTaken> OnReturnedAsync(PageState state)
    {
        PageTaken taken = await session.Viewer.ReturnAsync(state);
        page.Render();
        return taken;
    }

    [JSInvokable("onSettings")]
    public Task OnSettings(JsonElement change) => session.Settings.KeepDisplayAsync(change);

    [JSInvokable("onCommand")]
    public Task OnCommand(string name) => name switch
    {
        "help" => dialogs.ShowKeysAsync(),
        "campaignDisplay" => dialogs.ShowPublishedDisplayAsync(),
        "escape" => page.EscapeAsync(),
        "gallery" => page.ShowGalleryAsync(),
        "firstBlock" => page.ShowMoveAsync(session.TryJump(int.MinValue)),
        "lastBlock" => page.ShowMoveAsync(session.TryJump(int.MaxValue)),
        "nextDataSet" => page.ShowMoveAsync(session.TryNextDataSet()),
        "nextUnlabelled" => page.ShowMoveAsync(session.TryNextUnlabelled()),
        "nextUnsure" => page.ShowMoveAsync(session.TryNextUnsure()),
        "fold" => RenderedAsync(session.Groups.ToggleCurrentAsync()),
        "palette" => dialogs.ShowPaletteAsync(),
        "pageUp" => page.ShowMoveAsync(session.TryJump(-PageOfBlocks)),
        "neuroglancer" => dialogs.CopyNeuroglancerLinkAsync(),
        "pageDown" => page.ShowMoveAsync(session.TryJump(PageOfBlocks)),
        _ => Task.CompletedTask,
    };

    [JSInvokable("onAddress")]
    public Task OnAddressAsync(string search, string? root, string? id) => page.GoToAddressAsync(new AddressStep(search, root, id));

    [JSInvokable("onTourEnded")]
    public Task OnTourEndedAsync() => session.Settings.KeepTourSeenAsync();

    [JSInvokable("onNotice")]
    public void OnNotice(string text, string severity) => page.OnNoticed(new Notice(text, severity switch
    {
        "error" => NoticeSeverity.Error,
        "warning" => NoticeSeverity.Warning,
        _ => NoticeSeverity.Info,
    })
    {
        Block = severity == "error" ? null : session.Place.Current?.Key,
    });

    [JSInvokable("onPanelWidths")]
    public Task OnPanelWidths(int left, int right) => page.KeepPanelWidthsAsync(left, right);

    private Task RenderedAsync(Task changing)
    {
        page.Render();
        return changing;
    }

    private async Task<LabelOutcome> ThenRenderAsync(Func<Task<LabelOutcome>> decide)
    {
        try
        {
            return await decide();
        }
        finally
        {
            page.Render();
        }
    }
}
