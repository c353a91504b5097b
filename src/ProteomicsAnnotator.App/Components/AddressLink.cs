using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Reviewing;

namespace ProteomicsAnnotator.App.Components;

/// <summary>
/// Keeps the window's address and what the page shows the same (src/viewer/src/page/address.ts): another filter or view is a step
/// of its history, and Back and Forward bring them back.
/// </summary>
internal sealed class AddressLink(ViewerLink viewer)
{
    private PageAddress? _told;
    private (PageAddress Address, string? Block)? _finalLabels;
    private int _going;

    /// <summary>Reads the address that this page was opened with.</summary>
    /// <returns>The view that it asks for.</returns>
    public PageView Open(AnnotationSession session)
    {
        ViewerLink.ResumePoint at = viewer.Resume!;
        PageAddress asked = AddressSteps.Read(session, at.Search);
        AddressSteps.Prepare(session, asked, at.Root);
        GoInReview(session, asked);
        _finalLabels = asked.SetsFinalLabels ? (asked, at.Id) : null;

        // A reload of a window without an address: it was opened before there were any.
        bool wasReview = at.Search.Length == 0 && session.Owner.HasAdminRole && session.Owner.SignIn.Username == at.ReviewOf;
        return wasReview ? PageView.Review : ViewOf(session, asked);
    }

    /// <summary>
    /// The address asked for final labels to be set, and everyone's labels have been read meanwhile. Until then the Review is open,
    /// where no key gives a label of the admin's own.
    /// </summary>
    /// <returns>True: keys set final labels again.</returns>
    public async Task<bool> TryResumeFinalLabelsAsync(AnnotationSession session)
    {
        if (_finalLabels is not { } asked || session.Admin.Shown is null)
        {
            return false;
        }

        _finalLabels = null;
        return await AddressSteps.TryResumeFinalLabelsAsync(session, asked.Address, asked.Block);
    }

    /// <summary>The admin chose another view meanwhile.</summary>
    public void ForgetFinalLabels() => _finalLabels = null;

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
            GoInReview(session, asked);
            if (asked.SetsFinalLabels && !session.Admin.IsAdjudicating)
            {
                _ = await AddressSteps.TryResumeFinalLabelsAsync(session, asked, step.Id);
            }

            PageView view = await show(ViewOf(session, asked));
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
        _ when session.Admin is { IsAdjudicating: true, Queue: { } queue } => queue.IsFromTable ? PageAddress.Final : PageAddress.Adjudicating(queue.Order, queue.IsSecondOpinion),
        _ => PageAddress.Annotate,
    })
    {
        Place = view == PageView.Review ? session.Admin.Place.Address : ReviewAddress.Plain,
    };

    private static void GoInReview(AnnotationSession session, PageAddress asked)
    {
        if (asked.View == PageAddress.Review)
        {
            session.Admin.Place.Go(asked.Place);
        }
    }

    private static PageView ViewOf(AnnotationSession session, PageAddress asked) => asked.View switch
    {
        PageAddress.Gallery => PageView.Gallery,
        _ when asked.SetsFinalLabels && session.Admin.IsAdjudicating => PageView.Annotate,
        _ when asked.IsOfAdmins => PageView.Review,
        _ => PageView.Annotate,
    };
}

/// <summary>A step of the window's history.</summary>
/// <param name="Search">Of its address, from the question mark on.</param>
/// <param name="Root">The folder of its block; null: the campaign's.</param>
/// <param name="Id">Its block; null: none.</param>
internal sealed record AddressStep(string Search, string? Root, string? Id);
