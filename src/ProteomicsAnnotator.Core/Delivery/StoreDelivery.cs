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
    private const string OfAnother = "nothing was stored: another decision was sent under that id";

    /// <param name="events">One step. Those of one format are stored whole or not at all.</param>
    /// <param name="ticket">Null: the decisions' own ids.</param>
    /// <param name="left">For all of it.</param>
    public async Task<LabelResult> KeepAsync(IReadOnlyList<LabelEvent> events, DecisionTicket? ticket, TimeSpan left)
    {
        long start = context.Settings.TimeProvider.GetTimestamp();
        pending.Begin(events);
        try
        {
            bool hasStored = false;
            foreach (DecisionRequest request in RequestsOf(events, ticket))
            {
                TimeSpan rest = left - context.Settings.TimeProvider.GetElapsedTime(start);
                DecisionAnswer answer = await store.StoreAsync(request, rest > DecisionStore.Least ? rest : DecisionStore.Least);
                if (!answer.IsStored)
                {
                    return Failed(events, request, answer, hasStored);
                }

                Take(request.Events, answer);
                if (!IsSame(request.Events, answer.Events))
                {
                    return new LabelResult(LabelPlace.Refused, OfAnother) { IsLasting = true };
                }

                hasStored = true;
            }

            return LabelResult.OnShare;
        }
        finally
        {
            _ = pending.GiveUp(events);
        }
    }

    /// <summary>Sent again, a decision lacks the flag or note that the first sending has changed: it changes nothing any more.</summary>
    private static bool IsSame(IReadOnlyList<LabelEvent> asked, IReadOnlyList<LabelEvent> stored) => asked.Count == stored.Count && asked.Zip(stored).All(pair =>
        pair.First.Key == pair.Second.Key && pair.First.Label == pair.Second.Label
        && (pair.First.Kind == pair.Second.Kind || !pair.Second.Mark.SaysNothing)
        && pair.First.Mark is var mark
        && (mark.Unsure ?? pair.Second.Mark.Unsure) == pair.Second.Mark.Unsure
        && (mark.Note ?? pair.Second.Mark.Note) == pair.Second.Mark.Note
        && (mark.Unusable ?? pair.Second.Mark.Unusable) == pair.Second.Mark.Unusable);

    private void Take(IReadOnlyList<LabelEvent> asked, DecisionAnswer answer)
    {
        memory.Keep(answer.Events);
        pending.Deliver(asked, DiskAnswer.Taken);
    }

    private IEnumerable<DecisionRequest> RequestsOf(IReadOnlyList<LabelEvent> events, DecisionTicket? ticket) => JournalFormat.Split(events).Select(group => new DecisionRequest
    {
        Owner = context.Owner,
        Events = group.Events,
        Journal = journals.Share.Of(group.Format).Name,
        Header = journals.HeaderLine(group.Format),
        Id = $"{StoredLine.OwnerOf(context.Owner)}/{ticket?.Id ?? group.Events[0].Id.ToString()}/{group.Format}",
        Turn = ticket?.Turn,
        IsFirstTry = ticket?.IsFirstTry ?? !group.Events.Any(item => item.Id.IsImport),
    });

    private LabelResult Failed(IReadOnlyList<LabelEvent> events, DecisionRequest request, DecisionAnswer answer, bool hasStored)
    {
        if (answer.Outcome == DecisionOutcome.Superseded)
        {
            return new LabelResult(LabelPlace.Refused, answer.Reason) { IsLasting = true };
        }

        bool isUnknown = hasStored || answer.Outcome == DecisionOutcome.NotConfirmed;
        pending.RefuseOnShare(new DiskAnswer(isUnknown ? DiskVerdict.Unknown : DiskVerdict.Refused, answer.Reason));
        return !isUnknown
            ? new LabelResult(LabelPlace.Refused, answer.Reason)
            : new LabelResult(LabelPlace.Unknown, answer.Reason)
            {
                InDoubt = [.. events.Select(item => item.Id)],
                WhyNotStored = "a later decision of this page about the block has taken its place",
                IsStored = new DecisionInDoubt(request, this).Look,
            };
    }

    /// <summary>
    /// A decision whose commit nobody confirmed, as long as its page asks what became of it: then the same request is sent again. Without
    /// a number of its page nothing would tell that a later decision has taken its place, so it is only looked for then.
    /// </summary>
    private sealed class DecisionInDoubt(DecisionRequest request, StoreDelivery delivery)
    {
        private readonly Lock _gate = new();
        private bool _isSending;
        private DecisionAnswer? _answer;

        /// <summary>True: it is stored. False: it never will be. Null: not known; asked again, it may be.</summary>
        public bool? Look()
        {
            lock (_gate)
            {
                if (delivery.HoldsAll(request.Events))
                {
                    return true;
                }

                if (_answer is { Outcome: not DecisionOutcome.NotConfirmed })
                {
                    return _answer.IsStored;
                }

                if (!_isSending && request.Turn is not null)
                {
                    _isSending = true;
                    _ = Task.Run(SendAsync);
                }

                return null;
            }
        }

        private async Task SendAsync()
        {
            DecisionAnswer? answer = null;
            try
            {
                answer = await delivery.SendAgainAsync(request with { IsFirstTry = false });
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

    private bool HoldsAll(IReadOnlyList<LabelEvent> events) => memory.Holds([.. events.Select(item => item.Id)]) is true;

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
