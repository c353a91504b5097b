using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>
/// Stores decisions in the database, which gives them their clocks. Nothing waits here: what is not stored is refused, or not
/// confirmed, and whoever decided it is told so.
/// </summary>
internal sealed class StoreDelivery(DecisionStore store, OwnerContext context, OwnerJournals journals, OwnerMemory memory, PendingDecisions pending)
{
    /// <summary>Up to here this node has read everything; what is so already is judged by it, and what is newer is left to the database.</summary>
    private long _surelyKnown = long.MaxValue;

    private const string OfAnother = "nothing was stored: another decision was sent under that id";

    /// <param name="events">One step. Those of one format are stored whole or not at all.</param>
    /// <param name="terms">What it is known by, and for how long.</param>
    public async Task<LabelResult> KeepAsync(IReadOnlyList<LabelEvent> events, StoreTerms terms)
    {
        long start = context.Settings.TimeProvider.GetTimestamp();
        pending.Begin(events);
        try
        {
            List<DecisionRequest> requests = RequestsOf(events, terms);
            for (int next = 0; next < requests.Count; next++)
            {
                DecisionRequest request = requests[next];
                TimeSpan rest = terms.Left - context.Settings.TimeProvider.GetElapsedTime(start);
                DecisionAnswer answer = await store.StoreAsync(request, rest > DecisionStore.Least ? rest : DecisionStore.Least);
                if (!answer.IsStored)
                {
                    return Failed(requests[next..], answer, hasStored: next > 0, terms.Ticket);
                }

                Take(request.Events, answer);
                if (!IsSame(request, answer))
                {
                    return new LabelResult(LabelPlace.Refused, OfAnother) { IsLasting = true };
                }
            }

            return LabelResult.OnShare;
        }
        finally
        {
            _ = pending.GiveUp(events);
        }
    }

    /// <summary>The decisions that stand under a ticket; none: it is not known there. Null: nobody can tell now.</summary>
    public async Task<IReadOnlyList<LabelEvent>?> FindAsync(DecisionTicket ticket)
    {
        List<LabelEvent> found = [];
        foreach (int format in JournalFormat.All)
        {
            var request = new DecisionRequest { Owner = context.Owner, Events = [], Journal = "", Header = [], Id = IdOf(ticket.Id, format), WhyNot = "it is only looked for" };
            DecisionAnswer answer = await store.StoreAsync(request, DecisionStore.Limit);
            if (answer.Outcome == DecisionOutcome.NotConfirmed)
            {
                return null;
            }

            found.AddRange(answer.Events.Concat(answer.Idle));
        }

        return found;
    }

    /// <summary>
    /// Sent again, a decision lacks the flag or note that the first sending has changed: it changes nothing any more. A label takes back what somebody
    /// has said since of a block that cannot be judged.
    /// </summary>
    private static bool IsSame(DecisionRequest request, DecisionAnswer answer) => IsSame(InOrder(request.Asked), InOrder(answer.Events.Concat(answer.Idle)));

    /// <summary>A step decides once about a block; what it changes there may be another part of it by now.</summary>
    private static LabelEvent[] InOrder(IEnumerable<LabelEvent> events) =>
        [.. events.OrderBy(item => item.Key.Root, StringComparer.Ordinal).ThenBy(item => item.Key.Block.Value, StringComparer.Ordinal)];

    private static bool IsSame(LabelEvent[] asked, LabelEvent[] stored) => asked.Length == stored.Length && asked.Zip(stored).All(pair =>
        pair.First.Key == pair.Second.Key && pair.First.Label == pair.Second.Label
        && (pair.First.Kind == pair.Second.Kind || !pair.Second.Mark.SaysNothing)
        && pair.First.Mark is var mark
        && (mark.Unsure ?? pair.Second.Mark.Unsure) == pair.Second.Mark.Unsure
        && (mark.Note ?? pair.Second.Mark.Note) == pair.Second.Mark.Note
        && (pair.First.Label is not null && mark.Unusable is "" ? null : mark.Unusable ?? pair.Second.Mark.Unusable) is var unusable && (unusable is null || unusable == pair.Second.Mark.Unusable));

    private void Take(IReadOnlyList<LabelEvent> asked, DecisionAnswer answer)
    {
        if (answer.Events is [var first, ..] && first.Clock > memory.HighestClock + 1)
        {
            // Between this decision and those known here somebody else's stands, which this node has not read yet.
            InterlockedMin(ref _surelyKnown, memory.HighestClock);
        }

        memory.Keep(answer.Events);
        pending.Deliver(asked, DiskAnswer.Taken);
    }

    private List<DecisionRequest> RequestsOf(IReadOnlyList<LabelEvent> events, StoreTerms terms)
    {
        HashSet<EventId> idle = [.. terms.Idle.Select(item => item.Id)];
        long known = Math.Min(memory.HighestClock, Interlocked.Read(ref _surelyKnown));
        return [.. JournalFormat.Split([.. events, .. terms.Idle]).Select(group => new DecisionRequest
        {
            Owner = context.Owner,
            Events = [.. group.Events.Where(item => !idle.Contains(item.Id))],
            Idle = [.. group.Events.Where(item => idle.Contains(item.Id))],
            KnownClock = known,
            Journal = journals.Share.Of(group.Format).Name,
            Header = journals.HeaderLine(group.Format),
            Id = IdOf(terms.Ticket?.Id ?? group.Events[0].Id.ToString(), group.Format),
            Turn = terms.Ticket?.Turn,
            IsFirstTry = terms.Ticket?.IsFirstTry ?? !group.Events.Any(item => item.Id.IsImport),
            WhyNot = terms.WhyNot,
        })];
    }

    private static void InterlockedMin(ref long value, long other)
    {
        for (long seen = Interlocked.Read(ref value); other < seen;)
        {
            long before = Interlocked.CompareExchange(ref value, other, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private string IdOf(string id, int format) => $"{StoredLine.OwnerOf(context.Owner)}/{id}/{format}";

    /// <param name="rest">The request that failed, and those of its step that were to follow.</param>
    /// <param name="answer">How it failed.</param>
    /// <param name="hasStored">Others of its step are stored.</param>
    /// <param name="ticket">Of the step.</param>
    private LabelResult Failed(IReadOnlyList<DecisionRequest> rest, DecisionAnswer answer, bool hasStored, DecisionTicket? ticket)
    {
        if (answer.Outcome == DecisionOutcome.Superseded)
        {
            return new LabelResult(LabelPlace.Refused, answer.Reason) { IsLasting = true };
        }

        bool isUnknown = hasStored || answer.Outcome == DecisionOutcome.NotConfirmed;
        pending.RefuseOnShare(new DiskAnswer(isUnknown ? DiskVerdict.Unknown : DiskVerdict.Refused, answer.Reason));
        if (!isUnknown)
        {
            return new LabelResult(LabelPlace.Refused, answer.Reason);
        }

        var inDoubt = new DecisionInDoubt(rest, ticket, this);
        return new LabelResult(LabelPlace.Unknown, answer.Reason)
        {
            InDoubt = [.. rest.SelectMany(request => request.Events).Select(item => item.Id)],
            WhyNotStored = inDoubt.WhyNotStored,
            IsStored = inDoubt.Look,
        };
    }

    /// <summary>
    /// A step whose commit nobody confirmed, as long as its page asks what became of it: then the same requests are sent again. Without
    /// a number of its page nothing would tell that a later decision has taken its place, so it is only looked for then.
    /// </summary>
    private sealed class DecisionInDoubt(IReadOnlyList<DecisionRequest> requests, DecisionTicket? ticket, StoreDelivery delivery)
    {
        private readonly Lock _gate = new();
        private bool _isSending;
        private DecisionAnswer? _answer;

        /// <summary>True: it is stored. False: it never will be. Null: not known; asked again, it may be.</summary>
        public bool? Look()
        {
            lock (_gate)
            {
                if (requests.All(delivery.Holds))
                {
                    return true;
                }

                if (_answer is { Outcome: not DecisionOutcome.NotConfirmed })
                {
                    return _answer.IsStored;
                }

                if (!_isSending && ticket?.Turn is not null)
                {
                    _isSending = true;
                    _ = Task.Run(SendAsync);
                }

                return null;
            }
        }

        public string WhyNotStored()
        {
            lock (_gate)
            {
                return _answer is { Outcome: DecisionOutcome.Refused, Reason: { } reason } ? reason : "a later decision of this page about the block has taken its place";
            }
        }

        private async Task SendAsync()
        {
            DecisionAnswer? answer = null;
            try
            {
                foreach (DecisionRequest request in requests)
                {
                    answer = await delivery.SendAgainAsync(request with { IsFirstTry = false, WhyNot = ticket?.WhyNotAgain?.Invoke() });
                    if (!answer.IsStored)
                    {
                        break;
                    }
                }
            }
            finally
            {
                lock (_gate)
                {
                    (_answer, _isSending) = (answer, false);
                }
            }
        }
    }

    /// <summary>What was so already stands in no journal.</summary>
    private bool Holds(DecisionRequest request) => request.Idle.Count == 0 && memory.Holds([.. request.Events.Select(item => item.Id)]) is true;

    private async Task<DecisionAnswer> SendAgainAsync(DecisionRequest request)
    {
        DecisionAnswer answer = await store.StoreAsync(request, DecisionStore.Limit);
        if (answer.IsStored)
        {
            Take(request.Events, answer);
            context.Notify();
        }

        return answer;
    }
}
