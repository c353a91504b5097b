namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// What the threads of one scan have found; safe to use from all of them. Blocks are added by name; once all are there they
/// are in order, and each is replaced by what its folder says.
/// </summary>
internal sealed class ScanFindings
{
    // Guards _added, _problems, and the change from _added to _blocks.
    private readonly Lock _gate = new();
    private readonly List<Block> _added = [];
    private readonly List<CatalogProblem> _problems = [];

    /// <summary>In ordinal order of the ids; an entry is null once its folder turned out to be no block.</summary>
    private Block?[]? _blocks;
    private BlockId[] _ids = [];
    private int[] _taken = [];

    public bool RootExists { get; set; } = true;

    public bool IsCutOff { get; set; }

    /// <summary>How many blocks were added.</summary>
    public int Count => _ids.Length;

    public void Add(Block block)
    {
        lock (_gate)
        {
            _added.Add(block);
        }
    }

    public void Add(CatalogProblem problem)
    {
        lock (_gate)
        {
            _problems.Add(problem);
        }
    }

    /// <summary>No block comes any more: they are in order from now on.</summary>
    public void EndListing()
    {
        lock (_gate)
        {
            Block[] blocks = [.. _added];
            BlockId[] ids = [.. blocks.Select(block => block.Id)];
            Array.Sort(ids, blocks);
            (_ids, _taken, _blocks) = (ids, new int[ids.Length], blocks);
        }
    }

    /// <summary>The block at a position, for the one caller that is to look into its folder; null: another one does, or did.</summary>
    public Block? Take(int index) => Interlocked.Exchange(ref _taken[index], 1) == 0 ? _blocks![index] : null;

    /// <summary>Position of a block once all are in order; negative: there is none, or they are not.</summary>
    public int IndexOf(BlockId id)
    {
        lock (_gate)
        {
            return Array.BinarySearch(_ids, id);
        }
    }

    /// <param name="index">Of a block that was taken.</param>
    /// <param name="block">As its folder says; null: it is none.</param>
    public void Replace(int index, Block? block) => Volatile.Write(ref _blocks![index], block);

    public CatalogSnapshot SoFar() => Snapshot([], isComplete: false);

    public CatalogSnapshot Complete(IReadOnlyList<string> ignored) => Snapshot(ignored, isComplete: true);

    private CatalogSnapshot Snapshot(IReadOnlyList<string> ignored, bool isComplete)
    {
        Block[] blocks;
        CatalogProblem[] problems;
        bool isListed;
        lock (_gate)
        {
            isListed = _blocks is not null;
            blocks = _blocks is { } listed ? [.. listed.OfType<Block>()] : [.. _added];
            problems = [.. _problems];
        }

        if (!isListed)
        {
            Array.Sort(blocks, static (a, b) => a.Id.CompareTo(b.Id));
        }

        if (isComplete)
        {
            blocks = UsualChannels.Compare(blocks);
        }

        Array.Sort(problems, static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return new CatalogSnapshot(blocks)
        {
            Problems = problems,
            IgnoredFolders = ignored,
            IsListed = isListed,
            IsComplete = isComplete,
            RootExists = RootExists,
            IsCutOff = IsCutOff,
        };
    }
}
