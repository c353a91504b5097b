using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <content>Undo and redo of final labels, by key and by button.</content>
public sealed partial class AdminView : IAsyncDisposable
{
    private ElementReference _view;
    private ElementReference _keyFault;
    private ScriptModule? _module;
    private DotNetObjectReference<KeyCallbacks>? _callbacks;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        _watch?.Dispose();
        await _closing.CancelAsync();
        _closing.Dispose();
        if (_module is not null)
        {
            await _module.DisposeAsync();
        }

        _callbacks?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isQuestionNew && _question is not null)
        {
            // Cancel has the keys: an Enter typed ahead must not answer for anybody.
            _isQuestionNew = false;
            await _no.FocusAsync();
        }

        if (firstRender)
        {
            _callbacks = DotNetObjectReference.Create(new KeyCallbacks(this));
            ScriptModule module = await ScriptModule.ImportAsync(Js, "Admin/AdminView");
            if (_closing.IsCancellationRequested)
            {
                await module.DisposeAsync();
                return;
            }

            _module = module;
            await module.InvokeVoidAsync("watchUndo", _view, _keyFault, _callbacks, "/" + Assets["viewer/viewer.js"]);
        }
    }

    private Task UndoAsync(bool redo) => DecideAsync(async () =>
    {
        UndoResult result = redo ? await Review.Adjudication.RedoAsync(_closing.Token) : await Review.Adjudication.UndoAsync(_closing.Token);
        _message = UndoText.Of(result, redo, Review.Classes);
        return result.Outcome == UndoOutcome.Done;
    });

    /// <summary>All that JavaScript may call.</summary>
    private sealed class KeyCallbacks(AdminView view)
    {
        [JSInvokable("onEscape")]
        public Task OnEscapeAsync() => view.InvokeAsync(() =>
        {
            view.LeaveAdjudication();
            view.StateHasChanged();
        });

        [JSInvokable("onUndo")]
        public Task OnUndoAsync(bool redo) => view.InvokeAsync(async () =>
        {
            await view.UndoAsync(redo);
            view.StateHasChanged();
        });
    }
}
