namespace ProteomicsAnnotator.App.Components;

/// <summary>Redraws a component on the renderer's thread; changes that come while one is waiting become one.</summary>
/// <param name="invoke">The component's InvokeAsync.</param>
/// <param name="refresh">What it does then.</param>
internal sealed class RedrawQueue(Func<Func<Task>, Task> invoke, Func<Task> refresh)
{
    private int _isQueued;

    /// <summary>Callable from any thread.</summary>
    public void Add()
    {
        if (Interlocked.Exchange(ref _isQueued, 1) == 0)
        {
            _ = invoke(() =>
            {
                Volatile.Write(ref _isQueued, 0);
                return refresh();
            });
        }
    }
}
