using ProteomicsAnnotator.App.Reviewing;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>Redraws a component when its review changed.</summary>
/// <param name="invoke">The component's InvokeAsync.</param>
/// <param name="refresh">What it does then.</param>
internal sealed class ReviewWatch(Func<Func<Task>, Task> invoke, Action refresh) : IDisposable
{
    private readonly RedrawQueue _redraw = new(invoke, () =>
    {
        refresh();
        return Task.CompletedTask;
    });

    private ReviewSession? _watched;

    /// <summary>Follows this review and no other. False when it is followed already.</summary>
    public bool Follow(ReviewSession review)
    {
        if (ReferenceEquals(_watched, review))
        {
            return false;
        }

        Dispose();
        _watched = review;
        review.Changed += _redraw.Add;
        return true;
    }

    public void Dispose()
    {
        if (_watched is { } watched)
        {
            watched.Changed -= _redraw.Add;
            _watched = null;
        }
    }
}
