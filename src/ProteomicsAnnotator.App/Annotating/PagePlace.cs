using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.App.Annotating.Queues;
using ProteomicsAnnotator.App.Annotating.Reading;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// Where the page is: the open data root, the list, the current block and the painted one. Used on the
/// page's synchronization context only; <see cref="Changed"/> may come from any thread.
/// </summary>
public sealed class PagePlace : IDisposable
{
    private readonly OpenRoots _roots;
    private readonly OwnLabels _labels;
    private readonly PageNotices _notices;
    private readonly ReachCheck _reach;
    private BlockFolders _folders = BlockFolders.Of([]);
    private (IReadOnlyList<Block> Blocks, FoldedGroups Folded, BlockId? Standing, ListRows Rows)? _listed;

    public PagePlace(OpenRoots roots, OwnLabels labels, PageNotices notices, PlannedList queue)
    {
        Queue = queue;
        _roots = roots;
        _labels = labels;
        _notices = notices;
        _reach = new ReachCheck(labels.Faults, () => Catalog, OnCatalogChanged);
        Root = roots.Configured;
        Sequence = new BlockSequence(labels.Of, labels.MarkOf, labels.Conditions);
        Root.Catalog.Changed += OnCatalogChanged;
    }

    /// <summary>The scan of the open root found something, or blocks that could not be reached can be.</summary>
    public event Action? Changed;

    public OpenRoot Root { get; private set; }

    public BlockSequence Sequence { get; }

    public BlockFilter Filter { get; private set; } = new();

    /// <summary>The blocks that were current before, the latest first.</summary>
    public RecentBlocks Recent { get; } = new();

    /// <summary>The annotator's block; its voxels may still be loading.</summary>
    public Block? Current { get; private set; }

    /// <summary>Where the list and the queue stand: the current block, or the one that was current before a block of the self-check.</summary>
    public Block? Standing { get; private set; }

    public PageRepeats Repeats => Queue.Repeats;

    public bool IsConfigured => Root == _roots.Configured;

    /// <summary>The blocks of the campaign's folder, whichever is open.</summary>
    public IReadOnlyList<Block> ConfiguredBlocks => _roots.Configured.Catalog.Current.Blocks;

    /// <summary>The block whose voxels are on screen; null while one loads. Label keys act on it alone.</summary>
    public Block? Painted { get; private set; }

    /// <summary>How many moves of the viewer the program knows.</summary>
    public int Navigation { get; private set; }

    public bool IsScanning => !Catalog.IsComplete;

    public CatalogSnapshot Catalog => Root.Catalog.Current;

    /// <summary>The annotator's part of the plan.</summary>
    public PlannedList Queue { get; }

    /// <summary>The list without its filter, sorted by id: the blocks found so far, or those of the own queue.</summary>
    public IReadOnlyList<Block> Listed => IsConfigured ? Queue.Of(Catalog.Blocks) : Catalog.Blocks;

    public int TotalCount => Listed.Count;

    /// <summary>The folders that the list's blocks lie in.</summary>
    public BlockFolders Folders
    {
        get
        {
            IReadOnlyList<Block> blocks = Listed;
            return ReferenceEquals(blocks, _folders.Blocks) ? _folders : _folders = BlockFolders.Of(blocks);
        }
    }

    /// <summary>The list shows the folders as groups.</summary>
    public bool HasGroups => Folders.HasGroups && Sequence.Order.IsByName;

    /// <summary>Why the groups of the list cannot be folded, in words; null: they can.</summary>
    public string? WhyNoFolding => !Folders.HasGroups ? "The list has no groups: nothing is folded."
        : !Sequence.Order.IsByName ? "The list has no groups in this order: nothing is folded."
        : Filter.Text.Length > 0 ? "Groups stay open while a search is typed. Esc ends it."
        : null;

    /// <summary>What the list shows: the visible blocks, and heads where the folders are groups and the order is by name.</summary>
    public ListRows List
    {
        get
        {
            // All of them stay the same rows, whatever becomes current.
            IReadOnlyList<Block> blocks = Sequence.Visible.Length == Folders.Blocks.Count ? Sequence.Order.Of(Folders.Blocks) : Sequence.Visible;
            BlockId? standing = Standing is { } block && Sequence.FoldedNow.Has(block.Id) ? block.Id : null;
            if (_listed is not { } listed || !ReferenceEquals(listed.Blocks, blocks) || !ReferenceEquals(listed.Folded, Sequence.FoldedNow) || listed.Standing != standing)
            {
                _listed = listed = (blocks, Sequence.FoldedNow, standing, HasGroups ? ListRows.InGroups(blocks, Sequence.FoldedNow, standing) : ListRows.Of(blocks));
            }

            return listed.Rows;
        }
    }

    public string EmptyText => CatalogText.Empty(Root.Catalog, Filter.IsActive);

    /// <summary>The first block that a search finds; null without a search, or when it finds none.</summary>
    public Block? FirstHit => Filter.Text.Length == 0 ? null : Array.Find(Sequence.Visible, block => !IsFilteredOut(block));

    /// <summary>A search finds nothing.</summary>
    public bool FindsNothing => Filter.Text.Length > 0 && FirstHit is null;

    /// <summary>A short remark in the list; null for a block with nothing to remark.</summary>
    public string? BadgeOf(Block block) => _labels.Faults.BadgeOf(block);

    /// <summary>The block does not pass the filter; the list shows it only because it is the current one.</summary>
    public bool IsFilteredOut(Block block) => Filter.IsActive && !Filter.Matches(block, _labels.Of(block), _labels.MarkOf(block), _labels.Conditions);

    public bool TryFind(string? root, string? id, [NotNullWhen(true)] out Block? block)
    {
        block = null;
        return Root.Id == root && BlockId.TryParse(id, out BlockId parsed) && Catalog.TryGet(parsed, out block);
    }

    /// <summary>The same of what a picture shows: also a block of the self-check, without its name.</summary>
    public bool TryFindShown(string? root, string? id, [NotNullWhen(true)] out Block? block) =>
        TryFind(root, id, out block)
        || (block = IsConfigured && root == Root.Id && BlockId.TryParse(id, out BlockId alias) ? Repeats.Find(alias) : null) is not null;

    public void SetFilter(BlockFilter filter)
    {
        Filter = filter;
        UpdateSequence();
    }

    public void SetOrder(BlockOrder order)
    {
        Sequence.Order = order;
        _listed = null;
        UpdateSequence();
    }

    /// <summary>Ends search and filter; false when there are none.</summary>
    public bool TryShowAll()
    {
        bool isFiltered = Filter.IsActive;
        if (isFiltered)
        {
            SetFilter(new BlockFilter());
        }

        return isFiltered;
    }

    /// <summary>Opens a folder chosen on this machine; its blocks fill the list as the scan finds them.</summary>
    public void Open(string path) => Open(_roots.Open(path));

    public void OpenConfigured()
    {
        if (Root != _roots.Configured)
        {
            Open(_roots.Configured);
        }
    }

    /// <summary>Looks for blocks again and says what came and went.</summary>
    public async Task RescanAsync()
    {
        OpenRoot root = Root;
        _labels.Faults.Clear();
        CatalogSnapshot before = root.Catalog.Current;
        try
        {
            await _roots.ScanAsync(root);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        CatalogSnapshot after = root.Catalog.Current;
        _notices.Notify(
            after.RootExists ? CatalogText.Difference(before, after) : CatalogText.NoFolder(root.Catalog),
            after.RootExists ? NoticeSeverity.Info : NoticeSeverity.Warning);
    }

    /// <summary>Makes a block current; it is painted once the viewer says so.</summary>
    public void Select(Block block)
    {
        if (Current?.Key != block.Key)
        {
            Painted = null;
            Recent.Left(Current is { IsBlind: true } ? null : Current);
        }

        Current = block;
        Standing = block.IsBlind ? Standing : block;
        UpdateSequence();
    }

    /// <summary>Opens a folder that was opened before in this run.</summary>
    /// <param name="root">Null: the one that is open stays.</param>
    /// <returns>False when it is not known.</returns>
    public bool TryEnter(string? root)
    {
        if (root is null || root == Root.Id)
        {
            return true;
        }

        bool isKnown = _roots.TryGet(root, out OpenRoot? known);
        if (known is not null)
        {
            Open(_roots.Enter(known));
        }

        return isKnown;
    }

    /// <summary>Where to begin: where this window was before a reload, else the first unlabelled block, of all where a filter finds none.</summary>
    /// <returns>The block from before the reload, for the caller to make current; null where the list chose one.</returns>
    public bool TryBegin(string? resumeRoot, string? resumeBlock, out Block? resumed)
    {
        _ = TryEnter(resumeRoot);
        UpdateSequence();
        if (TryFind(resumeRoot, resumeBlock, out resumed))
        {
            return true;
        }

        if (!Catalog.IsListed)
        {
            return false;
        }

        Standing = Sequence.FirstUnlabelled() ?? Sequence.Visible.Concat(Sequence.Order.Of(Listed)).FirstOrDefault();
        if (!TryFindShown(resumeRoot, resumeBlock, out resumed))
        {
            Current = Standing;
        }

        return true;
    }

    /// <summary>The viewer moved by itself.</summary>
    public void Hear(int navigation) => Navigation = Math.Max(Navigation, navigation);

    /// <summary>The block is on screen as far as its channels can be read; a block whose channels all failed is not painted.</summary>
    public void MarkPainted(Block block, PaintedReport report)
    {
        Painted = report.Seen.Any(channel => channel.Failure is null) ? block : null;
        _labels.Faults.Set(block, report);
        _reach.Start();
    }

    /// <summary>Updates the list and the current block from the catalog and the labels.</summary>
    public void Refresh()
    {
        UpdateSequence();
        if (Current is { } current && TryFindShown(Root.Id, current.Id.Value, out Block? same))
        {
            Current = same;
        }

        if (Standing is { } standing && Catalog.TryGet(standing.Id, out Block? listed))
        {
            Standing = listed;
        }
    }

    public void Dispose()
    {
        _reach.Dispose();
        Root.Catalog.Changed -= OnCatalogChanged;
        _roots.Leave(Root);
    }

    private void Open(OpenRoot root)
    {
        Root.Catalog.Changed -= OnCatalogChanged;
        _roots.Leave(Root);
        Root = root;
        Root.Catalog.Changed += OnCatalogChanged;
        Current = null;
        Standing = null;
        Painted = null;
        Filter = new BlockFilter();
        Recent.Clear();
        _ = Sequence.Chosen.Clear();
        UpdateSequence();
    }

    /// <summary>Folds groups of the list, or opens them; a search shows all that it finds.</summary>
    public void Fold(FoldedGroups folded)
    {
        Sequence.Folded = folded;
        UpdateSequence();
    }

    private void UpdateSequence() => Sequence.Update(Listed, Filter, Standing?.Id, Folders.HasGroups);

    private void OnCatalogChanged() => Changed?.Invoke();
}
