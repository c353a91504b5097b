using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Journals.Positions;

namespace ProteomicsAnnotator.Core.Merge;

/// <summary>
/// The merge of decisions: a key's label is that of its highest (clock, at, id). Events are a set by id: the order in
/// which they arrive, and how often, changes nothing. One entry of another program imported twice has one id and
/// counts with the lower clock, so that an importer who knew less cannot revert a decision made in between. Of lines of one
/// decision that differ, the one in the journal that the id names counts, else the one with more members. Each member of
/// a mark goes by the same order; that a block cannot be judged and a label take each other back. An answer decides no label.
/// Not thread-safe: its owner locks.
/// </summary>
/// <param name="version">To begin with.</param>
internal sealed class LabelMerge(long version = 0)
{
    private readonly Dictionary<LabelKey, KeyEvents> _keys = [];
    private readonly Dictionary<string, SeqSet> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LabelEvent> _imports = new(StringComparer.Ordinal);
    private readonly Dictionary<EventId, LabelEvent> _delivered = [];
    private readonly Dictionary<LabelKey, LabelEntry?> _changes = [];
    private readonly HashSet<LabelKey> _marked = [];
    private readonly HashSet<LabelKey> _answered = [];

    public LabelSnapshot Snapshot { get; private set; } = LabelSnapshot.Empty;

    public long HighestClock { get; private set; }

    public int EventCount { get; private set; }

    /// <summary>Differs when another set of decisions, or another line of one, is held.</summary>
    public long Version { get; private set; } = version;

    public IEnumerable<LabelEvent> Events => _keys.Values.SelectMany(events => events.All);

    public static LabelSnapshot Of(IEnumerable<LabelEvent> events)
    {
        var merge = new LabelMerge();
        merge.AddRange(events);
        return merge.Snapshot;
    }

    /// <summary>True when a label, who set it and when, or a flag or note differs now.</summary>
    public bool AddRange(IEnumerable<LabelEvent> events)
    {
        if (_keys.Count == 0 && events.TryGetNonEnumeratedCount(out int count))
        {
            _ = _keys.EnsureCapacity(count);
        }

        bool changed = false;
        bool rebuilds = false;
        _changes.Clear();
        _marked.Clear();
        foreach (LabelEvent item in events)
        {
            if (!AddOne(item, out LabelEntry? now))
            {
                continue;
            }

            changed = true;
            if (!rebuilds)
            {
                _changes[item.Key] = now;
                rebuilds = Snapshot.Labels.IsWorthRebuilding(_changes.Count);
            }
        }

        if (changed || _marked.Count > 0)
        {
            LabelDictionary labels = rebuilds ? Rebuild() : changed ? Snapshot.Labels.With(_changes) : Snapshot.Labels;
            Snapshot = new LabelSnapshot(labels) { Marks = MarksNow() };
        }

        return changed || _marked.Count > 0;
    }

    public bool Contains(EventId id) =>
        id.IsImport ? _imports.ContainsKey(id.Source) : _known.TryGetValue(id.Source, out SeqSet? known) && known.Contains(id.Seq);

    public long HighestClockOf(LabelKey key) => _keys.TryGetValue(key, out KeyEvents? events) ? events.HighestClock : 0;

    /// <summary>What is said of a block beside its label.</summary>
    public MarkChange SaidOf(LabelKey key) => _keys.GetValueOrDefault(key)?.Said ?? default;

    /// <summary>What was said of its block beside the label before a decision was made.</summary>
    public MarkChange SaidBefore(LabelEvent item) => _keys.GetValueOrDefault(item.Key)?.SaidBefore(item) ?? default;

    /// <summary>
    /// A label given now is not blind: its author can see others' votes or the final label, or could when an earlier label of the
    /// block was given. The same label once more is as it was.
    /// </summary>
    /// <param name="key">The block.</param>
    /// <param name="label">The label.</param>
    /// <param name="wasShown">What is known of it beside the decisions.</param>
    public bool IsNotBlind(LabelKey key, int label, bool wasShown) => Snapshot.Find(key) is { } now && now.Label == label
        ? now.IsNotBlind
        : wasShown || _keys.GetValueOrDefault(key)?.HasNotBlind == true;

    /// <summary>What gave the label that stood before a decision was made, and that an undo of it brings back; null: there was none.</summary>
    public LabelEvent? GivenBefore(LabelEvent item) => item.Was is null ? null : _keys.GetValueOrDefault(item.Key)?.LatestBefore(item.Was, item);

    /// <summary>Where the block's point lay when the label, or the answer, was given that stood before a decision was made; null: there was none, or it is not recorded.</summary>
    public PointPosition? PositionBefore(LabelEvent item) => _keys.GetValueOrDefault(item.Key) is not { } key ? null
        : item.IsAnswer ? key.AnswerBefore(item)?.Position
        : item.Was is null ? null
        : key.LatestBefore(item.Was, item)?.Position;

    /// <summary>The answer of this kind and author that stands; null: there is none.</summary>
    public int? AnswerOf(LabelKey key, DecisionKind kind, string? by) => _keys.GetValueOrDefault(key)?.LastAnswer(kind, by)?.Label;

    /// <summary>The answer of the same kind and author that stood before an answer was given.</summary>
    public int? AnswerBefore(LabelEvent item) => _keys.GetValueOrDefault(item.Key)?.AnswerBefore(item)?.Label;

    /// <summary>The second adjudications that stand, in the order in which they were made.</summary>
    public IReadOnlyList<SecondLabel> Seconds()
    {
        List<(LabelEvent Answer, SecondLabel Second)> seconds = [.. _answered.SelectMany(key => _keys[key].Seconds())];
        seconds.Sort((left, right) => LabelEvent.Compare(left.Answer, right.Answer));
        HashSet<(string?, DateTimeOffset)> together = seconds.Count == 0 ? [] : SetTogether();
        return [.. seconds.Select(second => second.Second with
        {
            IsFirstOfMany = second.Second.First is { } first && together.Contains((first.By, first.AnnotatedAt)),
        })];
    }

    /// <summary>Author and time of final labels that were set on several blocks at once: these share both.</summary>
    private HashSet<(string?, DateTimeOffset)> SetTogether() =>
    [
        .. Events.Where(item => item is { Kind: DecisionKind.Label, Label: not null })
            .Select(item => (item.Key, item.By, item.At))
            .Distinct()
            .CountBy(item => (item.By, item.At))
            .Where(step => step.Value > 1)
            .Select(step => step.Key),
    ];

    /// <summary>The repeats that stand, each with the label that its block had when it was answered, in the order of the answers.</summary>
    public IReadOnlyList<LabelRepeat> Repeats()
    {
        var repeats = new List<(LabelEvent Answer, int First)>();
        foreach (KeyEvents events in _answered.Select(key => _keys[key]))
        {
            if (events.Answer(DecisionKind.Repeat, null) is { } answer && events.LabelBefore(answer) is { } first)
            {
                repeats.Add((answer, first));
            }
        }

        repeats.Sort((left, right) => LabelEvent.Compare(left.Answer, right.Answer));
        return [.. repeats.Select(repeat => new LabelRepeat(repeat.Answer.Key, repeat.First, repeat.Answer.Label ?? 0, repeat.Answer.At))];
    }

    /// <summary>Time of the decision that counts; null: there is none.</summary>
    public DateTimeOffset? LatestOf(LabelKey key) => _keys.GetValueOrDefault(key)?.Winner?.At;

    /// <summary>Time of the latest decision about these blocks whose clock can go no higher; null: none has reached the bound.</summary>
    public DateTimeOffset? LatestAtBound(IEnumerable<LabelKey> keys) => keys
        .Select(key => _keys.GetValueOrDefault(key)?.Latest)
        .OfType<LabelEvent>()
        .Where(latest => latest.Clock >= JournalBounds.MaxClock)
        .Max(latest => (DateTimeOffset?)latest.At);

    /// <summary>All decisions about a block, oldest first.</summary>
    public IReadOnlyList<LabelEvent> EventsOf(LabelKey key)
    {
        if (!_keys.TryGetValue(key, out KeyEvents? events))
        {
            return [];
        }

        List<LabelEvent> sorted = [.. events.All];
        sorted.Sort(LabelEvent.Compare);
        return sorted;
    }

    /// <summary>True when some decision set exactly this label at this time: then a file's entry is not foreign.</summary>
    public bool HasDecision(LabelKey key, int label, DateTimeOffset at) =>
        _keys.TryGetValue(key, out KeyEvents? events) && events.Has(label, at);

    private LabelDictionary Rebuild()
    {
        var labels = new Dictionary<LabelKey, LabelEntry>(_keys.Count);
        foreach ((LabelKey key, KeyEvents events) in _keys)
        {
            if (events.Entry is { } entry)
            {
                labels.Add(key, entry);
            }
        }

        return LabelDictionary.Of(labels);
    }

    private ImmutableDictionary<LabelKey, BlockMark> MarksNow()
    {
        if (_marked.Count == 0)
        {
            return Snapshot.Marks;
        }

        ImmutableDictionary<LabelKey, BlockMark>.Builder marks = Snapshot.Marks.ToBuilder();
        foreach (LabelKey key in _marked)
        {
            var mark = BlockMark.Of(SaidOf(key));
            if (mark.IsEmpty)
            {
                _ = marks.Remove(key);
            }
            else
            {
                marks[key] = mark;
            }
        }

        return marks.ToImmutable();
    }

    /// <summary>True when the label of the event's key is another one now.</summary>
    private bool AddOne(LabelEvent item, out LabelEntry? now)
    {
        now = null;
        LabelEvent? replaced = null;
        if (item.Id.IsImport)
        {
            if (_imports.TryGetValue(item.Id.Source, out replaced) && replaced.Clock <= item.Clock)
            {
                return false;
            }

            _imports[item.Id.Source] = item;
        }
        else if (!KnownOf(item.Id.Source).Add(item.Id.Seq) && !Outranks(item, out replaced))
        {
            return false;
        }

        NoteStanding(item);
        Version++;
        HighestClock = Math.Max(HighestClock, item.Clock);
        EventCount += replaced is null ? 1 : 0;
        ref KeyEvents? events = ref CollectionsMarshal.GetValueRefOrAddDefault(_keys, item.Key, out _);
        events ??= new KeyEvents();
        (LabelEvent? Winner, LabelEvent? Origin, MarkChange Said) before = (events.Winner, events.Origin, events.Said);
        events.Add(item, replaced);
        if (events.Said != before.Said)
        {
            _ = _marked.Add(item.Key);
        }

        if (item.IsAnswer)
        {
            _ = _answered.Add(item.Key);
        }

        now = events.Entry;
        return (!ReferenceEquals(before.Winner, events.Winner) || !ReferenceEquals(before.Origin, events.Origin))
            && (before.Winner?.Label is not null || now is not null);
    }

    /// <summary>A line of the same decision that counts instead of the one known so far.</summary>
    private bool Outranks(LabelEvent item, out LabelEvent? known) =>
        _delivered.TryGetValue(item.Id, out known)
        && (known.Clock, known.Key, known.Kind) == (item.Clock, item.Key, item.Kind)
        && item.Standing > known.Standing;

    private void NoteStanding(LabelEvent item)
    {
        if (item.Standing < int.MaxValue)
        {
            _delivered[item.Id] = item;
        }
        else
        {
            _ = _delivered.Remove(item.Id);
        }
    }

    private SeqSet KnownOf(string source)
    {
        if (!_known.TryGetValue(source, out SeqSet? known))
        {
            known = new SeqSet();
            _known[source] = known;
        }

        return known;
    }
}
