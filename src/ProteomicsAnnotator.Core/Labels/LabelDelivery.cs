using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Brings decisions to a disk: to the share's within a second, else to this machine's, from where they are delivered
/// when the share is back. Calls are made one after another by the owner; only an operation that hung may end later.
/// </summary>
internal sealed class LabelDelivery
{
    private readonly SharedRoot _root;
    private readonly string _journal;
    private readonly JournalWriter _writer;
    private readonly LocalJournals _local;
    private readonly TimeProvider _time;
    private readonly ShareLimits _limits;
    private readonly Action<IReadOnlyList<LabelEvent>> _keep;
    private readonly Lock _gate = new();
    private readonly Lock _onThisMachine = new();
    private readonly List<LabelEvent> _undelivered = [];
    private readonly List<string> _leftovers = [];
    private DateTimeOffset? _savedAt;
    private string? _reason;
    private bool _isSaving;
    private long _line;

    /// <param name="root">The share.</param>
    /// <param name="writer">Journal of this program on the share.</param>
    /// <param name="local">Journal of this program on this machine.</param>
    /// <param name="settings">For the time of the save state and the limits.</param>
    /// <param name="keep">Called, from any thread, with events that are on a disk now; may come twice.</param>
    public LabelDelivery(SharedRoot root, JournalWriter writer, LocalJournals local, LabelShareSettings settings, Action<IReadOnlyList<LabelEvent>> keep)
    {
        _root = root;
        _journal = Path.GetFileNameWithoutExtension(writer.Path);
        _writer = writer;
        _local = local;
        _time = settings.TimeProvider;
        _limits = settings.Limits;
        _keep = keep;
    }

    public int Undelivered
    {
        get
        {
            lock (_gate)
            {
                return _undelivered.Count;
            }
        }
    }

    /// <summary>Decisions that are on this machine only.</summary>
    public IReadOnlySet<EventId> Waiting
    {
        get
        {
            lock (_gate)
            {
                return _undelivered.Select(item => item.Id).ToHashSet();
            }
        }
    }

    public SaveState State
    {
        get
        {
            lock (_gate)
            {
                SaveStateKind kind = _reason is not null ? SaveStateKind.NotSaved
                    : _isSaving ? SaveStateKind.Saving
                    : SaveStateKind.Saved;
                return new SaveState(kind, _savedAt, _reason, _undelivered.Count);
            }
        }
    }

    public async Task<LabelResult> KeepAsync(IReadOnlyList<LabelEvent> events)
    {
        SetSaving(true);
        try
        {
            string? reason = await TryShareAsync(events);
            return reason is null ? LabelResult.OnShare : await KeepHereAsync(events, reason);
        }
        finally
        {
            SetSaving(false);
        }
    }

    /// <summary>Tries to bring what is on this machine to the share; true when nothing is left.</summary>
    public async Task<bool> DeliverAsync()
    {
        if (Undelivered == 0)
        {
            return true;
        }

        string? reason = await TryShareAsync([]);
        lock (_gate)
        {
            // An operation given up may have come back just now, after all: then there is nothing left to complain of.
            _reason = _undelivered.Count > 0 ? reason : null;
        }

        return reason is null;
    }

    /// <summary>Takes over what a program that ended left on this machine.</summary>
    public void TakeOver(LocalLeftover leftover)
    {
        lock (_gate)
        {
            _leftovers.Add(leftover.Path);
            _undelivered.AddRange(leftover.Events);
            _reason ??= "not delivered yet";
        }

        _keep(leftover.Events);
    }

    /// <summary>Marks a leftover with nothing in it for deletion with the next delivery, or deletes it now.</summary>
    public void DropEmpty(LocalLeftover leftover)
    {
        if (leftover.Events.Count == 0)
        {
            _local.Delete([leftover.Path]);
        }
    }

    /// <summary>Null when everything, also what was undelivered, is on the share's disk; else the reason.</summary>
    private async Task<string?> TryShareAsync(IReadOnlyList<LabelEvent> events)
    {
        LabelEvent[] all;
        lock (_gate)
        {
            all = [.. _undelivered, .. events];
        }

        byte[] lines = ToLines(all);
        try
        {
            return await _root.RunAsync(
                () =>
                {
                    _writer.Append(lines);
                    MarkDelivered(all);
                    return (string?)null;
                },
                _limits.Answer);
        }
        catch (StorageException error)
        {
            return error.Reason;
        }
    }

    private async Task<LabelResult> KeepHereAsync(IReadOnlyList<LabelEvent> events, string reason)
    {
        // Counted before they are there: a share operation that comes back meanwhile must not delete the local journal.
        lock (_gate)
        {
            _reason = reason;
            _undelivered.AddRange(events);
        }

        try
        {
            byte[] lines = ToLines(events);
            await Task.Run(() => KeepHere(lines)).WaitAsync(_limits.ThisMachine, _time);
        }
        catch (Exception error) when (StorageFault.IsFileError(error) || error is TimeoutException)
        {
            lock (_gate)
            {
                _undelivered.RemoveAll(item => events.Contains(item));
            }

            return new LabelResult(LabelPlace.Refused, $"{reason}; and not on this machine either: {StorageFault.Describe(error)}");
        }

        _keep(events);
        return new LabelResult(LabelPlace.ThisMachine, reason);
    }

    // Runs on the thread of the share operation, also when nobody waits for it any more.
    private void MarkDelivered(LabelEvent[] events)
    {
        HashSet<EventId> delivered = [.. events.Select(item => item.Id)];
        bool isHereToo;
        lock (_gate)
        {
            isHereToo = _undelivered.RemoveAll(item => delivered.Contains(item.Id)) > 0 || _leftovers.Count > 0;
            if (_undelivered.Count == 0)
            {
                _reason = null;
                _savedAt = _time.GetUtcNow();
            }
        }

        _keep(events);
        if (isHereToo)
        {
            DeleteIfDelivered();
        }
    }

    /// <summary>Nothing is kept on this machine between the look and the deletion.</summary>
    private void DeleteIfDelivered()
    {
        lock (_onThisMachine)
        {
            string[] leftovers;
            lock (_gate)
            {
                if (_undelivered.Count > 0)
                {
                    return;
                }

                leftovers = [.. _leftovers];
                _leftovers.Clear();
            }

            _local.Delete(leftovers);
        }
    }

    private void KeepHere(byte[] lines)
    {
        lock (_onThisMachine)
        {
            _local.Append(lines);
        }
    }

    private byte[] ToLines(IReadOnlyList<LabelEvent> events)
    {
        if (events.Count == 1)
        {
            return JournalLine.Write(_journal, SeqOf(events[0]), events[0]);
        }

        using var lines = new MemoryStream();
        foreach (LabelEvent item in events)
        {
            lines.Write(JournalLine.Write(_journal, SeqOf(item), item));
        }

        return lines.ToArray();
    }

    private long SeqOf(LabelEvent item) => item.Id.IsImport ? Interlocked.Increment(ref _line) : item.Id.Seq;

    private void SetSaving(bool isSaving)
    {
        lock (_gate)
        {
            _isSaving = isSaving;
        }
    }
}
