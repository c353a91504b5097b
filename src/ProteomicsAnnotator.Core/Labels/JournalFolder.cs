using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Reads what is new in the journals of one folder. A journal is append-only, so only its end is read; a torn line is
/// read again a few times before it is given up, since on a network file system the size may be visible before the
/// bytes. A journal that is no longer the one that was read is read from its beginning, and told by
/// <see cref="TakeLoss"/>. Blocking; not thread-safe.
/// </summary>
internal sealed class JournalFolder(FileOperations files, string folder)
{
    private const int TriesOfTornLine = 3;
    private readonly Dictionary<string, JournalState> _journals = new(StringComparer.Ordinal);
    private int _losses;

    /// <summary>Tells the journal that this program writes: its events are known without reading.</summary>
    public Func<string, bool> IsOwn { get; init; } = static _ => false;

    public IReadOnlyCollection<JournalState> Journals => _journals.Values;

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
    /// <returns>What is new; a missing folder is empty. One unreadable journal does not keep the others from being read.</returns>
    /// <exception cref="StorageException">The folder could not be listed.</exception>
    public JournalNews ReadNew(bool opensAll = false)
    {
        List<JournalState> wanted = [];
        foreach (string name in Names())
        {
            if (!_journals.TryGetValue(name, out JournalState? state))
            {
                state = new JournalState(name);
                _journals[name] = state;
            }

            wanted.Add(state);
        }

        ForgetGone(wanted);
        var events = new ConcurrentBag<List<LabelEvent>>();
        var changed = new ConcurrentBag<JournalState>();
        var failures = new ConcurrentBag<StorageException>();
        Parallel.ForEach(wanted, new ParallelOptions { MaxDegreeOfParallelism = 8 }, state =>
        {
            try
            {
                if (ReadOne(state, opensAll) is { } fresh)
                {
                    changed.Add(state);
                    events.Add(fresh);
                }
            }
            catch (Exception error) when (StorageFault.IsFileError(error))
            {
                failures.Add(StorageException.From(PathOf(state.Name), error));
            }
        });
        return new JournalNews([.. events.SelectMany(list => list)], [.. changed], failures.FirstOrDefault());
    }

    private void ForgetGone(List<JournalState> found)
    {
        foreach (JournalState gone in _journals.Values.Except(found).ToList())
        {
            NoteLoss(gone);
            _ = _journals.Remove(gone.Name);
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name + JournalName.Ending);

    private IEnumerable<string> Names()
    {
        try
        {
            return [.. files.ListFiles(folder)
                .Where(name => name.EndsWith(JournalName.Ending, StringComparison.Ordinal) && name[0] != '.')
                .Select(name => name[..^JournalName.Ending.Length])
                .Where(name => !IsOwn(name))];
        }
        catch (Exception error) when (StorageFault.IsMissing(error))
        {
            return [];
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(folder, error);
        }
    }

    /// <summary>Null when nothing changed.</summary>
    private List<LabelEvent>? ReadOne(JournalState state, bool opensAll)
    {
        string path = PathOf(state.Name);
        FileStamp? stamp = files.Stat(path);
        if (stamp is null || (stamp == state.Stamp && !opensAll && !IsWorthRetrying(state)))
        {
            return null;
        }

        ReadOnlyMemory<byte> bytes = ReadEnd(state, stamp.Value);
        JournalContent content = JournalContent.Parse(bytes, state.Name, startsWithHeader: state.Consumed == 0, state.Consumed);
        bool hasNews = Accept(state, content, stamp.Value);
        return hasNews ? content.Events : null;
    }

    private ReadOnlyMemory<byte> ReadEnd(JournalState state, FileStamp stamp)
    {
        if (state.Consumed > 0 && stamp.Length >= state.Consumed && !IsReplaced(state, stamp))
        {
            byte[] bytes = files.ReadFrom(PathOf(state.Name), state.Consumed - 1);
            if (bytes is [(byte)'\n', ..])
            {
                return bytes.AsMemory(1);
            }
        }

        NoteLoss(state);
        state.Consumed = 0;
        state.Refusals.Clear();
        return files.ReadAll(PathOf(state.Name));
    }

    private void NoteLoss(JournalState state)
    {
        if (state.Consumed > 0)
        {
            Interlocked.Increment(ref _losses);
        }
    }

    // Some network file systems number a file anew with each look: one that did not change is the same.
    private static bool IsReplaced(JournalState state, FileStamp stamp) =>
        state.Stamp is { Inode: not 0 } known && stamp.Inode != 0 && stamp.Inode != known.Inode
        && (stamp.Length, stamp.ModifiedNs) != (known.Length, known.ModifiedNs);

    private static bool IsWorthRetrying(JournalState state) =>
        state.TornLines > 0 && state.Retries < TriesOfTornLine;

    private static bool Accept(JournalState state, JournalContent content, FileStamp stamp)
    {
        bool givesUp = content.TornLines > 0 && ++state.Retries >= TriesOfTornLine;
        bool hasNews = content.Complete > 0 || content.TornLines != state.TornLines || content.EndsTorn != state.EndsTorn;
        state.Consumed += givesUp ? content.Complete : content.Sound;
        state.TornLines = content.TornLines;
        foreach ((long offset, string reason) in content.Refusals)
        {
            state.Refusals[offset] = reason;
        }

        state.EndsTorn = content.EndsTorn;
        state.Format = content.Header?.Format ?? state.Format;
        if (content.Complete > 0)
        {
            state.IsClosed = content.IsClosed;
        }

        state.Stamp = stamp;
        return hasNews;
    }
}
