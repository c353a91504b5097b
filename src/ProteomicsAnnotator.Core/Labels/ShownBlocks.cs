using System.Text;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// The blocks of the configured data root that one user was shown with another person's vote or a final label, on this machine and of
/// this share: a vote given from then on is not blind. Kept in <c>{state}/shown/{id of the share}/{username}.txt</c>, an id a line, to which
/// lines are only appended; at <see cref="MostBytes"/> it becomes the older file and a new one begins. Thread-safe; nothing but <see cref="Load"/> waits for a disk.
/// </summary>
/// <param name="settings">Where this machine keeps what must outlive a restart.</param>
/// <param name="root">The share.</param>
/// <param name="username">Who looks.</param>
public sealed class ShownBlocks(LabelShareSettings settings, SharedRoot root, string username)
{
    /// <summary>Of a file: more than a million blocks.</summary>
    private const int MostBytes = 64 * 1024 * 1024;

    // Held while files are read, so that whoever asks for that meanwhile waits for it; guards _loaded. Taken before _gate.
    private readonly Lock _loading = new();

    // Guards all other fields.
    private readonly Lock _gate = new();
    private readonly HashSet<BlockId> _blocks = [];
    private List<BlockId> _queue = [];
    private Task _writing = Task.CompletedTask;
    private string? _loaded;
    private volatile string? _unread;
    private volatile string? _unwritten;

    /// <summary><see cref="Problem"/> says something else. Raised on any thread.</summary>
    public event Action? ProblemChanged;

    /// <summary>Why this machine would not know after a restart what was shown, in words; null: it would.</summary>
    public string? Problem => (_unread ?? _unwritten) is { } reason
        ? $"What {username} was shown of others' votes is remembered only until this program ends ({reason}): a vote given after a restart may count as blind though it is not."
        : null;

    public bool Contains(BlockId block)
    {
        lock (_gate)
        {
            return _blocks.Contains(block);
        }
    }

    /// <summary>Returns at once: from now on they count as shown. What could not be written is tried again with the next ones.</summary>
    public void Add(IEnumerable<BlockId> blocks)
    {
        lock (_gate)
        {
            int before = _queue.Count;
            _queue.AddRange(blocks.Where(_blocks.Add));
            if (_queue.Count > before && _writing.IsCompleted)
            {
                _writing = Task.Run(Write);
            }
        }
    }

    /// <summary>What was added before is written, or <see cref="Problem"/> says why not.</summary>
    public async Task WhenWrittenAsync()
    {
        Task writing;
        lock (_gate)
        {
            writing = _writing = _writing.IsCompleted && _queue.Count > 0 ? Task.Run(Write) : _writing;
        }

        await writing;
    }

    /// <summary>Blocking, once for a share; what an earlier program wrote counts from then on.</summary>
    public void Load()
    {
        lock (_loading)
        {
            if (FolderName is var folder && _loaded != folder)
            {
                Load_NeedsLoadingLock(folder);
                _loaded = folder;
            }
        }
    }

    private static string OlderPath(string path) => path + ".1";

    private void Load_NeedsLoadingLock(string folder)
    {
        string? before = Problem;
        _unread = null;
        HashSet<BlockId> read = [.. new[] { folder, FolderOfPath }.Distinct(StringComparer.Ordinal).Select(FileIn).SelectMany(path => ReadLines(OlderPath(path)).Concat(ReadLines(path)))];
        lock (_gate)
        {
            _blocks.UnionWith(read);
            _ = _queue.RemoveAll(read.Contains);
        }

        TellChange(before);
    }

    /// <summary>By the id of the share, so that another mount point is the same share; of a share that has none yet, by its path.</summary>
    private string FolderName => root.KnownId is { Length: > 0 } id && id.All(char.IsAsciiHexDigit) ? id : FolderOfPath;

    private string FolderOfPath => Path.GetFileName(root.LocalFolder);

    private string FileIn(string folder) => Path.Combine(settings.ShownFolder ?? settings.StateFolder, "shown", folder, username + ".txt");

    private List<BlockId> ReadLines(string path)
    {
        List<BlockId> blocks = [];
        try
        {
            ReadOnlySpan<byte> bytes = settings.Files.Stat(path) is null ? [] : settings.Files.ReadAll(path, MostBytes);
            foreach (Range line in bytes.Split((byte)'\n'))
            {
                // Whatever else stands there is a later program's.
                if (BlockId.TryParse(Encoding.UTF8.GetString(bytes[line]), out BlockId block))
                {
                    blocks.Add(block);
                }
            }
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            _unread = StorageException.From(path, error).Message;
        }

        return blocks;
    }

    private void Write()
    {
        Load();
        string? before = Problem;
        while (true)
        {
            List<BlockId> batch;
            lock (_gate)
            {
                if (_queue.Count == 0)
                {
                    break;
                }

                (batch, _queue) = (_queue, []);
            }

            string path = FileIn(FolderName);
            try
            {
                new BoundedLogFile(path, OlderPath(path), MostBytes).Append(Encoding.UTF8.GetBytes(string.Concat(batch.Select(block => block.Value + "\n"))));
                _unwritten = null;
            }
            catch (Exception error) when (StorageFault.IsFileError(error))
            {
                _unwritten = StorageException.FromWriting(path, error).Message;
                lock (_gate)
                {
                    _queue.InsertRange(0, batch);
                }

                break;
            }
        }

        TellChange(before);
    }

    private void TellChange(string? before)
    {
        if (before != Problem)
        {
            ProblemChanged?.Invoke();
        }
    }
}
