using System.Diagnostics;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>The single checks, in order; the first one decides whether the others make sense. Blocking.</summary>
internal sealed class ShareChecks(SharedRoot root)
{
    /// <summary>The one that reads everyone's labels, and takes as long as they take.</summary>
    public const string OfDamage = "damaged files";

    private const string OfRoot = "annotations root";
    private const long LeastFreeBytes = 100L * 1024 * 1024;
    private const int Rounds = 20;
    private static readonly string[] Folders = ["", "users", "admin", "preferences", "browsed"];
    private static readonly string[] Known = ["users", "admin", "preferences", "browsed", "history", "campaign", "lost+found", "desktop.ini", "Thumbs.db"];
    private static readonly string[] Accesses = ["open", "closed", "not there yet"];
    private static readonly string[] ForAdmins = ["admin", Path.Combine("history", "admin")];
    private static readonly TimeSpan TolerableSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TolerableLatency = TimeSpan.FromMilliseconds(500);
    private readonly FileOperations _files = root.Settings.Files;
    private readonly string _probe = root.PathOf($".check_{Guid.NewGuid():N}");

    public IReadOnlyList<(string Name, Func<ShareCheckRow> Check)> All =>
    [
        (OfRoot, CheckRoot),
        ("atomic rename", () => WithProbe(CheckRename)),
        ("flush to disk", () => WithProbe(CheckFlush)),
        ("create exclusively", () => WithProbe(CheckExclusive)),
        ("clock difference", () => WithProbe(CheckClock)),
        ("latency of a label", () => WithProbe(CheckLatency)),
        ("free space", CheckSpace),
        ("waiting labels", CheckWaiting),
        ("folders of admins", CheckClosedFolders),
        ("evidence", CheckEvidence),
        ("leftover temp files", CheckTemps),
        (OfDamage, CheckDamage),
        ("names of classes", CheckClasses),
    ];

    // Read once, for the first check that needs it.
    private ShareSnapshot Whole => field ??= ShareSnapshot.Read(root, new ShareSnapshotScope { UsesDamagedFinals = true, PassesOverClosed = true }, CancellationToken.None);

    private CampaignSettings Campaign => field ??= CampaignSettings.Of(DecisionFiles.Public(root).Read());

    private static ShareCheckRow Row(string check, string result, bool isSafe, string detail = "") =>
        new(check, result, isSafe, detail);

    private static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");

    private ShareCheckRow WithProbe(Func<ShareCheckRow> check)
    {
        try
        {
            return check();
        }
        finally
        {
            _files.Delete(_probe);
        }
    }

    private ShareCheckRow CheckRoot()
    {
        if (root.IsNew())
        {
            return CheckNewRoot();
        }

        root.Verify();
        return Row(OfRoot, "available", isSafe: true, $"{root.Settings.AnnotationsRoot} ({root.State.RootId}){Kind()}");
    }

    /// <summary>Makes nothing: whoever misspelt the path would find a folder, and labels in it one day.</summary>
    private ShareCheckRow CheckNewRoot()
    {
        string path = root.Settings.AnnotationsRoot;
        if (!_files.FolderExists(path))
        {
            return Row(OfRoot, "not there", isSafe: false, $"{path}: there is no such folder. Is it spelled right, and mounted? If it is to be new, make it, or start the program, which does where the folder above it is there");
        }

        string? strange = _files.ListFolders(path).Concat(_files.ListFiles(path)).Order(StringComparer.Ordinal).FirstOrDefault(name => name[0] != '.' && !Known.Contains(name, StringComparer.Ordinal));
        return strange is null
            ? Row(OfRoot, "not in use yet", isSafe: true, $"{path}{Kind()}: no program was started with this folder so far. If it is the right one, start the program, which marks it as the campaign's")
            : Row(OfRoot, "no annotations root", isSafe: false, $"{path}: it has no {RootMarker.Name}, and holds {strange}, as no annotations root does. Name the folder for the labels, or an empty one");
    }

    private string Kind() => _files.FileSystemOf(root.Settings.AnnotationsRoot) switch
    {
        null => "",
        var type when SharedRoot.IsFuse(type) => $", file system {type} (FUSE: {SharedRoot.FuseWarning})",
        var type => $", file system {type}",
    };

    /// <summary>A program that has the file open while it is replaced goes on with the old one, or the rename waits for it (Windows).</summary>
    private ShareCheckRow CheckRename()
    {
        AtomicFile.Write(_files, _probe, "old"u8);
        string detail = "a file that is open is replaced once it is closed";
        using (SafeFileHandle before = _files.Open(_probe, FileMode.Open, FileAccess.Read))
        {
            if (TryReplace("new content"u8))
            {
                var kept = new byte[16];
                int length = _files.Read(before, kept, 0);
                detail = kept.AsSpan(0, length).SequenceEqual("old"u8) ? "" : "the handle opened before does not show the old content any more";
            }
        }

        if (detail.Length > 0)
        {
            AtomicFile.Write(_files, _probe, "new content"u8);
        }

        bool isNew = _files.ReadAll(_probe).AsSpan().SequenceEqual("new content"u8);
        return Row("atomic rename", isNew ? "seen by a second handle" : "not seen", isNew, detail);
    }

    /// <summary>False while it is open: only Windows minds that. Every other fault is met again when it is closed.</summary>
    private bool TryReplace(ReadOnlySpan<byte> content)
    {
        try
        {
            AtomicFile.Write(_files, _probe, content);
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private ShareCheckRow CheckFlush()
    {
        using SafeFileHandle file = _files.Open(_probe, FileMode.Create, FileAccess.Write);
        _files.Write(file, "flushed"u8, 0);
        if (!TryFlush(file))
        {
            return Row("flush to disk", "this file system has none", isSafe: false, "labels rest on this machine's disk: each machine's state folder has to be kept");
        }

        bool folder = _files.FlushFolder(root.Settings.AnnotationsRoot);
        return Row("flush to disk", "file yes, folder " + (folder ? "yes" : "no"), isSafe: true, folder ? "" : "a rename may be lost when the server loses power");
    }

    /// <summary>False when the file system has no flush.</summary>
    private bool TryFlush(SafeFileHandle file)
    {
        try
        {
            _files.FlushToDisk(file);
            return true;
        }
        catch (IOException error) when (StorageFault.CannotFlush(error))
        {
            return false;
        }
    }

    private ShareCheckRow CheckExclusive()
    {
        using (_files.Open(_probe, FileMode.CreateNew, FileAccess.Write))
        {
            try
            {
                using SafeFileHandle second = _files.Open(_probe, FileMode.CreateNew, FileAccess.Write);
                return Row("create exclusively", "two creators both succeeded", isSafe: false);
            }
            catch (IOException)
            {
                return Row("create exclusively", "the second creator is refused", isSafe: true);
            }
        }
    }

    private ShareCheckRow CheckClock()
    {
        AtomicFile.Write(_files, _probe, "now"u8);
        DateTimeOffset here = root.Settings.TimeProvider.GetUtcNow();
        TimeSpan skew = (_files.Stat(_probe)?.Modified ?? here) - here;
        bool isSmall = skew.Duration() < TolerableSkew;
        string text = string.Create(CultureInfo.InvariantCulture, $"{skew.TotalSeconds:0.0} s");
        return Row("clock difference", text, isSafe: true, isSmall ? "" : "labels stay right, but times in histories will look odd");
    }

    private ShareCheckRow CheckLatency()
    {
        List<TimeSpan> times = [];
        using (SafeFileHandle file = _files.Open(_probe, FileMode.Create, FileAccess.Write))
        {
            var line = new byte[256];
            for (int i = 0; i < Rounds; i++)
            {
                long start = Stopwatch.GetTimestamp();
                _files.Write(file, line, i * line.Length);
                _ = TryFlush(file);
                times.Add(Stopwatch.GetElapsedTime(start));
            }
        }

        times.Sort();
        TimeSpan worst = times[^1];
        return Row("latency of a label", $"median {Milliseconds(times[Rounds / 2])}, worst {Milliseconds(worst)}", isSafe: true, worst > TolerableLatency ? "labels will be kept on this machine whenever it takes more than a second" : "");
    }

    private ShareCheckRow CheckSpace()
    {
        long free = _files.FreeBytes(root.Settings.AnnotationsRoot);
        return Row("free space", string.Create(CultureInfo.InvariantCulture, $"{free / 1024 / 1024:N0} MiB"), free >= LeastFreeBytes);
    }

    private ShareCheckRow CheckWaiting()
    {
        IReadOnlyList<string> waiting = WaitingLabels.Describe(root);
        return Row("waiting labels", waiting.Count == 0 ? "none on this machine" : "on this machine only", waiting.Count == 0, string.Join("; ", waiting));
    }

    /// <summary>Which of the folders that annotators need no access to this account can read.</summary>
    private ShareCheckRow CheckClosedFolders()
    {
        ILookup<string, string> found = ForAdmins.ToLookup(AccessTo, StringComparer.Ordinal);
        string result = string.Join(", ", Accesses
            .Where(found.Contains)
            .Select(access => $"{string.Join(" and ", found[access])} {access}"));
        string detail = found.Contains("open") ? "right for an admin's account; an annotator's needs no access to them"
            : found.Contains("closed") ? "right for an annotator's account; final labels are not looked at here, and statistics and exports need an admin's"
            : "";
        return Row("folders of admins", result, isSafe: true, detail);
    }

    private string AccessTo(string folder)
    {
        try
        {
            string path = root.PathOf(folder);
            return root.Reads.One(path, () => _files.FolderExists(path) && _files.ListFiles(path) is not null) ? "open" : "not there yet";
        }
        catch (StorageException error) when (IsClosed(error))
        {
            return "closed";
        }
        catch (StorageException error) when (error.InnerException is { } inner && StorageFault.IsMissing(inner))
        {
            return "not there yet";
        }
    }

    /// <summary>That none is recorded is no fault of the share.</summary>
    private ShareCheckRow CheckEvidence()
    {
        string? reason = Campaign.WhyNoEvidence(root.Settings.Classes) ?? EvidenceAccess.WhyNot(root);
        return Row("evidence", reason is null ? "recorded" : "not recorded", isSafe: true, reason ?? "in journals that only their annotators and admins can read");
    }

    private ShareCheckRow CheckTemps()
    {
        List<string> temps = [.. AllFiles().Where(name => Path.GetFileName(name) is ['.', ..] hidden && hidden.EndsWith(".tmp", StringComparison.Ordinal))];
        return Row("leftover temp files", temps.Count.ToString(CultureInfo.InvariantCulture), isSafe: true, string.Join(", ", temps.Take(10)));
    }

    private ShareCheckRow CheckDamage()
    {
        List<string> damaged = [.. AllFiles().Where(name => name.Contains(".damaged-", StringComparison.Ordinal))];
        AllVotes votes = Whole.Votes;
        string result = string.Create(CultureInfo.InvariantCulture, $"{votes.Unreadable.Count} unreadable, {damaged.Count} set aside, {votes.NotCounted.Count} not counted");
        IEnumerable<string> named = votes.Unreadable.Select(fault => fault.Message).Concat(votes.NotCounted).Concat(damaged);
        return Row(OfDamage, result, votes.Unreadable.Count + votes.NotCounted.Count == 0, string.Join(' ', named.Take(10).Select(text => text.TrimEnd('.') + ".")));
    }

    /// <summary>The caller, who knows the blocks, reports labels that are no class.</summary>
    private ShareCheckRow CheckClasses()
    {
        string? conflict = new ShareLookup(root.Settings, root).ReadClassNames() is { } last && root.Settings.Classes.ConflictsWith(last.Names, Campaign.ClassChanges.Explains).Count > 0
            ? $"{last.Username} on {last.Host} labelled with {string.Join(", ", last.Names)}; here they are {string.Join(", ", root.Settings.Classes.Names)}"
            : null;
        return Row("names of classes", conflict is null ? "the same everywhere" : "others were used here last", conflict is null, conflict ?? "");
    }

    private IEnumerable<string> AllFiles() =>
        Folders.SelectMany(List);

    private IReadOnlyList<string> List(string folder)
    {
        try
        {
            string path = root.PathOf(folder);
            return [.. root.Reads.One(path, () => _files.ListFiles(path)).Select(name => Path.Combine(folder, name))];
        }
        catch (StorageException error) when ((error.InnerException is { } inner && StorageFault.IsMissing(inner)) || IsClosed(error))
        {
            return [];
        }
    }

    private static bool IsClosed(StorageException error) => error.InnerException is { } inner && StorageFault.IsForbidden(inner);
}
