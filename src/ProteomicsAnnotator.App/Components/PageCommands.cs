using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Components.Dialogs;

namespace ProteomicsAnnotator.App.Components;

/// <summary>Every command of the annotator's page, with its key, for the command palette.</summary>
internal sealed class PageCommands(Workspace page, AnnotationSession session, ViewerLink viewer)
{
    public IReadOnlyList<PaletteItem> All =>
    [
        new("Next unlabelled", "next-free", page.NextUnlabelledAsync) { Key = "." },
        .. session.Place.Folders.HasDataSets ? [new PaletteItem("Next unfinished data set", "next-free", page.NextDataSetAsync) { Key = "D" }] : (PaletteItem[])[],
        OfViewer("Undo my last decision", "undo", "undo", "Ctrl+Z"),
        OfViewer("Redo", "undo", "redo", "Ctrl+Shift+Z"),
        OfViewer("Clear the label of this block", "eraser", "clear", "Backspace"),
        OfViewer("Flag this block as unsure, or take the flag back", "question", "unsure", "U"),
        OfViewer("Write a note about this block", "note", "note", "N"),
        OfViewer("Auto contrast, all channels", "auto", "autoContrast", "A"),
        OfViewer("Each channel alone, in turn", "eye", "solo", "S"),
        OfViewer("The campaign's display, and back", "palette", "campaign", "C"),
        OfViewer("2D, Quad, 3D", "box", "viewMode", "V"),
        OfViewer("Play or stop the slices", "play", "autoplay", "Space"),
        OfViewer("Reset the view", "fit", "resetView", "R"),
        OfViewer("Measure a line on a slice, or end it", "ruler", "measure", "M"),
        OfViewer("Go to the focus point", "locate", "goToFocus", null),
        OfViewer("Save the picture as PNG", "camera", "savePicture", null),
        new("History of this block", "history", page.ShowHistoryAsync),
        new("Look for new blocks", "refresh", session.Place.RescanAsync),
        new("Open another data folder", "folder", page.BrowseAsync),
        new("Gallery: many blocks at a glance", "grid", page.ShowGalleryAsync) { Key = "G" },
        .. session.Owner.IsAdmin ? [new PaletteItem("Review everyone's labels", "grid", () => page.ShowAdminAsync(true))] : (PaletteItem[])[],
        new("All keys", "keyboard", page.ShowKeysAsync) { Key = "?" },
        new("Quit", "warning", page.QuitAsync),
    ];

    private PaletteItem OfViewer(string text, string icon, string action, string? key) =>
        new(text, icon, () => viewer.RunAsync(action)) { Key = key };
}
