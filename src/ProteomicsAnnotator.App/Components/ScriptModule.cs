using Microsoft.JSInterop;

namespace ProteomicsAnnotator.App.Components;

/// <summary>A component's JavaScript module. Disposing it is safe when the page is gone.</summary>
internal sealed class ScriptModule : IAsyncDisposable
{
    private readonly IJSObjectReference _module;

    private ScriptModule(IJSObjectReference module)
    {
        _module = module;
    }

    /// <param name="js">The page.</param>
    /// <param name="component">Path of the component below <c>Components</c>: <c>Admin/Table/ReviewGrid</c>.</param>
    public static async Task<ScriptModule> ImportAsync(IJSRuntime js, string component) =>
        new(await js.InvokeAsync<IJSObjectReference>("import", $"./Components/{component}.razor.js"));

    public ValueTask InvokeVoidAsync(string function, params object?[] args) => _module.InvokeVoidAsync(function, args);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its modules with it.
        }
    }
}
