using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>
/// The database as the store while people work: decisions go there and nowhere else, and what it has comes back into a folder
/// that this program reads (<see cref="Take"/>). Thread-safe.
/// </summary>
internal sealed class DecisionStore(DatabaseAddress address, TimeProvider time) : IAsyncDisposable
{
    /// <summary>For a decision from its turn to its commit.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4.5);

    /// <summary>Of <see cref="Limit"/>, what is left for the database whatever a decision waited for before.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(0.5);

    /// <summary>For many files together.</summary>
    private static readonly TimeSpan FilesLimit = TimeSpan.FromMinutes(5);

    /// <summary>Connections for files are as many as <see cref="NodeConnections"/> reckons with; one whose commit hangs is in use until it has ended.</summary>
    private readonly SemaphoreSlim _fileTurns = new(NodeConnections.ForFiles);
    private readonly DecisionWriter _writer = new(address, time) { Limit = Limit };
    private string? _fault;

    /// <summary>Raised with the owners (as rows name them) and whether files are among what is new, on whichever thread brought it.</summary>
    public event Action<IReadOnlySet<string>, bool>? News;

    public event Action? FaultChanged;

    /// <summary>For messages.</summary>
    public string Name => address.Name;

    /// <summary>Gets the lines that this program has stored, before they are acknowledged; must not throw.</summary>
    public Action<IReadOnlyList<StoredLine>> Take { get; set; } = static _ => { };

    /// <summary>Why nothing can be stored now, as of the last look, in words; null: it can.</summary>
    public string? Fault => Volatile.Read(ref _fault);

    public void SetFault(string? fault)
    {
        if (Interlocked.Exchange(ref _fault, fault) != fault)
        {
            FaultChanged?.Invoke();
        }
    }

    /// <summary>How far the clock of this machine is from that of the database, as of the last look.</summary>
    public TimeSpan ClockDifference { get; set; }

    public void Tell(IReadOnlySet<string> owners, bool hasFiles)
    {
        if (owners.Count > 0 || hasFiles)
        {
            News?.Invoke(owners, hasFiles);
        }
    }

    public async Task<DecisionAnswer> StoreAsync(DecisionRequest request, TimeSpan within)
    {
        DecisionAnswer answer = await _writer.StoreAsync(request, within);
        if (answer.Lines.Count > 0)
        {
            Take(answer.Lines);
        }

        return answer;
    }

    /// <summary>Lines of a journal that only this program writes. Blocking.</summary>
    /// <exception cref="StorageException">They are not stored; with a <see cref="TimeoutException"/> inside that is not known.</exception>
    public void AddJournal(string owner, string journal, IReadOnlyList<ReadOnlyMemory<byte>> lines) => AddJournal(owner, journal, lines, [], Limit / 2);

    /// <summary>The same with the files that it vouches for, in one transaction: all are there, or none. Blocking, for minutes where they are many.</summary>
    /// <param name="owner">Whose journal.</param>
    /// <param name="journal">Its name.</param>
    /// <param name="lines">All of it.</param>
    /// <param name="files">Below the annotations root, with <c>/</c>; none of that name may be there.</param>
    /// <param name="read">Their content, asked for once each.</param>
    /// <exception cref="StorageException">As above, or one of the files is there.</exception>
    public void AddJournalOf(string owner, string journal, IReadOnlyList<ReadOnlyMemory<byte>> lines, IReadOnlyList<string> files, Func<string, byte[]> read) =>
        AddJournal(owner, journal, lines, [.. files.Select(file => (file, (Func<byte[]>)(() => read(file))))], FilesLimit);

    private void AddJournal(string owner, string journal, IReadOnlyList<ReadOnlyMemory<byte>> lines, IReadOnlyList<(string Path, Func<byte[]> Read)> files, TimeSpan limit)
    {
        List<StoredLine> stored = [.. lines.Select((line, index) => new StoredLine(owner, journal, index + 1, line))];
        Within(async () =>
        {
            await using StoreSession session = await StoreSession.BeginAsync(address, writes: true, CancellationToken.None);
            if (files is [.., var last])
            {
                // One lock for all of them: each takes a place in the database's table of locks, which labels need, too.
                await session.LockFileAsync(last.Path);
            }

            foreach ((string path, Func<byte[]> read) in files)
            {
                if ((await session.VersionsAsync(path)).Count > 0)
                {
                    throw new StorageException(address.Name, $"there is a file {path} already");
                }

                byte[] content = read();
                await session.AddFileAsync(new StoredFile(path, 1, Convert.ToHexStringLower(SHA256.HashData(content))), content);
            }

            // Only now: while it is held, nobody else decides under that name, and files take minutes.
            await session.LockOwnerAsync(owner);
            await session.AddLinesAsync(stored, CancellationToken.None);
            await session.CommitAsync();
            return true;
        }, limit);
        Take(stored);
    }

    /// <summary>Another version of a file. Blocking.</summary>
    /// <param name="path">Below the annotations root, with <c>/</c>.</param>
    /// <param name="content">All of it.</param>
    /// <param name="sha256">Of the content.</param>
    /// <param name="isFirst">There must be none of that name.</param>
    /// <returns>The version that has this content; null: there is a file of that name, and it was to be the first.</returns>
    /// <exception cref="StorageException">It is not stored; with a <see cref="TimeoutException"/> inside that is not known.</exception>
    public long? AddFile(string path, byte[] content, string sha256, bool isFirst) => Within<long?>(async () =>
    {
        await using StoreSession session = await StoreSession.BeginAsync(address, writes: true, CancellationToken.None);
        await session.LockFileAsync(path);
        IReadOnlyList<StoredFile> versions = await session.VersionsAsync(path);
        if (versions is [.., var newest] && (isFirst || newest.Sha256 == sha256))
        {
            return isFirst ? null : newest.Version;
        }

        long version = versions is [.., var last] ? last.Version + 1 : 1;
        await session.AddFileAsync(new StoredFile(path, version, sha256), content);
        await session.CommitAsync();
        return version;
    });

    public ValueTask DisposeAsync()
    {
        _fileTurns.Dispose();
        return _writer.DisposeAsync();
    }

    private void GiveTurnBack()
    {
        try
        {
            _ = _fileTurns.Release();
        }
        catch (ObjectDisposedException)
        {
            // Its commit hung until after the end.
        }
    }

    /// <summary>Operations on files block, so this does.</summary>
    private T Within<T>(Func<Task<T>> store, TimeSpan? limit = null)
    {
        if (!_fileTurns.Wait(Limit / 2))
        {
            throw new StorageException(address.Name, "nothing was stored: other files still wait for the database");
        }

        var end = new object();
        (T Value, ExceptionDispatchInfo? Error)? result = null;
        _ = Task.Run(RunAsync);
        lock (end)
        {
            if (result is null && !Monitor.Wait(end, limit ?? (Limit / 2)))
            {
                throw new StorageException(address.Name, $"not confirmed: {DatabaseFault.NotInTime}", new TimeoutException());
            }

            result!.Value.Error?.Throw();
            return result.Value.Value;
        }

        async Task RunAsync()
        {
            Task<T> storing = store();
            await ((Task)storing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            GiveTurnBack();
            (T, ExceptionDispatchInfo?) ended = storing.IsCompletedSuccessfully
                ? (await storing, null)
                : (default!, ExceptionDispatchInfo.Capture(storing.Exception?.InnerException ?? new TaskCanceledException(storing)));
            lock (end)
            {
                result = ended;
                Monitor.Pulse(end);
            }
        }
    }
}
