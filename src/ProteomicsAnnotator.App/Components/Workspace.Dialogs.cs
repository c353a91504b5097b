using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Components.Dialogs;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;
using Radzen;

namespace ProteomicsAnnotator.App.Components;

/// <content>Dialogs and commands.</content>
public sealed partial class Workspace
{
    private const int PageOfBlocks = 20;

    private static readonly DialogOptions Wide =
        new() { Width = "680px", CloseDialogOnEsc = true, CloseDialogOnOverlayClick = true };

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private DemoProgram Demo { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ProgramLifetime Lifetime { get; set; } = null!;

    /// <summary>Returns when what the viewer has to know of it has been told: a dialog stays open behind.</summary>
    private Task CommandAsync(string name)
    {
        switch (name)
        {
            case "help":
                _ = InvokeAsync(() => InWordsAsync(ShowKeysAsync));
                return Task.CompletedTask;
            case "campaignDisplay":
                _ = InvokeAsync(() => InWordsAsync(ShowCampaignDisplayAsync));
                return Task.CompletedTask;
            case "escape":
                return LeaveAdjudicationAsync();
            case "firstBlock" or "lastBlock" or "pageUp" or "pageDown":
                return JumpAsync(name);
            default:
                return Task.CompletedTask;
        }
    }

    private async Task InWordsAsync(Func<Task> open)
    {
        try
        {
            await open();
        }
        catch (Exception fault)
        {
            OnNoticed(new Notice(fault.Message, NoticeSeverity.Error));
        }
    }

    private async Task ShowKeysAsync() => await Dialogs.OpenAsync<KeysDialog>("Keys", [], Wide);

    private async Task ShowHistoryAsync()
    {
        if (_session?.Place.Current is not { } block)
        {
            return;
        }

        await Dialogs.OpenAsync<HistoryDialog>(
            $"Decisions about {block.Id.Shown}",
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Block"] = block.Id.Value,
                ["Read"] = (Func<Task<BlockHistory>>)(() => _session.ReadHistoryAsync(block)),
                ["NameOf"] = (Func<int, string>)_session.Classes.NameOf,
            },
            Wide);
    }

    private async Task BrowseAsync()
    {
        object? chosen = await Dialogs.OpenAsync<BrowseDialog>(
            "Open a data folder",
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["Start"] = _session!.Place.Root.Catalog.Root },
            new DialogOptions { Width = "620px", CloseDialogOnEsc = true });
        if (chosen is string path)
        {
            _session.Open(path);
            _resume = null;
            _begun = false;
            await PushShowAsync();
            await BeginAsync();
        }
    }

    private async Task OpenDemoAsync()
    {
        try
        {
            Uri demo = await Demo.StartAsync();
            Navigation.NavigateTo(demo.ToString(), forceLoad: true);
        }
        catch (Exception fault)
        {
            OnNoticed(new Notice(fault.Message, NoticeSeverity.Error));
        }
    }

    private async Task QuitAsync()
    {
        bool? sure = await Dialogs.Confirm(
            question =>
            {
                question.OpenComponent<QuitQuestion>(0);
                question.AddComponentParameter(1, nameof(QuitQuestion.Session), _session);
                question.CloseComponent();
            },
            "Quit",
            new ConfirmOptions { OkButtonText = "Quit", CancelButtonText = "Stay" });
        if (sure == true)
        {
            await DisposeViewerAsync();
            await using IJSObjectReference page = await Js.InvokeAsync<IJSObjectReference>("import", PageModule);
            await page.InvokeVoidAsync("farewell");
            Lifetime.Quit();
        }
    }

    private Task JumpAsync(string key) => _session!.TryJump(key switch
    {
        "firstBlock" => int.MinValue,
        "lastBlock" => int.MaxValue,
        "pageUp" => -PageOfBlocks,
        _ => PageOfBlocks,
    })
        ? PushShowAsync()
        : Task.CompletedTask;

    private async Task AdjudicateAsync()
    {
        _session!.BeginAdjudication();
        await ShowAdminAsync(false);
    }

    private async Task LeaveAdjudicationAsync()
    {
        if (_session!.Admin.Leave())
        {
            await ReturnToReviewAsync();
        }
    }

    private Task ReturnToReviewAsync() => ShowAdminAsync(true);

    private async Task OpenFromAdminAsync(BlockId id)
    {
        if (_session!.TrySelectReviewed(id))
        {
            await ShowAdminAsync(false);
        }
        else
        {
            _session.Admin.Shown?.Adjudication.CloseFromTable();
        }
    }
}
