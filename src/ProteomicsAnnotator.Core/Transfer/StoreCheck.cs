using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Transfer;

/// <summary>Whether what is in the database is whole: lines without gaps, what is read out of them, and the content of files.</summary>
public static class StoreCheck
{
    private const string Collation = "SELECT coalesce(datcollversion, ''), coalesce(pg_database_collation_actual_version(oid), '') FROM pg_database WHERE datname = current_database()";
    private const string BrokenFiles = "SELECT path, version FROM file_version WHERE encode(sha256(content), 'hex') <> sha256 ORDER BY path, version";

    /// <param name="address">The database.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public static async Task<TransferReport> RunAsync(DatabaseAddress address, CancellationToken cancellationToken)
    {
        await StoreSchema.ApplyAsync(address, cancellationToken: cancellationToken);
        await using StoreSession store = await StoreSession.BeginAsync(address, writes: false, cancellationToken);
        var report = new TransferReport();
        foreach ((string path, long version) in await store.AskAsync(BrokenFiles, row => (row.GetString(0), row.GetInt64(1))))
        {
            report.FaultList.Add($"{path}: its version {version} is not what was stored (another SHA-256)");
        }

        report.Files = (await store.FilesAsync()).Select(file => file.Path).Distinct(StringComparer.Ordinal).Count();
        foreach ((string owner, string journal) in await store.JournalsAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            report.Journals++;
            try
            {
                await CheckJournalAsync(store, owner, journal, report);
            }
            catch (StorageException gap) when (gap.InnerException is null)
            {
                report.FaultList.Add(gap.Reason);
            }
        }

        (string was, string now) = (await store.AskAsync(Collation, row => (row.GetString(0), row.GetString(1))))[0];
        if (was != now)
        {
            report.NoticeList.Add($"the collation of the database was of version {was}, and the system now has {now}. Keys of this program are sorted by their bytes, whatever it says; other tables there may need REINDEX");
        }

        return report;
    }

    private static async Task CheckJournalAsync(StoreSession store, string owner, string journal, TransferReport report)
    {
        IReadOnlyList<byte[]> lines = await store.LinesAsync(owner, journal);
        IReadOnlyList<object?[]> derived = await store.DerivedAsync(owner, journal);
        for (int i = 0; i < lines.Count; i++)
        {
            report.NewLines++;
            object?[] expected = [.. new StoredLine(owner, journal, i + 1, lines[i]).Values().Skip(StoredLine.FirstDerived).Select(item => item.Value)];
            if (!expected.SequenceEqual(derived[i]))
            {
                report.FaultList.Add($"{StorePaths.PathOf(owner, journal)}, line {i + 1}: the columns beside it say something else than the line");
            }
        }
    }
}
