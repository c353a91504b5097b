using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.IO.Enumeration;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// One scan of a root, level by level: folders of one depth are read by several threads at once, because on a network
/// file system each costs a round trip. Block folders are leaves.
/// </summary>
internal sealed class FolderScan(string root, BlockNaming naming, IReadOnlyList<string> channelNames)
{
    private const int Readers = 8;
    private const int MaxDepth = 32;

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        BufferSize = 32 * 1024,
    };

    private readonly ScanFindings _findings = new();
    private readonly ConcurrentBag<Folder> _ignored = [];
    private readonly Lock _telling = new();
    private ScanPace? _pace;

    public required TimeProvider Time { get; init; }

    /// <summary>Takes what was found so far; null: nobody asks before the end.</summary>
    public Action<CatalogSnapshot>? Progress { get; init; }

    /// <summary>The complete snapshot, <see cref="CatalogSnapshot.IsComplete"/> set.</summary>
    public async Task<CatalogSnapshot> RunAsync(CancellationToken cancellationToken)
    {
        _pace = Progress is null ? null : new ScanPace(Time);
        var level = new List<Folder> { new("", root, RealPath.Of(root), null) };
        if (BlockId.IsBlockName(Path.GetFileName(root)))
        {
            _findings.Add(new CatalogProblem(root, "This folder is itself a block; open the folder it lies in."));
        }

        for (int depth = 0; level.Count > 0 && depth < MaxDepth; depth++)
        {
            var blocks = new List<BlockFolder>();
            var below = new List<Folder>();
            await InParallelAsync(level, folder => ReadFolder(folder, blocks, below), cancellationToken)
                .ConfigureAwait(false);
            await InParallelAsync(blocks, ReadBlock, cancellationToken).ConfigureAwait(false);
            level = below;
        }

        foreach (Folder folder in level)
        {
            _findings.Add(new CatalogProblem(folder.Path, $"More than {MaxDepth} folders deep; not looked into."));
        }

        return _findings.Complete(
            [.. _ignored.Where(f => !f.HoldsBlocks).Select(f => f.RelativePath).Order(StringComparer.Ordinal)]);
    }

    private void ReadFolder(Folder folder, List<BlockFolder> blocks, List<Folder> below)
    {
        var folders = new List<Entry>();
        bool hasPoints = false;
        Read(folder.Path, entry =>
        {
            if (entry.IsDirectory)
            {
                folders.Add(entry);
            }
            else if (entry.Name == LocalPoints.FileName)
            {
                hasPoints = true;
            }
            else if (BlockId.IsBlockName(entry.Name))
            {
                _findings.Add(new CatalogProblem(
                    Path.Join(folder.Path, entry.Name), "Not a folder, or a link that leads nowhere."));
            }
        });

        folders.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        List<string> names = folders.Select(f => f.Name).Where(BlockId.IsBlockName).ToList();
        IReadOnlyList<FocusPoint?> points = hasPoints ? FocusPoints(folder.Path, names.Count) : [];
        var children = new List<Folder>();
        foreach (Entry entry in folders)
        {
            if (!BlockId.IsBlockName(entry.Name) && Child(folder, entry) is { } child)
            {
                children.Add(child);
            }
        }

        if (names.Count > 0)
        {
            folder.MarkHoldsBlocks();
        }

        lock (blocks)
        {
            blocks.AddRange(names.Select((name, i) =>
                new BlockFolder(folder.Below(name), Path.Join(folder.Path, name), points.ElementAtOrDefault(i))));
            below.AddRange(children);
        }
    }

    private Folder? Child(Folder parent, Entry entry)
    {
        string path = Path.Join(parent.Path, entry.Name);
        string realPath = entry.IsLink ? RealPath.Of(path) : Path.Join(parent.RealPath, entry.Name);
        var child = new Folder(parent.Below(entry.Name), path, realPath, parent)
        {
            IsLinked = entry.IsLink || parent.IsLinked,
        };
        if (entry.Name.StartsWith("block_", StringComparison.OrdinalIgnoreCase))
        {
            _ignored.Add(child);
        }

        if (!child.IsLoop)
        {
            return child;
        }

        _findings.Add(new CatalogProblem(path, "A link to a folder that it lies in; not followed."));
        return null;
    }

    private IReadOnlyList<FocusPoint?> FocusPoints(string folder, int blockCount)
    {
        LocalPoints points = LocalPoints.Read(Path.Join(folder, LocalPoints.FileName));
        if (points.Problem is { } problem)
        {
            _findings.Add(new CatalogProblem(points.Path, problem));
        }
        else if (points.Rows.Count != blockCount)
        {
            _findings.Add(new CatalogProblem(
                points.Path, $"{points.Rows.Count} rows for {blockCount} blocks; row i belongs to the i-th block."));
        }

        return points.Rows;
    }

    private void ReadBlock(BlockFolder folder)
    {
        if (!naming.TryName(folder.RelativePath, out BlockName? name, out string? reason))
        {
            _findings.Add(new CatalogProblem(folder.Path, reason));
            return;
        }

        var files = new List<string>();
        string? problem = Read(folder.Path, entry =>
        {
            if (!entry.IsDirectory && IsTiff(entry.Name))
            {
                files.Add(entry.Name);
            }
        });

        files.Sort(StringComparer.Ordinal);
        _findings.Add(new Block(name.Id, name.Key, folder.Path, Channels(folder.Path, files))
        {
            Focus = folder.Focus,
            Problem = problem ?? (files.Count == 0 ? "No .tif or .tiff file in this folder." : null),
        });
        if (_pace?.IsDue() == true)
        {
            // Looked at and told in one go: a thread that was held up in between would tell of fewer than known already.
            lock (_telling)
            {
                Progress?.Invoke(_findings.SoFar());
            }
        }
    }

    private ChannelFile[] Channels(string folder, List<string> files)
    {
        bool named = channelNames.Count == files.Count;
        var channels = new ChannelFile[files.Count];
        for (int i = 0; i < channels.Length; i++)
        {
            string name = named ? channelNames[i] : Path.GetFileNameWithoutExtension(files[i]);
            channels[i] = new ChannelFile(name, Path.Join(folder, files[i]));
        }

        return channels;
    }

    private static bool IsTiff(string name) =>
        name.EndsWith(".tif", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".tiff", StringComparison.OrdinalIgnoreCase);

    /// <summary>Hands on what it can read; says what stopped it, which is then among the problems, else null.</summary>
    private string? Read(string folder, Action<Entry> take)
    {
        try
        {
            var entries = new FileSystemEnumerable<Entry>(folder, Entry.Of, Everything)
            {
                ShouldIncludePredicate = static (ref FileSystemEntry entry) => entry.FileName[0] != '.',
            };
            foreach (Entry entry in entries)
            {
                take(entry);
            }

            return null;
        }
        catch (DirectoryNotFoundException) when (folder == root)
        {
            _findings.RootExists = false;
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string problem = "Cannot be read: " + (UndecodableName.Explain(folder, e) ?? e.Message);
            _findings.Add(new CatalogProblem(folder, problem));
            return problem;
        }
    }

    /// <summary>Threads of its own: readers that wait for a share would starve the pool that serves the page.</summary>
    [SuppressMessage("Reliability", "CA2008", Justification = "The scheduler is given.")]
    private static Task InParallelAsync<T>(List<T> items, Action<T> read, CancellationToken cancellationToken)
    {
        int next = -1;
        void Work()
        {
            for (int i = Interlocked.Increment(ref next); i < items.Count; i = Interlocked.Increment(ref next))
            {
                cancellationToken.ThrowIfCancellationRequested();
                read(items[i]);
            }
        }

        return Task.WhenAll(Enumerable.Range(0, Math.Min(Readers, items.Count)).Select(_ => Task.Factory.StartNew(
            Work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }

    private readonly record struct Entry(string Name, bool IsDirectory, bool IsLink)
    {
        /// <summary>Asks for the link flag of folders that are no blocks only: it costs a look at the file itself.</summary>
        public static Entry Of(ref FileSystemEntry entry)
        {
            string name = entry.FileName.ToString();
            bool isDirectory = entry.IsDirectory;
            bool isLink = isDirectory && !BlockId.IsBlockName(name)
                && entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
            return new Entry(name, isDirectory, isLink);
        }
    }

    private sealed record BlockFolder(string RelativePath, string Path, FocusPoint? Focus);
}
