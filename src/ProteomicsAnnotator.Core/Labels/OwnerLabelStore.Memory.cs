using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Labels;

/// <content>
/// What programs of this machine have brought to the share, remembered on this machine: how it is compared with the share,
/// and when it may go.
/// </content>
internal sealed partial class OwnerLabelStore
{
    private const long MostRemembered = 64L * 1024 * 1024;
    private static readonly TimeSpan RememberedFor = TimeSpan.FromDays(30);
    private static readonly TimeSpan RememberedForOtherShares = TimeSpan.FromDays(365);

    private string? MemoryProblem => _memory.Problem is { } problem
        ? $"This machine cannot remember what was saved on the share ({problem}): should an older copy of the share be put in its place, it could not be made good from here."
        : null;

    private Task _writingMemory = Task.CompletedTask;
    private bool _isRecalled;

    /// <summary>
    /// Decisions that the share lacks count as lost and are brought back. Without a look at the share, that is found out at
    /// the next one.
    /// </summary>
    /// <param name="isSynced">All journals of the share have been read.</param>
    private void Recall(bool isSynced)
    {
        if (_isRecalled || (_root.State.RootId ?? _root.KnownId) is not { } here)
        {
            return;
        }

        _isRecalled = true;
        IReadOnlyList<OrphanedOutbox> remembered = _memory.Read();
        List<OrphanedOutbox> ours = [.. remembered.Where(journal => journal.RootId is null || journal.RootId == here)];
        List<LabelEvent> missing;
        lock (_gate)
        {
            missing = [.. ours.Where(journal => !journal.IsNewer).SelectMany(journal => journal.Events).Where(item => !_merge.Contains(item.Id))];
        }

        if (missing.Count > 0)
        {
            Keep(missing);
            Interlocked.Increment(ref _losses);
        }
        else if (isSynced && !HasLoss && _root.Flushes.HasSucceeded)
        {
            ForgetOld(ours, RememberedFor, MostRemembered);
        }

        ForgetOld([.. remembered.Except(ours)], RememberedForOtherShares, long.MaxValue);
    }

    /// <summary>The newest stay, the very newest whatever its size.</summary>
    private void ForgetOld(IReadOnlyList<OrphanedOutbox> journals, TimeSpan age, long most)
    {
        DateTimeOffset limit = _settings.TimeProvider.GetUtcNow() - age;
        long length = 0;
        List<string> old = [];
        foreach (OrphanedOutbox journal in journals.OrderByDescending(journal => journal.Stamp.ModifiedNs))
        {
            if (journal.IsUnderstood && (journal.Stamp.Modified < limit || length > most))
            {
                old.Add(journal.Path);
            }

            length += journal.Stamp.Length;
        }

        _memory.Forget(old);
    }

    /// <summary>Not waited for: this machine's disk may hang.</summary>
    private void BeginWritingMemory()
    {
        if (_writingMemory.IsCompleted)
        {
            _writingMemory = WriteMemoryAsync();
        }
    }

    private async Task WriteMemoryAsync()
    {
        string? before = MemoryProblem;
        await _memory.WhenWrittenAsync();
        await Task.Run(_memory.Flush);
        if (before != MemoryProblem)
        {
            Changed?.Invoke();
        }
    }
}
