using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Merge;

/// <summary>
/// What decisions say of one block, beside a label or alone. Each member is that of the highest (clock, at, id) that speaks of
/// it; what labels take back of it, <see cref="KeyEvents"/> knows.
/// </summary>
internal sealed class KeyMarks
{
    private readonly List<LabelEvent> _events = [];
    private LabelEvent? _unsure;
    private LabelEvent? _note;

    public MarkChange Said => new(_unsure?.Mark.Unsure, _note?.Mark.Note) { Unusable = Unusable?.Mark.Unusable };

    /// <summary>The highest that says whether the block can be judged.</summary>
    public LabelEvent? Unusable { get; private set; }

    /// <summary>Those that decide no label.</summary>
    public IEnumerable<LabelEvent> Alone => _events.Where(item => item.Kind == DecisionKind.Mark);

    /// <summary>The highest (clock, at, id).</summary>
    public LabelEvent? Latest { get; private set; }

    public void Add(LabelEvent item, LabelEvent? replaced)
    {
        _events.Add(item);
        if (replaced is not null && _events.Remove(replaced))
        {
            (_unsure, _note, Unusable, Latest) = (null, null, null, null);
            _events.ForEach(Take);
        }
        else
        {
            Take(item);
        }
    }

    /// <summary>Those before a decision was made.</summary>
    public KeyMarks Before(LabelEvent item)
    {
        var earlier = new KeyMarks();
        _events.FindAll(other => LabelEvent.Compare(other, item) < 0).ForEach(earlier.Take);
        return earlier;
    }

    private static LabelEvent? Later(LabelEvent? known, LabelEvent item) =>
        known is null || LabelEvent.Compare(item, known) > 0 ? item : known;

    private void Take(LabelEvent item)
    {
        Latest = Later(Latest, item);
        _unsure = item.Mark.Unsure is null ? _unsure : Later(_unsure, item);
        _note = item.Mark.Note is null ? _note : Later(_note, item);
        Unusable = item.Mark.Unusable is null ? Unusable : Later(Unusable, item);
    }
}
