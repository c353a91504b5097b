using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Components.Dialogs;
using ProteomicsAnnotator.App.Reviewing;

namespace ProteomicsAnnotator.App.Components;

/// <summary>The commands of a page's view, with their keys, for the command palette.</summary>
internal sealed class PageCommands(Workspace page, DialogCommands dialogs, AnnotationSession session, ViewerLink viewer)
{
    /// <summary>Of the view that is open.</summary>
    public IReadOnlyList<PaletteItem> All => page.View == PageView.Review ? OfReview : OfPicture;

    private IReadOnlyList<PaletteItem> OfReview =>
    [
        .. Enum.GetValues<ReviewPane>().Select(pane => new PaletteItem($"Review: {pane}", "chart", () => ShowAsync(pane))),
        new("Annotate: back to the picture", "square", () => page.ShowViewAsync(PageView.Annotate)),
        new("Gallery: many blocks at a glance", "grid", page.ShowGalleryAsync),
        .. OfPage,
    ];

    private IReadOnlyList<PaletteItem> OfPicture =>
    [
        new("Next unlabelled", "next-free", () => page.ShowMoveAsync(session.TryNextUnlabelled())) { Key = KeyOf("nextUnlabelled") },
        new("Next unsure", "question", () => page.ShowMoveAsync(session.TryNextUnsure())) { Key = KeyOf("nextUnsure") },
        .. session.Place.Folders.HasDataSets ? [new PaletteItem("Next unfinished data set", "next-free", () => page.ShowMoveAsync(session.TryNextDataSet())) { Key = KeyOf("nextDataSet") }] : (PaletteItem[])[],
        .. session.Place.HasGroups ? [
            new PaletteItem("Fold the group of this block, or open it", "chevron-down", () => FoldAsync(session.Groups.ToggleCurrentAsync())) { Key = KeyOf("fold") },
            new PaletteItem("Fold all groups of the list", "chevron-right", () => FoldAsync(session.Groups.FoldAllAsync())),
            new PaletteItem("Open all groups of the list", "chevron-down", () => FoldAsync(session.Groups.OpenAllAsync()))] : (PaletteItem[])[],
        OfViewer("Undo my last decision", "undo", "undo"),
        OfViewer("Redo", "undo", "redo"),
        OfViewer("Clear the label of this block", "eraser", "clear"),
        OfViewer("Flag this block as unsure, or take the flag back", "question", "unsure"),
        OfViewer("Write a note about this block", "note", "note"),
        OfViewer("Say that this block cannot be judged, and why", "ban", "unusable"),
        OfViewer("Auto contrast, all channels", "auto", "autoContrast"),
        OfViewer("Each channel alone, in turn", "eye", "solo"),
        OfViewer("The campaign's display, and back", "palette", "campaign"),
        OfViewer("2D, Quad, 3D", "box", "viewMode"),
        OfViewer("Play or stop the slices", "play", "autoplay"),
        OfViewer("Reset the view", "fit", "resetView"),
        OfViewer("What lies around the box of a point, or close it", "zoom-out", "context"),
        OfViewer("Measure a line on a slice, or end it", "ruler", "measure"),
        OfViewer("Go to the focus point", "locate", "goToFocus"),
        OfViewer("Save the picture as PNG", "camera", "savePicture"),
        .. session.Place.Painted is { IsBlind: false, Point.Grid.Neuroglancer: not null } ? [new PaletteItem("Copy a link to this point in Neuroglancer", "copy", dialogs.CopyNeuroglancerLinkAsync)] : (PaletteItem[])[],
        .. session.Classes.HasGuide ? [new PaletteItem("Guide: what each class means, with examples", "book", dialogs.ShowGuideAsync)] : (PaletteItem[])[],
        .. session.Classes.HasExamples ? [OfViewer("Close the example beside the block", "close", "closeExample")] : (PaletteItem[])[],
        new("History of this block", "history", dialogs.ShowHistoryAsync),
        new("Self-check: label some of your blocks again, blind", "eye-off", dialogs.ShowSelfCheckAsync),
        .. session.Viewer.SelfCheck.Check is { IsUnderWay: true } ? [new PaletteItem("Stop the self-check", "eye-off", dialogs.StopSelfCheckAsync)] : (PaletteItem[])[],
        new("Look for new blocks", "refresh", session.Place.RescanAsync),
        .. session.Server is null ? [new PaletteItem("Open another data folder", "folder", page.BrowseAsync)] : (PaletteItem[])[],
        new("Gallery: many blocks at a glance", "grid", page.ShowGalleryAsync) { Key = KeyOf("gallery") },
        .. session.Owner.IsAdmin ? [new PaletteItem("Review everyone's labels", "grid", () => page.ShowViewAsync(PageView.Review))] : (PaletteItem[])[],
        .. OfPage,
    ];

    private IReadOnlyList<PaletteItem> OfPage =>
    [
        new("My figures: by class, by day, pace", "chart", dialogs.ShowFiguresAsync),
        new("All keys", "keyboard", dialogs.ShowKeysAsync) { Key = "?" },
        .. session.Server is null ? [new PaletteItem("Quit", "warning", page.QuitAsync)] : (PaletteItem[])[],
    ];

    private Task ShowAsync(ReviewPane pane)
    {
        session.Admin.Place.Show(pane);
        page.Render();
        return Task.CompletedTask;
    }

    private Task FoldAsync(Task folding)
    {
        page.Render();
        return folding;
    }

    private string? KeyOf(string command) => session.Settings.Keys.InForce.HintOf(command);

    /// <param name="text">What it does.</param>
    /// <param name="icon">Its picture.</param>
    /// <param name="action">The viewer's name of it, which a command with a key has, too.</param>
    private PaletteItem OfViewer(string text, string icon, string action) =>
        new(text, icon, () => viewer.RunAsync(action)) { Key = KeyOf(action) };
}
