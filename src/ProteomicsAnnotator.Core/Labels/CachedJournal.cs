using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>What the cache says of one journal.</summary>
internal readonly record struct CachedJournal(long Settled, long ReadTo, int Format, bool IsClosed, FileStamp? Stamp)
{
    public static CachedJournal Of(JournalState journal) => new(
        journal.SettledLength, Math.Max(journal.Consumed, journal.ReadTo), journal.Format, journal.IsClosed, journal.SettledStamp);
}
