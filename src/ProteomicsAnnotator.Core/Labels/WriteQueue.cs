using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Writes one owner's decisions one after another, in the order they come: those of people, those from other programs'
/// files, those brought back, and those delivered. Memory has each once a disk has it.
/// </summary>
internal sealed class WriteQueue(OwnerContext context, OwnerMemory memory, Outbox outbox)
{
    private const string Waiting = "an earlier decision of the same person still waits for the database";
    private readonly FifoAsyncLock _turns = new();

    /// <param name="decisions">One step.</param>
    /// <param name="by">What a database knows it by; null: nothing. And how it is refused, asked once memory has every decision before it; null: it is not.</param>
    /// <param name="cancellationToken">Ends the wait for its turn.</param>
    public async Task<LabelResult> SetAsync(IReadOnlyList<Decision> decisions, (DecisionTicket? Ticket, Func<LabelResult?>? WhyNot) by, CancellationToken cancellationToken)
    {
        long start = context.Settings.TimeProvider.GetTimestamp();
        using IDisposable? turn = await TakeAsync(cancellationToken);
        return turn is null ? InVain(by.Ticket)
            : by.WhyNot?.Invoke() is { } refusal ? await RefuseAsync(decisions, by.Ticket, refusal, start)
            : await SetIfAllowedAsync(decisions, by.Ticket, start);
    }

    public async Task<UndoResult> UndoAsync(string? by, bool isRedo, DecisionTicket? ticket, CancellationToken cancellationToken)
    {
        long start = context.Settings.TimeProvider.GetTimestamp();
        using IDisposable? turn = await TakeAsync(cancellationToken);
        UndoStep step = memory.NextUndo(by, isRedo);
        return step.Decisions.Count == 0 ? step.Result : step.After(turn is null ? InVain(ticket) : await SetIfAllowedAsync(step.Decisions, ticket, start));
    }

    /// <exception cref="StorageException">A decision cannot be written so that it is read again.</exception>
    public async Task<LabelResult> KeepAsync(IReadOnlyList<LabelEvent> events)
    {
        using IDisposable turn = await _turns.TakeAsync(CancellationToken.None);
        return await outbox.KeepAsync(events);
    }

    /// <summary>
    /// Whoever reads the share sees decisions that have resurfaced, so they count: they are brought to a disk that can be
    /// trusted before memory has them. In turn: those still under way have been answered by then.
    /// </summary>
    /// <returns>False: no disk took them.</returns>
    /// <exception cref="StorageException">A decision cannot be written so that it is read again.</exception>
    public async Task<bool> KeepResurfacedAsync()
    {
        using IDisposable turn = await _turns.TakeAsync(CancellationToken.None);
        List<LabelEvent> events = memory.TakeResurfaced();
        if (events.Count > 0 && !(await outbox.KeepAsync(events)).Accepted)
        {
            return false;
        }

        _ = memory.TakeResurfaced();
        return true;
    }

    /// <summary>Tries to bring what waits on this machine to the share; true when nothing is left.</summary>
    public async Task<bool> DeliverAsync()
    {
        using IDisposable turn = await _turns.TakeAsync(CancellationToken.None);
        return await outbox.DeliverAsync();
    }

    /// <summary>Until the result is disposed of, no decision is between a disk and memory, unless an operation hangs.</summary>
    public Task<IDisposable> PauseAsync() => _turns.TakeAsync(CancellationToken.None);

    /// <summary>A share keeps a decision here while it hangs; before a database that hangs nobody waits longer than for one decision. Null: in vain.</summary>
    private async Task<IDisposable?> TakeAsync(CancellationToken cancellationToken)
    {
        if (context.Settings.Store is null)
        {
            return await _turns.TakeAsync(cancellationToken);
        }

        using var limit = new CancellationTokenSource(DecisionStore.Limit - DecisionStore.Least, context.Settings.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await _turns.TakeAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static LabelResult InVain(DecisionTicket? ticket) => ticket is { IsFirstTry: false }
        ? new LabelResult(LabelPlace.Unknown, $"not confirmed: {Waiting}. The same decision is to be sent again")
        : new LabelResult(LabelPlace.Refused, $"nothing was stored: {Waiting}");

    private async Task<LabelResult> SetIfAllowedAsync(IReadOnlyList<Decision> decisions, DecisionTicket? ticket, long start) =>
        await WhyNotAsync(decisions) is { } refusal
            ? await RefuseAsync(decisions, ticket, new LabelResult(LabelPlace.Refused, refusal.Reason) { IsLasting = refusal.IsLasting }, start)
            : await SetInTurnAsync(decisions, ticket, start);

    /// <summary>What may have been sent before is answered as it is stored, whatever stands against a new decision.</summary>
    private async Task<LabelResult> RefuseAsync(IReadOnlyList<Decision> decisions, DecisionTicket? ticket, LabelResult refusal, long start)
    {
        if (context.Settings.Store is null || ticket is not { IsFirstTry: false })
        {
            return refusal;
        }

        LabelResult result = await SetInTurnAsync(decisions, ticket, start, refusal.Reason);
        return result.Place == LabelPlace.Refused ? refusal : result;
    }

    /// <summary>Why labels below this data root are not taken; asked of the file system once for each folder.</summary>
    private async Task<DataRootRefusal?> WhyNotAsync(IReadOnlyList<Decision> decisions)
    {
        DataRootConfirmation dataRoot = context.Root.DataRoot;
        List<BlockId> asked = [.. decisions.Where(decision => decision.Key.Root is null).Select(decision => decision.Key.Block).DistinctBy(DataSet.FolderOf, StringComparer.Ordinal)];
        if (asked.TrueForAll(dataRoot.IsFree))
        {
            return null;
        }

        try
        {
            return await Task.Run(() => asked.Select(dataRoot.WhyNot).FirstOrDefault(refusal => refusal is not null))
                .WaitAsync(context.Settings.Limits.Answer, context.Settings.TimeProvider);
        }
        catch (TimeoutException)
        {
            return new DataRootRefusal($"the data folder {context.Settings.DataRoot} does not answer", IsLasting: false);
        }
    }

    private async Task<LabelResult> SetInTurnAsync(IReadOnlyList<Decision> decisions, DecisionTicket? ticket, long start, string? whyNot = null)
    {
        (IReadOnlyList<LabelEvent> events, IReadOnlyList<LabelEvent> idle) = memory.Make(decisions, withIdle: context.Settings.Store is not null && ticket is not null);
        if (events.Count + idle.Count == 0)
        {
            return ResultOfNothing(decisions);
        }

        try
        {
            TimeSpan left = DecisionStore.Limit - context.Settings.TimeProvider.GetElapsedTime(start);
            return await outbox.KeepAsync(events, new StoreTerms(ticket, left) { Idle = idle, WhyNot = whyNot });
        }
        catch (StorageException error)
        {
            return new LabelResult(LabelPlace.Refused, error.Reason);
        }
    }

    /// <summary>Where the decisions are that make these ones needless.</summary>
    private LabelResult ResultOfNothing(IReadOnlyList<Decision> decisions)
    {
        Func<EventId, LabelPlace> places = outbox.Places();
        bool isHere = decisions.Any(decision => memory.EventsOf(decision.Key) is [.., var last] && places(last.Id) == LabelPlace.ThisMachine);
        return isHere ? new LabelResult(LabelPlace.ThisMachine, outbox.State.Reason) : LabelResult.OnShare;
    }
}
