using System.Text;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>Writes one decision of an admin into a journal of its own; for a program that has nothing open on the share.</summary>
internal static class AdminJournal
{
    /// <summary>Blocking. Returns once the line is flushed to the share.</summary>
    /// <param name="root">The share.</param>
    /// <param name="decide">Gets the decision's id, clock and time.</param>
    /// <param name="lineOf">The line, with its end.</param>
    /// <exception cref="StorageException">It was not written: this account may not decide it, or the share is away.</exception>
    public static T Append<T>(SharedRoot root, Func<EventId, long, DateTimeOffset, T> decide, Func<T, byte[]> lineOf) =>
        Append(root, ReadClock(root), decide, lineOf);

    /// <summary>The highest clock of admins' decisions; reads all of their journals. Blocking.</summary>
    /// <exception cref="StorageException">They cannot be read.</exception>
    public static long ReadClock(SharedRoot root)
    {
        root.Verify();
        return AdminDecisions.Read(root).HighestClock;
    }

    /// <summary>The same after <see cref="ReadClock"/>, so that little is left to be done.</summary>
    /// <param name="root">The share.</param>
    /// <param name="highest">Of <see cref="ReadClock"/>.</param>
    /// <param name="decide">As above.</param>
    /// <param name="lineOf">As above.</param>
    /// <param name="files">Below the root, with <c>/</c>: what it vouches for, which a database stores with it or not at all. On a folder they are there.</param>
    public static T Append<T>(SharedRoot root, long highest, Func<EventId, long, DateTimeOffset, T> decide, Func<T, byte[]> lineOf, IReadOnlyList<string>? files = null)
    {
        LabelShareSettings settings = root.Settings;
        DateTimeOffset now = LabelTime.Truncate(settings.TimeProvider.GetUtcNow());
        string name = JournalName.Create(now, settings.HostName);
        T decision = decide(new EventId(name, 1), JournalBounds.ClockAfter(highest), now);
        byte[] end = Encoding.UTF8.GetBytes($"{{\"closed\":\"{LabelTime.Format(now)}\"}}\n");
        if (settings.Store is { } store)
        {
            string owner = StoredLine.OwnerOf(LabelOwner.OfAdmins);
            ReadOnlyMemory<byte>[] lines = [.. new[] { Header(), lineOf(decision), end }.Select(line => (ReadOnlyMemory<byte>)line.AsMemory(0, line.Length - 1))];
            if (files is null)
            {
                store.AddJournal(owner, name, lines);
            }
            else
            {
                store.AddJournalOf(owner, name, lines, files, file => settings.Files.ReadAll(root.PathOf(file)));
            }

            return decision;
        }

        settings.Files.CreateFolder(LabelOwner.OfAdmins.JournalPath(root));
        using var journal = new JournalWriter(settings.Files, root.JournalsOf(LabelOwner.OfAdmins).PathOf(name), Header, root.Verify);
        _ = journal.Append([.. lineOf(decision), .. end]);
        return decision;

        byte[] Header() => new JournalHeader
        {
            Program = settings.ProgramVersion,
            Host = settings.HostName,
            Account = settings.OsAccount,
            DataRoot = settings.DataRoot,
            Classes = settings.Classes.Names,
        }.ToLine();
    }
}
