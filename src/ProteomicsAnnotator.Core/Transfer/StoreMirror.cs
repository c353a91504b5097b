using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Transfer;

/// <summary>
/// The database as a folder that this program reads while people work: made at the start, kept up with what any program stores. All
/// readers are those of a share; what is decided goes into the database first. The folder is this process's alone, holds nothing that the
/// database has not, and is gone at the end.
/// </summary>
public sealed class StoreMirror : IAsyncDisposable
{
    private static readonly TimeSpan CatchUpLimit = TimeSpan.FromMinutes(5);
    private readonly MirrorFolder _folder;
    private readonly DecisionStore _store;
    private readonly MirrorFiles _files;
    private readonly MirrorLines _lines;
    private readonly LineFollower _follower;
    private string? _diskFault;

    private StoreMirror(DatabaseAddress address, MirrorFolder folder, TimeProvider time)
    {
        _folder = folder;
        Folder = AnnotationsIn(folder.Folder);
        _store = new DecisionStore(address, time) { Take = TakeOwn };
        _files = new MirrorFiles(_store, Folder);
        _lines = new MirrorLines(new FileOperations(), Folder);
        _follower = new LineFollower(address, Take)
        {
            Application = address.NodeName,
            Files = new NewFiles(_files.Wants, TakeFile),
            Clock = now => _store.ClockDifference = time.GetUtcNow().UtcDateTime - now.ToUniversalTime(),
        };
        _follower.FaultChanged += TellFault;
    }

    /// <summary>In place of an annotations root.</summary>
    public string Folder { get; }

    /// <summary>Other nodes on the database, as of the start.</summary>
    public int OtherNodes { get; private init; }

    /// <summary>What of the database is not in the folder, in words.</summary>
    public IReadOnlyList<string> Faults { get; private init; } = [];

    /// <param name="address">The database; its tables, and the identity of a new campaign, are made where they are missing.</param>
    /// <param name="stateFolder">Of this account on this machine.</param>
    /// <param name="time">For limits.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StorageException">It cannot be reached or read, has too few connections, or the folder cannot be written.</exception>
    public static async Task<StoreMirror> OpenAsync(DatabaseAddress address, string stateFolder, TimeProvider time, CancellationToken cancellationToken)
    {
        await StoreSchema.ApplyAsync(address, cancellationToken: cancellationToken);
        int others = await NodeConnections.CheckAsync(address);
        await using (StoreSession session = await StoreSession.BeginAsync(address, writes: true, cancellationToken))
        {
            _ = await FolderImport.MarkAsync(session, null);
            await session.CommitAsync();
        }

        // A version before works in "store", and removes the whole of it at its end.
        MirrorFolder folder = await Task.Run(() => MirrorFolder.Take(Path.Combine(stateFolder, "mirrors")), cancellationToken);
        TransferReport report;
        try
        {
            report = await FolderExport.RunAsync(address, AnnotationsIn(folder.Folder), cancellationToken);
        }
        catch (Exception)
        {
            folder.Dispose();
            throw;
        }

        var mirror = new StoreMirror(address, folder, time) { Faults = report.Faults, OtherNodes = others };
        try
        {
            await mirror.BeginAsync(cancellationToken);
            return mirror;
        }
        catch (Exception)
        {
            await mirror.DisposeAsync();
            throw;
        }
    }

    /// <summary>The settings of the folder's readers and writers; those of any other folder stay as they are.</summary>
    public LabelShareSettings Over(LabelShareSettings settings) => settings.AnnotationsRoot != Folder ? settings : settings with
    {
        Store = _store,
        Files = _files,
        StateFolder = Path.Combine(_folder.Folder, "state"),
        CacheFolder = Path.Combine(_folder.Folder, "cache"),
        ShownFolder = settings.StateFolder,
    };

    public async ValueTask DisposeAsync()
    {
        _follower.FaultChanged -= TellFault;
        await _follower.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private static string AnnotationsIn(string folder) => Path.Combine(folder, "annotations");

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _follower.Begin();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CatchUpLimit);
        while (_follower.CatchUps == 0 || _follower.Fault is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (limit.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new StorageException(_store.Name, _follower.Fault ?? "it does not answer in time");
            }
        }

        TellFault();
    }

    /// <summary>Whoever says it names the database before.</summary>
    private void TellFault()
    {
        string? fault = Volatile.Read(ref _diskFault) ?? _follower.Fault;
        string name = _store.Name + ": ";
        _store.SetFault(fault?.StartsWith(name, StringComparison.Ordinal) == true ? fault[name.Length..] : fault);
    }

    /// <summary>Who decided knows it already. The follower gives them once more: what this machine's disk refuses now is written then.</summary>
    private void TakeOwn(IReadOnlyList<StoredLine> lines)
    {
        try
        {
            _ = _lines.Take(lines);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            NoteDisk(error);
        }
    }

    private void Take(IReadOnlyList<StoredLine> lines) => OnDisk(() => _store.Tell(_lines.Take(lines), hasFiles: false));

    private void TakeFile(StoredFile file, byte[] content) => OnDisk(() =>
    {
        _files.Take(file, content);
        _store.Tell(new HashSet<string>(StringComparer.Ordinal), hasFiles: StorePaths.IsFollowed(file.Path));
    });

    /// <summary>What fails is given again after everything was read once more.</summary>
    private void OnDisk(Action write)
    {
        try
        {
            write();
            NoteDisk(null);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            NoteDisk(error);
            throw new IOException(error.Message, error);
        }
    }

    private void NoteDisk(Exception? error)
    {
        Volatile.Write(ref _diskFault, error is null ? null : StorageException.FromWriting(Folder, error).Message);
        TellFault();
    }
}
