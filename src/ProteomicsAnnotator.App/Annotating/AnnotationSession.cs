using ProteomicsAnnotator.App.Annotating.Queues;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// One page's work. Each part holds its own state; this class holds what concerns several parts. It is used on the
/// page's synchronization context only; <see cref="Changed"/> may come from any thread.
/// </summary>
public sealed class AnnotationSession : IAsyncDisposable
{
    private const string QueueDecides = "The queue decides which block comes next: Down goes there.";

    private readonly AnnotationSessionFactory _parts;
    private readonly UserLabels _userLabels;
    private readonly BlockRoute _route;
    private readonly CancellationTokenSource _closing = new();

    internal AnnotationSession(AnnotationSessionFactory parts, SignIn signIn, UserLabels labels)
    {
        _parts = parts;
        _userLabels = labels;
        Owner = new PageOwner(parts.SignIns, signIn);
        Notices = new PageNotices(parts.Share, labels);
        Settings = new PageSettings(parts.Share, Owner, Notices, Classes, _closing.Token);
        Labels = new OwnLabels(labels, () => parts.Share.CampaignSettings.Current.ClassChanges);
        var repeats = new PageRepeats(parts.SelfChecks, labels);
        Place = new PagePlace(parts.Roots, Labels, Notices, new PlannedList(parts.Share.Plan, repeats, labels));
        Admin = new AdminReview(Owner, OpenReviewAsync);
        Saving = new SaveStatus(labels, parts.Share, Admin, parts.Options.Serve is not null);
        Channels = new ChannelDiscovery(parts.Volumes, Notices, _closing.Token);
        Files = new SeenFileChecks(labels, Place, Notices, _closing.Token);
        _route = new BlockRoute(Place, Admin, Settings, Labels);
        Viewer = new ViewerCalls(this, labels, _route, parts);
        Place.Changed += OnChanged;
        Admin.Changed += OnChanged;
        labels.Changed += OnChanged;
        parts.SignIns.Changed += OnChanged;
        parts.Share.PlanChanged += OnChanged;
    }

    /// <summary>Something that the page shows has changed.</summary>
    public event Action? Changed;

    public PageOwner Owner { get; }

    public PagePlace Place { get; }

    public PageSettings Settings { get; }

    public PageNotices Notices { get; }

    public OwnLabels Labels { get; }

    public AdminReview Admin { get; }

    /// <summary>The list's groups, to fold.</summary>
    public GroupFolding Groups => new(Place, Settings, Notices);

    public SaveStatus Saving { get; }

    public ChannelDiscovery Channels { get; }

    public SeenFileChecks Files { get; }

    public ViewerCalls Viewer { get; }

    public LabelClasses Classes => _parts.Options.Classes;

    /// <summary>Of a label given then: its class, with the name before where that changed since.</summary>
    public string NameOf(int label, DateTimeOffset at) => Campaign.ClassChanges.NameOf(label, at, Classes);

    /// <summary>What admins decided for everybody.</summary>
    public CampaignSettings Campaign => _parts.Share.CampaignSettings.Current;

    /// <summary>The last day of the campaign; null: there is none.</summary>
    public CampaignEnd? End => CampaignEnd.Of(Campaign, TimeProvider.System.GetUtcNow(), TimeZoneInfo.Local);

    /// <summary>How the server is reached that this page is of; null: it is one person's program, which opens folders, has a demo, and ends.</summary>
    public ServeSettings? Server => _parts.Options.Serve;

    /// <summary>Folder of the configured data root.</summary>
    public string ConfiguredRoot => _parts.Roots.Configured.Catalog.Root;

    /// <summary>The campaign's; of another folder that is open, the folder's.</summary>
    public string Title => Place.IsConfigured ? CampaignTitle.Of(_parts.Options, Campaign.Name) : CampaignTitle.OfFolder(Place.Root.Catalog.Root);

    /// <summary>Somebody tries the program on its demo for the first time.</summary>
    public bool IsTourDue => _parts.Options.IsDemo && !Settings.TourSeen;

    /// <summary>What label keys decide now.</summary>
    public DecisionMode Mode => Admin.Mode;

    public int AnnotatedCount => Labels.CountIn(Place.Folders);

    /// <summary>Reads the preferences and lists the blocks found so far. Await it once before the page is built.</summary>
    internal async Task BeginAsync(CancellationToken cancellationToken)
    {
        Task<string?> queue = Place.Queue.ReadAsync();
        Task<string?> evidence = _parts.Evidence.WhyOffAsync(Owner.SignIn.Username);
        await Settings.RecallAsync(cancellationToken);
        if (await queue is { } text)
        {
            Notices.AddOpening(new Notice(text, NoticeSeverity.Info));
        }

        if (await evidence is { } off)
        {
            Notices.AddOpening(new Notice(off, NoticeSeverity.Info));
        }

        Place.Sequence.Folded = Settings.Folded;
        OrderList();
    }

    /// <summary>Puts the list in the order of the queue while that is shown, else in the one that the annotator chose.</summary>
    public void OrderList() => Place.SetOrder(
        Place.Queue.IsShown ? Place.Queue.Order : Place.Queue.Behind(Settings.Shuffled ? BlockOrder.ShuffledFor(Owner.SignIn.Username) : BlockOrder.ByName));

    /// <summary>Shows the own queue of the plan alone, or all blocks again.</summary>
    public void ToggleMine()
    {
        Place.Queue.IsShown = !Place.Queue.IsShown;
        OrderList();
    }

    /// <summary>Follows the plan to the version that counts now.</summary>
    public async Task FollowPlanAsync()
    {
        if (Place.Queue.IsStale)
        {
            string? news = await Place.Queue.ReadAsync();
            OrderList();
            if (news is not null)
            {
                Notices.Notify(news);
            }
        }
    }

    /// <summary>Goes to where this window was before a reload, else to the first unlabelled block.</summary>
    /// <returns>False while the list is still too short to say.</returns>
    public bool TryBegin(string? resumeRoot, string? resumeBlock)
    {
        bool isKnown = Place.TryBegin(resumeRoot, resumeBlock, out Block? resumed);
        if (resumed is not null)
        {
            Select(resumed);
        }

        return isKnown;
    }

    /// <summary>Opens a folder chosen on this machine. Final labels belong to the configured root, so an adjudication ends.</summary>
    public void Open(string path)
    {
        _ = Admin.Leave();
        Place.Open(path);
    }

    /// <summary>Makes a block current because the annotator chose it in the page.</summary>
    public void Select(Block block) => _route.GoTo(block);

    /// <summary>Goes that many blocks along the list, or the queue while adjudicating.</summary>
    /// <returns>False when it stays on the same block.</returns>
    public bool TryJump(int by) => _route.TryJump(by);

    /// <summary>Goes to the first unlabelled block of the next data set that has one.</summary>
    /// <returns>False when no other data set has; that is said.</returns>
    public bool TryNextDataSet()
    {
        bool isFound = _route.TryNextDataSet();
        if (!isFound && Place.Folders.HasDataSets && !Admin.IsAdjudicating)
        {
            Notices.Notify("No other data set has a block without a label.");
        }

        return isFound;
    }

    /// <summary>Goes to the next block without a label.</summary>
    /// <returns>False when there is no other one; that is said.</returns>
    public bool TryNextUnlabelled()
    {
        bool isFound = _route.TryNextUnlabelled();
        if (!isFound)
        {
            Notices.Notify(Admin.IsAdjudicating ? QueueDecides : "No other block in the list is without a label.");
        }

        return isFound;
    }

    /// <summary>Goes to the next block that the annotator flagged as unsure.</summary>
    /// <returns>False when there is no other one; that is said.</returns>
    public bool TryNextUnsure()
    {
        bool isFound = _route.TryNextUnsure();
        if (!isFound)
        {
            Notices.Notify(Admin.IsAdjudicating ? QueueDecides : "No other block in the list is flagged as unsure. U flags the block on screen.");
        }

        return isFound;
    }

    /// <summary>Why the label keys do nothing below this data root; null: they work, or it was not asked yet.</summary>
    public string? DataRootReason { get; private set; }

    /// <summary>Asks whether labels of the current block are taken: the data root may be one experiment.</summary>
    public async Task AskDataRootAsync() =>
        DataRootReason = Place.Standing is { Key.Root: null } block ? await _parts.Share.WhyNoLabelsAsync(block.Key.Block) : null;

    /// <summary>An admin says that the data root is the right one.</summary>
    public async Task ConfirmDataRootAsync() => DataRootReason = Owner.IsAdmin && Place.Standing is { Key.Root: null } block
        ? await _parts.Share.ConfirmDataRootAsync(block.Key.Block, Owner.SignIn.Username)
        : DataRootReason;

    /// <summary>
    /// The annotator's own decisions; for admins everyone's, and those about the final label. Newest first and bounded.
    /// What an adjudication hides, the history hides too.
    /// </summary>
    public async Task<BlockHistory> ReadHistoryAsync(Block block)
    {
        if (!Owner.IsAdmin)
        {
            return new BlockHistory([.. _userLabels.History(block.Key).Reverse()], []);
        }

        BlockHistory history = Admin.Blinded(block, await _parts.Share.ReadHistoryAsync(block.Key, withEvidence: true, _closing.Token));
        Admin.NoteShown(block, history);
        return history;
    }

    /// <summary>Reads everyone's labels for an admin; in the background, after the page is up.</summary>
    public Task OpenReviewAsync() => Admin.OpenAsync(_closing.Token);

    /// <summary>The adjudication has begun: its first block becomes current, in the configured root.</summary>
    public void BeginAdjudication()
    {
        Place.OpenConfigured();
        Place.Queue.IsShown = false;
        OrderList();
        Place.SetFilter(new BlockFilter());
        _ = Place.Sequence.Chosen.Clear();
        _ = Viewer.GoToAdjudicated();
    }

    /// <summary>Makes a row of the Review current. Its block is in the configured root, whatever is open now.</summary>
    /// <returns>False when the block no longer exists.</returns>
    public bool TrySelectReviewed(BlockId id)
    {
        if (!_parts.Roots.Configured.Catalog.Current.TryGet(id, out Block? block))
        {
            Notices.Notify($"{id} is not in the data folder any more.", NoticeSeverity.Warning);
            return false;
        }

        Place.OpenConfigured();
        Select(block);
        return true;
    }

    /// <summary>Confirms the page for its owner and stores the settings that changed meanwhile.</summary>
    public void ConfirmBlocked()
    {
        Owner.Confirm();
        _ = Settings.KeepUnkeptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Place.Changed -= OnChanged;
        _userLabels.Changed -= OnChanged;
        _parts.SignIns.Changed -= OnChanged;
        _parts.Share.PlanChanged -= OnChanged;
        Viewer.Close();
        Place.Dispose();
        Notices.Dispose();
        await _closing.CancelAsync();
        await Admin.DisposeAsync();
        _closing.Dispose();
    }

    private async Task<ReviewSession> OpenReviewAsync(CancellationToken cancellationToken)
    {
        var sources = new ReviewSources(_parts.Share, _parts.Roots.Configured.Catalog, Classes, TimeProvider.System)
        {
            Excluded = Settings.ExcludedAnnotators,
            KeepExcluded = Settings.KeepExcludedAsync,
            Blinding = Settings.Blinding,
            KeepBlinding = Settings.KeepBlindingAsync,
            Part = Settings.AdjudicationPart,
            KeepPart = Settings.KeepAdjudicationPartAsync,
            NoteShown = _parts.Share.Shown.Of(Owner.SignIn.Username).Add,
            OverruledUntil = Settings.OverruledUntil,
            KeepOverruledUntil = Settings.KeepOverruledUntilAsync,
        };
        ReviewSession review = await ReviewSession.OpenAsync(sources, Owner.SignIn.Username, cancellationToken);
        try
        {
            review.Noticed += Notices.Notify;
            await review.TellOfAbsenceAsync(cancellationToken);
            if (OverdueText.Of(End, review.Table, review.Target) is { } overdue)
            {
                Notices.Notify(overdue, NoticeSeverity.Warning);
            }

            return review;
        }
        catch
        {
            await review.DisposeAsync();
            throw;
        }
    }

    private void OnChanged() => Changed?.Invoke();
}
