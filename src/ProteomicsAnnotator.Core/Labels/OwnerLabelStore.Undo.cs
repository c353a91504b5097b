using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Labels;

/// <content>Taking decisions back, and making them again.</content>
internal sealed partial class OwnerLabelStore
{
    private readonly Dictionary<string, UndoStack> _stacks = new(StringComparer.Ordinal);
    private readonly HashSet<EventId> _elsewhere = [];

    /// <summary>Whether there is something to take back, and to make again.</summary>
    public (bool Undo, bool Redo) StepsOf(string? by)
    {
        lock (_gate)
        {
            UndoStack stack = StackOf(by);
            return (stack.HasUndo, stack.HasRedo);
        }
    }

    public async Task<UndoResult> UndoAsync(string? by, bool isRedo, CancellationToken cancellationToken)
    {
        using IDisposable turn = await _turns.TakeAsync(cancellationToken);
        try
        {
            return await UndoInTurnAsync(by, isRedo);
        }
        finally
        {
            turn.Dispose();
            Changed?.Invoke();
        }
    }

    private async Task<UndoResult> UndoInTurnAsync(string? by, bool isRedo)
    {
        IReadOnlyList<LabelEvent> step;
        List<LabelEvent> free = [];
        UndoResult result;
        lock (_gate)
        {
            UndoStack stack = StackOf(by);
            step = isRedo ? stack.NextRedo : stack.NextUndo;
            if (step.Count == 0)
            {
                return UndoResult.Nothing;
            }

            foreach (LabelEvent target in step)
            {
                if (_merge.Snapshot.Find(target.Key)?.Label == (isRedo ? target.Was : target.Label))
                {
                    free.Add(target);
                }
                else
                {
                    stack.Drop(target);
                }
            }

            LabelEvent first = free.Count > 0 ? free[0] : step[0];
            result = new UndoResult(UndoOutcome.Changed)
            {
                Key = first.Key,
                Keys = [.. free.Select(target => target.Key)],
                ChangedCount = step.Count - free.Count,
                Current = _merge.Snapshot.Find(first.Key)?.Label,
                Expected = isRedo ? first.Was : first.Label,
                Restored = isRedo ? first.Label : first.Was,
            };
        }

        if (free.Count == 0)
        {
            return result;
        }

        LabelResult saved = await SetInTurnAsync([.. free.Select(target => new Decision(target.Key, isRedo ? target.Label : target.Was)
        {
            By = by,
            Seen = target.Seen,
            Undoes = isRedo ? null : target.Id,
            Redoes = isRedo ? target.Id : null,
        })]);
        return result with
        {
            Outcome = saved.Accepted ? UndoOutcome.Done : UndoOutcome.Refused,
            Current = saved.Accepted ? result.Restored : result.Current,
            Saved = saved,
        };
    }

    // Built when first asked for, without what was decided elsewhere since this program began: that is changed here only
    // on purpose, never by taking something back.
    private UndoStack StackOf(string? by)
    {
        if (!_stacks.TryGetValue(by ?? "", out UndoStack? stack))
        {
            stack = UndoStack.Of(_merge.Events.Where(item => !_elsewhere.Contains(item.Id)), by);
            _stacks[by ?? ""] = stack;
        }

        return stack;
    }
}
