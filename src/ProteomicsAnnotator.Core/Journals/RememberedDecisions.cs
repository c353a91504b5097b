using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// What this program has brought to the share stands on this machine, too, in journals of the same form: who puts an older
/// copy of the share in place takes no decision away for good. Written behind the answers, never in their way; before the
/// answer only where the share has no flush, so that the answer rests on this machine's disk.
/// </summary>
internal sealed class RememberedDecisions : IDisposable
{
    private readonly LocalJournals _journals;
    private readonly EventLines _lines;
    private readonly Func<string?> _rootId;
    private readonly Lock _gate = new();
    private readonly Lock _disk = new();
    private List<LabelEvent> _queue = [];
    private List<LabelEvent> _unflushed = [];
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;
    private string? _begunFor;
    private volatile string? _problem;

    /// <param name="journals">In a folder of their own.</param>
    /// <param name="lines">Writes the lines.</param>
    /// <param name="rootId">Marker of the share that decisions are brought to now.</param>
    public RememberedDecisions(LocalJournals journals, EventLines lines, Func<string?> rootId)
    {
        _journals = journals;
        _lines = lines;
        _rootId = rootId;
    }

    /// <summary>Why decisions cannot be remembered now, in words; null: they are.</summary>
    public string? Problem => _problem;

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
            BeginAnewForAnotherShare();
            try
            {
                _journals.Append(name => _lines.Of(name, events));
            }
            catch (StorageException error) when (error.InnerException is FlushFailedException)
            {
                PutBack_OnDisk();
                throw;
            }
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
                PutBack_OnDisk();
            }
        }
    }

    /// <summary>What earlier programs that have ended have brought to a share. Blocking.</summary>
    public IReadOnlyList<OrphanedOutbox> Read() => _journals.FindLeftovers();

    /// <summary>Blocking.</summary>
    public void Forget(IEnumerable<string> paths) => _ = _journals.Delete(paths, static () => false);

    public void Dispose() => _journals.Dispose();

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
            BeginAnewForAnotherShare();
            _journals.AppendUnflushed(name => _lines.Of(name, batch));
            _unflushed.AddRange(batch);
            _problem = null;
        }
    }

    /// <summary>A file of which a flush failed gets no further one: what stands there unflushed counts as not written.</summary>
    private void PutBack_OnDisk()
    {
        lock (_gate)
        {
            _queue.InsertRange(0, _unflushed);
        }

        _unflushed = [];
    }

    /// <summary>The first line of a journal names the share that its lines belong to.</summary>
    private void BeginAnewForAnotherShare()
    {
        string? id = _rootId();
        string? before = Interlocked.Exchange(ref _begunFor, id);
        if (before is not null && before != id)
        {
            _journals.BeginAnew();
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
