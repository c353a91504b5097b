using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// All decisions of one owner in memory, kept equal to what the journals of the share (and of this machine) say.
/// Invariants: memory holds a decision only once a disk has it; the derived file is written only when the share has
/// every decision, the file could be read, and no newer format was met.
/// </summary>
internal sealed partial class OwnerLabelStore : IAsyncDisposable
{
    private const int WorthCaching = 500;
    private static readonly TimeSpan LoadLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SyncLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(1);

    private readonly LabelShareSettings _settings;
    private readonly LabelOwner _owner;
    private readonly SharedRoot _root;
    private readonly ShareLane _lane;
    private readonly Lock _gate = new();
    private readonly FifoAsyncLock _turns = new();
    private readonly FifoAsyncLock _background = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly LabelMerge _merge = new();
    private readonly List<string> _notices = [];
    private readonly JournalFollower _journals;
    private readonly JournalSeries _writer;
    private readonly LocalJournals _local;
    private readonly RememberedDecisions _memory;
    private readonly Outbox _delivery;
    private readonly LabelFileProjection _derived;
    private readonly VariantFiles _variants;
    private readonly NestedFolders _folders;
    private readonly ActiveSessions _others;
    private readonly JournalCache _cache;
    private readonly RewriteThrottle _pause;
    private DateTimeOffset _lastTime;
    private Task _rewriting = Task.CompletedTask;
    private long _seq;
    private long _clock;
    private volatile string? _newer;
    private volatile string? _fileProblem;
    private bool _isOpen;
    private bool _isBehind = true;
    private bool _hasUncheckedFile;
    private bool _isDisposed;

    public OwnerLabelStore(LabelShareSettings settings, LabelOwner owner, SharedRoot root)
    {
        _settings = settings;
        _owner = owner;
        _root = root;
        _lane = new ShareLane(root, owner.Key);
        Journal = NewName();
        string folder = owner.JournalPath(root);
        _writer = new JournalSeries(settings.Files, folder, Journal, NewName, () => Header().ToLine(), root.Verify, root.Flushes);
        _journals = new JournalFollower(root.JournalsOf(owner)) { IsOwn = name => name == _writer.Writing };
        var lines = new EventLines();
        _local = LocalIn(owner.LocalPath(root, settings.HostName));
        _memory = new RememberedDecisions(LocalIn(owner.MemoryPath(root, settings.HostName)), lines, () => root.State.RootId);
        _delivery = new Outbox(_lane, _writer, _local, _memory, lines, settings, Keep, FindRoot)
        {
            SetAside = TellOfOtherShare,
            Doubt = events => _ = WithoutStrays(events),
        };
        _derived = new LabelFileProjection(settings, owner, root);
        _variants = new VariantFiles(settings, root, owner);
        _folders = new NestedFolders(settings.DataRoot, settings.Files.FolderExists);
        _others = new ActiveSessions(settings.TimeProvider, JournalName.HostOf(Journal));
        _cache = new JournalCache(settings.Files, root, owner);
        _pause = new RewriteThrottle(settings.TimeProvider);
    }

    public event Action? Changed;

    /// <summary>Name of this program's journal, and source of the ids of its decisions, whichever file they go to.</summary>
    public string Journal { get; }

    public LabelSnapshot Current
    {
        get
        {
            lock (_gate)
            {
                return _merge.Snapshot;
            }
        }
    }

    public SaveState SaveState => _delivery.State switch
    {
        { Kind: SaveStateKind.Saved or SaveStateKind.SavedHere } saved when _lane.Trouble is { } reason => saved with { Kind = SaveStateKind.ShareAway, Reason = reason },
        { Kind: SaveStateKind.Saved or SaveStateKind.SavedHere } saved when HasLoss => saved with { Kind = SaveStateKind.NotSaved, Reason = LostReason },
        SaveState state => state,
    };

    public int Undelivered => _delivery.Undelivered;

    public IReadOnlyList<string> OtherHosts => _others.Hosts;

    public bool NeedsUpdate => Newer is not null;

    /// <summary>A journal of a newer format, in words; null: none.</summary>
    public string? Newer => _newer;

    public IReadOnlyList<string> Notices
    {
        get
        {
            lock (_gate)
            {
                return [.. _notices, .. new[] { _fileProblem, MemoryProblem }.OfType<string>()];
            }
        }
    }

    /// <summary>Loads what there is to load; a bad share costs its labels only as far as the cache lacks them.</summary>
    public async Task OpenAsync()
    {
        await Task.Run(() =>
        {
            Restore();
            TakeOverLeftovers();
        });
        bool isSynced = false;
        try
        {
            int cached = _merge.EventCount;
            await SyncAsync(LoadLimit);
            isSynced = true;
            if (_merge.EventCount - cached > WorthCaching)
            {
                _ = SaveCacheAsync();
            }

            await OpenJournalAsync();
        }
        catch (StorageException error)
        {
            AddNotice($"{error.Path} cannot be read now ({error.Reason}): labels shown are those this machine knows.");
        }

        await Task.Run(() => Recall(isSynced));
        await BringBackAsync();
        await DeliverAsync();
        _isOpen = true;
        _root.Changed += OnRootChanged;
        if (_derived.IsMissing)
        {
            _ = await RewriteAsync();
        }

        RewriteSoon();
    }

    public async Task<LabelResult> SetAsync(IReadOnlyList<Decision> decisions, CancellationToken cancellationToken)
    {
        using IDisposable turn = await _turns.TakeAsync(cancellationToken);
        try
        {
            return await SetInTurnAsync(decisions);
        }
        finally
        {
            turn.Dispose();
            Changed?.Invoke();
        }
    }

    public IReadOnlyList<HistoryEntry> History(LabelKey key)
    {
        lock (_gate)
        {
            return [.. _merge.EventsOf(key).Select(item => HistoryEntry.Of(item, _owner))];
        }
    }

    /// <summary>Looks for other programs' changes, delivers what waits, brings the derived file up to date.</summary>
    public async Task PollAsync()
    {
        if (_lane.IsHanging)
        {
            return;
        }

        try
        {
            await SyncAsync(SyncLimit);
            await Task.Run(() => Recall(isSynced: true));
        }
        catch (StorageException)
        {
            // The share is away, or something on it cannot be read: the next poll tries again.
        }

        await TakeInStraysAsync();
        await BringBackAsync();
        await DeliverAsync();
        BeginWritingMemory();
        RewriteSoon();
    }

    /// <summary>Writes what is waiting now. True when the share has everything.</summary>
    public async Task<bool> FlushAsync()
    {
        await TakeInStraysAsync();
        bool isDelivered = await DeliverAsync();
        bool isWritten = await RewriteAsync() is null;
        await BringBackAsync();
        return isDelivered && isWritten && !HasLoss && Undelivered == 0;
    }

    /// <summary>Takes as long as the disks take.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _root.Changed -= OnRootChanged;
        await _stopping.CancelAsync();
        if (!_lane.IsHanging)
        {
            await _rewriting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await SaveCacheAsync();
            await CloseJournalAsync();
        }

        await _delivery.Deleting;
        await _memory.WhenWrittenAsync();
        await _writingMemory;
        await Task.Run(_memory.Flush);
        _memory.Dispose();
        _local.Dispose();
        _writer.Dispose();
        _stopping.Dispose();
    }

    private LocalJournals LocalIn(string folder) =>
        new(_settings, folder, Journal, NewName, () => LocalJournals.Stamp(Header(), _root.State.RootId).ToLine());

    private string NewName() => JournalName.Create(_settings.TimeProvider.GetUtcNow(), _settings.HostName);

    private void OnRootChanged() => Changed?.Invoke();

    private JournalHeader Header() => new()
    {
        Program = _settings.ProgramVersion,
        Host = _settings.HostName,
        Account = _settings.OsAccount,
        DataRoot = _settings.DataRoot,
        Classes = _settings.Classes.Names,
    };

    private void Restore()
    {
        if (_cache.Load() is { } cached)
        {
            _rootId = _root.KnownId;
            _journals.Restore(cached.Journals);
            Keep(cached.Events);
            foreach (JournalState journal in cached.Journals.Where(journal => journal.Format > JournalHeader.CurrentFormat))
            {
                Report(journal);
            }

            if (cached.Derived is { } stamp)
            {
                _derived.Trust(stamp);
                _isBehind = false;
            }
        }
    }

    private void TakeOverLeftovers()
    {
        foreach (OrphanedOutbox leftover in _local.FindLeftovers())
        {
            if (leftover.RootId is { } id && (_root.State.RootId ?? _root.KnownId) is { } here && id != here)
            {
                TellOfOtherShare(leftover);
            }
            else if (!leftover.IsUnderstood)
            {
                TakeOverInPart(leftover);
            }
            else if (leftover.Events.Count == 0)
            {
                _delivery.DropEmpty(leftover);
            }
            else
            {
                _delivery.TakeOver(leftover);
            }
        }
    }

    /// <summary>The file stays for the program that can read it. What it says and is known already is not brought again.</summary>
    private void TakeOverInPart(OrphanedOutbox leftover)
    {
        AddNotice($"{leftover.Path} holds lines this program does not know (a newer version wrote them, or they are damaged): it stays as it is.");
        List<LabelEvent> waiting = leftover.IsNewer ? [] : [.. leftover.Events.Where(item => !_merge.Contains(item.Id))];
        if (waiting.Count > 0)
        {
            _delivery.TakeOver(leftover with { Events = waiting });
        }
    }

    private void TellOfOtherShare(OrphanedOutbox leftover) =>
        AddNotice($"{leftover.Events.Count} labels in {leftover.Path} belong to another share and stay there.");

    private string? FindRoot()
    {
        _root.Verify();
        return _root.State.RootId;
    }

    private async Task OpenJournalAsync()
    {
        try
        {
            _ = await _lane.RunAsync(
                () =>
                {
                    _writer.Begin();
                    _derived.SweepTemps();
                    return true;
                },
                _settings.Limits.Answer);
        }
        catch (StorageException error)
        {
            string journals = _owner.JournalPath(_root);
            string folder = error.Path.StartsWith(journals, StringComparison.Ordinal) ? journals : _settings.AnnotationsRoot;
            AddNotice($"Nothing can be written to {folder} now: {error.Reason}. Labels are kept on this machine until it can.");
        }
    }

    // On a thread of the share or of this machine's disk: the events are on a disk.
    private void Keep(IReadOnlyList<LabelEvent> events)
    {
        lock (_gate)
        {
            foreach ((string by, UndoStack stack) in _stacks)
            {
                foreach (LabelEvent item in events.Where(item => (item.By ?? "") == by && item.Id.Source == Journal && !_merge.Contains(item.Id)))
                {
                    stack.Add(item);
                }
            }

            _isBehind |= _merge.AddRange(events);
            _clock = Math.Max(_clock, _merge.HighestClock);
        }
    }

    private async Task<LabelResult> SetInTurnAsync(IReadOnlyList<Decision> decisions)
    {
        List<LabelEvent> events = [];
        lock (_gate)
        {
            List<Decision> effective = [.. decisions.Where(HasEffect_NeedsLock)];
            if (effective.Count == 0)
            {
                return LabelResult.OnShare;
            }

            DateTimeOffset now = NextTime_NeedsLock(effective);
            foreach (Decision decision in effective)
            {
                events.Add(new LabelEvent
                {
                    Id = new EventId(Journal, checked(++_seq)),
                    Clock = _clock = JournalBounds.ClockAfter(_clock),
                    At = now,
                    Key = decision.Key,
                    Label = decision.Label,
                    Was = _merge.Snapshot.Find(decision.Key)?.Label,
                    By = decision.By,
                    Undoes = decision.Undoes,
                    Redoes = decision.Redoes,
                    SeenJson = JournalLine.WriteSeen(decision.Seen),
                });
            }
        }

        try
        {
            return await _delivery.KeepAsync(events);
        }
        catch (StorageException error)
        {
            return new LabelResult(LabelPlace.Refused, error.Reason);
        }
        finally
        {
            RewriteSoon();
        }
    }

    // To clear what has no label decides nothing.
    private bool HasEffect_NeedsLock(Decision decision) =>
        decision.Label is not null || _merge.Snapshot.Find(decision.Key) is not null;

    // No two steps at one time: it is what tells where one ends. A clock set back further is followed. Where the counter
    // has reached its bound, the time decides: it is later than that of the decisions it is to replace.
    private DateTimeOffset NextTime_NeedsLock(IReadOnlyList<Decision> decisions)
    {
        DateTimeOffset now = LabelTime.Truncate(_settings.TimeProvider.GetUtcNow());
        if (_clock >= JournalBounds.MaxClock && _merge.LatestAtBound(decisions.Select(decision => decision.Key)) is { } latest && latest >= now)
        {
            return latest.AddMicroseconds(1);
        }

        bool isTaken = now <= _lastTime && _lastTime - now < MostAhead;
        _lastTime = isTaken ? _lastTime.AddMicroseconds(1) : now;
        return _lastTime;
    }
}
