using ProteomicsAnnotator.App.Annotating;

namespace ProteomicsAnnotator.App.Components;

/// <summary>Which view a page shows: the annotator's, the gallery or the Review.</summary>
/// <param name="viewer">Of the page.</param>
/// <param name="render">Draws the page.</param>
/// <param name="showBlock">Tells the viewer what the current block is.</param>
internal sealed class PageTabs(ViewerLink viewer, Action render, Func<Task> showBlock)
{
    private bool _isGalleryOpen;

    public ReviewTab Review { get; } = new();

    public PageView View => Review.IsOpen ? PageView.Review : _isGalleryOpen ? PageView.Gallery : PageView.Annotate;

    /// <summary>The view that the window's address asks for, unless the Review was opened meanwhile.</summary>
    public async Task BeginAsync(AnnotationSession session, PageView asked)
    {
        if (Review.IsVisited)
        {
            await KeepReviewAsync(session);
        }
        else if (asked != PageView.Annotate)
        {
            Set(asked);
            render();
        }
    }

    /// <summary>
    /// The viewer is hidden before it hears of another block, and hears of it before it is shown: no key may act on the previous
    /// block. The gallery's pane is on screen before the viewer fills it: tiles are laid out by its width. The window keeps the
    /// Review, so that a reload shows it again to the same admin.
    /// </summary>
    public async Task ShowAsync(AnnotationSession session, PageView view)
    {
        Set(view);
        if (view == PageView.Review)
        {
            session.Admin.Shown?.Adjudication.CloseFromTable();
        }

        if (view != PageView.Annotate)
        {
            render();
        }

        if (view != PageView.Gallery)
        {
            await showBlock();
        }

        await viewer.TellGalleryAsync(View == PageView.Gallery, view == PageView.Gallery ? session.Place.Sequence.Chosen.Take() : []);
        await KeepReviewAsync(session);
    }

    public Task TellGalleryAsync() => viewer.TellGalleryAsync(View == PageView.Gallery, []);

    private void Set(PageView view)
    {
        Review.Show(view == PageView.Review);
        _isGalleryOpen = view == PageView.Gallery;
    }

    private Task KeepReviewAsync(AnnotationSession session) =>
        viewer.KeepReviewOpenAsync(Review.IsOpen ? session.Owner.SignIn.Username : null);
}
