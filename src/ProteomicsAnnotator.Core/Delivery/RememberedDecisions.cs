using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>
/// Keeps on this machine, in journals of the same form, what this program has brought to the share: an older copy of the share
/// put in its place loses no decision for good. Writes after the answers, never in their way; before the answer only where
/// the share has no flush, so that the answer rests on this machine's disk.
/// </summary>
internal sealed class RememberedDecisions : IDisposable
{
    private const long MostBytes = 64L * 1024 * 1024;
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);
    private static readonly TimeSpan KeptForOtherShares = TimeSpan.FromDays(365);

    private readonly LocalJournals _journals;
    private readonly EventLines _lines;
    private readonly Func<string?> _rootId;
    private readonly TimeProvider _time;

    // Guards _queue, _writing and _isWriting.
    private readonly Lock _gate = new();

    // Guards the files, _unflushed and _begunFor; taken before _gate.
    private readonly Lock _disk = new();
    private List<LabelEvent> _queue = [];
    private List<LabelEvent> _unflushed = [];
    private Task _writing = Task.CompletedTask;
    private Task _flushing = Task.CompletedTask;
    private bool _isWriting;
    private string? _begunFor;
    private volatile string? _problem;

    /// <param name="journals">In a folder of their own.</param>
    /// <param name="lines">Writes the lines.</param>
    /// <param name="rootId">Marker of the share that decisions are brought to now.</param>
    /// <param name="time">For the age of what may go.</param>
    public RememberedDecisions(LocalJournals journals, EventLines lines, Func<string?> rootId, TimeProvider time)
    {
        _time = time;
        _journals = journals;
        _lines = lines;
        _rootId = rootId;
    }

    /// <summary>Why decisions cannot be remembered now, in words; null: they are.</summary>
    public string? Problem => _problem is { } reason
        ? $"This machine cannot remember what was saved on the share ({reason}): should an older copy of the share be put in its place, it could not be made good from here."
        : null;

    /// <summary>Ends when nothing is being written or flushed.</summary>
    public Task Flushing => _flushing;

    /// <summary>Returns at once. What could not be written is tried again with the next ones, and at each look.</summary>
    public void Add(IReadOnlyList<LabelEvent> events)
    {
        lock (_gate)
        {
            _queue.AddRange(events);
            if (!_isWriting && _queue.Count > 0)
            {
                _isWriting = true;
                _writing = Task.Run(Write);
            }
        }
    }

    /// <summary>Blocking: they are flushed to this machine's disk when it returns.</summary>
    /// <exception cref="StorageException">They are not.</exception>
    public void Keep(IReadOnlyList<LabelEvent> events)
    {
        lock (_disk)
        {
            Append_NeedsDiskLock(events, _journals.Append);
        }
    }

    /// <summary>What was added is written, or <see cref="Problem"/> says why not.</summary>
    public Task WhenWrittenAsync()
    {
        Add([]);
        lock (_gate)
        {
            return _writing;
        }
    }

    /// <summary>Blocking. What was written survives a power cut, too; what did not is written again, to another file.</summary>
    public void Flush()
    {
        lock (_disk)
        {
            try
            {
                _journals.Flush();
                _unflushed = [];
            }
            catch (StorageException error)
            {
                _problem = error.Message;
                PutBack_NeedsDiskLock();
            }
        }
    }

    /// <summary>Not waited for, since this machine's disk may hang. One at a time.</summary>
    /// <param name="problemChanged"><see cref="Problem"/> says something else now.</param>
    public void BeginFlush(Action problemChanged)
    {
        if (_flushing.IsCompleted)
        {
            _flushing = FlushAsync(problemChanged);
        }
    }

    /// <summary>Blocking. Call this once all of them were found on the share in use. The newest stay.</summary>
    public void ForgetOld(IReadOnlyList<OrphanedOutbox> found) => ForgetOld(found, KeptFor, MostBytes);

    /// <summary>Blocking.</summary>
    public void ForgetOldOfOtherShares(IReadOnlyList<OrphanedOutbox> journals) => ForgetOld(journals, KeptForOtherShares, long.MaxValue);

    public void Dispose() => _journals.Dispose();

    private async Task FlushAsync(Action problemChanged)
    {
        string? before = Problem;
        await WhenWrittenAsync();
        await Task.Run(Flush);
        if (before != Problem)
        {
            problemChanged();
        }
    }

    /// <summary>The newest stay, the very newest whatever its size.</summary>
    private void ForgetOld(IReadOnlyList<OrphanedOutbox> journals, TimeSpan age, long most)
    {
        DateTimeOffset limit = _time.GetUtcNow() - age;
        long length = 0;
        List<string> old = [];
        foreach (OrphanedOutbox journal in journals.OrderByDescending(journal => journal.Stamp.ModifiedNs))
        {
            if (journal.MayGo && (journal.Stamp.Modified < limit || length > most))
            {
                old.Add(journal.Path);
            }

            length += journal.Stamp.Length;
        }

        _ = _journals.Delete(old, static () => false);
    }

    private void Write()
    {
        while (true)
        {
            List<LabelEvent> batch;
            lock (_gate)
            {
                if (_queue.Count == 0)
                {
                    _isWriting = false;
                    return;
                }

                (batch, _queue) = (_queue, []);
            }

            try
            {
                WriteBatch(batch);
            }
            catch (Exception error) when (StorageFault.IsFileError(error))
            {
                GiveUp(batch, StorageException.FromWriting(_journals.Folder, error));
                return;
            }
        }
    }

    private void WriteBatch(List<LabelEvent> batch)
    {
        lock (_disk)
        {
            Append_NeedsDiskLock(batch, _journals.AppendUnflushed);
            _unflushed.AddRange(batch);
            _problem = null;
        }
    }

    private void Append_NeedsDiskLock(IReadOnlyList<LabelEvent> events, Action<int, Func<string, byte[]>> append)
    {
        BeginForThisShare_NeedsDiskLock();
        try
        {
            foreach ((int format, IReadOnlyList<LabelEvent> group) in JournalFormat.Split(events))
            {
                append(format, name => _lines.Of(name, group));
            }
        }
        catch (StorageException error) when (error.InnerException is JournalInDoubtException)
        {
            PutBack_NeedsDiskLock();
            throw;
        }
    }

    /// <summary>A file that is closed for good gets no further flush: what stands there unflushed counts as not written.</summary>
    private void PutBack_NeedsDiskLock()
    {
        lock (_gate)
        {
            _queue.InsertRange(0, _unflushed);
        }

        _unflushed = [];
    }

    /// <summary>The first line of a journal names the share that its lines belong to: another share gets another journal.</summary>
    private void BeginForThisShare_NeedsDiskLock()
    {
        string? id = _rootId();
        string? before = Interlocked.Exchange(ref _begunFor, id);
        if (before is not null && before != id)
        {
            _journals.BeginNextFile();
            _unflushed = [];
        }
    }

    private void GiveUp(List<LabelEvent> batch, StorageException error)
    {
        _problem = error.Message;
        lock (_gate)
        {
            _queue.InsertRange(0, batch);
            _isWriting = false;
        }
    }
}
