using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Merge;

/// <summary>
/// What decisions say of one block's flag and note, beside a label or alone. Each member is that of the highest
/// (clock, at, id) that speaks of it.
/// </summary>
internal sealed class KeyMarks
{
    private readonly List<LabelEvent> _events = [];
    private LabelEvent? _unsure;
    private LabelEvent? _note;

    public MarkChange Said => new(_unsure?.Mark.Unsure, _note?.Mark.Note);

    /// <summary>Those that decide no label.</summary>
    public IEnumerable<LabelEvent> Alone => _events.Where(item => item.Kind == DecisionKind.Mark);

    /// <summary>The highest (clock, at, id).</summary>
    public LabelEvent? Latest { get; private set; }

    /// <summary>True when flag or note is another one now.</summary>
    public bool Add(LabelEvent item, LabelEvent? replaced)
    {
        MarkChange before = Said;
        _events.Add(item);
        if (replaced is not null && _events.Remove(replaced))
        {
            (_unsure, _note, Latest) = (null, null, null);
            _events.ForEach(Take);
        }
        else
        {
            Take(item);
        }

        return Said != before;
    }

    /// <summary>What was said before a decision was made.</summary>
    public MarkChange Before(LabelEvent item)
    {
        var earlier = new KeyMarks();
        _events.FindAll(other => LabelEvent.Compare(other, item) < 0).ForEach(earlier.Take);
        return earlier.Said;
    }

    private static LabelEvent? Later(LabelEvent? known, LabelEvent item) =>
        known is null || LabelEvent.Compare(item, known) > 0 ? item : known;

    private void Take(LabelEvent item)
    {
        Latest = Later(Latest, item);
        _unsure = item.Mark.Unsure is null ? _unsure : Later(_unsure, item);
        _note = item.Mark.Note is null ? _note : Later(_note, item);
    }
}
