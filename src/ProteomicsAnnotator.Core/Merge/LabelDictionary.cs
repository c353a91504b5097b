using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Merge;

/// <summary>
/// Labels by key; never changes. What was loaded at once lies in one flat table that all later versions share, and what
/// changed since in a small tree over it: a start with many labels costs as little as a single label among them.
/// </summary>
public sealed class LabelDictionary : IReadOnlyDictionary<LabelKey, LabelEntry>
{
    private const int FewChanges = 256;
    private const int LoadedPerChange = 8;
    private readonly Dictionary<LabelKey, LabelEntry> _loaded;
    private readonly ImmutableDictionary<LabelKey, LabelEntry?> _since;

    private LabelDictionary(Dictionary<LabelKey, LabelEntry> loaded, ImmutableDictionary<LabelKey, LabelEntry?> since, int count)
    {
        _loaded = loaded;
        _since = since;
        Count = count;
    }

    public static LabelDictionary Empty { get; } = Of([]);

    public int Count { get; }

    public IEnumerable<LabelKey> Keys => this.Select(pair => pair.Key);

    public IEnumerable<LabelEntry> Values => this.Select(pair => pair.Value);

    public LabelEntry this[LabelKey key] => TryGetValue(key, out LabelEntry entry)
        ? entry
        : throw new KeyNotFoundException($"{key} has no label.");

    public bool ContainsKey(LabelKey key) => TryGetValue(key, out _);

    public bool TryGetValue(LabelKey key, [MaybeNullWhen(false)] out LabelEntry value)
    {
        if (_since.Count > 0 && _since.TryGetValue(key, out LabelEntry? changed))
        {
            value = changed.GetValueOrDefault();
            return changed is not null;
        }

        return _loaded.TryGetValue(key, out value);
    }

    public IEnumerator<KeyValuePair<LabelKey, LabelEntry>> GetEnumerator()
    {
        foreach (KeyValuePair<LabelKey, LabelEntry> pair in _loaded)
        {
            if (_since.Count == 0 || !_since.ContainsKey(pair.Key))
            {
                yield return pair;
            }
        }

        foreach ((LabelKey key, LabelEntry? entry) in _since)
        {
            if (entry is { } label)
            {
                yield return new KeyValuePair<LabelKey, LabelEntry>(key, label);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <param name="labels">Owned by the table from now on.</param>
    internal static LabelDictionary Of(Dictionary<LabelKey, LabelEntry> labels) =>
        new(labels, ImmutableDictionary<LabelKey, LabelEntry?>.Empty, labels.Count);

    /// <summary>From this many changes on, a new flat table is cheaper.</summary>
    internal bool IsWorthRebuilding(int changes) =>
        changes + _since.Count > Math.Max(FewChanges, _loaded.Count / LoadedPerChange);

    /// <param name="changes">Key and label now; null: none.</param>
    internal LabelDictionary With(IReadOnlyDictionary<LabelKey, LabelEntry?> changes)
    {
        ImmutableDictionary<LabelKey, LabelEntry?>.Builder since = _since.ToBuilder();
        int count = Count;
        foreach ((LabelKey key, LabelEntry? entry) in changes)
        {
            count += (entry is null ? 0 : 1) - (ContainsKey(key) ? 1 : 0);
            since[key] = entry;
        }

        return new LabelDictionary(_loaded, since.ToImmutable(), count);
    }
}
