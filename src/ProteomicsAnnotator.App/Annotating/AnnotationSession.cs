using System.Globalization;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// One page's work: who annotates, which data root is open, which block is current and which is painted, and what a
/// label key does. Used on the page's synchronization context only; <see cref="Changed"/> may come from any thread.
/// </summary>
public sealed partial class AnnotationSession : IAsyncDisposable
{
    private const int NeighboursAhead = 3;

    private readonly OpenRoots _roots;
    private readonly VolumeCache _volumes;
    private readonly LabelShare _share;
    private readonly SignIns _signIns;
    private readonly AnnotatorOptions _options;
    private readonly UserLabels _labels;
    private readonly Dictionary<BlockId, int> _failedChannels = [];
    private readonly PressLedger _presses = new();
    private readonly PaintedReports _reports = new();
    private BlockId? _unreadable;
    private int _navigation;

    internal AnnotationSession(AnnotationSessionFactory parts, SignIn signIn, UserLabels labels)
    {
        _roots = parts.Roots;
        _volumes = parts.Volumes;
        _share = parts.Share;
        _signIns = parts.SignIns;
        _options = parts.Options;
        _labels = labels;
        SignIn = signIn;
        Root = _roots.Configured;
        Walk = new BlockSequence(LabelOf);
        _fileChecks = new FileChecks(CheckFilesAsync);
        Root.Catalog.Changed += OnChanged;
        _labels.Changed += OnChanged;
        _share.Changed += PublishNotices;
        _signIns.Changed += OnChanged;
    }

    /// <summary>Something the page shows is different.</summary>
    public event Action? Changed;

    /// <summary>Words for the annotator.</summary>
    public event Action<Notice>? Noticed;

    public SignIn SignIn { get; }

    public LabelClasses Classes => _options.Classes;

    public OpenRoot Root { get; private set; }

    public BlockSequence Walk { get; }

    public BlockFilter Filter { get; private set; } = new();

    /// <summary>The block one is on; its voxels may still be loading.</summary>
    public Block? Current { get; private set; }

    /// <summary>The block whose voxels are on screen; null while one loads. Label keys act on it alone.</summary>
    public Block? Painted { get; private set; }

    public bool IsLoading => Current is { } current && Painted is null && current.Id != _unreadable && current.Channels.Count > 0;

    public bool IsScanning => !Root.Catalog.Current.IsComplete;

    public int TotalCount => Root.Catalog.Current.Blocks.Count;

    public int AnnotatedCount { get; private set; }

    public string EmptyText => this switch
    {
        { TotalCount: > 0, Filter.IsActive: true } => "No blocks match. Esc in the search shows all again.",
        { IsScanning: true } => "Looking for blocks…",
        _ when !Root.Catalog.Current.RootExists => $"There is no folder {Root.Catalog.Root}.",
        _ => $"No folder named block_NNNN (four digits) was found below {Root.Catalog.Root}.",
    };

    /// <summary>What the scan has to say, each kind by its own name: a remark on a file is no folder left out.</summary>
    public string CatalogNotice
    {
        get
        {
            CatalogSnapshot catalog = Root.Catalog.Current;
            return string.Join(" · ", new[]
            {
                catalog.IsCutOff ? "Too many folders: is this the right one?" : null,
                Counted(catalog.IgnoredFolders.Count, "folder not used", "folders not used"),
                Counted(catalog.Problems.Count, "remark on this folder", "remarks on this folder"),
            }.OfType<string>());
        }
    }

    public IEnumerable<string> CatalogDetails => Root.Catalog.Current.Problems
        .Select(problem => $"{VisibleName.Of(problem.Path)}: {problem.Message}")
        .Concat(Root.Catalog.Current.IgnoredFolders.Select(folder => $"{VisibleName.Of(folder)}: not block_ and exactly four digits"));

    /// <summary>The first block that a search finds; null without a search, or when it finds none.</summary>
    public Block? FirstHit => Filter.Text.Length == 0 ? null : Array.Find(Walk.Visible, block => !IsFilteredOut(block));

    private static string? Counted(int count, string one, string many) => count switch
    {
        0 => null,
        1 => $"1 {one}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {many}"),
    };

    /// <summary>A short remark in the list; null for a block with nothing to remark.</summary>
    public string? BadgeOf(Block block) => block.Channels.Count == 0
        ? "no channels"
        : _failedChannels.TryGetValue(block.Id, out int failed) ? $"{failed} failed" : null;

    /// <summary>It does not pass the filter: the list has it only because one is on it.</summary>
    public bool IsFilteredOut(Block block) => Filter.IsActive && !Filter.Matches(block, LabelOf(block));

    public void SetFilter(BlockFilter filter)
    {
        Filter = filter;
        UpdateWalk();
    }

    /// <summary>
    /// Opens a folder chosen on this machine; its blocks fill the list as they are found. Final labels are of the
    /// configured root, so an adjudication ends.
    /// </summary>
    public void Open(string path)
    {
        _ = LeaveAdjudication();
        Open(_roots.Open(path));
    }

    /// <summary>Looks for blocks again and says what came and went.</summary>
    public async Task RescanAsync()
    {
        OpenRoot root = Root;
        var before = root.Catalog.Current.Blocks.Select(block => block.Id).ToHashSet();
        try
        {
            await _roots.ScanAsync(root);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        CatalogSnapshot after = root.Catalog.Current;
        if (!after.RootExists)
        {
            Notify($"There is no folder {root.Catalog.Root}.", NoticeSeverity.Warning);
            return;
        }

        int stayed = after.Blocks.Count(block => before.Contains(block.Id));
        string blocks = Counted(after.Blocks.Count, "block", "blocks") ?? "no block";
        Notify(string.Create(
            CultureInfo.InvariantCulture,
            $"Looked again: {after.Blocks.Count - stayed:N0} new, {before.Count - stayed:N0} gone; {blocks} now."));
    }

    /// <summary>Reads the preferences and takes up the blocks found so far; to be awaited once before the page is built.</summary>
    internal async Task BeginAsync(CancellationToken cancellationToken)
    {
        await RecallAsync(cancellationToken);
        UpdateWalk();
    }

    private void Open(OpenRoot root)
    {
        Root.Catalog.Changed -= OnChanged;
        _roots.Leave(Root);
        Root = root;
        Root.Catalog.Changed += OnChanged;
        Current = null;
        Painted = null;
        Filter = new BlockFilter();
        _failedChannels.Clear();
        UpdateWalk();
    }

    public async ValueTask DisposeAsync()
    {
        Root.Catalog.Changed -= OnChanged;
        _roots.Leave(Root);
        _labels.Changed -= OnChanged;
        _share.Changed -= PublishNotices;
        _signIns.Changed -= OnChanged;
        await _closing.CancelAsync();
        if (_review is not null)
        {
            _review.Changed -= OnChanged;
            await _review.DisposeAsync();
        }

        _closing.Dispose();
    }

    /// <summary>Takes up what the catalog and the labels say now. On the page's synchronization context.</summary>
    public void Refresh()
    {
        UpdateWalk();
        if (Current is { } current && Root.Catalog.Current.TryGet(current.Id, out Block? same))
        {
            Current = same;
        }
    }

    private void UpdateWalk()
    {
        IReadOnlyList<Block> blocks = Root.Catalog.Current.Blocks;
        Walk.Update(blocks, Filter, Current?.Id);
        CountAnnotated(blocks);
    }

    private void OnChanged() => Changed?.Invoke();
}
