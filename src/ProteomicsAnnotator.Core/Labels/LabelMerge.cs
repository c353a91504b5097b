using System.Collections.Immutable;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// The merge of decisions: a key's label is that of its highest (clock, at, id). Events are a set by id: the order in
/// which they arrive, and how often, changes nothing. One entry of another program imported twice has one id and
/// counts with the lower clock, so that an importer who knew less cannot revert a decision made in between.
/// Not thread-safe: its owner locks.
/// </summary>
internal sealed class LabelMerge
{
    private readonly Dictionary<LabelKey, KeyEvents> _keys = [];
    private readonly Dictionary<string, HashSet<long>> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LabelEvent> _imports = new(StringComparer.Ordinal);
    private ImmutableDictionary<LabelKey, LabelEntry>.Builder? _building;

    public LabelSnapshot Snapshot { get; private set; } = LabelSnapshot.Empty;

    public long HighestClock { get; private set; }

    public int EventCount { get; private set; }

    public IEnumerable<LabelEvent> Events => _keys.Values.SelectMany(events => events.All);

    public static LabelSnapshot Of(IEnumerable<LabelEvent> events)
    {
        var merge = new LabelMerge();
        merge.AddRange(events);
        return merge.Snapshot;
    }

    /// <summary>True when a label, or who set it and when, differs now.</summary>
    public bool AddRange(IEnumerable<LabelEvent> events)
    {
        _building = Snapshot.Labels.ToBuilder();
        bool changed = false;
        foreach (LabelEvent item in events)
        {
            changed |= AddOne(item);
        }

        if (changed)
        {
            Snapshot = new LabelSnapshot(_building.ToImmutable());
        }

        _building = null;
        return changed;
    }

    public bool Contains(EventId id) =>
        id.IsImport ? _imports.ContainsKey(id.Source) : _known.TryGetValue(id.Source, out HashSet<long>? known) && known.Contains(id.Seq);

    public long HighestClockOf(LabelKey key) => _keys.TryGetValue(key, out KeyEvents? events) ? events.HighestClock : 0;

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

    private bool AddOne(LabelEvent item)
    {
        LabelEvent? replaced = null;
        if (item.Id.IsImport)
        {
            if (_imports.TryGetValue(item.Id.Source, out replaced) && replaced.Clock <= item.Clock)
            {
                return false;
            }

            _imports[item.Id.Source] = item;
        }
        else if (!KnownOf(item.Id.Source).Add(item.Id.Seq))
        {
            return false;
        }

        HighestClock = Math.Max(HighestClock, item.Clock);
        EventCount += replaced is null ? 1 : 0;
        if (!_keys.TryGetValue(item.Key, out KeyEvents? events))
        {
            events = new KeyEvents();
            _keys[item.Key] = events;
        }

        return events.Add(item, replaced) && Publish(item.Key, events.Winner);
    }

    private bool Publish(LabelKey key, LabelEvent? winner)
    {
        if (winner?.Label is null)
        {
            return _building!.Remove(key);
        }

        _building![key] = new LabelEntry(winner);
        return true;
    }

    private HashSet<long> KnownOf(string source)
    {
        if (!_known.TryGetValue(source, out HashSet<long>? known))
        {
            known = [];
            _known[source] = known;
        }

        return known;
    }
}
