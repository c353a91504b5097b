using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>What a cache holds, without its decisions, so that one that says the same need not be written.</summary>
/// <param name="Version">Of memory, which had these decisions then.</param>
/// <param name="Events">How many of them it holds: what waits on this machine only is not among them.</param>
/// <param name="Derived">Stamp of the derived file when it said what these decisions say; null: not known.</param>
/// <param name="Journals">How far each journal was read.</param>
internal sealed record CacheContent(long Version, int Events, FileStamp? Derived, IReadOnlyDictionary<string, CachedJournal> Journals)
{
    /// <summary>Up to this many journals without a decision, of which each start and end leaves one, take no time at a start.</summary>
    private const int FewJournals = 16;

    public static CacheContent Of(CachedJournals cached, long version) => new(
        version,
        cached.Events.Count,
        cached.Derived,
        cached.Journals.ToDictionary(journal => journal.Name, CachedJournal.Of, StringComparer.Ordinal));

    /// <summary>False: a start from the other one would read no decision, and hardly anything else, again.</summary>
    public bool IsWorthMoreThan(CacheContent held) =>
        (Version, Events) != (held.Version, held.Events)
        || (Derived is not null && Derived != held.Derived)
        || held.Journals.Any(journal => !Journals.TryGetValue(journal.Key, out CachedJournal now) || now.ReadTo < journal.Value.ReadTo)
        || Journals.Count(journal => !held.Journals.TryGetValue(journal.Key, out CachedJournal before) || before != journal.Value) > FewJournals;
}

/// <summary>What the cache says of one journal.</summary>
internal readonly record struct CachedJournal(long Settled, long ReadTo, int Format, bool IsClosed, FileStamp? Stamp)
{
    public static CachedJournal Of(JournalState journal) => new(
        journal.SettledLength, Math.Max(journal.Consumed, journal.ReadTo), journal.Format, journal.IsClosed, journal.SettledStamp);
}
