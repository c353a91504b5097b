using ProteomicsAnnotator.App.Annotating;

namespace ProteomicsAnnotator.App.Components;

/// <summary>
/// Keeps the window's address and what the page shows the same (src/viewer/src/page/address.ts): another filter or view is a step
/// of its history, and Back and Forward bring them back.
/// </summary>
internal sealed class AddressLink(ViewerLink viewer)
{
    private PageAddress? _told;
    private int _going;

    /// <summary>Reads the address that this page was opened with.</summary>
    /// <returns>The view that it asks for.</returns>
    public PageView Open(AnnotationSession session)
    {
        ViewerLink.ResumePoint at = viewer.Resume!;
        PageAddress asked = AddressSteps.Read(session, at.Search);
        AddressSteps.Prepare(session, asked, at.Root);

        // A reload of a window without an address: it was opened before there were any.
        bool wasReview = at.Search.Length == 0 && session.Owner.SignIn is { IsAdmin: true } signIn && signIn.Username == at.ReviewOf;
        return wasReview ? PageView.Review : ViewOf(asked);
    }

    /// <summary>Tells the window what is shown now, where that is something else.</summary>
    public async Task KeepAsync(AnnotationSession session, PageView view)
    {
        PageAddress shown = Shown(session, view);
        if (_going > 0 || shown == _told)
        {
            return;
        }

        PageAddress? before = _told;
        _told = shown;
        if (before is null && viewer.Resume is { Search: { } search, Id: { } id } && search.Contains("block=", StringComparison.Ordinal))
        {
            AddressSteps.SayMissing(session, id);
        }

        await viewer.KeepAddressAsync(shown.Query, before is not null && shown.IsStepFrom(before));
    }

    /// <summary>Back or Forward: the page shows what the address asks for, and the address then says what could be had.</summary>
    /// <param name="session">Of the page.</param>
    /// <param name="step">Where it leads.</param>
    /// <param name="show">Shows a view, and in it what is current.</param>
    public async Task GoAsync(AnnotationSession session, AddressStep step, Func<PageView, Task<PageView>> show)
    {
        _going++;
        try
        {
            PageAddress asked = AddressSteps.Read(session, step.Search);
            AddressSteps.Go(session, asked, step.Root, step.Id);
            PageView view = await show(ViewOf(asked));
            _told = Shown(session, view);
            await viewer.KeepAddressAsync(_told.Query, isStep: false);
        }
        finally
        {
            _going--;
        }
    }

    private static PageAddress Shown(AnnotationSession session, PageView view) => new(session.Place.Filter, view switch
    {
        PageView.Gallery => PageAddress.Gallery,
        PageView.Review => PageAddress.Review,
        _ => PageAddress.Annotate,
    });

    private static PageView ViewOf(PageAddress asked) => asked.View switch
    {
        PageAddress.Gallery => PageView.Gallery,
        PageAddress.Review => PageView.Review,
        _ => PageView.Annotate,
    };
}

/// <summary>A step of the window's history.</summary>
/// <param name="Search">Of its address, from the question mark on.</param>
/// <param name="Root">The folder of its block; null: the campaign's.</param>
/// <param name="Id">Its block; null: none.</param>
internal sealed record AddressStep(string Search, string? Root, string? Id);
