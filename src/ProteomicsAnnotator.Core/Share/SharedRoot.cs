using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>
/// The annotations root: is it there, is it the one this machine knows, does it answer. A share that is not mounted is
/// not an empty one: a root this machine has seen must carry its marker, or nothing is written to it.
/// </summary>
internal sealed class SharedRoot
{
    public const string MarkerName = ".annotator-root";
    private const string Whole = "";
    private const int IdLength = 32;
    private const int MarkerLimit = 4096;
    public const string DoesNotAnswer = "the share does not answer";
    private const string Fuse = "fuse";

    /// <summary>What to know of such a file system.</summary>
    public const string FuseWarning = "some of these say that a label is on the server's disk before it is. What was saved is remembered on this machine, too.";
    private static readonly TimeSpan LongestFlushPause = TimeSpan.FromSeconds(5);
    private readonly LabelShareSettings _settings;
    private readonly List<string> _notices = [];
    private readonly Lock _gate = new();
    private bool _wasAvailable;
    private readonly ConcurrentDictionary<string, int> _hanging = new(StringComparer.Ordinal);

    public SharedRoot(LabelShareSettings settings)
    {
        _settings = settings;
        Reads = new BoundedReads(settings.TimeProvider);
        Journals = new JournalTree(settings.Files, Reads, Path.Combine(settings.AnnotationsRoot, "history"));
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.AnnotationsRoot)))[..16];
        LocalFolder = Path.Combine(settings.StateFolder, "shares", hash);
        CacheFolder = Path.Combine(settings.CacheFolder, "journals", hash);
        Flushes = new FlushProbe(
            settings.Files, settings.TimeProvider, settings.PollInterval < LongestFlushPause ? settings.PollInterval : LongestFlushPause);
    }

    public event Action? Changed;

    /// <summary>For every reading of a file of the share.</summary>
    public BoundedReads Reads { get; }

    /// <summary>Of all owners, on the share.</summary>
    public JournalTree Journals { get; }

    /// <summary>On this machine: the remembered marker, and labels that could not reach the share.</summary>
    public string LocalFolder { get; }

    public string CacheFolder { get; }

    /// <summary>Whether a flush on it failed, for all owners together. At the latest every second poll tries again.</summary>
    public FlushProbe Flushes { get; }

    public ShareState State { get; private set; } = new(false, "not looked at yet", null);

    /// <summary>The folder is there, but a marker could not be made: it can be read, not written.</summary>
    public bool IsReadable { get; private set; }

    /// <summary>The marker this machine knows, also while the share is away.</summary>
    public string? KnownId { get; private set; }

    /// <summary>An operation of the share itself has not come back within its limit; no other one is started until it does.</summary>
    public bool IsHanging => _hanging.ContainsKey(Whole);

    /// <summary>Why nothing can be written to it now, as of the last look, in words; null: it can.</summary>
    public string? Trouble => IsHanging ? DoesNotAnswer : State is { IsAvailable: false, Reason: var reason } ? reason : null;

    public IReadOnlyList<string> Notices
    {
        get
        {
            lock (_gate)
            {
                return [.. _notices];
            }
        }
    }

    private string MemoryPath => Path.Combine(LocalFolder, "root.json");

    private string MarkerPath => Path.Combine(_settings.AnnotationsRoot, MarkerName);

    public string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([_settings.AnnotationsRoot, .. parts]);

    public JournalDirectory JournalsOf(LabelOwner owner) => Journals.Of(owner);

    /// <summary>Runs a blocking operation off the caller's thread and gives up waiting, not the operation, after the limit.</summary>
    /// <exception cref="StorageException">It failed, did not come back in time, or an earlier one still hangs.</exception>
    /// <param name="operation">Blocking.</param>
    /// <param name="limit">How long is waited.</param>
    /// <param name="lane">Whose it is: while one hangs, no other one of the same lane is begun. By default the share's own.</param>
    public async Task<T> RunAsync<T>(Func<T> operation, TimeSpan limit, string lane = Whole)
    {
        if (IsHangingIn(lane))
        {
            throw new StorageException(_settings.AnnotationsRoot, DoesNotAnswer);
        }

        Task<T> running = Task.Run(operation);
        Task waiting = ((Task)running).WaitAsync(limit, _settings.TimeProvider);
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!running.IsCompleted)
        {
            _ = _hanging.AddOrUpdate(lane, 1, static (_, count) => count + 1);
            _ = ReleaseAsync(running, lane);
            if (lane != Whole)
            {
                _ = ProbeAsync();
            }

            Changed?.Invoke();
            throw new StorageException(_settings.AnnotationsRoot, DoesNotAnswer, new TimeoutException());
        }

        try
        {
            return await running;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(_settings.AnnotationsRoot, error);
        }
    }

    /// <summary>As fuse, fuseblk, fuse.sshfs, macfuse.</summary>
    public static bool IsFuse(string fileSystem) => fileSystem.Contains(Fuse, StringComparison.OrdinalIgnoreCase);

    /// <summary>Blocking. Finds or, on a root never seen before, makes the marker.</summary>
    /// <exception cref="StorageException">The root is not available; <see cref="State"/> says why.</exception>
    public void Verify()
    {
        try
        {
            string? id = ReadMarker();
            string? remembered = ReadMemory();
            KnownId ??= remembered;
            IsReadable = remembered is null && _settings.Files.FolderExists(_settings.AnnotationsRoot);
            id ??= remembered is null ? CreateMarker() : throw Missing(remembered);
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
    /// Blocking; for who only reads: makes nothing, neither there nor here. A folder without a marker may be read unless
    /// this machine knows it with one.
    /// </summary>
    /// <exception cref="StorageException">It is not there, cannot be read, or has lost the marker this machine knows.</exception>
    public void VerifyReadOnly()
    {
        if (!_settings.Files.FolderExists(_settings.AnnotationsRoot))
        {
            throw new StorageException(_settings.AnnotationsRoot, "there is no such folder: not mounted?");
        }

        if (ReadMarker() is null && ReadMemory() is { } remembered)
        {
            throw Missing(remembered);
        }
    }

    public void AddNotice(string text)
    {
        lock (_gate)
        {
            if (!_notices.Contains(text, StringComparer.Ordinal))
            {
                _notices.Add(text);
            }
        }
    }

    public bool IsHangingIn(string lane) => IsHanging || _hanging.ContainsKey(lane);

    /// <summary>Whether it is one file that hangs, or the share: then all others need not find it out one by one.</summary>
    private async Task ProbeAsync()
    {
        try
        {
            _ = await RunAsync(ReadMarker, _settings.Limits.Answer);
        }
        catch (StorageException)
        {
            // Known by now, or told by the next look.
        }
    }

    private async Task ReleaseAsync(Task running, string lane)
    {
        await running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        lock (_gate)
        {
            int left = _hanging.AddOrUpdate(lane, 0, static (_, count) => count - 1);
            if (left == 0)
            {
                _ = _hanging.TryRemove(KeyValuePair.Create(lane, 0));
            }
        }

        Changed?.Invoke();
    }

    private void Accept(string id, string? remembered)
    {
        if (remembered is not null && remembered != id)
        {
            if (_wasAvailable)
            {
                throw new StorageException(MarkerPath, $"another share is mounted here now (marker {id}, expected {remembered})");
            }

            AddNotice($"{_settings.AnnotationsRoot} carries another marker than when this machine saw it last; it is taken as a different share.");
        }

        if (remembered != id)
        {
            FlushMarker();
            Remember(id);
        }

        TellOfFuse();
        _wasAvailable = true;
        IsReadable = true;
        KnownId = id;
        Publish(new ShareState(true, null, id));
    }

    /// <summary>
    /// A marker that a power cut may take back must not be remembered: without it the share would count as not mounted ever
    /// after. Who may only read it, or has no flush, takes it as it is.
    /// </summary>
    private void FlushMarker()
    {
        try
        {
            using (SafeFileHandle marker = _settings.Files.Open(MarkerPath, FileMode.Open, FileAccess.Read))
            {
                _settings.Files.FlushToDisk(marker);
            }

            AtomicFile.FlushFolder(_settings.Files, _settings.AnnotationsRoot);
        }
        catch (Exception error) when (StorageFault.CannotFlush(error) || StorageFault.IsForbidden(error))
        {
            // As safe as it gets from here.
        }
    }

    private void TellOfFuse()
    {
        if (_wasAvailable)
        {
            return;
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
            // Its kind is not known; that it works has just been seen.
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

    private StorageException Missing(string remembered) => new(
        _settings.AnnotationsRoot,
        $"not mounted, or emptied: there is no {MarkerName} (this machine knows this folder with the marker {remembered}; if it is meant to be new, delete {MemoryPath})");

    /// <summary>Null when there is none; a marker being written by another program is waited for.</summary>
    private string? ReadMarker()
    {
        JsonRead<string> read = JsonFile.Read(_settings.Files, MarkerPath, bytes =>
        {
            string text = Encoding.UTF8.GetString(bytes).Trim();
            return text.Length == IdLength && text.All(char.IsAsciiHexDigit) ? text : throw new JsonException("no marker");
        }, MarkerLimit);
        return read.Outcome switch
        {
            ReadOutcome.Read => read.Value,
            ReadOutcome.Missing => null,
            _ => throw read.Error!,
        };
    }

    private string CreateMarker()
    {
        try
        {
            WriteMarker(_settings.Files, _settings.AnnotationsRoot);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(_settings.AnnotationsRoot, error);
        }

        return ReadMarker() ?? throw new StorageException(MarkerPath, "the marker vanished");
    }

    private void WriteMarker(FileOperations files, string root)
    {
        if (!files.FolderExists(root))
        {
            string? parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(root));
            if (parent is null || !files.FolderExists(parent))
            {
                throw new StorageException(root, "neither the folder nor its parent exists: not mounted?");
            }

            files.CreateFolder(root);
            AddNotice($"The annotations folder {root} was created.");
        }

        string id = Guid.NewGuid().ToString("N");
        string temp = Path.Combine(root, $"{MarkerName}_{id}.tmp");
        AtomicFile.Write(files, temp, Encoding.ASCII.GetBytes(id + "\n"));
        try
        {
            files.RenameIfAbsent(temp, MarkerPath);
        }
        catch (IOException) when (files.Stat(MarkerPath) is not null)
        {
            files.Delete(temp);
        }
    }

    private string? ReadMemory()
    {
        JsonRead<string> read = JsonFile.Read(_settings.Files, MemoryPath, bytes =>
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return document.RootElement.GetProperty("id").GetString() ?? throw new JsonException("no id");
        }, RegularFile.MaxSettingsBytes);
        return read.Value;
    }

    private void Remember(string id)
    {
        try
        {
            PrivatePath.CreateFolder(_settings.Files, _settings.StateFolder, LocalFolder);
            AtomicFile.Write(_settings.Files, MemoryPath, JsonFile.Serialize(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("path", _settings.AnnotationsRoot);
                writer.WriteString("id", id);
                writer.WriteEndObject();
            }));
            PrivatePath.Restrict(MemoryPath);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            AddNotice($"This machine cannot remember the annotations folder: {StorageFault.DescribeWriting(error)} ({LocalFolder}).");
        }
    }
}
