using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Components.Blocks;

public sealed partial class BlockList : IAsyncDisposable
{
    private const int ItemHeight = 24;
    private ElementReference _list;
    private string _typed = "";
    private ScriptModule? _module;
    private (BlockId Id, BlockFilter Filter, int Index)? _revealed;

    [Parameter]
    [EditorRequired]
    public required AnnotationSession Session { get; set; }

    [Parameter]
    [EditorRequired]
    public required Func<Block, Task> OnSelect { get; set; }

    /// <summary>False while the gallery has the filter.</summary>
    [Parameter]
    public bool HasChips { get; set; } = true;

    [Parameter]
    public EventCallback OnBrowse { get; set; }

    [Parameter]
    public EventCallback OnRescan { get; set; }

    /// <summary>The filter or the order changed: other blocks come next.</summary>
    [Parameter]
    public EventCallback OnOrderChanged { get; set; }

    /// <summary>The rows chosen together are to open in the gallery.</summary>
    [Parameter]
    public EventCallback OnGallery { get; set; }

    /// <summary>The result of a self-check is to be shown.</summary>
    [Parameter]
    public EventCallback OnSelfCheck { get; set; }

    [Parameter]
    public EventCallback OnNextDataSet { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        if (_module is not null)
        {
            await _module.DisposeAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await ScriptModule.ImportAsync(Js, "Blocks/BlockList");
        }

        if (_module is not null && Session.Place.Standing is { } current)
        {
            await KeepInViewAsync(_module, (current.Id, Session.Place.Filter, Session.Place.List.IndexOf(Session.Place.Sequence.IndexOf(current.Id))));
        }
    }

    /// <summary>
    /// Scrolls the current row into view when the block or the filter changes. When rows above it come and go, the list follows
    /// only where the row was in view: a reader elsewhere in the list stays there.
    /// </summary>
    private async Task KeepInViewAsync(ScriptModule module, (BlockId Id, BlockFilter Filter, int Index) row)
    {
        if (_revealed is not { } before || (before.Id, before.Filter) != (row.Id, row.Filter))
        {
            _revealed = row;
            await module.InvokeVoidAsync("reveal", _list, row.Index, ItemHeight);
        }
        else if (before.Index != row.Index)
        {
            _revealed = row;
            await module.InvokeVoidAsync("follow", _list, before.Index, row.Index, ItemHeight);
        }
    }

    /// <summary>A plain click opens the block; with Ctrl or Shift the row is chosen beside others.</summary>
    private Task PressAsync(Block block, MouseEventArgs e)
    {
        ChosenRows chosen = Session.Place.Sequence.Chosen;
        bool isMore = e.CtrlKey || e.MetaKey;
        if (!(isMore || e.ShiftKey) || Session.Admin.IsAdjudicating)
        {
            if (chosen.Clear())
            {
                StateHasChanged();
            }

            return OnSelect(block);
        }

        BlockId? current = Session.Place.Current is { IsBlind: false } listed ? listed.Id : null;
        if (e.ShiftKey)
        {
            chosen.ExtendTo(block.Id, current, Session.Place.Sequence);
        }
        else
        {
            chosen.Toggle(block.Id, current);
        }

        StateHasChanged();
        return Task.CompletedTask;
    }

    private void DropChosen() => Session.Place.Sequence.Chosen.Clear();

    private bool IsCurrent(Block block) => Session.Place.Current?.Id == block.Id;

    private string CountOf(string folder)
    {
        BlockFolders folders = Session.Place.Folders;
        int index = folders.IndexOf(folder);
        return index < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Session.Labels.CountsIn(folders)[index]:N0}/{folders.TotalOf(index):N0}");
    }

    private string TitleOf(string folder) => $"{folder} – {CountOf(folder)} annotated; opens its first block without a label";

    /// <summary>Its first block without a label, else its first one.</summary>
    private async Task OpenDataSetAsync(string folder)
    {
        BlockFolders folders = Session.Place.Folders;
        Task opening = Session.Place.Sequence.FoldedNow.Has(folder) ? Session.Groups.ToggleAsync(folder) : Task.CompletedTask;
        if (folders.IndexOf(folder) is >= 0 and int index)
        {
            await OnSelect(folders.BlocksOf(index).FirstOrDefault(block => !Session.Labels.IsDone(block)) ?? folders.BlocksOf(index).First());
        }

        await opening;
    }

    /// <summary>As typed, blanks and all: a text that came back another one would overwrite letters typed meanwhile.</summary>
    private string Typed => _typed.Trim() == Session.Place.Filter.Text ? _typed : Session.Place.Filter.Text;

    private Task SearchAsync(string? text)
    {
        _typed = text ?? "";
        Session.Place.SetFilter(Session.Place.Filter with { Text = _typed.Trim() });
        return OnOrderChanged.InvokeAsync();
    }

    private Task SearchKeyAsync(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "Escape" when Session.Place.TryShowAll():
                return OnOrderChanged.InvokeAsync();
            case "Enter" when Session.Place.FirstHit is { } hit:
                return OnSelect(hit);
            case "Enter" when Session.Place.FindsNothing:
                Session.Notices.Notify($"No block matches \"{Session.Place.Filter.Text}\". Esc shows all blocks again.", NoticeSeverity.Warning);
                return Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }
    }

    private Task ShowAllAsync() => Session.Place.TryShowAll() ? OnOrderChanged.InvokeAsync() : Task.CompletedTask;

    private Task FilterAsync(int? label)
    {
        Session.Place.SetFilter(Session.Place.Filter with { Label = label });
        return OnOrderChanged.InvokeAsync();
    }

    private Task StopSelfCheck()
    {
        Session.Viewer.SelfCheck.Stop();
        return OnOrderChanged.InvokeAsync();
    }

    private Task ToggleAdvance(ChangeEventArgs e)
    {
        Session.Settings.AutoAdvance = e.Value is true;
        return OnOrderChanged.InvokeAsync();
    }

    private Task ToggleShuffled(ChangeEventArgs e)
    {
        Session.Settings.Shuffled = e.Value is true;
        Session.OrderList();
        return OnOrderChanged.InvokeAsync();
    }

    private Task ToggleMine()
    {
        Session.ToggleMine();
        return OnOrderChanged.InvokeAsync();
    }

    private Task ToggleSkip(ChangeEventArgs e)
    {
        Session.Settings.SkipAnnotated = e.Value is true;
        return OnOrderChanged.InvokeAsync();
    }
}
