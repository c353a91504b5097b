using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Keys;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;
using Radzen;

namespace ProteomicsAnnotator.App.Components.Dialogs;

/// <summary>The dialogs of a page, each opened in one call; those that ask return the answer.</summary>
internal sealed class PageDialogs(DialogService dialogs)
{
    private static readonly DialogOptions Wide =
        new() { Width = "680px", CloseDialogOnEsc = true, CloseDialogOnOverlayClick = true };

    /// <returns>The keys that were chosen; null: it stays as it is.</returns>
    public async Task<KeyDraft?> ShowKeysAsync(AnnotationSession session) => await dialogs.OpenAsync<KeysDialog>(
        "Keys",
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["Session"] = session },
        new DialogOptions { Width = "1000px", CloseDialogOnEsc = true }) as KeyDraft;

    /// <returns>What was chosen in the command palette; null: nothing.</returns>
    public async Task<PaletteItem?> ChooseAsync(AnnotationSession session, IReadOnlyList<PaletteItem> commands, Func<Block, Task> openBlock) =>
        await dialogs.OpenAsync<CommandPalette>(
            "Commands",
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["Session"] = session, ["Commands"] = commands, ["OpenBlock"] = openBlock },
            new DialogOptions { Width = "640px", ShowTitle = false, CloseDialogOnEsc = true, CloseDialogOnOverlayClick = true, CssClass = "palette-dialog" }) as PaletteItem;

    public async Task ShowHistoryAsync(AnnotationSession session, Block block) => await dialogs.OpenAsync<HistoryDialog>(
        $"Decisions about {block.Id.Shown}",
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Block"] = block.Id.Value,
            ["Read"] = (Func<Task<BlockHistory>>)(() => session.ReadHistoryAsync(block)),
            ["NameOf"] = (Func<int, DateTimeOffset, string>)session.NameOf,
        },
        Wide);

    /// <returns>A <see cref="BlockId"/>: the block to open; true: the self-check is asked for; null: nothing.</returns>
    public async Task<object?> ShowFiguresAsync(AnnotationSession session) => await dialogs.OpenAsync<FiguresDialog>(
        "My figures",
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Figures"] = session.Labels.FiguresOf(session.Place.Folders, TimeProvider.System.GetUtcNow(), session.Campaign.ZoneOr(TimeZoneInfo.Local)),
            ["Classes"] = session.Classes,
            ["Zone"] = session.Campaign.ZoneOr(TimeZoneInfo.Local),
            ["Where"] = session.Place.Root.Catalog.Root == session.ConfiguredRoot ? null : session.Place.Root.Catalog.Root,
            ["IsScanning"] = session.Place.IsScanning,
            ["IsAdjudicating"] = session.Admin.IsAdjudicating,
            ["Repeats"] = session.Viewer.SelfCheck.Figures,
            ["OnSelfCheck"] = (Action)(() => dialogs.Close(true)),
            ["OnOpen"] = (Action<BlockId>)(block => dialogs.Close(block)),
        },
        Wide) as object;

    /// <returns>A <see cref="BlockId"/>: the block to open; true: a self-check has begun or ended; null: nothing.</returns>
    public async Task<object?> ShowSelfCheckAsync(AnnotationSession session) => await dialogs.OpenAsync<SelfCheckDialog>(
        "Self-check",
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["Page"] = session.Viewer.SelfCheck, ["Classes"] = session.Classes },
        Wide) as object;

    /// <returns>What to do with which example; null: nothing.</returns>
    public async Task<GuideChoice?> ShowGuideAsync(AnnotationSession session) => await dialogs.OpenAsync<GuideDialog>(
        "Guide to the classes",
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Classes"] = session.Classes,
            ["IsThere"] = (Func<BlockId, bool>)(id => session.Place.Catalog.TryGet(id, out _)),
        },
        Wide) as GuideChoice;

    /// <returns>The folder that was chosen; null: none.</returns>
    public async Task<string?> BrowseAsync(string start) => await dialogs.OpenAsync<BrowseDialog>(
        "Open a data folder",
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["Start"] = start },
        new DialogOptions { Width = "620px", CloseDialogOnEsc = true }) as string;

    public async Task<bool> MayPublishAsync(string question) => await dialogs.Confirm(
        question,
        "Publish display",
        new ConfirmOptions { OkButtonText = "Publish for everyone", CancelButtonText = "Cancel" }) == true;

    public async Task<bool> MayQuitAsync(AnnotationSession session) => await dialogs.Confirm(
        question =>
        {
            question.OpenComponent<QuitQuestion>(0);
            question.AddComponentParameter(1, nameof(QuitQuestion.Session), session);
            question.CloseComponent();
        },
        "Quit",
        new ConfirmOptions { OkButtonText = "Quit", CancelButtonText = "Stay" }) == true;
}
