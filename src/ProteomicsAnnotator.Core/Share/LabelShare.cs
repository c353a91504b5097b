using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>
/// One annotations root as this process sees it. Opening never fails because the share does: <see cref="State"/> says
/// so, labels go to this machine's state folder and are delivered when the share is back.
/// </summary>
public sealed class LabelShare : IAsyncDisposable
{
    private static readonly TimeSpan ClassNamesLimit = TimeSpan.FromSeconds(30);
    private readonly LabelShareSettings _settings;
    private readonly SharedRoot _root;
    private readonly OpenStores _stores;
    private readonly ShareReader _reader;
    private readonly BlockHistories _histories;
    private readonly ShareLookup _lookup;
    private readonly SharePoll _poll;
    private readonly ConcurrentDictionary<string, UserLabels> _users = new(StringComparer.Ordinal);
    private int _isDisposed;

    private LabelShare(LabelShareSettings settings)
    {
        _settings = settings;
        _root = new SharedRoot(settings);
        _stores = new OpenStores(settings, _root);
        _reader = new ShareReader(settings, _root, _stores);
        _histories = new BlockHistories(settings, _root, _stores);
        _lookup = new ShareLookup(settings, _root);
        Plan = new PlanFollower(_root);
        CampaignSettings = new SettingsFollower(_root);
        Gold = new GoldAnswers(_root);
        _poll = new SharePoll(settings, _root, _stores, _reader, (Plan, CampaignSettings));
        Preferences = new Preferences(settings, _root);
        Decisions = new CampaignDecisions(_root, CampaignSettings, Preferences);
        Shown = new ShownToUsers(settings, _root);
        _root.Changed += PublishChange;
        _stores.Changed += PublishChange;
        _poll.Changed += PublishChange;
        _poll.PlanChanged += PublishCampaign;
        CampaignSettings.Changed += PublishCampaign;
        if (settings.Store is { } store)
        {
            store.News += _poll.Tell;
            store.FaultChanged += _root.TellChange;
        }
    }

    /// <summary>Raised when a user's labels, the share's state or undelivered labels changed, on whichever thread brought the news.</summary>
    public event Action? Changed;

    /// <summary>Raised when another version of the plan counts, or a setting is decided otherwise, on whichever thread brought the news.</summary>
    public event Action? PlanChanged;

    /// <summary>Who labels which block.</summary>
    public PlanFollower Plan { get; }

    /// <summary>Known answers, for admins only. What was read of them is kept.</summary>
    public GoldAnswers Gold { get; }

    /// <summary>What admins have decided for everybody.</summary>
    public SettingsFollower CampaignSettings { get; }

    /// <summary>How admins decide for everybody.</summary>
    public CampaignDecisions Decisions { get; }

    /// <summary>How many votes each block is to have; null: nothing is said.</summary>
    public VoteTarget? Target => VoteTarget.Of(Plan.Versions?.Current, CampaignSettings.Current);

    public ShareState State => _root.State;

    /// <summary>The store is a database: what it does not take is refused, and nothing is kept on this machine.</summary>
    public bool IsDatabase => _settings.Store is not null;

    /// <summary>How far the clock of this machine is from that of the database; without one no time at all.</summary>
    public TimeSpan ClockDifference => _settings.Store?.ClockDifference ?? TimeSpan.Zero;

    /// <summary>Why nothing can be written to it now, in words; null: it can.</summary>
    public string? Trouble => _root.Trouble;

    /// <summary>Things to say once, such as "the annotations folder was created".</summary>
    public IReadOnlyList<string> Notices => [.. _root.Notices, .. new[] { _poll.Problem, _reader.NewerProblem, CampaignSettings.Problem, CampaignSettings.Current.EvidenceNews(_settings.Classes), CampaignSettings.Current.ClosedNews }.OfType<string>()];

    /// <summary>Labels of all users of this machine that have not reached the share. The program does not end by itself while there are any.</summary>
    public int Undelivered => _stores.Undelivered;

    /// <summary>Labels of this machine that had waited here and have reached the share since this was opened.</summary>
    public int Delivered => _stores.Delivered;

    public Preferences Preferences { get; }

    /// <summary>Whose votes are not blind any more, and on which blocks.</summary>
    public ShownToUsers Shown { get; }

    /// <summary>For what reads beside this: it shares what was learnt here.</summary>
    public SharedRoot Root => _root;

    /// <summary>
    /// A program of a newer format has written here, for a user open in this program or another one: which file, in words.
    /// Labels are kept, derived files and exports are not written. Null: none was seen so far.
    /// </summary>
    public string? UpdateNeeded => _reader.Newer;

    /// <summary>Verifies or creates the root and starts polling. Bounded, also when the share hangs.</summary>
    public static async Task<LabelShare> OpenAsync(LabelShareSettings settings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var share = new LabelShare(settings);
        await share._poll.VerifyAsync();
        await share.CampaignSettings.LookAsync();
        share._poll.Begin();
        return share;
    }

    /// <summary>The one instance for this user in this process; creates the user's file where it can.</summary>
    /// <param name="username">As <see cref="Username.TryParse"/> gives it.</param>
    /// <param name="cancellationToken">Ends the waiting, not the loading.</param>
    public async Task<UserLabels> OpenUserAsync(string username, CancellationToken cancellationToken)
    {
        if (!Username.TryParse(username, out string? name))
        {
            throw new ArgumentException($"'{username}' is no username; expected {Username.Rule}.", nameof(username));
        }

        ShownBlocks shown = Shown.Of(name);
        OwnerLabelStore store = await _stores.OpenAsync(LabelOwner.OfUser(name)).WaitAsync(cancellationToken);
        await Task.Run(shown.Load, cancellationToken).WaitAsync(cancellationToken);
        return _users.GetOrAdd(name, _ => new UserLabels(name, store, shown, () => CampaignSettings.Current.WhyClosed));
    }

    /// <summary>Looks at once for what this program has just decided about the plan or the calibration round.</summary>
    public async Task FollowPlanAsync()
    {
        if (await Plan.LookAsync())
        {
            PlanChanged?.Invoke();
        }
    }

    /// <summary>Quick and bounded: for the sign-in form.</summary>
    public async Task<KnownUser> LookUpAsync(string username, CancellationToken cancellationToken)
    {
        try
        {
            return await _root.RunAsync(() => _lookup.LookUp(username), _settings.Limits.Answer, "look up:" + username).WaitAsync(cancellationToken);
        }
        catch (StorageException error)
        {
            return new KnownUser(null, 0, null) { Problem = error.Reason };
        }
    }

    /// <param name="by">The admin; decisions carry the name.</param>
    /// <param name="cancellationToken">Ends the waiting, not the loading.</param>
    public async Task<FinalLabels> OpenFinalLabelsAsync(string by, CancellationToken cancellationToken) =>
        new(by, await _stores.OpenAsync(LabelOwner.OfAdmins).WaitAsync(cancellationToken));

    /// <summary>
    /// Every user's labels in the configured data root, from <c>users/*.json</c>. Unchanged files come from memory
    /// (size, mtime and inode say so). From the first call on <see cref="Changed"/> also tells of other users' files, and
    /// of journals that say something else than the file, as after a crash or a stale rewrite by another program; what
    /// they say, merged with the file's foreign entries, is in the next answer.
    /// </summary>
    public Task<AllVotes> ReadAllUsersAsync(CancellationToken cancellationToken) => _reader.ReadAllUsersAsync(cancellationToken);

    /// <summary>
    /// Every user's labels and the final ones, with every decision in the journals: slower than
    /// <see cref="ReadAllUsersAsync"/>, for exports. Not counted as a share that hangs when it takes long: labels are saved
    /// meanwhile.
    /// </summary>
    /// <exception cref="StorageException">The share, or the final labels on it, cannot be read.</exception>
    public Task<ShareSnapshot> ReadWholeAsync(CancellationToken cancellationToken) => _reader.ReadWholeAsync(cancellationToken);

    /// <summary>
    /// Why labels of a block of the configured data root are not taken until the program is started with another root, or an
    /// admin confirms this one: it is one experiment, or lies in one. Null: they are.
    /// </summary>
    public Task<string?> WhyNoLabelsAsync(BlockId block) =>
        _root.DataRoot.IsFree(block) ? Task.FromResult<string?>(null) : Task.Run(() => _root.DataRoot.WhyNot(block)?.Reason);

    /// <summary>As <see cref="WhyNoLabelsAsync"/>, for a program that has nothing open on the share. Blocking.</summary>
    public static string? WhyNoLabels(SharedRoot root, BlockId block) => root.DataRoot.WhyNot(block)?.Reason;

    /// <summary>An admin says that the data root a block lies in is the right one; for everyone who uses this share.</summary>
    /// <returns>Why it is not confirmed, in words; null: it is.</returns>
    public async Task<string?> ConfirmDataRootAsync(BlockId block, string by)
    {
        try
        {
            return await _root.RunAsync(() => _root.DataRoot.Confirm(block, by), _settings.Limits.Answer, "data root");
        }
        catch (StorageException error)
        {
            return error.Message;
        }
    }

    /// <summary>Why no evidence of decisions is recorded, in words; null: it is. Bounded.</summary>
    /// <param name="username">Whose journals must be there; null: those that are there.</param>
    public Task<string?> WhyNoEvidenceAsync(string? username) => WhyNoEvidenceAsync(_root, username);

    /// <summary>The same for a program that has nothing open on the share.</summary>
    public static async Task<string?> WhyNoEvidenceAsync(SharedRoot root, string? username)
    {
        try
        {
            return await root.RunAsync(() => EvidenceAccess.WhyNot(root, username), root.Settings.Limits.Answer, "evidence");
        }
        catch (StorageException error)
        {
            return $"who may read the journals is not known: {error.Message}";
        }
    }

    /// <summary>The votes that repeat what their annotator had said when the final label was set.</summary>
    public Task<IReadOnlySet<LaterVote>> FindRepeatedAsync(IReadOnlyCollection<LaterVote> votes, CancellationToken cancellationToken) =>
        RepeatedVotes.FindAsync(_root, votes, cancellationToken);

    /// <summary>
    /// Reads the first line of every journal not read so far, and returns <see cref="UpdateNeeded"/>, or why
    /// that is not known, in words. A user whose journals cannot be listed is named by <see cref="ReadWholeAsync"/>.
    /// </summary>
    /// <exception cref="StorageException">The share does not answer: then it is not known.</exception>
    public Task<string?> LookForNewerAsync(CancellationToken cancellationToken) => _reader.LookForNewerAsync(cancellationToken);

    /// <summary>
    /// All decisions about the block and about its final label, newest first: the rows that an export of the history has,
    /// and what this program knows and the share lacks. Returns within some fifteen seconds with what could be read by then.
    /// </summary>
    /// <param name="key">The block.</param>
    /// <param name="withEvidence">For an admin: with what was measured of each.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<BlockHistory> ReadHistoryAsync(LabelKey key, bool withEvidence, CancellationToken cancellationToken) => _histories.ReadAsync(key, withEvidence, cancellationToken);

    /// <summary>
    /// The class names under which someone labelled here last, for <see cref="LabelClasses.ConflictsWith"/>; null when
    /// nobody has, or the share cannot be read.
    /// </summary>
    public async Task<ClassNamesOnShare?> ReadClassNamesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _root.RunAsync(_lookup.ReadClassNames, ClassNamesLimit, "class names").WaitAsync(cancellationToken);
        }
        catch (StorageException)
        {
            return null;
        }
    }

    /// <summary>The same for a program that has nothing open on the share: by number, empty when nobody has labelled. Blocking.</summary>
    public static IReadOnlyList<string> LastClassNames(SharedRoot root) => new ShareLookup(root.Settings, root).ReadClassNames()?.Names ?? [];

    /// <summary>Delivers and writes what is waiting, for at most <paramref name="limit"/>: before the program ends.</summary>
    public Task<DeliveryReport> FlushAsync(TimeSpan limit) => _stores.FlushAsync(limit);

    /// <summary>
    /// Writes what is waiting, then ends polling and closes the journals, each within <see cref="ShareLimits.Closing"/>.
    /// Unless a disk hangs, nothing here touches it afterwards. Undelivered labels stay on this machine.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        if (_settings.Store is { } store)
        {
            store.News -= _poll.Tell;
            store.FaultChanged -= _root.TellChange;
        }

        await _poll.StopAsync();
        _ = await FlushAsync(_settings.Limits.Closing);
        try
        {
            await Task.Run(CloseAsync).WaitAsync(_settings.Limits.Closing, _settings.TimeProvider);
        }
        catch (TimeoutException)
        {
            // A disk does not answer. The next start finds what it holds.
        }

        _poll.Dispose();
    }

    private async Task CloseAsync()
    {
        if (!_root.IsHanging)
        {
            await _poll.EndAsync();
        }

        await _stores.CloseAsync();
        await Shown.WhenWrittenAsync();
    }

    private void PublishCampaign() => PlanChanged?.Invoke();

    private void PublishChange() => Changed?.Invoke();
}
