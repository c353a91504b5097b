using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// Follows the journals of one folder. A journal is append-only, so only its new end is read; a torn line is read again a
/// few times before it is given up, since on a network file system the size may be visible before the bytes. A journal
/// that is no longer the one that was read is read from its beginning, and <see cref="TakeLoss"/> says so. Blocking; not
/// thread-safe.
/// </summary>
internal sealed class JournalFollower(JournalDirectory directory)
{
    private const int TriesOfTornLine = 3;
    private readonly Dictionary<string, JournalState> _journals = new(StringComparer.Ordinal);
    private int _losses;

    /// <summary>Tells the journal that this program writes: its events are known without reading.</summary>
    public Func<string, bool> IsOwn { get; init; } = static _ => false;

    public IReadOnlyCollection<JournalState> Journals => _journals.Values;

    /// <summary>Files among the journals that are none, as of the last reading, each in words.</summary>
    public IReadOnlyList<string> Strangers { get; private set; } = [];

    public void Restore(IEnumerable<JournalState> states)
    {
        foreach (JournalState state in states)
        {
            _journals[state.Name] = state;
        }
    }

    /// <summary>True, once, when journals were found gone, shorter or put in the place of others: lines that were read may be missing.</summary>
    public bool TakeLoss() => Interlocked.Exchange(ref _losses, 0) > 0;

    /// <param name="opensAll">Opens every journal instead of trusting its attributes, which a client may have cached.</param>
    /// <param name="deadline">Timestamp after which no further one is begun; null: none.</param>
    /// <returns>What is new; a missing folder is empty. One unreadable journal does not keep the others from being read.</returns>
    /// <exception cref="StorageException">The folder could not be listed.</exception>
    public JournalNews ReadNew(bool opensAll = false, long? deadline = null)
    {
        List<JournalState> wanted = [];
        (IReadOnlyList<string> names, Strangers) = directory.List(deadline);
        foreach (string name in names.Where(name => !IsOwn(name)))
        {
            if (!_journals.TryGetValue(name, out JournalState? state))
            {
                state = new JournalState(name);
                _journals[name] = state;
            }

            wanted.Add(state);
        }

        ForgetGone(wanted);
        List<LabelEvent> events = [];
        List<JournalState> changed = [];
        List<StorageException> failures = [];
        Dictionary<string, JournalState> states = wanted.ToDictionary(state => state.Name, StringComparer.Ordinal);
        IReadOnlyList<BoundedRead<JournalEnd?>> read = directory.Each([.. states.Keys], name => ReadEnd(states[name], opensAll), deadline);
        foreach ((JournalState state, BoundedRead<JournalEnd?> end) in states.Values.Zip(read))
        {
            if (end.Error is { } error)
            {
                failures.Add(error);
            }
            else if (end.Value is { } news && Accept(state, news))
            {
                changed.Add(state);
                events.AddRange(news.Content.Events);
            }
        }

        return new JournalNews(events, changed, failures);
    }

    private void ForgetGone(List<JournalState> found)
    {
        foreach (JournalState gone in _journals.Values.Except(found).ToList())
        {
            NoteLoss(gone);
            _ = _journals.Remove(gone.Name);
        }
    }

    /// <summary>Null when nothing changed. Does not change the state: a reading may return after it was given up.</summary>
    private JournalEnd? ReadEnd(JournalState state, bool opensAll)
    {
        FileStamp? stamp = directory.Stat(state.Name);
        if (stamp is not { } found || (stamp == state.Stamp && !opensAll && !IsWorthRetrying(state)))
        {
            return null;
        }

        long consumed = state.Consumed;
        if (consumed > 0 && found.Length >= consumed && !IsReplaced(state, found))
        {
            JournalTail? tail = state.Tail is { } known && known.End == consumed ? known : null;
            long from = tail?.Start ?? consumed - 1;
            byte[] bytes = directory.ReadFrom(state.Name, from);
            if (tail?.Begins(bytes) ?? bytes is [(byte)'\n', ..])
            {
                return new JournalEnd(found, JournalContent.Parse(bytes.AsMemory((int)(consumed - from)), state.Name, startsWithHeader: false, consumed), IsFromStart: false);
            }
        }

        return new JournalEnd(found, directory.ReadAll(state.Name), IsFromStart: true);
    }

    private void NoteLoss(JournalState state)
    {
        if (Math.Max(state.Consumed, state.ReadTo) > 0)
        {
            Interlocked.Increment(ref _losses);
        }
    }

    // Some network file systems give a file another number each time: an unchanged file is the same, and a number that changes
    // between two looks in a row says nothing.
    private bool IsReplaced(JournalState state, FileStamp stamp) =>
        state.Stamp is { Inode: not 0 } known && stamp.Inode != 0 && stamp.Inode != known.Inode
        && !stamp.SaysTheSameAs(known)
        && directory.Stat(state.Name)?.Inode == stamp.Inode;

    private static bool IsWorthRetrying(JournalState state) =>
        state.TornLines > 0 && state.Retries < TriesOfTornLine;

    /// <summary>True when it says something new.</summary>
    private bool Accept(JournalState state, JournalEnd end)
    {
        JournalContent content = end.Content;
        if (end.IsFromStart)
        {
            // A journal that is read again only for lines that do not count may still have all it had.
            if (state.Consumed > 0 || end.Stamp.Length < state.ReadTo)
            {
                NoteLoss(state);
            }

            state.Consumed = 0;
            state.Tail = null;
            state.Refusals.Clear();
            state.NamesUnknownBlock = false;
        }

        state.ReadTo = state.Consumed + content.Complete;

        if (content.Sound > 0 || content.TornLines == 0)
        {
            state.Retries = 0;
        }

        bool givesUp = content.TornLines > 0 && ++state.Retries >= TriesOfTornLine;
        bool hasNews = content.Complete > 0 || content.TornLines != state.TornLines || content.EndsTorn != state.EndsTorn;
        state.Consumed += givesUp ? content.Complete : content.Sound;
        state.Tail = (givesUp ? content.Tails.Complete : content.Tails.Sound) ?? state.Tail;
        state.TornLines = content.TornLines;
        foreach ((long offset, string reason) in content.Refusals)
        {
            state.Refusals[offset] = reason;
        }

        state.NamesUnknownBlock |= content.NamesUnknownBlock;
        state.EndsTorn = content.EndsTorn;
        state.Format = content.Header?.Format ?? state.Format;
        if (content.Complete > 0)
        {
            state.IsClosed = content.IsClosed;
        }

        state.Stamp = end.Stamp;
        return hasNews;
    }

    /// <param name="Stamp">The file's, before it was read.</param>
    /// <param name="Content">What is new.</param>
    /// <param name="IsFromStart">The whole file was read: it replaces what was known of it.</param>
    private sealed record JournalEnd(FileStamp Stamp, JournalContent Content, bool IsFromStart);
}

/// <param name="Events">Not given before by this folder; some may still be known from elsewhere.</param>
/// <param name="Changed">Journals that grew or appeared.</param>
/// <param name="Failures">Journals that could not be read, each named.</param>
internal sealed record JournalNews(
    IReadOnlyList<LabelEvent> Events,
    IReadOnlyList<JournalState> Changed,
    IReadOnlyList<StorageException> Failures)
{
    /// <summary>
    /// A journal that could not be read now: absent decisions prove nothing. A file that is no journal, or too large, is only
    /// named.
    /// </summary>
    public StorageException? Failure => Failures.FirstOrDefault(failure => !failure.IsLasting);
}
