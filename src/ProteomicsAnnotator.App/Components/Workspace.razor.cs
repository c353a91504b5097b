using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Hosting.Circuits;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using Radzen;

namespace ProteomicsAnnotator.App.Components;

/// <summary>The page of a signed-in annotator: the panels around the viewer, and what passes between them.</summary>
public sealed partial class Workspace : IAsyncDisposable
{
    /// <summary>Twin of STALE_FRAME_MS in src/viewer/src/stage/staleFrameHold.ts.</summary>
    internal static readonly TimeSpan PictureFirst = TimeSpan.FromMilliseconds(80);

    private AnnotationSession? _session;
    private string? _failure;
    private bool _adminOpen;
    private bool _adminVisited;
    private bool _begun;
    private bool _reviewAsked;
    private string? _reviewFault;
    private int _refreshQueued;
    private int _left = 236;
    private int _right = 300;

    /// <summary>The sign-in this page was opened under. Protected: component parameters are encrypted in the page.</summary>
    [Parameter]
    [EditorRequired]
    public required string SessionId { get; set; }

    /// <summary>Made with this page: the circuit and its own tokens may be those of the sign-in page, when nobody was signed in.</summary>
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

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
        {
            _session.Changed -= OnSessionChanged;
            _session.Notices.Noticed -= OnNoticed;
            _session.Channels.Found -= OnChannelsFound;
            _session.Files.Changed -= OnFilesChanged;
            await _session.DisposeAsync();
        }

        await DisposeViewerAsync();
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
        if (!_reviewAsked)
        {
            _reviewAsked = true;
            await OpenReviewAsync();
        }
    }

    private async Task OpenReviewAsync()
    {
        try
        {
            await _session!.OpenReviewAsync();
            _reviewFault = null;
        }
        catch (OperationCanceledException)
        {
            // The page went away while everyone's labels were read.
            _reviewAsked = false;
        }
        catch (Exception fault)
        {
            _reviewFault = $"The labels of all annotators could not be read: {fault.Message}";
            OnNoticed(new Notice(_reviewFault, NoticeSeverity.Error));
        }
    }

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
            (_left, _right) = _session.Settings.PanelWidths(_left, _right);
            _session.Changed += OnSessionChanged;
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

    private static string Selected(bool selected) => selected ? "true" : "false";

    /// <summary>
    /// The picture goes first: drawing the list and the panels would hold it up. They follow with it, or after
    /// <see cref="PictureFirst"/> when it is not there by then.
    /// </summary>
    private async Task SelectAsync(Block block)
    {
        _session!.Select(block);
        await TellShowAsync();
        await Task.Delay(PictureFirst);
        StateHasChanged();
    }

    private async Task WalkChangedAsync()
    {
        await PushShowAsync();
        await _session!.Settings.KeepChoicesAsync();
    }

    private Task RescanAsync() => _session!.Place.RescanAsync();

    /// <summary>
    /// The viewer is hidden before it hears of another block, and hears of it before it is shown: no key may meet the one
    /// before. The tab is kept by the window, so that a reload shows it again to the same admin.
    /// </summary>
    private async Task ShowAdminAsync(bool open)
    {
        _adminOpen = open;
        _adminVisited |= open;
        if (open)
        {
            _session!.Admin.Shown?.Adjudication.CloseFromTable();
            StateHasChanged();
        }

        await PushShowAsync();
        await KeepTabAsync();
    }

    private async Task KeepTabAsync()
    {
        await TellAsync(_module, "keepReviewOpen", _adminOpen ? _session!.Owner.SignIn.Username : null);
    }

    private async Task ConfirmAsync()
    {
        _session!.ConfirmBlocked();
        await PushShowAsync();
    }

    /// <summary>Many changes at once (a scan, another machine's labels) become one render.</summary>
    private void OnSessionChanged()
    {
        if (Interlocked.Exchange(ref _refreshQueued, 1) == 0)
        {
            _ = InvokeAsync(RefreshAsync);
        }
    }

    private async Task RefreshAsync()
    {
        Volatile.Write(ref _refreshQueued, 0);
        _session!.Place.Refresh();
        StateHasChanged();
        await TellWordsAsync();
        await TellPendingAsync();
        await BeginAsync();
    }

    private void DropNoticesOfOtherBlocks(LabelKey shown)
    {
        foreach (NotificationMessage message in Notifications.Messages.Where(message => message.Payload is LabelKey block && block != shown).ToList())
        {
            _ = Notifications.Messages.Remove(message);
        }
    }

    private void OnFilesChanged(Block block) => _ = InvokeAsync(() => ReloadAsync(block));

    private void OnChannelsFound() => _ = InvokeAsync(PushShowAsync);

    private void OnNoticed(Notice notice) => _ = InvokeAsync(() => Notifications.Notify(new NotificationMessage
    {
        Severity = notice.Severity switch
        {
            NoticeSeverity.Error => Radzen.NotificationSeverity.Error,
            NoticeSeverity.Warning => Radzen.NotificationSeverity.Warning,
            _ => Radzen.NotificationSeverity.Info,
        },
        Summary = notice.Text,
        Payload = notice.Block,
        Duration = notice.Severity == NoticeSeverity.Error ? 10_000 : 3_500,
    }));
}
