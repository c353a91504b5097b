using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Brings what the owner's journals on the share say into memory, with notices about them. Blocking; one reading at a time.
/// </summary>
internal sealed class JournalIntake
{
    private readonly OwnerContext _context;
    private readonly OwnerMemory _memory;
    private readonly JournalSet _own;
    private JournalFollower _follower;

    /// <summary>Read but not in memory yet: the share was gone when it was to be verified. The follower does not return it again.</summary>
    private JournalNews? _unverified;
    private readonly ActiveSessions _sessions;

    public JournalIntake(OwnerContext context, OwnerMemory memory, OwnerJournals journals)
    {
        _context = context;
        _memory = memory;
        _own = journals.Share;
        _follower = Follow();
        _sessions = new ActiveSessions(context.Settings.TimeProvider, JournalName.HostOf(journals.Name));
    }

    private int _begun;
    private int _complete;

    /// <summary>Number of the last reading that was begun; they count from 1.</summary>
    public int LastBegun => Volatile.Read(ref _begun);

    /// <summary>Number of the last reading in which every journal was read.</summary>
    public int LastComplete => Volatile.Read(ref _complete);

    /// <summary>What is read from now on is decided while this program runs.</summary>
    public bool IsLive { get; set; }

    /// <summary>This program's journal is there.</summary>
    public bool HasOwn => _own.First.Length > 0;

    /// <summary>Hosts where the same owner works now.</summary>
    public IReadOnlyList<string> OtherHosts => _sessions.Hosts;

    public IReadOnlyCollection<JournalState> Journals => _follower.Journals;

    /// <summary>As the cache has them: only what comes behind them is read.</summary>
    public void Restore(IReadOnlyList<JournalState> journals)
    {
        _follower.Restore(journals);
        foreach (JournalState journal in journals.Where(journal => journal.IsNewer))
        {
            Report(journal);
        }
    }

    /// <summary>All journals are read from their beginning, and this program's own, too.</summary>
    /// <exception cref="StorageException">The own journal cannot be read.</exception>
    public void StartAgain()
    {
        _follower = Follow();
        _unverified = null;
        JournalDirectory directory = _context.Root.JournalsOf(_context.Owner);
        foreach (BoundedRead<JournalContent> own in directory.Each([.. directory.Names().Intersect(_own.Names, StringComparer.Ordinal)], directory.ReadAll))
        {
            _memory.Keep(own.Value?.Events ?? throw own.Error!);
        }
    }

    /// <summary>True, once, when journals were found without lines that had been there.</summary>
    public bool TakeLoss() => _own.TakeLoss() | _follower.TakeLoss();

    /// <summary>Whether this program's journal is as it left it. One closed for good is read on from its last good flush.</summary>
    public void VerifyOwn()
    {
        _own.LookAfter();
        foreach (ClosedJournal closed in _own.TakeClosed())
        {
            _follower.Restore([new JournalState(closed.Name) { Consumed = closed.Length }]);
        }
    }

    /// <param name="opensAll">Opens every journal instead of trusting its attributes, which a client may have cached.</param>
    /// <returns>True when a page may show something else now.</returns>
    /// <exception cref="StorageException">One could not be read now; what the others say has been taken in.</exception>
    public bool ReadNew(bool opensAll = false)
    {
        int number = Interlocked.Increment(ref _begun);
        JournalNews news = ReadFromOneShare(opensAll);
        if (IsLive)
        {
            _memory.NoteElsewhere(news.Events);
        }

        // Publishes who works elsewhere before what they did: whoever sees the decisions finds their hosts.
        bool othersChanged = _sessions.Observe(news.Changed.Where(journal => !_own.Names.Contains(journal.Name, StringComparer.Ordinal)), IsLive);
        // What is read of a database is committed there, this program's too.
        _memory.Keep(_context.Settings.Store is null ? _memory.SetResurfacedApart(news.Events) : news.Events);
        Report(news);
        if (news.Failure is { } failure)
        {
            throw failure;
        }

        Volatile.Write(ref _complete, number);
        return news.Changed.Count > 0 || othersChanged;
    }

    /// <summary>Another share may be mounted at any moment: a reading counts if the share is the same before and after it.</summary>
    private JournalNews ReadFromOneShare(bool opensAll)
    {
        string? before = _context.Root.State.RootId;
        _unverified = After(_unverified, _follower.ReadNew(opensAll));
        _context.VerifyForReading();
        if (_context.Root.State.RootId != before)
        {
            throw new StorageException(_context.JournalFolder, "another share was mounted while it was read");
        }

        JournalNews news = _unverified;
        _unverified = null;
        return news;
    }

    private static JournalNews After(JournalNews? earlier, JournalNews news) => earlier is null
        ? news
        : news with { Events = [.. earlier.Events, .. news.Events], Changed = [.. earlier.Changed, .. news.Changed] };

    private JournalFollower Follow() =>
        new(_context.Root.JournalsOf(_context.Owner)) { IsOwn = _context.Settings.Store is null ? _own.IsWriting : static _ => false };

    private void Report(JournalNews news)
    {
        foreach (JournalState journal in news.Changed)
        {
            Report(journal);
        }

        foreach (string stranger in _follower.Strangers)
        {
            _context.Notices.Add(stranger);
        }

        foreach (StorageException unusable in news.Failures.Where(one => one.IsLasting))
        {
            _context.Notices.Add($"{unusable.Message}. Labels that only it holds are not shown.");
        }
    }

    private void Report(JournalState journal)
    {
        foreach (string text in journal.RefusalNotices.Prepend(journal.TornNotice).OfType<string>())
        {
            _context.Notices.Add(text);
        }

        if (journal.EndsTorn && !IsLive)
        {
            _context.Notices.Add($"{journal.Name}: the last line is incomplete and was ignored.");
        }

        if (FormatGuard.Describe(_own.PathOf(journal.Name), journal) is { } newer)
        {
            _context.Notices.SetNewer(newer);
            _context.Notices.Add($"{journal.Name} was written by a newer version of this program. Labels are kept, but files are no longer written from here: please update.");
        }
    }
}
