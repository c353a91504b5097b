using System.Security.Cryptography;
using System.Text;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Transfer;

/// <summary>
/// An annotations folder into the database, as it is at one moment: lines of journals that are new, and versions of files that it
/// never had. Each journal and each file is stored whole or not at all, so that one that failed is brought by the next run.
/// </summary>
public sealed class FolderImport
{
    private const byte NewLine = (byte)'\n';
    private readonly SharedRoot _root;
    private readonly StoreSession _store;
    private readonly TransferReport _report = new();

    private FolderImport(SharedRoot root, StoreSession store) => (_root, _store) = (root, store);

    /// <param name="address">The database; its tables are made where they are missing.</param>
    /// <param name="root">The folder, which stays as it is.</param>
    /// <param name="cancellationToken">Ends it between two of them.</param>
    /// <exception cref="StorageException">The folder cannot be read, is another campaign's, or the database does not take it.</exception>
    public static async Task<TransferReport> RunAsync(DatabaseAddress address, SharedRoot root, CancellationToken cancellationToken)
    {
        using ShareCopy copy = await Task.Run(() => ShareCopy.Take(root, static _ => true), cancellationToken);
        await StoreSchema.ApplyAsync(address, cancellationToken: cancellationToken);
        await using StoreSession store = await StoreSession.BeginAsync(address, writes: true, cancellationToken);
        var import = new FolderImport(root, store);
        await import.RunAsync(copy, cancellationToken);
        import._report.NoticeList.InsertRange(0, copy.TornEnds);
        return import._report;
    }

    private async Task RunAsync(ShareCopy copy, CancellationToken cancellationToken)
    {
        FileOperations files = _root.Settings.Files;
        IReadOnlyList<string> paths = new FileTree(files, _root.Reads, copy.Folder).Files(static _ => false);
        await RefuseAnotherAsync(paths.Contains(StorePaths.Marker, StringComparer.Ordinal) ? await Task.Run(() => files.ReadAll(Path.Combine(copy.Folder, StorePaths.Marker)), cancellationToken) : null);
        await RefuseTakenReleasesAsync(copy.Folder, paths);
        foreach (string path in paths.OrderBy(path => StorePaths.JournalOf(path) is null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string source = _root.PathOf(path);
            if (!StorePaths.IsSound(path))
            {
                _report.FaultList.Add($"{source}: its name cannot be stored (control characters, or too long)");
                continue;
            }

            try
            {
                byte[] bytes = await Task.Run(() => files.ReadAll(Path.Combine(copy.Folder, path)), cancellationToken);
                await (StorePaths.JournalOf(path) is { } journal ? ImportJournalAsync(source, journal, bytes, cancellationToken) : ImportFileAsync(source, path, bytes));
            }
            catch (StorageException error) when (error.IsLasting)
            {
                // The copy has another path than what was copied.
                _report.FaultList.Add($"{source}: {error.Reason}");
            }
        }
    }

    /// <summary>A database without a marker gets one, so that what is brought next can be compared. The caller commits.</summary>
    /// <param name="store">The database.</param>
    /// <param name="marker">What it gets; null: a new one.</param>
    /// <returns>The hash of the one that it has then.</returns>
    internal static async Task<string> MarkAsync(StoreSession store, byte[]? marker)
    {
        await store.LockFileAsync(StorePaths.Marker);
        if (await store.VersionsAsync(StorePaths.Marker) is [var stored, ..])
        {
            return stored.Sha256;
        }

        byte[] own = marker ?? Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N") + "\n");
        await store.AddFileAsync(new StoredFile(StorePaths.Marker, 1, Sha256Of(own)), own);
        return Sha256Of(own);
    }

    private async Task RefuseAnotherAsync(byte[]? marker)
    {
        if (await MarkAsync(_store, marker) is var stored && marker is not null && stored != Sha256Of(marker))
        {
            throw new StorageException(_root.Settings.AnnotationsRoot, $"it is the folder of another campaign than the one in the database: their {StorePaths.Marker} differ. Nothing was imported");
        }

        await _store.CommitAsync();
    }

    /// <summary>A release never changes. Whoever makes one of a name that another program has used meanwhile brings nothing of it.</summary>
    private async Task RefuseTakenReleasesAsync(string folder, IReadOnlyList<string> paths)
    {
        foreach (string manifest in paths.Where(StorePaths.IsManifestOfRelease))
        {
            byte[] content = await Task.Run(() => _root.Settings.Files.ReadAll(Path.Combine(folder, manifest)));
            if (await _store.VersionsAsync(manifest) is [.., var newest] && newest.Sha256 != Sha256Of(content))
            {
                throw new StorageException(_root.PathOf(manifest), "the database has another release of that name, and a release never changes. Nothing was imported");
            }
        }
    }

    private async Task ImportJournalAsync(string source, (string Owner, string Journal) journal, byte[] bytes, CancellationToken cancellationToken)
    {
        _report.Journals++;
        List<ReadOnlyMemory<byte>> lines = LinesOf(bytes);
        await _store.LockOwnerAsync(journal.Owner);
        IReadOnlyList<byte[]> stored = await _store.LinesAsync(journal.Owner, journal.Journal);
        int same = stored.Zip(lines).TakeWhile(pair => pair.First.AsSpan().SequenceEqual(pair.Second.Span)).Count();
        if (same < Math.Min(stored.Count, lines.Count))
        {
            _report.FaultList.Add($"{source}: its line {same + 1} differs from the one in the database. Journals are never changed: nothing of it was imported");
        }
        else if (lines.Count > stored.Count)
        {
            await _store.AddLinesAsync([.. lines.Skip(stored.Count).Select((line, index) => new StoredLine(journal.Owner, journal.Journal, stored.Count + index + 1, line))], cancellationToken);
            _report.NewLines += lines.Count - stored.Count;
        }

        await _store.CommitAsync();
    }

    /// <summary>One that was the content before is news only where the file is younger than what came behind it.</summary>
    private async Task ImportFileAsync(string source, string path, byte[] bytes)
    {
        _report.Files++;
        await _store.LockFileAsync(path);
        IReadOnlyList<StoredFile> versions = await _store.VersionsAsync(path);
        string sha256 = Sha256Of(bytes);
        if (path != StorePaths.Marker && (versions.All(version => version.Sha256 != sha256) || (versions[^1].Sha256 != sha256 && await ReturnsAsync(source, bytes, versions[^1]))))
        {
            await _store.AddFileAsync(new StoredFile(path, versions.Count == 0 ? 1 : versions[^1].Version + 1, sha256), bytes);
            _report.NewFiles++;
        }

        await _store.CommitAsync();
    }

    private async Task<bool> ReturnsAsync(string source, byte[] bytes, StoredFile newest)
    {
        if (FileOrder.SaysWhen(bytes))
        {
            return false;
        }

        bool isYounger = await Task.Run(() => FileOrder.IsYounger(_root.Settings.Files, source, newest.StoredAt));
        if (!isYounger)
        {
            _report.NoticeList.Add($"{source}: it is as a version that the database had before, and not younger than the newest one there: it was taken for an older copy and not imported. If it is what counts, save it once more and import again");
        }

        return isYounger;
    }

    private static List<ReadOnlyMemory<byte>> LinesOf(ReadOnlyMemory<byte> bytes)
    {
        List<ReadOnlyMemory<byte>> lines = [];
        while (bytes.Span.IndexOf(NewLine) is >= 0 and int end)
        {
            lines.Add(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }

        return lines;
    }

    internal static string Sha256Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
