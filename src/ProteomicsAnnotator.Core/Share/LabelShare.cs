using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>
/// One annotations root as seen by this process. Opening never fails because the share does: <see cref="State"/> says
/// so, labels go to this machine's state folder and are delivered when the share is back.
/// </summary>
public sealed partial class LabelShare : IAsyncDisposable
{
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReviewLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ListingLimit = TimeSpan.FromSeconds(4);

    private const int HeadersPerPoll = 200;
    private const int RetriesPerPoll = 5;
    private const string ChangesUnknown = "Other machines' changes could not be looked for";
    private const string LeftoversUnknown = "Labels of an earlier start that wait on this machine could not be looked for";

    private readonly LabelShareSettings _settings;
    private readonly SharedRoot _root;
    private readonly VoteReader _votes;
    private readonly ShareLookup _lookup;
    private readonly FormatGuard _newer;
    private readonly ConcurrentDictionary<string, Lazy<Task<OwnerLabelStore>>> _logs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, OwnerLabelStore> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, UserLabels> _users = new(StringComparer.Ordinal);
    private readonly CorruptFileQuarantine _damageOfFinals;
    private readonly FifoAsyncLock _reading = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _polling = Task.CompletedTask;
    private bool _readsVotes;
    private bool _hasOpenedLeftovers;
    private volatile string? _pollProblem;
    private int _isDisposed;

    private LabelShare(LabelShareSettings settings)
    {
        _settings = settings;
        _root = new SharedRoot(settings);
        _votes = new VoteReader(settings, _root);
        _lookup = new ShareLookup(settings, _root);
        _newer = new FormatGuard(settings, _root);
        _damageOfFinals = new CorruptFileQuarantine(settings.TimeProvider);
        Preferences = new Preferences(settings, _root);
        _root.Changed += () => Changed?.Invoke();
    }

    /// <summary>Raised when a user's labels, the share's state or undelivered labels changed, on whichever thread brought the news.</summary>
    public event Action? Changed;

    public ShareState State => _root.State;

    /// <summary>Things to say once, such as "the annotations folder was created".</summary>
    public IReadOnlyList<string> Notices => [.. _root.Notices, .. new[] { _pollProblem, _newer.Problem }.OfType<string>()];

    /// <summary>Labels of all users of this machine that have not reached the share; do not end by yourself while it is not 0.</summary>
    public int Undelivered => OpenLogs.Sum(log => log.Undelivered);

    public Preferences Preferences { get; }

    /// <summary>
    /// A program of a newer format has written here, for a user open in this program or another one: which file, in words.
    /// Labels are kept, derived files and exports are not written. Null: none was seen so far.
    /// </summary>
    public string? UpdateNeeded => OpenLogs.Select(log => log.Newer).FirstOrDefault(text => text is not null) ?? _newer.Found;

    private ICollection<OwnerLabelStore> OpenLogs => _open.Values;

    /// <summary>Verifies or creates the root and starts polling. Bounded, also when the share hangs.</summary>
    public static async Task<LabelShare> OpenAsync(LabelShareSettings settings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var share = new LabelShare(settings);
        await share.VerifyAsync();
        share._polling = Task.Run(share.PollAsync, CancellationToken.None);
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

        OwnerLabelStore log = await OpenLogAsync(LabelOwner.OfUser(name)).WaitAsync(cancellationToken);
        return _users.GetOrAdd(name, _ => new UserLabels(name, log));
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
        new(by, await OpenLogAsync(LabelOwner.OfAdmins).WaitAsync(cancellationToken));

    /// <summary>
    /// Every user's labels in the configured data root, from <c>users/*.json</c>. Unchanged files come from memory
    /// (size, mtime and inode say so). From the first call on <see cref="Changed"/> also tells of other users' files, and
    /// of journals that say something else than the file, as after a crash or a stale rewrite by another program; what
    /// they say, merged with the file's foreign entries, is in the next answer.
    /// </summary>
    public async Task<AllVotes> ReadAllUsersAsync(CancellationToken cancellationToken)
    {
        using IDisposable turn = await _reading.TakeAsync(cancellationToken);
        try
        {
            _readsVotes = true;
            return await _root.RunAsync(_votes.ReadAll, ReadLimit, "votes");
        }
        catch (StorageException error)
        {
            return new AllVotes([], [error], []);
        }
    }

    /// <summary>
    /// Every user's labels and the final ones, with every decision in the journals: slower than
    /// <see cref="ReadAllUsersAsync"/>, for exports. Not counted as a share that hangs when it takes long: labels are saved
    /// meanwhile.
    /// </summary>
    /// <exception cref="StorageException">The share, or the final labels on it, cannot be read.</exception>
    public async Task<ShareSnapshot> ReadWholeAsync(CancellationToken cancellationToken)
    {
        _ = await _root.RunAsync(
            () =>
            {
                _root.VerifyReadOnly();
                return true;
            },
            ReadLimit).WaitAsync(cancellationToken);
        try
        {
            return await ShareSnapshot.ReadAsync(_settings, _root, new ShareSnapshotScope { Limit = ReviewLimit }, cancellationToken);
        }
        catch (StorageException error) when (ShareSnapshot.IsDamageOfFinals(error))
        {
            // Who follows the final labels sets the file aside once the damage has lasted.
            _ = OpenLogAsync(LabelOwner.OfAdmins);
            FileStamp? stamp = await Task.Run(() => ShareSnapshot.StampOfFinals(_settings, _root), cancellationToken);
            if (!_damageOfFinals.IsLasting(stamp))
            {
                throw;
            }

            return await ShareSnapshot.ReadAsync(_settings, _root, new ShareSnapshotScope { Limit = ReviewLimit, UsesDamagedFinals = true }, cancellationToken);
        }
    }

    /// <summary>Those of the votes that say what their annotator said already when the final label was set.</summary>
    public Task<IReadOnlySet<LaterVote>> FindRepeatedAsync(IReadOnlyCollection<LaterVote> votes, CancellationToken cancellationToken) =>
        RepeatedVotes.FindAsync(_settings, votes, cancellationToken);

    /// <summary>
    /// Looks at the first line of every journal nobody has looked at yet, and returns <see cref="UpdateNeeded"/>, or why
    /// that is not known, in words. A user whose journals cannot be listed is named by <see cref="ReadWholeAsync"/>.
    /// </summary>
    /// <exception cref="StorageException">The share does not answer: then it is not known.</exception>
    public async Task<string?> LookForNewerAsync(CancellationToken cancellationToken)
    {
        string[] unread = await _root.RunAsync(() => _newer.Unread().Concat(_newer.Failed).ToArray(), ReadLimit).WaitAsync(cancellationToken);
        foreach (string[] some in unread.Chunk(HeadersPerPoll))
        {
            _ = await _root.RunAsync(
                () =>
                {
                    _newer.Read(some);
                    return true;
                },
                ReadLimit).WaitAsync(cancellationToken);
        }

        return UpdateNeeded ?? _newer.Problem;
    }

    /// <summary>
    /// The class names under which someone labelled here last, for <see cref="LabelClasses.ConflictsWith"/>; null when
    /// nobody has, or the share cannot be read.
    /// </summary>
    public async Task<ClassNamesOnShare?> ReadClassNamesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _root.RunAsync(_lookup.ReadClassNames, ReadLimit, "class names").WaitAsync(cancellationToken);
        }
        catch (StorageException)
        {
            return null;
        }
    }

    /// <summary>Delivers and writes what is waiting, for at most <paramref name="limit"/>: before the program ends.</summary>
    public async Task<DeliveryReport> FlushAsync(TimeSpan limit)
    {
        try
        {
            bool[] written = await Task.WhenAll(OpenLogs.Select(log => log.FlushAsync())).WaitAsync(limit, _settings.TimeProvider);
            return new DeliveryReport(Undelivered, written.All(isWritten => isWritten));
        }
        catch (TimeoutException)
        {
            return new DeliveryReport(Undelivered, FilesWritten: false);
        }
    }

    /// <summary>
    /// Writes what is waiting, then ends polling and closes the journals, each within <see cref="ShareLimits.Closing"/>.
    /// Unless a disk hangs, nothing here touches it afterwards. What is undelivered stays on this machine.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        _ = await FlushAsync(_settings.Limits.Closing);
        try
        {
            await Task.Run(CloseAsync).WaitAsync(_settings.Limits.Closing, _settings.TimeProvider);
        }
        catch (TimeoutException)
        {
            // A disk does not answer. What it holds is found at the next start.
        }

        _stopping.Dispose();
    }

    private async Task CloseAsync()
    {
        if (!_root.IsHanging)
        {
            await _polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // One that is still being opened writes, too.
        foreach (Lazy<Task<OwnerLabelStore>> opening in _logs.Values.Where(log => log.IsValueCreated))
        {
            await ((Task)opening.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (OwnerLabelStore log in OpenLogs)
        {
            await log.DisposeAsync();
        }
    }

    private Task<OwnerLabelStore> OpenLogAsync(LabelOwner owner) =>
        _logs.GetOrAdd(owner.Key, _ => new Lazy<Task<OwnerLabelStore>>(() => CreateLogAsync(owner))).Value;

    private async Task<OwnerLabelStore> CreateLogAsync(LabelOwner owner)
    {
        var log = new OwnerLabelStore(_settings, owner, _root);
        try
        {
            await log.OpenAsync();
        }
        catch (Exception)
        {
            // The next one who asks tries again.
            _logs.TryRemove(owner.Key, out _);
            throw;
        }

        log.Changed += () => Changed?.Invoke();
        _open[owner.Key] = log;
        return log;
    }

    private async Task VerifyAsync()
    {
        try
        {
            _ = await _root.RunAsync(
                () =>
                {
                    _root.Verify();
                    return true;
                },
                _settings.Limits.Answer);
        }
        catch (StorageException)
        {
            // State says why.
        }
    }

    private async Task PollAsync()
    {
        using var timer = new PeriodicTimer(_settings.PollInterval, _settings.TimeProvider);
        try
        {
            Tell(await TryAsync(OpenLeftoversAsync, LeftoversUnknown));
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                string? leftovers = _hasOpenedLeftovers ? null : await TryAsync(OpenLeftoversAsync, LeftoversUnknown);
                Tell(await TryAsync(PollOnceAsync, ChangesUnknown) ?? leftovers);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    /// <summary>One round that goes wrong in a way nobody foresaw must not end the deliveries of all later ones.</summary>
    /// <returns>What went wrong, after <paramref name="meaning"/>; null: nothing.</returns>
    private static async Task<string?> TryAsync(Func<Task> round, string meaning)
    {
        try
        {
            await round();
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return $"{meaning}: {fault.Message}";
        }
    }

    private void Tell(string? problem)
    {
        bool isNews = problem is not null && problem != _pollProblem;
        _pollProblem = problem;
        if (isNews)
        {
            Changed?.Invoke();
        }
    }

    private async Task PollOnceAsync()
    {
        if (_root.IsHanging)
        {
            return;
        }

        if (_open.IsEmpty)
        {
            await VerifyAsync();
        }

        foreach (OwnerLabelStore log in OpenLogs)
        {
            await log.PollAsync();
        }

        if (Volatile.Read(ref _readsVotes) && await VotesChangedAsync())
        {
            Changed?.Invoke();
        }
    }

    private async Task<bool> VotesChangedAsync()
    {
        using IDisposable turn = await _reading.TakeAsync(CancellationToken.None);
        try
        {
            return await _root.RunAsync(() => FindsNewer() | _votes.HasChanged(), ReadLimit, "votes");
        }
        catch (StorageException)
        {
            return false;
        }
    }

    /// <summary>True when there is something new to say of journals of a newer format.</summary>
    private bool FindsNewer()
    {
        (string? found, string? problem) = (_newer.Found, _newer.Problem);
        _newer.Read(_newer.Failed.Take(RetriesPerPoll));
        long deadline = _settings.TimeProvider.GetTimestamp() + (long)(ListingLimit.TotalSeconds * _settings.TimeProvider.TimestampFrequency);
        _newer.Read([.. _newer.Unread(deadline).Take(HeadersPerPoll)]);
        return found != _newer.Found || problem != _newer.Problem;
    }

    /// <summary>Labels an earlier program could not deliver belong to users who may not sign in today.</summary>
    private async Task OpenLeftoversAsync()
    {
        var waiting = new JournalTree(_settings.Files, _root.Reads, Path.Combine(_root.LocalFolder, JournalName.SafeHost(_settings.HostName)));
        IEnumerable<LabelOwner> owners = waiting.UserFolders().Select(LabelOwner.OfUser).Prepend(LabelOwner.OfAdmins);
        foreach (LabelOwner owner in owners.Where(owner => waiting.Of(owner).Names().Count > 0))
        {
            _ = await OpenLogAsync(owner);
        }

        _hasOpenedLeftovers = await OpenOwnersWithLossesAsync();
    }

    /// <summary>False while the share cannot be compared with what this machine remembers.</summary>
    private async Task<bool> OpenOwnersWithLossesAsync()
    {
        if (!State.IsAvailable)
        {
            return false;
        }

        try
        {
            var owners = new RememberedOwners(_settings, _root);
            IReadOnlyList<LabelOwner> lacking = await _root.RunAsync(
                () => owners.WithLosses(owner => _open.ContainsKey(owner.Key)), ReadLimit, LabelOwner.Remembered);
            foreach (LabelOwner owner in lacking)
            {
                _ = await OpenLogAsync(owner);
            }

            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }
}
