using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// When people decided anything last: gave, changed or cleared a label, said that a block cannot be judged, flagged it, gave it a note,
/// answered a block a second time or in the calibration round. By the ends of their journals.
/// </summary>
public static class LastDecisions
{
    private const int EndBytes = 64 * 1024;

    /// <summary>Journals that were written to last; with more programs of one person at work at once, an earlier time may be said.</summary>
    private const int MostJournals = 3;

    /// <summary>Blocking.</summary>
    /// <param name="root">The share.</param>
    /// <param name="votes">Who is whom.</param>
    /// <param name="person">A name of the plan.</param>
    /// <returns>Null: no journal of that person has a decision about the configured data root.</returns>
    /// <exception cref="StorageException">A journal could not be read.</exception>
    public static DateTimeOffset? Of(SharedRoot root, AllVotes votes, string person) => votes.Names.Append(person)
        .Where(name => votes.People.PersonOf(name) == person)
        .Distinct(StringComparer.Ordinal)
        .SelectMany(name => TimesIn(root.JournalsOf(LabelOwner.OfUser(name))))
        .Max();

    private static IEnumerable<DateTimeOffset?> TimesIn(JournalDirectory journals)
    {
        var stamps = new List<(string Name, FileStamp Stamp)>();
        foreach (BoundedRead<(string Name, FileStamp? Stamp)> read in journals.Each(journals.Names(), name => (name, journals.Stat(name))))
        {
            if (read.Error is { } fault)
            {
                throw fault;
            }

            if (read.Value is { Name: { } name, Stamp: { } stamp })
            {
                stamps.Add((name, stamp));
            }
        }

        Dictionary<string, FileStamp> last = stamps.OrderByDescending(journal => journal.Stamp.Modified).Take(MostJournals).ToDictionary(journal => journal.Name, journal => journal.Stamp, StringComparer.Ordinal);
        foreach (BoundedRead<IReadOnlyList<LabelEvent>> read in journals.Each([.. last.Keys], name => journals.ReadEnd(name, last[name], EndBytes).Decisions))
        {
            if (read.Error is { } fault)
            {
                throw fault;
            }

            foreach (LabelEvent decision in read.Value ?? [])
            {
                yield return decision.Key.Root is null && !decision.Id.IsImport ? LabelTime.Known(decision.At) : null;
            }
        }
    }
}
