using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Components.Dialogs;

namespace ProteomicsAnnotator.App.Components;

/// <summary>Every command of the annotator's page, with its key, for the command palette.</summary>
internal sealed class PageCommands(Workspace page, DialogCommands dialogs, AnnotationSession session, ViewerLink viewer)
{
    public IReadOnlyList<PaletteItem> All =>
    [
        new("Next unlabelled", "next-free", () => page.ShowMoveAsync(session.TryNextUnlabelled())) { Key = KeyOf("nextUnlabelled") },
        new("Next unsure", "question", () => page.ShowMoveAsync(session.TryNextUnsure())) { Key = KeyOf("nextUnsure") },
        .. session.Place.Folders.HasDataSets ? [new PaletteItem("Next unfinished data set", "next-free", () => page.ShowMoveAsync(session.TryNextDataSet())) { Key = KeyOf("nextDataSet") }] : (PaletteItem[])[],
        OfViewer("Undo my last decision", "undo", "undo"),
        OfViewer("Redo", "undo", "redo"),
        OfViewer("Clear the label of this block", "eraser", "clear"),
        OfViewer("Flag this block as unsure, or take the flag back", "question", "unsure"),
        OfViewer("Write a note about this block", "note", "note"),
        OfViewer("Auto contrast, all channels", "auto", "autoContrast"),
        OfViewer("Each channel alone, in turn", "eye", "solo"),
        OfViewer("The campaign's display, and back", "palette", "campaign"),
        OfViewer("2D, Quad, 3D", "box", "viewMode"),
        OfViewer("Play or stop the slices", "play", "autoplay"),
        OfViewer("Reset the view", "fit", "resetView"),
        OfViewer("Measure a line on a slice, or end it", "ruler", "measure"),
        OfViewer("Go to the focus point", "locate", "goToFocus"),
        OfViewer("Save the picture as PNG", "camera", "savePicture"),
        .. session.Classes.HasGuide ? [new PaletteItem("Guide: what each class means, with examples", "book", dialogs.ShowGuideAsync)] : (PaletteItem[])[],
        .. session.Classes.HasExamples ? [OfViewer("Close the example beside the block", "close", "closeExample")] : (PaletteItem[])[],
        new("History of this block", "history", dialogs.ShowHistoryAsync),
        new("My figures: by class, by day, pace", "chart", dialogs.ShowFiguresAsync),
        new("Self-check: label some of your blocks again, blind", "eye-off", dialogs.ShowSelfCheckAsync),
        .. session.Viewer.SelfCheck.Check is { IsUnderWay: true } ? [new PaletteItem("Stop the self-check", "eye-off", dialogs.StopSelfCheckAsync)] : (PaletteItem[])[],
        new("Look for new blocks", "refresh", session.Place.RescanAsync),
        new("Open another data folder", "folder", page.BrowseAsync),
        new("Gallery: many blocks at a glance", "grid", page.ShowGalleryAsync) { Key = KeyOf("gallery") },
        .. session.Owner.IsAdmin ? [new PaletteItem("Review everyone's labels", "grid", () => page.ShowViewAsync(PageView.Review))] : (PaletteItem[])[],
        new("All keys", "keyboard", dialogs.ShowKeysAsync) { Key = "?" },
        new("Quit", "warning", page.QuitAsync),
    ];

    private string? KeyOf(string command) => session.Settings.Keys.InForce.HintOf(command);

    /// <param name="text">What it does.</param>
    /// <param name="icon">Its picture.</param>
    /// <param name="action">The viewer's name of it, which a command with a key has, too.</param>
    private PaletteItem OfViewer(string text, string icon, string action) =>
        new(text, icon, () => viewer.RunAsync(action)) { Key = KeyOf(action) };
}
