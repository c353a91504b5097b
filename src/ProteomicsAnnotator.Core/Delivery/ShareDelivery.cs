using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>
/// Appends what is pending to this program's journal on the share. The share has a limit; an operation that is given up may
/// still end later, and counts then.
/// </summary>
internal sealed class ShareDelivery(OwnerContext context, OwnerJournals journals, OwnerMemory memory, PendingDecisions pending, LocalCleanup cleanup)
{
    /// <summary>Tries to bring all that is pending to the share.</summary>
    public async Task<ShareAttempt> TryAsync()
    {
        LabelEvent[] events = pending.Events;
        var end = new TaskCompletionSource<DiskAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            return await context.Lane.RunAsync(() => Append(events, end), context.Settings.Limits.Answer);
        }
        catch (StorageException error)
        {
            var answer = DiskAnswer.Of(error);
            pending.RefuseOnShare(answer);
            return new ShareAttempt(answer, answer.Verdict == DiskVerdict.Late ? end.Task : Task.FromResult(answer));
        }
    }

    /// <summary>Gives up, here, what waits for another share than this one.</summary>
    public IReadOnlyList<OrphanedOutbox> SetAsideOthers(string? here)
    {
        IReadOnlyList<OrphanedOutbox> others = pending.SetAsideOthers(here);
        foreach (OrphanedOutbox other in others)
        {
            context.Notices.Add(other.NoticeOfOtherShare);
        }

        return others;
    }

    // Runs on the operation's thread, also when nobody waits for it any more.
    private ShareAttempt Append(LabelEvent[] events, TaskCompletionSource<DiskAnswer> end)
    {
        try
        {
            DiskAnswer answer = Append(OfThisShare(events));
            end.SetResult(answer);
            return new ShareAttempt(answer, end.Task);
        }
        catch (Exception error)
        {
            end.SetResult(DiskAnswer.Of(error));
            throw;
        }
    }

    /// <summary>What one journal has taken counts, whatever becomes of the next one.</summary>
    private DiskAnswer Append(LabelEvent[] events)
    {
        DiskAnswer[] answers = [.. JournalFormat.Split(events).Select(group => Append(journals.Share.Of(group.Format), group.Events))];
        return answers.FirstOrDefault(answer => answer.Verdict == DiskVerdict.Unconfirmed) ?? answers[0];
    }

    private DiskAnswer Append(JournalSeries journal, IReadOnlyList<LabelEvent> events)
    {
        bool isFlushed = events.Count == 0 || journal.Append(name => journals.Lines.Of(name, events));
        DiskAnswer answer = isFlushed ? DiskAnswer.Taken : DiskAnswer.Unconfirmed;
        if (!isFlushed)
        {
            KeepUnconfirmed(journal, events);
        }

        if (isFlushed)
        {
            // Before it counts as delivered: only then is the line that waits on this machine deleted behind the one that stays.
            journals.Remembered.Add(events);
        }

        pending.Deliver(events, answer);
        memory.Keep(events);
        cleanup.Begin();
        return answer;
    }

    private LabelEvent[] OfThisShare(LabelEvent[] events)
    {
        if (!pending.HasBound())
        {
            return events;
        }

        context.Root.Verify();
        HashSet<EventId> ids = [.. SetAsideOthers(context.Root.State.RootId).SelectMany(other => other.Events).Select(item => item.Id)];
        return [.. events.Where(item => !ids.Contains(item.Id))];
    }

    /// <summary>The lines stand on the share, which cannot flush them: what counts is this machine's disk.</summary>
    private void KeepUnconfirmed(JournalSeries journal, IReadOnlyList<LabelEvent> events)
    {
        try
        {
            journals.Remembered.Keep(events);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            _ = memory.SetResurfacedApart(events);
            var doubt = new JournalInDoubtException(error) { MayStand = true };
            throw new StorageException(journal.PathOf(journal.Name), DiskAnswer.Unconfirmed.Reason!, doubt);
        }
    }
}

/// <summary>How delivery to the share went within its limit.</summary>
/// <param name="Answer">So far.</param>
/// <param name="End">In the end; not complete while the share has not answered.</param>
internal readonly record struct ShareAttempt(DiskAnswer Answer, Task<DiskAnswer> End);
