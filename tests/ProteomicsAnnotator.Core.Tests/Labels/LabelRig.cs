using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
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

    /// <summary>As the admin's page sees everyone, and as exports do.</summary>
    public static async Task<AllVotes[]> AllReadingsAsync(LabelShare share) =>
        [await share.ReadAllUsersAsync(TestContext.Current.CancellationToken), (await share.ReadWholeAsync(TestContext.Current.CancellationToken)).Votes];

    /// <summary>Gives each label in turn; the share or this machine must take it.</summary>
    public static async Task SetAsync(UserLabels labels, params (string Block, int Label)[] decisions)
    {
        foreach ((string block, int label) in decisions)
        {
            Assert.True((await labels.SetAsync(Key(block), label, [], TestContext.Current.CancellationToken)).Accepted);
        }
    }

    /// <summary>File by file, over what is there.</summary>
    public static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            try
            {
                File.Copy(file, target, overwrite: true);
            }
            catch (FileNotFoundException)
            {
                // A temp file of the running program, renamed meanwhile.
            }
        }
    }

    public static IEnumerable<JsonElement> JournalLines(string path) =>
        File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);

    public LabelShareSettings Settings(string host = "ws-1", FileOperations? files = null) =>
        SettingsIn(Folder, host) with { Files = files ?? new FileOperations() };

    /// <summary>The journals of alice on the share, in the order of their names; none before she has any.</summary>
    public string[] JournalFiles() => Directory.Exists(Journals) ? [.. Directory.GetFiles(Journals, "*.jsonl").Order(StringComparer.Ordinal)] : [];

    /// <summary>Whether a line of them names the block.</summary>
    public bool IsInJournals(string block) =>
        JournalFiles().Any(path => File.ReadAllText(path).Contains($"\"{block}\"", StringComparison.Ordinal));

    /// <summary>Journals on that machine with decisions that have not reached the share.</summary>
    public string[] Waiting(string host = "ws-1") => Local(host, isRemembered: false);

    /// <summary>Journals on that machine with decisions that have.</summary>
    public string[] Remembered(string host = "ws-1") => Local(host, isRemembered: true);

    public Task<LabelShare> OpenAsync(string host = "ws-1", FileOperations? files = null) =>
        LabelShare.OpenAsync(Settings(host, files), TestContext.Current.CancellationToken);

    /// <summary>A program of alice that gives these labels and ends; what it remembers is that of a program that is gone.</summary>
    public async Task LabelAndEndAsync(params (string Block, int Label)[] decisions)
    {
        await using (LabelShare share = await OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", TestContext.Current.CancellationToken);
            foreach ((string block, int label) in decisions)
            {
                Assert.Equal(LabelResult.OnShare, await labels.SetAsync(Key(block), label, [], TestContext.Current.CancellationToken));
            }
        }

        foreach (string journal in Remembered())
        {
            await EndedProgram.PretendAsync(journal);
        }
    }

    /// <summary>What alice's labels are to a program on another machine: these and no others.</summary>
    /// <returns>The history of each, as that program sees it.</returns>
    public async Task<IReadOnlyList<HistoryEntry>[]> AssertSeenElsewhereAsync(params (string Block, int Label)[] expected)
    {
        await using LabelShare elsewhere = await OpenAsync("ws-8");
        UserLabels labels = await elsewhere.OpenUserAsync("alice", TestContext.Current.CancellationToken);
        Assert.Equal(expected, labels.Current.Labels.Values.Select(entry => (entry.Key.Block.Value, entry.Label)).Order());
        return [.. expected.Select(item => labels.History(Key(item.Block)))];
    }

    /// <summary>The same, each decided once.</summary>
    public async Task AssertSeenOnceElsewhereAsync(params (string Block, int Label)[] expected) =>
        Assert.All(await AssertSeenElsewhereAsync(expected), history => Assert.Single(history));

    public async Task<JsonElement> ReadUserFileAsync() =>
        JsonDocument.Parse(await File.ReadAllBytesAsync(UserFile, TestContext.Current.CancellationToken)).RootElement;

    /// <summary>A file as the original program writes it; labels are JSON, so that they may be anything.</summary>
    public void WriteUser(string path, string username, params (string Block, string Label)[] entries)
    {
        string text = string.Join(", ", entries.Select(entry => $$"""
            "{{entry.Block}}": {"label": {{entry.Label}}, "annotated_at": "2024-01-02T10:30:00+00:00"}
            """));
        WriteShare(path, $$"""{"username": "{{username}}", "annotations": { {{text}} } }""");
    }

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

    public void ForgetCache() => Directory.Delete(Settings().CacheFolder, recursive: true);

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
