using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>The keys that the Review's script handles: Esc, Ctrl+K, undo and redo, and what it says of all others.</summary>
/// <param name="escape">Esc was pressed.</param>
/// <param name="undo">Undo or, with true, redo was pressed.</param>
/// <param name="other">Another key was pressed: a character, Backspace or Delete.</param>
/// <param name="palette">The command palette is asked for.</param>
internal sealed class AdminKeys(Func<Task> escape, Func<bool, Task> undo, Func<string, Task> other, Func<Task> palette) : IAsyncDisposable
{
    private ScriptModule? _module;
    private DotNetObjectReference<AdminKeys>? _self;
    private bool _isGone;

    /// <param name="js">The page.</param>
    /// <param name="view">The element that has the keys.</param>
    /// <param name="fault">Shows that a key did not reach the program.</param>
    /// <param name="viewerModule">URL of the viewer's module, whose rules of keys the script shares.</param>
    public async Task WatchAsync(IJSRuntime js, ElementReference view, ElementReference fault, string viewerModule)
    {
        _self = DotNetObjectReference.Create(this);
        ScriptModule module = await ScriptModule.ImportAsync(js, "Admin/AdminView");
        if (_isGone)
        {
            await module.DisposeAsync();
            return;
        }

        _module = module;
        await module.InvokeVoidAsync("watchUndo", view, fault, _self, viewerModule);
    }

    [JSInvokable("onEscape")]
    public Task OnEscapeAsync() => escape();

    [JSInvokable("onUndo")]
    public Task OnUndoAsync(bool redo) => undo(redo);

    [JSInvokable("onOther")]
    public Task OnOtherAsync(string key) => other(key);

    [JSInvokable("onPalette")]
    public Task OnPaletteAsync() => palette();

    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        if (_module is not null)
        {
            await _module.DisposeAsync();
        }

        _self?.Dispose();
    }
}
