namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>What the threads of one scan have found; safe to use from all of them.</summary>
internal sealed class ScanFindings
{
    private readonly Lock _gate = new();
    private readonly List<Block> _blocks = [];
    private readonly List<CatalogProblem> _problems = [];

    public bool RootExists { get; set; } = true;

    public bool IsCutOff { get; set; }

    public void Add(Block block)
    {
        lock (_gate)
        {
            _blocks.Add(block);
        }
    }

    public void Add(CatalogProblem problem)
    {
        lock (_gate)
        {
            _problems.Add(problem);
        }
    }

    public CatalogSnapshot SoFar() => Snapshot([], isComplete: false);

    public CatalogSnapshot Complete(IReadOnlyList<string> ignored) => Snapshot(ignored, isComplete: true);

    private CatalogSnapshot Snapshot(IReadOnlyList<string> ignored, bool isComplete)
    {
        Block[] blocks;
        CatalogProblem[] problems;
        lock (_gate)
        {
            blocks = [.. _blocks];
            problems = [.. _problems];
        }

        Array.Sort(blocks, static (a, b) => a.Id.CompareTo(b.Id));
        Array.Sort(problems, static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return new CatalogSnapshot(blocks)
        {
            Problems = problems,
            IgnoredFolders = ignored,
            IsComplete = isComplete,
            RootExists = RootExists,
            IsCutOff = IsCutOff,
        };
    }
}
