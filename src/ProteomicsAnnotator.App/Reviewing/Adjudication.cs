using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>A queue of contested blocks that an admin decides one by one in the viewer.</summary>
public sealed class Adjudication
{
    private readonly ReviewSession _review;
    private readonly FinalLabels _finals;
    private readonly HashSet<BlockId> _decided = [];
    private (BlockId Block, int? Label, LabelEntry Final)? _asked;

    internal Adjudication(ReviewSession review, FinalLabels finals)
    {
        _review = review;
        _finals = finals;
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

    /// <summary>Position of <see cref="Current"/> in <see cref="Queue"/>; -1 when it is not in it.</summary>
    public int QueueIndex => Current is { } current ? IndexOf(current) : -1;

    public int DecidedCount => Queue.Count(_decided.Contains);

    /// <summary>Blocks of the queue that another admin settled since it was made.</summary>
    public int SettledByOthersCount => IsFromTable ? 0 : Queue.Count(IsSettledByOthers);

    /// <summary>Nothing of the queue waits for a decision any more.</summary>
    public bool IsQueueDone => !IsFromTable && Queue.All(block => _decided.Contains(block) || IsSettledByOthers(block));

    /// <summary>One block was opened from the table: keys set its final label, and one stays there.</summary>
    public bool IsFromTable { get; private set; }

    /// <summary>Usernames are hidden until a block is decided, so that nobody's name weighs.</summary>
    public bool HidesNames { get; set; } = true;

    /// <summary>The names beside the votes of this block may be shown.</summary>
    public bool ShowsNamesOf(BlockId block) => !HidesNames || IsFromTable || _decided.Contains(block);

    /// <summary>False when no block waits for a decision; nothing has changed then.</summary>
    public async Task<bool> StartAsync(AdjudicationOrder order, CancellationToken cancellationToken)
    {
        IReadOnlyList<BlockId> queue = await QueueOfAsync(order, cancellationToken);
        if (queue.Count == 0)
        {
            return false;
        }

        Order = order;
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
    /// Sets the final label and, once it is stored, goes to the next undecided block, unless the admin has gone elsewhere
    /// meanwhile. After the last block it stays: if the adjudication ended by itself, a late key would set the admin's own label.
    /// </summary>
    public async Task<LabelResult> DecideAsync(BlockId block, int label, CancellationToken cancellationToken)
    {
        BlockId? before = Current;
        if (await MustAskAsync(block, label, cancellationToken) is { } question)
        {
            return question;
        }

        LabelResult result = await _review.SetFinalLabelAsync([block], label, cancellationToken);
        if (result.Accepted && IsUnderWay)
        {
            _ = _decided.Add(block);
            GoOn(Current == before ? block : null);
        }

        return result;
    }

    /// <summary>Clears the block's final label; it waits for a decision again.</summary>
    public async Task<LabelResult> ClearDecisionAsync(BlockId block, CancellationToken cancellationToken)
    {
        if (await MustAskAsync(block, null, cancellationToken) is { } question)
        {
            return question;
        }

        LabelResult result = await _review.SetFinalLabelAsync([block], null, cancellationToken);
        if (result.Accepted)
        {
            _ = _decided.Remove(block);
        }

        Changed?.Invoke();
        return result;
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
    public async Task<UndoResult> UndoAsync(CancellationToken cancellationToken) =>
        await ReturnToAsync(await _finals.UndoAsync(cancellationToken), cancellationToken);

    public async Task<UndoResult> RedoAsync(CancellationToken cancellationToken) =>
        await ReturnToAsync(await _finals.RedoAsync(cancellationToken), cancellationToken);

    public void Stop()
    {
        IsUnderWay = false;
        IsFromTable = false;
        _asked = null;
        Current = null;
        Changed?.Invoke();
    }

    private void Begin(IReadOnlyList<BlockId> queue, BlockId first, bool isFromTable)
    {
        _decided.Clear();
        _asked = null;
        Queue = queue;
        Current = first;
        IsFromTable = isFromTable;
        IsUnderWay = true;
        Changed?.Invoke();
    }

    private bool IsSettledByOthers(BlockId block) => !_decided.Contains(block) && _review.Table.Find(block) is { IsSettled: true };

    /// <summary>
    /// Only a second press of the same key replaces another admin's final label, once the page has said whose it is. Null:
    /// decide.
    /// </summary>
    private async Task<LabelResult?> MustAskAsync(BlockId block, int? label, CancellationToken cancellationToken)
    {
        await _review.SyncFinalsAsync(cancellationToken);
        (BlockId, int?, LabelEntry)? before = _asked;
        _asked = _finals.Find(new LabelKey(null, block)) is { } final && final.By != _review.Admin ? (block, label, final) : null;
        if (_asked is not { } asked || before == _asked)
        {
            _asked = null;
            return null;
        }

        await _review.RebuildAsync(cancellationToken);
        string key = label is { } number ? $"{number}" : "Backspace";
        string does = label is null ? "clear it" : label == asked.Final.Label ? "make it yours" : "replace it";
        return new LabelResult(
            LabelPlace.Refused,
            $"{OthersFinal.Of(asked.Final, _review.Classes, _review.Now)}. Press {key} again to {does}");
    }

    private async Task<UndoResult> ReturnToAsync(UndoResult result, CancellationToken cancellationToken)
    {
        if (result.Key is { Root: null } key)
        {
            Current = IsUnderWay ? key.Block : Current;
        }

        await _review.RebuildAsync(cancellationToken);
        foreach (LabelKey restored in result.Keys)
        {
            if (_review.Table.Find(restored.Block) is not { FinalLabel: not null })
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

    private async Task<IReadOnlyList<BlockId>> QueueOfAsync(AdjudicationOrder order, CancellationToken cancellationToken)
    {
        ReviewTable table = _review.Table;
        if (order == AdjudicationOrder.VoteEntropy)
        {
            return ContestedBlocks.ByVoteEntropy(table);
        }

        DawidSkene? model = _review.Figures is { IsComplete: true } figures && ReferenceEquals(figures.Table, table)
            ? figures.SecondOpinion
            : await Task.Run(() => DawidSkene.Of(table, cancellationToken), cancellationToken);
        return model is null ? [] : ContestedBlocks.ByUncertainty(table, model);
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
