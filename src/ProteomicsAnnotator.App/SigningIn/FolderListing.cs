using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>The folders directly below one folder of this machine, for choosing a data root.</summary>
public sealed record FolderListing(string Path, string? Parent, ICollection<string> Folders, int BlockFolders, string? Problem)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Readings that have not returned; each holds a thread until it does.</summary>
    private static readonly ConcurrentDictionary<string, Task<FolderListing>> Hanging = new(StringComparer.Ordinal);

    /// <summary>What Windows keeps at the top of every disk, also of one that is shared with other systems.</summary>
    private static readonly string[] SystemFolders = ["$RECYCLE.BIN", "System Volume Information"];

    public static FolderListing Empty { get; } = new("", null, [], 0, null);

    /// <summary>The folder is a block, which holds channels and no blocks.</summary>
    public bool IsBlock => BlockId.IsBlockName(System.IO.Path.GetFileName(Path));

    /// <summary>
    /// Never throws for faults of the file system. Gives up on a share that does not answer, and does not ask it again until it
    /// has. A leading <c>~</c> is the home folder.
    /// </summary>
    public static async Task<FolderListing> ReadAsync(string path)
    {
        string full;
        try
        {
            full = System.IO.Path.GetFullPath(WithHome(path.Trim()));
        }
        catch (ArgumentException)
        {
            return Empty with { Path = path, Problem = $"'{path}' is no folder name." };
        }

        if (Hanging.ContainsKey(full))
        {
            return Refused(full, $"{full} still does not answer. Is the share mounted?");
        }

        // A thread of its own: one that hangs must not come from the pool that all pages share.
        var reading = Task.Factory.StartNew(() => Read(full), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await reading.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            Remember(full, reading);
            return Refused(full, $"{full} did not answer within {Patience.TotalSeconds:0} seconds. Is the share mounted?");
        }
        catch (DirectoryNotFoundException)
        {
            return Refused(full, $"There is no folder {full}.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Refused(full, $"{full} cannot be opened: {fault.Message}");
        }
    }

    private static string WithHome(string path) =>
        path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify) + path[1..]
            : path;

    private static void Remember(string path, Task<FolderListing> reading)
    {
        Hanging[path] = reading;
        _ = reading.ContinueWith(
            task =>
            {
                _ = task.Exception;
                _ = Hanging.TryRemove(path, out _);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private static FolderListing Read(string path)
    {
        var folders = new List<string>();
        int blocks = 0;
        foreach (string folder in Directory.EnumerateDirectories(path))
        {
            string name = System.IO.Path.GetFileName(folder);
            if (BlockId.IsBlockName(name))
            {
                blocks++;
            }
            else if (!name.StartsWith('.') && !SystemFolders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                folders.Add(name);
            }
        }

        folders.Sort(StringComparer.OrdinalIgnoreCase);
        var listing = new FolderListing(path, System.IO.Path.GetDirectoryName(path), folders, blocks, null);
        return OperatingSystem.IsWindows() ? listing.WithDrives(Environment.GetLogicalDrives()) : listing;
    }

    /// <summary>At the top of a drive or share the other drives are offered; one leads there as a folder does.</summary>
    internal FolderListing WithDrives(IReadOnlyList<string> drives) => Parent is null
        ? this with { Folders = [.. Folders, .. drives.Where(drive => !drive.Equals(Path, StringComparison.OrdinalIgnoreCase))] }
        : this;

    private static FolderListing Refused(string path, string problem)
    {
        var listing = new FolderListing(path, System.IO.Path.GetDirectoryName(path), [], 0, problem);
        return OperatingSystem.IsWindows() ? listing.WithDrives(Environment.GetLogicalDrives()) : listing;
    }
}
