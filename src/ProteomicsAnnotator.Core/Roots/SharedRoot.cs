using System.Security.Cryptography;
using System.Text;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Roots;

/// <summary>
/// The annotations root: whether it is there, is the one this machine knows, and answers. A share that is not mounted is
/// not an empty one: a root this machine has seen must carry its marker, or nothing is written to it. What was learnt of it
/// and of the data root serves every reading that is given the same one.
/// </summary>
public sealed class SharedRoot
{
    private const string Fuse = "fuse";

    /// <summary>The warning about such a file system.</summary>
    internal const string FuseWarning = "some of these say that a label is on the server's disk before it is. What was saved is remembered on this machine, too.";
    private static readonly TimeSpan LongestFlushPause = TimeSpan.FromSeconds(5);
    private readonly LabelShareSettings _settings;
    private readonly RootMarker _marker;
    private readonly ShareLanes _lanes;
    private readonly NoticeList _notices = new();
    private bool _wasAvailable;

    /// <summary>Looks at nothing yet.</summary>
    public SharedRoot(LabelShareSettings settings)
    {
        _settings = settings;
        Reads = new BoundedReads(settings.TimeProvider);
        Journals = new JournalTree(settings.Files, Reads, PathOf("history"));
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.AnnotationsRoot)))[..16];
        LocalFolder = Path.Combine(settings.StateFolder, "shares", hash);
        Flushes = new FlushProbe(
            settings.Files, settings.TimeProvider, settings.PollInterval < LongestFlushPause ? settings.PollInterval : LongestFlushPause);
        _marker = new RootMarker(settings, LocalFolder, AddNotice);
        _lanes = new ShareLanes(settings.AnnotationsRoot, settings.TimeProvider, () => _marker.Read(), settings.Limits.Answer);
        _lanes.Changed += () => Changed?.Invoke();
        DataRoot = new DataRootConfirmation(settings, this);
        DataSets = new DataSetLookup(settings);
    }

    internal event Action? Changed;

    /// <summary>The system account of this program.</summary>
    public string Account => _settings.OsAccount;

    internal LabelShareSettings Settings => _settings;

    /// <summary>For every reading of a file of the share.</summary>
    internal BoundedReads Reads { get; }

    /// <summary>Of all owners, on the share.</summary>
    internal JournalTree Journals { get; }

    /// <summary>Whether labels may be given below the configured data root.</summary>
    internal DataRootConfirmation DataRoot { get; }

    /// <summary>The data sets below it: one look for all who have this root.</summary>
    internal DataSetLookup DataSets { get; }

    /// <summary>On this machine: the remembered marker, and labels that could not reach the share.</summary>
    internal string LocalFolder { get; }

    internal string CacheFolder => Path.Combine(_settings.CacheFolder, "journals", Path.GetFileName(LocalFolder));

    /// <summary>Whether a flush on it failed, for all owners together. At the latest every second poll tries again.</summary>
    internal FlushProbe Flushes { get; }

    internal ShareState State { get; private set; } = new(false, "not looked at yet", null);

    /// <summary>The folder is there, but a marker could not be made: it can be read, not written.</summary>
    internal bool IsReadable { get; private set; }

    /// <summary>The marker this machine knows, also while the share is away.</summary>
    internal string? KnownId { get; private set; }

    /// <summary>An operation of the share itself has not come back within its limit; no other one is started until it does.</summary>
    internal bool IsHanging => IsHangingIn(ShareLanes.Whole);

    /// <summary>Why nothing can be written to it now, as of the last look, in words; null: it can.</summary>
    internal string? Trouble => _settings.Store?.Fault is { } fault ? fault : IsHanging ? StorageFault.ShareDoesNotAnswer : State is { IsAvailable: false, Reason: var reason } ? reason : null;

    internal IReadOnlyList<string> Notices => _notices.All;

    internal string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([_settings.AnnotationsRoot, .. parts]);

    internal JournalDirectory JournalsOf(LabelOwner owner) => Journals.Of(owner);

    /// <summary>Runs a blocking operation off the caller's thread and gives up waiting, not the operation, after the limit.</summary>
    /// <exception cref="StorageException">It failed, did not come back in time, or an earlier one still hangs.</exception>
    /// <param name="operation">Blocking.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="lane">Whose it is: while one hangs, no other one of the same lane begins. By default the share's own.</param>
    internal Task<T> RunAsync<T>(Func<T> operation, TimeSpan limit, string lane = ShareLanes.Whole) => _lanes.RunAsync(operation, limit, lane);

    internal bool IsHangingIn(string lane) => _lanes.IsHanging(lane);

    /// <summary>What <see cref="Trouble"/> says may be something else now.</summary>
    internal void TellChange() => Changed?.Invoke();

    /// <summary>As fuse, fuseblk, fuse.sshfs, macfuse.</summary>
    internal static bool IsFuse(string fileSystem) => fileSystem.Contains(Fuse, StringComparison.OrdinalIgnoreCase);

    /// <summary>Blocking. It has no marker, and this machine knows of none.</summary>
    /// <exception cref="StorageException">The marker cannot be read.</exception>
    internal bool IsNew() => _marker.Read() is null && _marker.ReadMemory() is null;

    /// <summary>Blocking. Finds or, on a root never seen before, makes the marker.</summary>
    /// <exception cref="StorageException">The root is not available; <see cref="State"/> says why.</exception>
    internal void Verify()
    {
        try
        {
            string? id = _marker.Read();
            string? remembered = _marker.ReadMemory();
            KnownId ??= remembered;
            IsReadable = remembered is null && _settings.Files.FolderExists(_settings.AnnotationsRoot);
            id ??= remembered is null ? _marker.Create() : throw _marker.Missing(remembered);
            Accept(id, remembered);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            StorageException failure = StorageException.From(_settings.AnnotationsRoot, error);
            Publish(State with { IsAvailable = false, Reason = failure.Reason });
            throw failure;
        }
    }

    /// <summary>
    /// For a program that only reads: makes nothing, neither there nor here. A folder without a marker may be read unless this
    /// machine knows it with one. Blocking, for as long as the reading of one file may take.
    /// </summary>
    /// <exception cref="StorageException">It is not there, cannot be read, does not answer, or has lost the marker this machine knows.</exception>
    internal void VerifyReadOnly()
    {
        if (IsHanging)
        {
            throw new StorageException(_settings.AnnotationsRoot, StorageFault.ShareDoesNotAnswer);
        }

        try
        {
            _ = Reads.One(_settings.AnnotationsRoot, IsUnchanged);
        }
        catch (StorageException error) when (error.InnerException is TimeoutException)
        {
            throw new StorageException(_settings.AnnotationsRoot, StorageFault.ShareDoesNotAnswer, error.InnerException);
        }
    }

    /// <summary>The marker that is there now; null: none, or it cannot be read. Bounded.</summary>
    internal string? ReadId()
    {
        try
        {
            return Reads.One(_marker.Path, _marker.Read);
        }
        catch (StorageException)
        {
            return null;
        }
    }

    internal void AddNotice(string text) => _notices.Add(text);

    private bool IsUnchanged()
    {
        if (!_settings.Files.FolderExists(_settings.AnnotationsRoot))
        {
            throw new StorageException(_settings.AnnotationsRoot, "there is no such folder: not mounted?");
        }

        if (_marker.Read() is null && _marker.ReadMemory() is { } remembered)
        {
            throw _marker.Missing(remembered);
        }

        return true;
    }

    private void Accept(string id, string? remembered)
    {
        if (remembered is not null && remembered != id)
        {
            if (_wasAvailable)
            {
                throw new StorageException(_marker.Path, $"another share is mounted here now (marker {id}, expected {remembered})");
            }

            AddNotice($"{_settings.AnnotationsRoot} carries another marker than when this machine saw it last; it is taken as a different share.");
        }

        if (remembered != id)
        {
            _marker.Flush();
            _marker.Remember(id);
        }

        TellOfKind();
        _wasAvailable = true;
        IsReadable = true;
        KnownId = id;
        Publish(new ShareState(true, null, id));
    }

    private void TellOfKind()
    {
        if (_wasAvailable)
        {
            return;
        }

        if (RootOverlap.DescribeReal(_settings) is { } overlap)
        {
            AddNotice(overlap);
        }

        try
        {
            if (_settings.Files.FileSystemOf(_settings.AnnotationsRoot) is { } type && IsFuse(type))
            {
                AddNotice($"{_settings.AnnotationsRoot} is a FUSE file system ({type}): {FuseWarning}");
            }
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            // Its kind is unknown, but it works, as just seen.
        }
    }

    private void Publish(ShareState state)
    {
        bool changed = state != State;
        State = state;
        if (changed)
        {
            Changed?.Invoke();
        }
    }
}

/// <summary>Whether the annotations root is there and the one this machine knows.</summary>
/// <param name="IsAvailable">False: labels are kept on this machine.</param>
/// <param name="Reason">Why not, in words.</param>
/// <param name="RootId">Content of <c>.annotator-root</c>; null while unknown.</param>
public sealed record ShareState(bool IsAvailable, string? Reason, string? RootId);
