using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Brings memory to and from the cache of this machine, so that a start reads only what is new on the share.</summary>
internal sealed class OwnerCache(
    OwnerContext context, OwnerMemory memory, Outbox outbox, JournalIntake intake, RollbackRepair repair, LabelFileProjection projection, JournalSet own)
{
    private const int WorthSaving = 500;
    private readonly JournalCache _file = new(context.Settings.Files, context.Root, context.Owner);
    private CacheContent? _held;

    /// <summary>Memory knows so much more than the cache that writing it at once pays off.</summary>
    public bool IsFarBehind => memory.EventCount - (_held?.Events ?? 0) > WorthSaving;

    /// <summary>Blocking.</summary>
    public void Restore()
    {
        if (_file.Load() is not { } cached)
        {
            return;
        }

        intake.Restore(cached.Journals);
        memory.Keep(cached.Events);
        _held = CacheContent.Of(cached, memory.Version);
        if (cached.Derived is { } stamp)
        {
            projection.Trust(stamp, memory.Current);
        }
    }

    /// <summary>Nothing is written when the cache would not save the next start anything.</summary>
    /// <param name="sync">Is paused meanwhile.</param>
    /// <param name="queue">Is paused meanwhile.</param>
    public async Task SaveAsync(OwnerSync sync, WriteQueue queue)
    {
        CachedJournals content;
        CacheContent summary;
        using (await sync.PauseAsync())
        using (await queue.PauseAsync())
        {
            if (memory.HasResurfaced || sync.MemoryRootId != context.Root.KnownId)
            {
                return;
            }

            content = Collect();
            summary = CacheContent.Of(content, memory.Version);
        }

        if ((repair.HasLoss || _held is not { } held || summary.IsWorthMoreThan(held)) && await Task.Run(() => _file.Save(content)))
        {
            _held = summary;
        }
    }

    /// <summary>While an operation hangs, this program's journal counts as unread, and the derived file as unknown.</summary>
    private CachedJournals Collect()
    {
        IReadOnlySet<EventId> waiting = outbox.Waiting;
        bool isSettled = !context.Lane.IsHanging;
        List<JournalState> journals = [.. intake.Journals.Select(journal => journal.Copy())];
        if (repair.HasLoss)
        {
            journals.RemoveAll(journal => journal.Name == own.Names[0]);
            journals.Add(new JournalState(own.Names[0]) { Consumed = long.MaxValue });
        }
        else if (isSettled)
        {
            journals.AddRange(own.All.Where(series => series is { Writing: not null, Length: > 0 }).Select(series => new JournalState(series.Writing!) { Consumed = series.Length }));
        }

        bool isDerived = isSettled && waiting.Count == 0 && projection.Written == memory.Current && !projection.HasUncheckedEntries;
        return new CachedJournals(
            journals,
            [.. memory.Events.Where(item => !waiting.Contains(item.Id))],
            isDerived ? projection.Stamp : null);
    }
}
