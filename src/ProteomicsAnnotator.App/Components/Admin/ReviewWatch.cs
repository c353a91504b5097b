using ProteomicsAnnotator.App.Reviewing;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>Redraws a component when its review changed, on the renderer's thread; many changes at once become one.</summary>
/// <param name="invoke">The component's InvokeAsync.</param>
/// <param name="refresh">What it does then.</param>
internal sealed class ReviewWatch(Func<Action, Task> invoke, Action refresh) : IDisposable
{
    private ReviewSession? _watched;
    private int _refreshQueued;

    /// <summary>Follows this review and no other. False when it is followed already.</summary>
    public bool Follow(ReviewSession review)
    {
        if (ReferenceEquals(_watched, review))
        {
            return false;
        }

        Dispose();
        _watched = review;
        review.Changed += OnChanged;
        return true;
    }

    public void Dispose()
    {
        if (_watched is { } watched)
        {
            watched.Changed -= OnChanged;
            _watched = null;
        }
    }

    private void OnChanged()
    {
        if (Interlocked.Exchange(ref _refreshQueued, 1) == 0)
        {
            _ = invoke(() =>
            {
                Volatile.Write(ref _refreshQueued, 0);
                refresh();
            });
        }
    }
}
