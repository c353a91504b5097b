using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// One scan of a root, level by level: folders of one depth are read by several threads at once, because on a network
/// file system each costs a round trip. Block folders are leaves, and are looked into once all of them are known by name. Links are followed behind everything else, and only to
/// folders that the scan has not seen by then: each block is found once, and every scan ends.
/// </summary>
internal sealed class FolderScan
{
    /// <summary>More than any campaign has, and what a scan of a whole disk comes to within seconds.</summary>
    public const int DefaultMostFolders = 100_000;

    private const int Readers = 8;
    private const int MaxDepth = 32;

    private readonly string _root;
    private readonly ScanFindings _findings = new();
    private readonly ConcurrentBag<Folder> _ignored = [];
    private readonly HashSet<FolderIdentity> _visited = [];
    private readonly List<Folder> _links = [];
    // Guards _isOver, and the order of what is told.
    private readonly Lock _telling = new();
    private readonly ConcurrentBag<Task> _early = [];
    private readonly BlockReader _blocks;
    private HashSet<FolderIdentity> _above = [];
    private ScanPace? _pace;
    private int _folders;
    private bool _isOver;

    public FolderScan(string root, BlockNaming naming, IReadOnlyList<string> channelNames)
    {
        _root = root;
        _blocks = new BlockReader(naming, channelNames, _findings);
    }

    public required TimeProvider Time { get; init; }

    /// <summary>Takes what was found so far; null: nobody asks before the end.</summary>
    public Action<CatalogSnapshot>? Progress { get; init; }

    /// <summary>How many folders that are no blocks a scan enters; it leaves out the rest and says so.</summary>
    public int MostFolders { get; init; } = DefaultMostFolders;

    /// <summary>The complete snapshot, <see cref="CatalogSnapshot.IsComplete"/> set.</summary>
    public async Task<CatalogSnapshot> RunAsync(CancellationToken cancellationToken)
    {
        _pace = Progress is null ? null : new ScanPace(Time);
        if (BlockId.IsBlockName(Path.GetFileName(_root)))
        {
            _findings.Add(new CatalogProblem(_root, "This folder is itself a block; open the folder it lies in."));
        }

        var root = Folder.Root(_root);
        _above = root.Above();
        List<Folder> level = Accept([root]);
        while (level.Count > 0)
        {
            var below = new ConcurrentBag<Folder>();
            await InParallelAsync(level, folder => ReadFolder(folder, below, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            level = Accept(below);
            level = level.Count > 0 ? level : FollowLinks();
        }

        _findings.EndListing();
        Tell();
        await InParallelAsync([.. Enumerable.Range(0, _findings.Count)], index => ReadBlock(index, cancellationToken), cancellationToken)
            .ConfigureAwait(false);

        // Each block has been taken by now: what comes later finds none left.
        await Task.WhenAll(_early).ConfigureAwait(false);
        lock (_telling)
        {
            _isOver = true;
        }

        if (LeftOut > 0)
        {
            _findings.IsCutOff = true;
            _findings.Add(new CatalogProblem(_root, TooManyWords) { IsUnread = true });
        }

        return _findings.Complete(
            [.. _ignored.Where(f => !f.HoldsBlocks).Select(f => f.RelativePath).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Returns at once: the folders of these blocks are looked into before it is their turn, and it is told.</summary>
    public void ReadSoon(IReadOnlyList<BlockId> ids) => _early.Add(Task.Run(() =>
    {
        foreach (int index in ids.Select(_findings.IndexOf).Where(index => index >= 0))
        {
            ReadBlock(index, CancellationToken.None);
        }

        Tell();
    }));

    /// <summary>Folders that were found and not looked into.</summary>
    private int LeftOut => Math.Max(0, _folders - MostFolders);

    private string TooManyWords => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"More than {MostFolders:N0} folders lie here: is this the right one? At least {LeftOut:N0} were not looked into, and blocks in them are not listed.");

    /// <summary>Which of the folders found are looked into next; links wait.</summary>
    private List<Folder> Accept(IEnumerable<Folder> found)
    {
        List<Folder> accepted = [];
        foreach (Folder folder in found.OrderBy(folder => folder.RelativePath, StringComparer.Ordinal))
        {
            if (folder.IsLink && folder.Depth > 0)
            {
                Defer(folder);
            }
            else if (MayEnter(folder))
            {
                accepted.Add(folder);
            }
        }

        return accepted;
    }

    private void Defer(Folder link)
    {
        if (link.IsLoop || _above.Contains(link.Identity))
        {
            _findings.Add(new CatalogProblem(link.Path, "A link to a folder that it lies in; not followed."));
        }
        else
        {
            _links.Add(link);
        }
    }

    private List<Folder> FollowLinks()
    {
        List<Folder> links = [.. _links.OrderBy(link => link.RelativePath, StringComparer.Ordinal)];
        _links.Clear();
        return [.. links.Where(MayEnter)];
    }

    private bool MayEnter(Folder folder)
    {
        if (folder.Depth >= MaxDepth)
        {
            _findings.Add(new CatalogProblem(folder.Path, $"More than {MaxDepth} folders deep; not looked into."));
            return false;
        }

        // Always enters what no link led to: not every server distinguishes folders by their numbers.
        if (!_visited.Add(folder.Identity) && folder.IsLinked)
        {
            _findings.Add(new CatalogProblem(folder.Path, "Links lead here to a folder that is looked into under another name; not followed."));
            return false;
        }

        if (folder.IsOnAnotherDevice && SystemMounts.Holds(folder.Path))
        {
            _findings.Add(new CatalogProblem(folder.Path, "A part of the operating system, where no blocks can be; not looked into."));
            return false;
        }

        return true;
    }

    private void ReadFolder(Folder folder, ConcurrentBag<Folder> below, CancellationToken cancellationToken)
    {
        FolderContent content = FolderContent.Read(folder.Path, cancellationToken);
        if (content.IsMissing && folder.Depth == 0)
        {
            _findings.RootExists = false;
            return;
        }

        if ((content.ZarrMarker is { } marker ? BlockReader.ZarrWords(marker) : content.Fault) is { } fault)
        {
            _findings.Add(new CatalogProblem(folder.Path, fault) { IsUnread = content.ZarrMarker is null });
        }

        foreach (string name in content.NotFolders)
        {
            _findings.Add(new CatalogProblem(Path.Join(folder.Path, name), "Not a folder, or a link that leads nowhere."));
        }

        foreach (BlockFolder block in _blocks.BlocksIn(folder, content))
        {
            folder.MarkHoldsBlocks();
            if (_blocks.List(block) is { } listed)
            {
                _findings.Add(listed);
            }
        }

        AddChildren(folder, content, below);
        TellIfDue();
    }

    private void AddChildren(Folder folder, FolderContent content, ConcurrentBag<Folder> below)
    {
        foreach (IGrouping<string, FolderEntry> alike in content.Folders
            .Where(entry => !BlockId.IsBlockName(entry.Name))
            .GroupBy(entry => UnicodeForm.ToNfc(entry.Name), StringComparer.Ordinal))
        {
            if (alike.Count() > 1)
            {
                SayAlike(folder, [.. alike]);
                continue;
            }

            if (Interlocked.Increment(ref _folders) > MostFolders)
            {
                continue;
            }

            FolderEntry entry = alike.Single();
            Folder child = folder.Child(entry);
            if (BlockId.IsAlmostBlockName(entry.Name))
            {
                _ignored.Add(child);
            }

            below.Add(child);
        }
    }

    private void SayAlike(Folder folder, List<FolderEntry> alike)
    {
        foreach (FolderEntry entry in alike)
        {
            _findings.Add(new CatalogProblem(
                Path.Join(folder.Path, entry.Name),
                $"{alike.Count} folders here have this name, in other Unicode forms; none of them is looked into. Rename all but one."));
        }
    }

    private void ReadBlock(int index, CancellationToken cancellationToken)
    {
        if (_findings.Take(index) is { } listed)
        {
            _findings.Replace(index, _blocks.Read(listed, cancellationToken));
            TellIfDue();
        }
    }

    private void TellIfDue()
    {
        if (_pace?.IsDue() == true)
        {
            Tell();
        }
    }

    /// <summary>Takes and publishes in one go: a thread delayed in between would publish fewer than already known.</summary>
    private void Tell()
    {
        if (Progress is { } progress)
        {
            lock (_telling)
            {
                if (!_isOver)
                {
                    progress(_findings.SoFar());
                }
            }
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
}
