using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>A share, a state folder and a cache folder in a temporary folder of their own, deleted at the end.</summary>
internal sealed class LabelRig : IDisposable
{
    public LabelRig()
    {
        Folder = Directory.CreateTempSubdirectory("labels-").FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "share", "data", "blocks"));
    }

    /// <summary>So that a busy machine is not taken for a share that hangs.</summary>
    public static ShareLimits Patient { get; } = new()
    {
        Answer = TimeSpan.FromMinutes(1),
        Preferences = TimeSpan.FromMinutes(1),
        Closing = TimeSpan.FromMinutes(1),
    };

    public string Folder { get; }

    public string Annotations => Path.Combine(Folder, "share", "annotations");

    public string UserFile => Path.Combine(Annotations, "users", "alice.json");

    public string Journals => Path.Combine(Annotations, "history", "users", "alice");

    public static LabelShareSettings SettingsIn(string folder, string host) => new()
    {
        AnnotationsRoot = Path.Combine(folder, "share", "annotations"),
        DataRoot = Path.Combine(folder, "share", "data", "blocks"),
        Classes = LabelClasses.Default,
        StateFolder = Path.Combine(folder, "state-" + host),
        CacheFolder = Path.Combine(folder, "cache-" + host),
        HostName = host,
        OsAccount = "tester",
        ProgramVersion = "0.0.1",
        PollInterval = TimeSpan.FromMilliseconds(100),
        Limits = Patient,
    };

    public static LabelKey Key(string block) => new(null, BlockId.Parse(block));

    public LabelShareSettings Settings(string host = "ws-1", FileOperations? files = null) =>
        SettingsIn(Folder, host) with { Files = files ?? new FileOperations() };

    /// <summary>Journals on that machine with decisions that have not reached the share.</summary>
    public string[] Waiting(string host = "ws-1") => Local(host, isRemembered: false);

    /// <summary>Journals on that machine with decisions that have.</summary>
    public string[] Remembered(string host = "ws-1") => Local(host, isRemembered: true);

    public Task<LabelShare> OpenAsync(string host = "ws-1", FileOperations? files = null) =>
        LabelShare.OpenAsync(Settings(host, files), TestContext.Current.CancellationToken);

    public void WriteShare(string relative, string text)
    {
        string path = Path.Combine(Annotations, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(new FileOperations(), path, System.Text.Encoding.UTF8.GetBytes(text));
    }

    /// <summary>At once, as a program sees it that writes there all the time: recursive deletion alone would meet its new files.</summary>
    public void DeleteShare()
    {
        string away = Path.Combine(Folder, "deleted-" + Guid.NewGuid().ToString("N"));
        Directory.Move(Annotations, away);
        Directory.Delete(away, recursive: true);
    }

    /// <summary>An operation that hung during a test may still write for a moment.</summary>
    public void Dispose() => Assert.True(SpinWait.SpinUntil(TryDelete, TimeSpan.FromMinutes(1)), "something still writes to " + Folder);

    private string[] Local(string host, bool isRemembered)
    {
        string state = Path.Combine(Folder, "state-" + host);
        string part = Path.DirectorySeparatorChar + "remembered" + Path.DirectorySeparatorChar;
        return Directory.Exists(state)
            ? [.. Directory.GetFiles(state, "*.jsonl", SearchOption.AllDirectories).Where(path => path.Contains(part, StringComparison.Ordinal) == isRemembered)]
            : [];
    }

    private bool TryDelete()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(Folder);
        }
    }
}
