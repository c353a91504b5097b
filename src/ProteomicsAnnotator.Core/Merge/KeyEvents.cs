using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Merge;

/// <summary>The decisions about one block. Most blocks have one, so the list comes with the second.</summary>
internal sealed class KeyEvents
{
    private static readonly Comparer<LabelEvent> Order = Comparer<LabelEvent>.Create(LabelEvent.Compare);
    private List<LabelEvent>? _others;
    private KeyMarks? _marks;
    private List<LabelEvent>? _answers;
    private LabelEvent? _winner;
    private LabelEvent? _origin;

    /// <summary>
    /// Of those that decide the label the highest (clock, at, id); a later mark that says that the block cannot be judged instead,
    /// which has no label.
    /// </summary>
    public LabelEvent? Winner => Overruling ?? _winner;

    /// <summary>
    /// The decision whose label the winner has: the winner itself, but for a label that an undo or a redo brought
    /// back the one that gave it, where it is known.
    /// </summary>
    public LabelEvent? Origin => Overruling ?? _origin;

    /// <summary>The block's label now; null: it has none.</summary>
    public LabelEntry? Entry => Origin is { Label: not null } origin ? new LabelEntry(origin, Winner!) : null;

    public long HighestClock => Winner?.Clock ?? 0;

    /// <summary>What is said of the block beside its label. A label takes back that it cannot be judged.</summary>
    public MarkChange Said => _marks is null ? default : SaidBy(_marks, Labels);

    /// <summary>The highest (clock, at, id) of all.</summary>
    public LabelEvent? Latest => new[] { Winner, _marks?.Latest, _answers?.Max(Order) }.OfType<LabelEvent>().Max(Order);

    public IEnumerable<LabelEvent> All => _marks is null && _answers is null ? Labels : Labels.Concat(_marks?.Alone ?? []).Concat(_answers ?? []);

    private IEnumerable<LabelEvent> Labels =>
        _winner is null ? [] : _others is null ? [_winner] : _others.Append(_winner);

    private LabelEvent? Overruling => _marks?.Unusable is { Kind: DecisionKind.Mark } mark && Said.Unusable is { Length: > 0 }
        && (_winner is null || LabelEvent.Compare(mark, _winner) > 0) ? mark : null;

    /// <summary>What was said of the block beside its label before a decision was made.</summary>
    public MarkChange SaidBefore(LabelEvent item) =>
        _marks is null ? default : SaidBy(_marks.Before(item), Labels.Where(label => LabelEvent.Compare(label, item) < 0));

    public void Add(LabelEvent item, LabelEvent? replaced)
    {
        if (item.Kind == DecisionKind.Mark || !item.Mark.SaysNothing || (replaced is not null && _marks is not null))
        {
            (_marks ??= new KeyMarks()).Add(item, replaced);
        }

        if (item.IsAnswer)
        {
            _answers ??= [];
            _ = replaced is not null && _answers.Remove(replaced);
            _answers.Add(item);
        }
        else if (item.Kind == DecisionKind.Label)
        {
            AddLabel(item, replaced);
        }
    }

    /// <summary>Some label of the block was given by somebody who could see others' votes, or the final label.</summary>
    public bool HasNotBlind => Labels.Any(item => item.IsNotBlind);

    /// <summary>The latest decision for a label before another decision was made; null: there was none.</summary>
    public LabelEvent? LatestBefore(int? label, LabelEvent item) =>
        Labels.Where(other => other.Label == label && LabelEvent.Compare(other, item) < 0).Max(Order);

    /// <summary>Of the answers of this kind and author the highest (clock, at, id); it may take one back.</summary>
    public LabelEvent? LastAnswer(DecisionKind kind, string? by) => AnswersOf(kind, by).Max(Order);

    /// <summary>The answer of the same kind and author that stood before one was given.</summary>
    public LabelEvent? AnswerBefore(LabelEvent item) => AnswersOf(item.Kind, item.By).Where(other => LabelEvent.Compare(other, item) < 0).Max(Order);

    /// <summary>
    /// The answer that stands, and when it was given: what an undo or a redo brought back is as old as its first line. Null: there
    /// is none.
    /// </summary>
    /// <param name="kind">Of it.</param>
    /// <param name="by">Whose it is; of a repeat all are the owner's.</param>
    public LabelEvent? Answer(DecisionKind kind, string? by)
    {
        LabelEvent? item = LastAnswer(kind, by);
        while (item is { Label: not null } && BroughtBackBy(item) is { } original)
        {
            item = original;
        }

        return item is { Label: not null } ? item : null;
    }

    /// <summary>Each admin's second adjudication that stands, beside the final label that it is compared with.</summary>
    public IEnumerable<(LabelEvent Answer, SecondLabel Second)> Seconds() => (_answers ?? [])
        .Where(item => item.Kind == DecisionKind.Second)
        .Select(item => item.By)
        .Distinct(StringComparer.Ordinal)
        .Select(by => Answer(DecisionKind.Second, by))
        .OfType<LabelEvent>()
        .Select(answer => (answer, SecondOf(answer)));

    /// <summary>The label that stood before a decision was made; null: none.</summary>
    public int? LabelBefore(LabelEvent item) => SaidBefore(item).Unusable is { Length: > 0 }
        ? null
        : Labels.Where(other => LabelEvent.Compare(other, item) < 0).Max(Order)?.Label;

    public bool Has(int label, DateTimeOffset at) =>
        Is(_winner, label, at) || (_others is not null && _others.Exists(item => Is(item, label, at)));

    private static MarkChange SaidBy(KeyMarks marks, IEnumerable<LabelEvent> labels) =>
        marks.Unusable is { } said && labels.Any(label => label.Label is not null && LabelEvent.Compare(label, said) >= 0)
            ? marks.Said with { Unusable = "" }
            : marks.Said;

    private void AddLabel(LabelEvent item, LabelEvent? replaced)
    {
        if (replaced is not null)
        {
            Remove(replaced);
        }

        if (_winner is null || LabelEvent.Compare(item, _winner) > 0)
        {
            Keep(_winner);
            _winner = item;
        }
        else
        {
            Keep(item);
        }

        _origin = OriginOf(_winner);
    }

    private IEnumerable<LabelEvent> AnswersOf(DecisionKind kind, string? by) =>
        _answers?.Where(item => item.Kind == kind && (kind == DecisionKind.Repeat || item.By == by)) ?? [];

    private SecondLabel SecondOf(LabelEvent answer)
    {
        LabelEvent? first = FirstOf(answer);
        bool isSettled = first is not null && Origin is { Label: not null } now && LabelEvent.Compare(now, answer) > 0 && LabelEvent.Compare(now, first) > 0;
        return new SecondLabel(answer.Key, answer.By!, answer.Label!.Value, answer.At, first is null ? null : new LabelEntry(first), isSettled) { Position = answer.Position };
    }

    /// <summary>The final label that stood then or, if there was none, the first one after it; null: none of another admin.</summary>
    private LabelEvent? FirstOf(LabelEvent answer)
    {
        LabelEvent? before = Labels.Where(item => LabelEvent.Compare(item, answer) < 0).Max(Order);
        LabelEvent? first = before is { Label: not null }
            ? OriginOf(before)
            : Labels.Where(item => item.Label is not null && LabelEvent.Compare(item, answer) > 0).Min(Order);
        return first?.By == answer.By ? null : first;
    }

    // Each is lower than the one before, so looking for the next one ends.
    private LabelEvent? BroughtBackBy(LabelEvent item)
    {
        if ((item.Redoes ?? item.Undoes) is not { } id || _answers?.Find(other => other.Id == id && other.Kind == item.Kind) is not { } target || LabelEvent.Compare(target, item) >= 0)
        {
            return null;
        }

        LabelEvent? original = item.Redoes is null ? AnswerBefore(target) : target;
        return original?.Label == item.Label ? original : null;
    }

    // Ends: each is lower than the one before.
    private LabelEvent? OriginOf(LabelEvent? item)
    {
        while (item is { Label: not null } && RestoredBy(item) is { } restored && LabelEvent.Compare(restored, item) < 0)
        {
            item = restored;
        }

        return item;
    }

    /// <summary>What a redo makes again, or what an undo goes back to: the latest decision for its label before the undone one.</summary>
    private LabelEvent? RestoredBy(LabelEvent item)
    {
        if ((item.Redoes ?? item.Undoes) is not { } id || Labels.FirstOrDefault(other => other.Id == id) is not { } target)
        {
            return null;
        }

        return item.Redoes is null
            ? LatestBefore(item.Label, target)
            : target.Label == item.Label ? target : null;
    }

    private static bool Is(LabelEvent? item, int label, DateTimeOffset at) =>
        item is not null && item.Label == label && item.At == at;

    private void Keep(LabelEvent? item)
    {
        if (item is not null)
        {
            _others ??= [];
            _others.Add(item);
        }
    }

    private void Remove(LabelEvent item)
    {
        if (!ReferenceEquals(item, _winner))
        {
            _ = _others?.Remove(item);
            return;
        }

        _winner = _others?.Max(Order);
        if (_winner is not null)
        {
            _ = _others!.Remove(_winner);
        }
    }
}
