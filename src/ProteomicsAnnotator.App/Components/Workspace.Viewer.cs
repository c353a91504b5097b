using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Components.Panels;
using ProteomicsAnnotator.Core.Blocks;
using Radzen;

namespace ProteomicsAnnotator.App.Components;

/// <content>The bridge to the viewer (src/viewer/src/page/contract.ts).</content>
public sealed partial class Workspace
{
    /// <summary>Twin of ANSWER_LIMIT_MS in src/viewer/src/page/page.ts.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private const string PageModule = "./Components/Workspace.razor.js";

    private ElementReference _stage;
    private ElementReference _sliceBar;
    private ElementReference _channelPanel;
    private ElementReference _grid;
    private DotNetObjectReference<ViewerCallbacks>? _callbacks;
    private IJSObjectReference? _module;
    private IJSObjectReference? _viewer;
    private BottomBar? _bottom;
    private ResumePoint? _resume;
    private bool _creating;

    private async Task EnsureViewerAsync()
    {
        if (_viewer is not null || _creating)
        {
            return;
        }

        _creating = true;
        _callbacks = DotNetObjectReference.Create(new ViewerCallbacks(this));
        _module = await Js.InvokeAsync<IJSObjectReference>("import", "/" + Assets["viewer/viewer.js"]);
        _resume = await _module.InvokeAsync<ResumePoint>("resumePoint");
        if (_adminVisited)
        {
            await KeepTabAsync();
        }
        else if (_session!.Owner.SignIn is { IsAdmin: true } signIn && signIn.Username == _resume.ReviewOf)
        {
            (_adminOpen, _adminVisited) = (true, true);
            StateHasChanged();
        }

        _viewer = await _module.InvokeAsync<IJSObjectReference>(
            "createViewer",
            new { stage = _stage, sliceBar = _sliceBar, channelPanel = _channelPanel, place = _bottom!.Place },
            _callbacks,
            _session!.Viewer.Options());
        await BeginAsync();
        await using IJSObjectReference splitters = await Js.InvokeAsync<IJSObjectReference>("import", PageModule);
        await splitters.InvokeVoidAsync("watchSplitters", _grid, _callbacks);
    }

    /// <summary>Shows the first block as soon as it is known which one that is.</summary>
    private async Task BeginAsync()
    {
        if (_begun || _viewer is null)
        {
            return;
        }

        if (_session!.TryBegin(_resume?.Root, _resume?.Id))
        {
            _begun = true;
            await PushShowAsync();
        }
    }

    private async Task PushShowAsync()
    {
        await TellShowAsync();
        StateHasChanged();
    }

    private Task TellShowAsync() => _viewer is null ? Task.CompletedTask : TellAsync(_viewer, "show", _session!.Viewer.Show());

    private Task TellWordsAsync() => TellAsync(_viewer, "tellWords", _session!.Viewer.WordsAround());

    private Task ReloadAsync(Block block) => TellAsync(_viewer, "reload", _session!.Place.Root.Id, block.Id.Value);

    private Task TellPendingAsync() => TellAsync(_viewer, "setPending", _session!.Saving.PendingCount);

    /// <summary>
    /// What the page does not hear because its connection is broken it asks for on return (<see cref="PageState"/>).
    /// </summary>
    private static async Task TellAsync(IJSObjectReference? listener, string what, params object?[] words)
    {
        if (listener is null)
        {
            return;
        }

        try
        {
            await listener.InvokeVoidAsync(what, AnswerLimit, words);
        }
        catch (Exception fault) when (fault is JSDisconnectedException or OperationCanceledException)
        {
            // The page is away, or gone.
        }
    }

    private async Task PublishDisplayAsync()
    {
        if (_viewer is null)
        {
            return;
        }

        JsonElement display = await _viewer.InvokeAsync<JsonElement>("display");
        bool? sure = await Dialogs.Confirm(
            await _session!.Settings.PublishQuestionAsync(display),
            "Publish display",
            new ConfirmOptions { OkButtonText = "Publish for everyone", CancelButtonText = "Cancel" });
        if (sure == true && await _session.Settings.PublishDisplayAsync(display))
        {
            await _viewer.InvokeVoidAsync("campaign", display, false);
        }
    }

    /// <summary>The key for it was pressed where the page knew of none: perhaps one was published since.</summary>
    private async Task ShowCampaignDisplayAsync()
    {
        if (await _session!.Settings.FindCampaignDisplayAsync() is { } display && _viewer is not null)
        {
            await _viewer.InvokeVoidAsync("campaign", display, true);
        }
    }

    private async Task DisposeViewerAsync()
    {
        try
        {
            if (_viewer is not null)
            {
                await _viewer.InvokeVoidAsync("dispose", AnswerLimit);
                await _viewer.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception fault) when (fault is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone, and the viewer with it.
            _viewer = null;
        }

        (_viewer, _module) = (null, null);
        _callbacks?.Dispose();
    }

    private sealed record ResumePoint(string? Root, string? Id, string? ReviewOf);

    /// <summary>All that JavaScript may call, each on the circuit's synchronization context.</summary>
    private sealed class ViewerCallbacks
    {
        private readonly Workspace _page;

        public ViewerCallbacks(Workspace page)
        {
            _page = page;
        }

        private AnnotationSession Session => _page._session!;

        [JSInvokable("onNavigated")]
        public ShowRequest? OnNavigated(int navigation, string root, string id)
        {
            ShowRequest? show = Session.Viewer.OnNavigated(navigation, root, id);
            _page.StateHasChanged();
            return show;
        }

        [JSInvokable("onPainted")]
        public void OnPainted(PaintedReport report)
        {
            Session.Viewer.OnPainted(report);
            if (Session.Place.Painted is { } painted)
            {
                _page.DropNoticesOfOtherBlocks(painted.Key);
            }

            _page.StateHasChanged();
        }

        [JSInvokable("onLabel")]
        public Task<LabelOutcome> OnLabelAsync(LabelPress press) => InWordsAsync(() => Session.Viewer.LabelAsync(press));

        [JSInvokable("onUndo")]
        public Task<LabelOutcome> OnUndoAsync(UndoPress press) => InWordsAsync(() => Session.Viewer.UndoAsync(press));

        [JSInvokable("onOutcomes")]
        public Task<IReadOnlyList<PressOutcome>> OnOutcomesAsync(int[] presses) => Session.Viewer.OutcomesAsync(presses);

        [JSInvokable("onReturned")]
        public async Task<PageTaken> OnReturnedAsync(PageState state)
        {
            PageTaken taken = await Session.Viewer.ReturnAsync(state);
            _page.StateHasChanged();
            return taken;
        }

        [JSInvokable("onSettings")]
        public Task OnSettings(JsonElement change) => Session.Settings.KeepDisplayAsync(change);

        [JSInvokable("onCommand")]
        public Task OnCommand(string name) => _page.CommandAsync(name);

        [JSInvokable("onNotice")]
        public void OnNotice(string text, string severity) => _page.OnNoticed(new Notice(text, severity switch
        {
            "error" => NoticeSeverity.Error,
            "warning" => NoticeSeverity.Warning,
            _ => NoticeSeverity.Info,
        })
        {
            Block = severity == "error" ? null : Session.Place.Current?.Key,
        });

        private async Task<LabelOutcome> InWordsAsync(Func<Task<LabelOutcome>> decide)
        {
            try
            {
                return await decide();
            }
            catch (Exception fault)
            {
                return LabelOutcome.Refused(fault.Message);
            }
            finally
            {
                _page.StateHasChanged();
            }
        }

        [JSInvokable("onPanelWidths")]
        public Task OnPanelWidths(int left, int right)
        {
            (_page._left, _page._right) = (left, right);
            return Session.Settings.KeepPanelWidthsAsync(left, right);
        }
    }
}
