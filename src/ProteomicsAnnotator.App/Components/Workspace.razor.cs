using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Circuits;
using ProteomicsAnnotator.App.Components.Dialogs;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.App.Processes;
using ProteomicsAnnotator.Core.Blocks;
using Radzen;

namespace ProteomicsAnnotator.App.Components;

/// <summary>The page of a signed-in annotator: the panels around the viewer, and what passes between them.</summary>
public sealed partial class Workspace : IAsyncDisposable
{
    /// <summary>Twin of STALE_FRAME_MS in src/viewer/src/stage/staleFrameHold.ts.</summary>
    internal static readonly TimeSpan PictureFirst = TimeSpan.FromMilliseconds(80);

    private readonly ViewerLink _viewer = new();
    private readonly PageTabs _tabs;
    private AnnotationSession? _session;
    private DialogCommands? _dialogs;
    private string? _failure;
    private bool _begun;
    private RedrawQueue? _redraw;
    private (int? Left, int? Right) _widths;

    public Workspace() => _tabs = new PageTabs(_viewer, StateHasChanged, PushShowAsync);

    /// <summary>The sign-in this page was opened under. Protected: component parameters are encrypted in the page.</summary>
    [Parameter]
    [EditorRequired]
    public required string SessionId { get; set; }

    /// <summary>Made with this page: the circuit's own tokens may be those of the sign-in page, where nobody was signed in.</summary>
    [Parameter]
    [EditorRequired]
    public required AntiforgeryRequestToken? SignOutToken { get; set; }

    [Inject]
    private AnnotationSessionFactory Sessions { get; set; } = null!;

    [Inject]
    private CircuitOwner Owner { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private DialogService DialogService { get; set; } = null!;

    [Inject]
    private ProgramLifetime Lifetime { get; set; } = null!;

    internal PageView View => _tabs.View;

    private PageDialogs Dialogs => new(DialogService);

    private ReviewCommands ReviewCommands => new(this, _session!);

    private CampaignDisplay Display => new(_viewer, Dialogs, _session!.Settings);

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
        {
            _session.Changed -= _redraw!.Add;
            _session.Notices.Noticed -= OnNoticed;
            _session.Channels.Found -= OnChannelsFound;
            _session.Files.Changed -= OnFilesChanged;
            await _session.DisposeAsync();
        }

        await _viewer.DisposeAsync();
    }

    protected override Task OnInitializedAsync() => OpenAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_session is null)
        {
            return;
        }

        await EnsureViewerAsync();
        await BeginAsync();
        await KeepAddressAsync();

        if (!_tabs.Review.IsAsked)
        {
            await OpenReviewAsync();
        }
    }

    internal Task KeepAddressAsync() => _begun ? _viewer.Address.KeepAsync(_session!, View) : Task.CompletedTask;

    private async Task OpenReviewAsync()
    {
        await _tabs.Review.OpenAsync(_session!);
        await ResumeFinalLabelsAsync();
    }

    private Task ResumeFinalLabelsAsync() => _begun ? ReviewCommands.ResumeAsync(_viewer.Address) : Task.CompletedTask;

    private async Task OpenAsync()
    {
        if (!Owner.TryTake(SessionId))
        {
            _failure = "This page belongs to another sign-in. Load it again.";
            return;
        }

        try
        {
            _session = await Sessions.OpenAsync(SessionId, CancellationToken.None);
            _dialogs = new DialogCommands(this, _session, _viewer, Dialogs);
            _widths = _session.Settings.PanelWidths;
            _redraw = new RedrawQueue(InvokeAsync, RefreshAsync);
            _session.Changed += _redraw.Add;
            _session.Notices.Noticed += OnNoticed;
            _session.Channels.Found += OnChannelsFound;
            _session.Files.Changed += OnFilesChanged;
            _session.Notices.SayOpening();
            _failure = null;
        }
        catch (Exception fault)
        {
            _failure = fault.Message;
        }
    }

    private async Task EnsureViewerAsync()
    {
        if (!_viewer.TryStart())
        {
            return;
        }

        await _viewer.ImportAsync(Js, Assets["viewer/viewer.js"]);
        await _tabs.BeginAsync(_session!, _viewer.Address.Open(_session!));
        await _viewer.CreateAsync(new ViewerCallbacks(this, _dialogs!, _session!), _session!.Viewer.Options());
        await BeginAsync();
        await _tabs.TellGalleryAsync();
        await _viewer.WatchPageAsync(Js);
        if (_session.IsTourDue && View == PageView.Annotate)
        {
            await _viewer.BeginTourAsync();
        }
    }

    /// <summary>Shows the first block as soon as the list can say which one that is.</summary>
    private async Task BeginAsync()
    {
        if (!_begun && _viewer.IsCreated && _session!.TryBegin(_viewer.Resume?.Root, _viewer.Resume?.Id))
        {
            _begun = true;
            await PushShowAsync();
            await ResumeFinalLabelsAsync();
        }
    }

    private async Task PushShowAsync()
    {
        await _viewer.ShowAsync(_session!.Viewer.Show());
        StateHasChanged();
    }

    internal void Render() => StateHasChanged();

    /// <summary>Something else comes next, or is shown now.</summary>
    internal Task ShowAgainAsync() => PushShowAsync();

    /// <summary>Opens a block of the campaign's folder; null: none.</summary>
    internal Task OpenOwnAsync(BlockId? id) => id is { } block && _session!.TrySelectReviewed(block) ? ShowViewAsync(PageView.Annotate) : Task.CompletedTask;

    /// <summary>Runs it on the circuit's synchronization context.</summary>
    internal Task RunAsync(Func<Task> work) => InvokeAsync(work);

    internal Task KeepPanelWidthsAsync(int left, int right)
    {
        _widths = (left, right);
        return _session!.Settings.KeepPanelWidthsAsync(left, right);
    }

    private string Widths => (_widths.Left is { } left ? $"--left:{left}px;" : "") + (_widths.Right is { } right ? $"--right:{right}px" : "");

    /// <summary>
    /// The picture goes first: drawing the list and the panels would delay it. They follow with it, or after
    /// <see cref="PictureFirst"/> at the latest.
    /// </summary>
    internal async Task SelectAsync(Block block)
    {
        _session!.Select(block);
        await _viewer.ShowAsync(_session!.Viewer.Show());
        await Task.Delay(PictureFirst);
        StateHasChanged();
    }

    private Task FilterAsync(int? label)
    {
        _session!.Place.SetFilter(_session.Place.Filter with { Label = label });
        return OrderChangedAsync();
    }

    private Task ToggleMineAsync()
    {
        _session!.ToggleMine();
        return OrderChangedAsync();
    }

    private async Task OrderChangedAsync()
    {
        await PushShowAsync();
        await _tabs.TellGalleryAsync();
        await _session!.Settings.KeepChoicesAsync();
    }

    internal Task ShowViewAsync(PageView view)
    {
        _viewer.Address.ForgetFinalLabels();
        if (view == PageView.Gallery && _session!.Admin.IsAdjudicating)
        {
            _session.Notices.Notify(DecisionModeText.WhyNoGallery(_session.Mode));
            return Task.CompletedTask;
        }

        return _tabs.ShowAsync(_session!, view);
    }

    /// <summary>G opens it and leaves it.</summary>
    internal Task ShowGalleryAsync() => ShowViewAsync(View == PageView.Gallery ? PageView.Annotate : PageView.Gallery);

    /// <summary>Back or Forward.</summary>
    internal Task GoToAddressAsync(AddressStep step) => _viewer.Address.GoAsync(_session!, step, async view =>
    {
        DialogService.Close();
        _viewer.ResumeAt(step);
        _begun = _session!.Place.Current is not null;
        await BeginAsync();
        await PushShowAsync();
        await ShowViewAsync(view);
        return View;
    });

    internal async Task OpenFromGalleryAsync(string root, string id)
    {
        if (_session!.Place.TryFind(root, id, out Block? block))
        {
            _session.Select(block);
            await ShowViewAsync(PageView.Annotate);
        }
        else
        {
            _session.Notices.Notify($"{id} is not in the open folder any more.", NoticeSeverity.Warning);
        }
    }

    private async Task ConfirmAsync()
    {
        _session!.ConfirmBlocked();
        await PushShowAsync();
    }

    private async Task RefreshAsync()
    {
        await _session!.FollowPlanAsync();
        _session.Place.Refresh();
        StateHasChanged();
        await _viewer.TellWordsAsync(_session.Viewer.WordsAround());
        await _viewer.TellPendingAsync(_session.Saving.PendingCount);
        if (View == PageView.Gallery)
        {
            await _tabs.TellGalleryAsync();
        }

        if (_begun && _session.Viewer.IsShowDue)
        {
            await PushShowAsync();
        }

        await BeginAsync();
    }

    private void OnFilesChanged(Block block) => _ = InvokeAsync(() => _viewer.ReloadAsync(_session!.Place.Root.Id, block.Id));

    private void OnChannelsFound() => _ = InvokeAsync(PushShowAsync);

    internal void OnNoticed(Notice notice) => _ = InvokeAsync(() => Notifications.Notify(NoticeToasts.Of(notice)));

    internal void DropNoticesOfOtherBlocks(LabelKey shown) => NoticeToasts.DropOthers(Notifications, shown);

    internal async Task BrowseAsync()
    {
        if (_session!.Server is null && await Dialogs.BrowseAsync(_session.Place.Root.Catalog.Root) is { } path)
        {
            _session.Open(path);

            // Before the viewer hears of other blocks: they are none of the step that is left.
            await _viewer.Address.KeepAsync(_session, View);
            _viewer.ForgetResume();
            _begun = false;
            await PushShowAsync();
            await BeginAsync();
        }
    }

    internal async Task QuitAsync()
    {
        if (_session!.Server is null && await Dialogs.MayQuitAsync(_session))
        {
            await _viewer.SayFarewellAsync(Js);
            Lifetime.Quit();
        }
    }

    /// <param name="isElsewhere">Another block is current now.</param>
    internal Task ShowMoveAsync(bool isElsewhere) => isElsewhere ? PushShowAsync() : Task.CompletedTask;

    /// <summary>Drops the rows that were chosen together, else leaves the adjudication, else search and filter, else the example beside the block.</summary>
    internal Task EscapeAsync() => _session!.Place.Sequence.Chosen.Clear() ? PushShowAsync()
        : _session.Admin.Leave() ? ShowViewAsync(PageView.Review)
        : _session.Place.TryShowAll() ? OrderChangedAsync()
        : _viewer.RunAsync("escape");
}
