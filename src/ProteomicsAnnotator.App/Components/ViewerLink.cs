using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Components;

/// <summary>
/// The page's viewer, as the program calls it (src/viewer/src/page/contract.ts). A page whose connection was broken asks for
/// what it missed when it returns (<see cref="PageState"/>).
/// </summary>
internal sealed class ViewerLink : IAsyncDisposable
{
    private const string PageModule = "./Components/Workspace.razor.js";

    /// <summary>Twin of ANSWER_LIMIT_MS in src/viewer/src/page/page.ts.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    public ViewerLink()
    {
        Address = new AddressLink(this);
    }

    private DotNetObjectReference<ViewerCallbacks>? _callbacks;
    private IJSObjectReference? _module;
    private IJSObjectReference? _viewer;
    private bool _isCreating;

    /// <summary>The window's address.</summary>
    public AddressLink Address { get; }

    public ElementReference Stage { get; set; }

    public ElementReference SliceBar { get; set; }

    public ElementReference ChannelPanel { get; set; }

    /// <summary>The header above the picture.</summary>
    public ElementReference Place { get; set; }

    public ElementReference Gallery { get; set; }

    /// <summary>Beside the picture.</summary>
    public ElementReference Example { get; set; }

    /// <summary>The strip below the top bar.</summary>
    public ElementReference Banner { get; set; }

    public ElementReference Grid { get; set; }

    public bool IsCreated => _viewer is not null;

    /// <summary>What the address asks for, else where this window was before a reload; null before the module is loaded, and once another folder is open.</summary>
    public ResumePoint? Resume { get; private set; }

    public void ForgetResume() => Resume = null;

    public void ResumeAt(AddressStep step) => Resume = new ResumePoint(step.Search, step.Root, step.Id, null);

    /// <returns>False: the viewer is there, or on its way.</returns>
    public bool TryStart()
    {
        bool isFirst = _viewer is null && !_isCreating;
        _isCreating = true;
        return isFirst;
    }

    /// <summary>Loads the viewer's module, and with it where this window was before a reload.</summary>
    public async Task ImportAsync(IJSRuntime js, string asset)
    {
        _module = await js.InvokeAsync<IJSObjectReference>("import", "/" + asset);
        Resume = await _module.InvokeAsync<ResumePoint>("resumePoint");
    }

    public async Task CreateAsync(ViewerCallbacks callbacks, ViewerOptions options)
    {
        _callbacks = DotNetObjectReference.Create(callbacks);
        _viewer = await _module!.InvokeAsync<IJSObjectReference>(
            "createViewer",
            new { stage = Stage, sliceBar = SliceBar, channelPanel = ChannelPanel, place = Place, banner = Banner, gallery = Gallery, example = Example },
            _callbacks,
            options);
    }

    public async Task WatchPageAsync(IJSRuntime js)
    {
        await using IJSObjectReference page = await js.InvokeAsync<IJSObjectReference>("import", PageModule);
        await page.InvokeVoidAsync("watchSplitters", Grid, _callbacks);
        await page.InvokeVoidAsync("watchTheme", Grid);
        await _module!.InvokeVoidAsync("watchAddress", _callbacks);
    }

    /// <summary>Stores in the window which admin has the Review open, for a reload; null: none.</summary>
    public Task KeepReviewOpenAsync(string? admin) => TellAsync(_module, "keepReviewOpen", admin);

    /// <param name="query">What the page shows, without the block; the viewer adds it.</param>
    /// <param name="isStep">Back leads to what it showed before.</param>
    public Task KeepAddressAsync(string query, bool isStep) => TellAsync(_module, "keepAddress", query, isStep);

    /// <summary>Shows a newcomer what the page has, beside it.</summary>
    public Task BeginTourAsync() => TellAsync(_module, "beginTour", _callbacks);

    public Task ShowAsync(ShowRequest show) => TellAsync(_viewer, "show", show);

    public Task TellWordsAsync(IReadOnlyList<WordsOfBlock> words) => TellAsync(_viewer, "tellWords", words);

    /// <summary>Shows an example beside the block until it is closed.</summary>
    public Task PinAsync(PinnedExample example) => TellAsync(_viewer, "pin", example);

    /// <summary>The gallery is on screen, or no longer; while it is, its rows may have changed. These blocks are selected in it, if there are any.</summary>
    public Task TellGalleryAsync(bool isOpen, IReadOnlyList<string> selected) => TellAsync(_viewer, "gallery", isOpen, selected);

    /// <summary>Shows a block's thumbnail in an empty element; null: none is chosen.</summary>
    public Task PreviewAsync(ElementReference place, BlockId? block) => TellAsync(_viewer, "preview", place, OpenRoots.ConfiguredId, block?.Value);

    public Task ReloadAsync(string root, BlockId block) => TellAsync(_viewer, "reload", root, block.Value);

    public Task TellPendingAsync(int count) => TellAsync(_viewer, "setPending", count);

    /// <summary>Does what a key of the viewer does: RUN in src/viewer/src/viewerActions.ts has the names.</summary>
    public Task RunAsync(string action) => TellAsync(_viewer, "run", action);

    /// <summary>Other keys are in force from now on, as in <see cref="ViewerOptions"/>.</summary>
    public Task TellKeysAsync(IReadOnlyDictionary<string, string> keys) => TellAsync(_viewer, "keys", keys);

    /// <summary>The display in force on the screen; null without a viewer.</summary>
    public async Task<JsonElement?> DisplayAsync() =>
        _viewer is null ? null : await _viewer.InvokeAsync<JsonElement>("display");

    /// <param name="display">What is published for everyone.</param>
    /// <param name="isShown">The viewer shows it at once.</param>
    public async Task TellCampaignAsync(JsonElement display, bool isShown)
    {
        if (_viewer is not null)
        {
            await _viewer.InvokeVoidAsync("campaign", display, isShown);
        }
    }

    /// <returns>False: the browser does not let the page copy.</returns>
    public async Task<bool> CopyAsync(string text) => _module is not null && await _module.InvokeAsync<bool>("copyText", text);

    /// <summary>The program ends: the page shows only that.</summary>
    public async Task SayFarewellAsync(IJSRuntime js)
    {
        await DisposeAsync();
        await using IJSObjectReference page = await js.InvokeAsync<IJSObjectReference>("import", PageModule);
        await page.InvokeVoidAsync("farewell");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_viewer is not null)
            {
                await _viewer.InvokeVoidAsync("dispose", AnswerLimit);
                await _viewer.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception fault) when (fault is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone, and the viewer with it.
            _viewer = null;
        }

        (_viewer, _module) = (null, null);
        _callbacks?.Dispose();
    }

    private static async Task TellAsync(IJSObjectReference? listener, string what, params object?[] words)
    {
        if (listener is null)
        {
            return;
        }

        try
        {
            await listener.InvokeVoidAsync(what, AnswerLimit, words);
        }
        catch (Exception fault) when (fault is JSDisconnectedException or OperationCanceledException)
        {
            // The page is away, or gone.
        }
    }

    internal sealed record ResumePoint(string Search, string? Root, string? Id, string? ReviewOf);
}
