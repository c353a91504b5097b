using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>
/// Files of one folder of the share that are written once, under names that no two programs make, and never changed: what was
/// read of one is kept. Names of another form, as of systems' dot-files and of copies, are passed over. Blocking; thread-safe.
/// </summary>
/// <param name="root">The share.</param>
/// <param name="folder">Where they are.</param>
/// <param name="ending">What follows the id: ".json", or "/plan.json" where each has a folder of its own.</param>
/// <param name="parse">Of an id and its bytes; throws what <see cref="JsonFile.IsDamage"/> names.</param>
internal sealed class WrittenOnce<T>(SharedRoot root, string folder, string ending, Func<string, byte[], T> parse)
    where T : class
{
    /// <summary>Of a file of one step: a larger one is none of ours.</summary>
    private const long MostBytes = 32L * 1024 * 1024;

    private static readonly ParallelOptions SeveralAtOnce = new() { MaxDegreeOfParallelism = 16 };

    private readonly ConcurrentDictionary<string, T> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (FileStamp? Stamp, UnusableFile File)> _damaged = new(StringComparer.Ordinal);

    private FileOperations Files => root.Settings.Files;

    /// <param name="unusable">Gets what is there and cannot be used.</param>
    /// <returns>In the order of the ids. A file that is not complete yet is not there yet.</returns>
    /// <exception cref="StorageException">The folder, or a file in it, is there and cannot be read.</exception>
    public List<T> Read(List<UnusableFile> unusable)
    {
        string[] ids = [.. Ids()];
        string[] news = [.. ids.Where(id => !_known.ContainsKey(id))];
        var read = new (T? Value, UnusableFile? Bad, StorageException? Error)[news.Length];
        Parallel.For(0, news.Length, SeveralAtOnce, i => read[i] = ReadOne(news[i]));
        if (read.FirstOrDefault(item => item.Error is not null).Error is { } error)
        {
            throw error;
        }

        unusable.AddRange(read.Select(item => item.Bad).OfType<UnusableFile>());
        return [.. ids.Select(id => _known.GetValueOrDefault(id)).OfType<T>()];
    }

    /// <summary>Returns once it is on disk.</summary>
    /// <exception cref="StorageException">It is not stored.</exception>
    public void Write(string id, byte[] bytes)
    {
        string path = PathOf(id);
        try
        {
            Files.CreateFolder(Path.GetDirectoryName(path)!);
            AtomicFile.Write(Files, path, bytes);
            AtomicFile.FlushFolder(Files, folder);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(path, error);
        }
    }

    private string PathOf(string id) => folder + "/" + id + ending;

    private IEnumerable<string> Ids()
    {
        int slash = ending.IndexOf('/', StringComparison.Ordinal);
        IReadOnlyList<string> names = slash == 0 ? List(Files.ListFolders) : List(Files.ListFiles);
        return names
            .Where(name => slash == 0 || name.EndsWith(ending, StringComparison.Ordinal))
            .Select(name => slash == 0 ? name : name[..^ending.Length])
            .Where(JournalName.IsJournal)
            .Order(StringComparer.Ordinal);
    }

    private IReadOnlyList<string> List(Func<string, IReadOnlyList<string>> list) => root.Reads.One(
        folder,
        () =>
        {
            try
            {
                return list(folder);
            }
            catch (Exception error) when (StorageFault.IsMissing(error))
            {
                return [];
            }
        });

    private (T? Value, UnusableFile? Bad, StorageException? Error) ReadOne(string id)
    {
        string path = PathOf(id);
        JsonRead<T> read;
        try
        {
            if (_damaged.TryGetValue(id, out (FileStamp? Stamp, UnusableFile File) before) && root.Reads.One(path, () => Files.Stat(path)) == before.Stamp)
            {
                return (null, before.File, null);
            }

            read = root.Reads.One(path, () => JsonFile.Read(Files, path, bytes => parse(id, bytes), MostBytes));
        }
        catch (StorageException error)
        {
            return (null, null, error);
        }

        switch (read.Outcome)
        {
            case ReadOutcome.Read:
                return (_known[id] = read.Value!, null, null);
            case ReadOutcome.Unreadable:
                return (null, null, read.Error!);
            case ReadOutcome.Damaged:
                Exception reason = read.Error!.InnerException ?? read.Error;
                var file = new UnusableFile($"{path}: it does not count: {reason.Message}", reason is NewerFormatException);
                _damaged[id] = (read.Stamp, file);
                return (null, file, null);
            default:
                return default;
        }
    }
}

/// <summary>A file that is there and cannot be used.</summary>
/// <param name="Words">Which, and why.</param>
/// <param name="IsNewer">A later version of the program wrote it: an update is needed.</param>
public sealed record UnusableFile(string Words, bool IsNewer);

/// <summary>A later version of the program wrote this file.</summary>
internal sealed class NewerFormatException(long found, int known) : FormatException($"it has format {found}, and this program knows {known}: an update is needed");
