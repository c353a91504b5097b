using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>A queue of contested blocks that an admin decides one by one in the viewer.</summary>
public sealed class Adjudication
{
    private readonly ReviewSession _review;
    private readonly FinalLabels _finals;
    private readonly ReviewSources _sources;
    private readonly HashSet<BlockId> _decided = [];
    private readonly Dictionary<BlockId, string> _reasons = [];
    private readonly SecondPress _press;
    private readonly AdjudicationQueues _queues;

    internal Adjudication(ReviewSession review, FinalLabels finals, ReviewSources sources)
    {
        _review = review;
        _finals = finals;
        _sources = sources;
        _press = new SecondPress(review, finals);
        _queues = new AdjudicationQueues(review, sources);
        Seconds = new SecondOpinions(review, finals, sources);
        Blinding = sources.Blinding;
        Part = sources.Part;
    }

    /// <summary>It began, ended or went on. Raised on any thread.</summary>
    public event Action? Changed;

    public bool IsUnderWay { get; private set; }

    /// <summary>Fixed at the start: a decided block stays in it.</summary>
    public IReadOnlyList<BlockId> Queue { get; private set; } = [];

    /// <summary>Of the queue that was made last.</summary>
    public AdjudicationOrder Order { get; private set; }

    /// <summary>The block to decide; null when not adjudicating.</summary>
    public BlockId? Current { get; private set; }

    /// <summary>Why the next label of <see cref="Current"/> is set; empty: nothing is said. Kept for each block until that is decided.</summary>
    public string Reason
    {
        get => Current is { } block ? _reasons.GetValueOrDefault(block, "") : "";
        set
        {
            if (Current is { } block)
            {
                _reasons[block] = value;
            }
        }
    }

    /// <summary>Position of <see cref="Current"/> in <see cref="Queue"/>; -1 when it is not in it.</summary>
    public int QueueIndex => Current is { } current ? IndexOf(current) : -1;
    public int DecidedCount => Queue.Count(_decided.Contains);

    /// <summary>Blocks of the queue that need no decision any more, as another admin settled them since it was made.</summary>
    public int SettledByOthersCount => IsFromTable ? 0 : Queue.Count(IsSettledByOthers);

    /// <summary>Nothing of the queue waits for a decision any more.</summary>
    public bool IsQueueDone => !IsFromTable && Queue.All(block => _decided.Contains(block) || IsSettledByOthers(block));

    /// <summary>One block was opened from the table: keys set its final label, and one stays there.</summary>
    public bool IsFromTable { get; private set; }

    /// <summary>What this admin makes of blocks that another one decides.</summary>
    public SecondOpinions Seconds { get; }

    /// <summary>Keys give second opinions, and final labels are hidden.</summary>
    public bool IsSecondOpinion => IsUnderWay && Seconds.IsUnderWay;

    /// <summary>The queue is of blocks on which two adjudicators differ.</summary>
    public bool IsOfDifferences => Order == AdjudicationOrder.AdjudicatorsDiffer && !IsFromTable;

    /// <summary>How certain the consensus of each block is.</summary>
    public CertaintyReading Certainty => _queues.Certainty;

    /// <summary>Likely label errors, and the models that are stored.</summary>
    public LabelErrorReading LabelErrors => _queues.LabelErrors;

    /// <summary>What is hidden until a block is decided.</summary>
    public Blinding Blinding { get; private set; }

    /// <summary>Which of the disagreements wait for this admin.</summary>
    public AdjudicationShare Part { get; private set; }

    /// <summary>The names beside the votes of this block may be shown.</summary>
    public bool ShowsNamesOf(BlockId block) => Blinding == default || IsOpen(block);

    /// <summary>The votes of this block may be shown.</summary>
    public bool ShowsVotesOf(BlockId block) => !Blinding.HidesVotes || IsOpen(block);

    /// <summary>Of the next queue. Returns once the choice is kept for the next time.</summary>
    public Task SetPartAsync(AdjudicationShare chosen)
    {
        Part = chosen;
        Changed?.Invoke();
        return _sources.KeepPart(chosen);
    }

    /// <summary>Of the next queue: keys give second opinions.</summary>
    public void ChooseSecondOpinion(bool chosen)
    {
        Seconds.IsChosen = chosen;
        Changed?.Invoke();
    }

    /// <summary>Returns once the choice is kept for the next time.</summary>
    public Task SetBlindingAsync(Blinding chosen)
    {
        Blinding = chosen;
        Changed?.Invoke();
        return _sources.KeepBlinding(chosen);
    }

    /// <summary>False when no block waits for a decision; nothing has changed then.</summary>
    public async Task<bool> StartAsync(AdjudicationOrder order, CancellationToken cancellationToken)
    {
        IReadOnlyList<BlockId> queue = await QueueOfAsync(order, cancellationToken);
        if (queue.Count == 0)
        {
            return false;
        }

        Order = order;
        Seconds.IsUnderWay = IsOfSeconds(order);
        Begin(queue, queue[0], isFromTable: false);
        return true;
    }

    /// <summary>
    /// Opens a row of the table in the viewer, where keys then set final labels and steps go along the table's rows. An
    /// adjudication under way goes on from that block.
    /// </summary>
    /// <param name="block">The row's.</param>
    /// <param name="shown">The table's rows, in its order.</param>
    public void OpenFromTable(BlockId block, IReadOnlyList<BlockId> shown)
    {
        if (IsUnderWay && !IsFromTable)
        {
            GoTo(block);
        }
        else
        {
            Seconds.IsUnderWay = false;
            Begin(shown, block, isFromTable: true);
        }
    }

    /// <summary>Back in the table: closes a block opened from it; an adjudication goes on.</summary>
    public void CloseFromTable()
    {
        if (IsFromTable)
        {
            Stop();
        }
    }

    /// <summary>
    /// Sets the final label, or keeps a second opinion, and, once it is stored, goes to the next undecided block, unless the admin has gone elsewhere
    /// meanwhile. After the last block it stays: if the adjudication ended by itself, a late key would set the admin's own label. Here and below, a
    /// ticket is what a database knows the decision by.
    /// </summary>
    public async Task<LabelResult> DecideAsync(BlockId block, int label, CancellationToken cancellationToken, DecisionTicket? ticket = null)
    {
        BlockId? before = Current;
        string reason = NoteText.Trim(_reasons.GetValueOrDefault(block, ""));
        if (NoteText.WhyNot(reason) is { } wrong)
        {
            return new LabelResult(LabelPlace.Refused, $"the reason {wrong}");
        }

        if (IsOfDifferences && reason.Length == 0 && _queues.IsOpenDifference(block))
        {
            return new LabelResult(LabelPlace.Refused, "two adjudicators differ on this block: write the reason beside the picture first");
        }

        LabelResult result = await SetAsync(block, label, reason.Length == 0 ? null : reason, ticket, cancellationToken);
        if (result.Accepted && IsUnderWay)
        {
            _ = _reasons.Remove(block);
            _ = _decided.Add(block);
            GoOn(Current == before ? block : null);
        }

        return result;
    }

    /// <summary>Clears the block's final label, or takes the second opinion back; it waits for a decision again.</summary>
    public async Task<LabelResult> ClearDecisionAsync(BlockId block, CancellationToken cancellationToken, DecisionTicket? ticket = null)
    {
        LabelResult result = await SetAsync(block, null, null, ticket, cancellationToken);
        if (result.Accepted)
        {
            _ = _decided.Remove(block);
        }

        Changed?.Invoke();
        return result;
    }

    /// <summary>A decision that nobody had confirmed turns out to be stored: its block waits no more, or again.</summary>
    public void NoteStored(BlockId block, int? label)
    {
        _ = label is null ? _decided.Remove(block) : IsUnderWay && _decided.Add(block);
        Changed?.Invoke();
    }

    /// <summary>The viewer shows another block: that is the one to decide, in the queue or not.</summary>
    public void GoTo(BlockId block)
    {
        if (IsUnderWay && Current != block)
        {
            Current = block;
            Changed?.Invoke();
        }
    }

    public BlockId? After(BlockId block) => IndexOf(block) is var i && i + 1 < Queue.Count ? Queue[i + 1] : null;

    public BlockId? Before(BlockId block) => IndexOf(block) is > 0 and var i ? Queue[i - 1] : null;

    /// <summary>Takes back this admin's newest decision and goes to its block.</summary>
    public async Task<UndoResult> UndoAsync(CancellationToken cancellationToken, DecisionTicket? ticket = null) =>
        await ReturnToAsync(await _finals.UndoAsync(cancellationToken, ticket), cancellationToken);

    public async Task<UndoResult> RedoAsync(CancellationToken cancellationToken, DecisionTicket? ticket = null) =>
        await ReturnToAsync(await _finals.RedoAsync(cancellationToken, ticket), cancellationToken);

    public void Stop()
    {
        IsUnderWay = false;
        IsFromTable = false;
        _press.Forget();
        Current = null;
        Changed?.Invoke();
    }

    private void Begin(IReadOnlyList<BlockId> queue, BlockId first, bool isFromTable)
    {
        _decided.Clear();
        _press.Forget();
        Queue = queue;
        Current = first;
        IsFromTable = isFromTable;
        IsUnderWay = true;
        Changed?.Invoke();
    }

    /// <summary>What the key meant when it was pressed, whatever keys decide once the share has answered.</summary>
    private async Task<LabelResult> SetAsync(BlockId block, int? label, string? reason, DecisionTicket? ticket, CancellationToken cancellationToken)
    {
        return IsSecondOpinion ? await Seconds.GiveAsync(block, label, reason, cancellationToken, ticket)
            : await _press.AskAsync(block, label, cancellationToken) is { } question ? question
            : IsSecondOpinion ? new LabelResult(LabelPlace.Refused, "keys give second opinions now, and this one was pressed for a final label")
            : await _review.SetFinalLabelAsync([block], label, cancellationToken, reason, ticket);
    }

    private bool IsOpen(BlockId block) => IsFromTable || _decided.Contains(block);

    private bool IsOfSeconds(AdjudicationOrder order) => Seconds.IsChosen && order.HasSeconds();

    private bool IsSettledByOthers(BlockId block) => !_decided.Contains(block) && !IsWaiting(block);

    private bool IsWaiting(BlockId block) => IsSecondOpinion ? !Seconds.IsDone(block)
        : IsOfDifferences ? _queues.IsOpenDifference(block)
        : _review.Table.Find(block) is not { IsSettled: true };

    private async Task<UndoResult> ReturnToAsync(UndoResult result, CancellationToken cancellationToken)
    {
        if (result.Key is { Root: null } key)
        {
            Current = IsUnderWay ? key.Block : Current;
        }

        await _review.ShowDecidedAsync(cancellationToken);
        foreach (LabelKey restored in result.Keys)
        {
            if (IsSecondOpinion || IsOfDifferences ? IsWaiting(restored.Block) : _review.Table.Find(restored.Block) is not { FinalLabel: not null })
            {
                _ = _decided.Remove(restored.Block);
            }
            else if (IsUnderWay && result.Outcome == UndoOutcome.Done)
            {
                _ = _decided.Add(restored.Block);
            }
        }

        return result;
    }

    /// <summary>What an adjudication that began now would have to decide: this admin's part.</summary>
    public async Task<IReadOnlyList<BlockId>> QueueOfAsync(AdjudicationOrder order, CancellationToken cancellationToken)
    {
        IReadOnlyList<BlockId> whole = await _queues.OfAsync(order, IsOfSeconds(order) ? Seconds.IsListed : null, cancellationToken);
        return Part.Of == 1 ? whole : [.. whole.Where(Part.Has)];
    }

    private void GoOn(BlockId? decided)
    {
        if (decided is { } from && !IsFromTable)
        {
            int start = IndexOf(from) + 1;
            Current = Queue.Skip(start).Concat(Queue.Take(start)).Select(block => (BlockId?)block)
                .FirstOrDefault(block => !_decided.Contains(block!.Value) && !IsSettledByOthers(block!.Value)) ?? from;
        }

        Changed?.Invoke();
    }

    private int IndexOf(BlockId block)
    {
        for (int i = 0; i < Queue.Count; i++)
        {
            if (Queue[i] == block)
            {
                return i;
            }
        }

        return -1;
    }
}
