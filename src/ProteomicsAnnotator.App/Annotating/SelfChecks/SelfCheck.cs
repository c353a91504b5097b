using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating.SelfChecks;

/// <summary>
/// One self-check of one annotator: blocks of one's own, each under an id that says nothing. All pages of its annotator share
/// it; it lives as long as the program. Thread-safe.
/// </summary>
public sealed class SelfCheck
{
    private readonly Lock _gate = new();
    private readonly Dictionary<BlockId, BlockId> _blocks = [];
    private readonly Dictionary<BlockId, Stack<int?>> _answers = [];

    // In the order in which they come; a block that is shown goes to the end, so that one that was left comes again.
    private readonly List<BlockId> _line = [];
    private bool _isStopped;

    internal SelfCheck(IEnumerable<BlockId> blocks)
    {
        foreach (BlockId block in blocks)
        {
            BlockId alias = SelfCheckId.New();
            _blocks[alias] = block;
            _answers[alias] = new Stack<int?>();
            _line.Add(alias);
        }
    }

    /// <summary>Blocks that it has.</summary>
    public int Total
    {
        get
        {
            lock (_gate)
            {
                return _line.Count;
            }
        }
    }

    public int Answered
    {
        get
        {
            lock (_gate)
            {
                return _line.Count(IsAnswered_NeedsLock);
            }
        }
    }

    /// <summary>The annotator ended it before every block had an answer.</summary>
    public bool IsStopped
    {
        get
        {
            lock (_gate)
            {
                return _isStopped;
            }
        }
    }

    /// <summary>There is still something to answer.</summary>
    public bool IsUnderWay => !IsStopped && Answered < Total;

    /// <summary>The blocks with an answer.</summary>
    public IReadOnlySet<BlockId> AnsweredBlocks
    {
        get
        {
            lock (_gate)
            {
                return _line.Where(IsAnswered_NeedsLock).Select(alias => _blocks[alias]).ToHashSet();
            }
        }
    }

    public bool Has(BlockId block) => _blocks.ContainsValue(block);

    /// <summary>Null: no id of this self-check.</summary>
    public BlockId? BlockOf(BlockId alias) => _blocks.TryGetValue(alias, out BlockId block) ? block : null;

    public BlockId? AliasOf(BlockId block)
    {
        foreach ((BlockId alias, BlockId of) in _blocks)
        {
            if (of == block)
            {
                return alias;
            }
        }

        return null;
    }

    public int? AnswerOf(BlockId alias)
    {
        lock (_gate)
        {
            return _answers.TryGetValue(alias, out Stack<int?>? given) && given.TryPeek(out int? answer) ? answer : null;
        }
    }

    /// <summary>Those that still come, the next one first.</summary>
    public IReadOnlyList<BlockId> Waiting()
    {
        lock (_gate)
        {
            return _isStopped ? [] : [.. _line.Where(alias => !IsAnswered_NeedsLock(alias))];
        }
    }

    /// <summary>It is on a screen: all others come before it comes again.</summary>
    public void Show(BlockId alias)
    {
        lock (_gate)
        {
            if (_line.Remove(alias))
            {
                _line.Add(alias);
            }
        }
    }

    /// <summary>The answer is stored; null took it back.</summary>
    public void Answer(BlockId alias, int? label)
    {
        lock (_gate)
        {
            _answers[alias].Push(label);
        }
    }

    /// <summary>The latest answer is as it was before it was given.</summary>
    public void Undo(BlockId alias)
    {
        lock (_gate)
        {
            _ = _answers[alias].TryPop(out _);
        }
    }

    /// <summary>It cannot be read, so nobody can answer it: it comes no more, and is not counted.</summary>
    /// <returns>False: it was left out before.</returns>
    public bool LeaveOut(BlockId alias)
    {
        lock (_gate)
        {
            return _line.Remove(alias);
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
        }
    }

    private bool IsAnswered_NeedsLock(BlockId alias) => _answers[alias].TryPeek(out int? answer) && answer is not null;
}

/// <summary>
/// Ids under which a self-check shows blocks. No scan looks into a folder whose name begins with a dot, so none of them is ever
/// a block's. Twin of src/viewer/src/page/blockName.ts.
/// </summary>
public static class SelfCheckId
{
    private const string Folder = ".self-check";

    /// <summary>Such an id, of whichever self-check.</summary>
    public static bool Is(BlockId id) => id.Value.StartsWith(Folder + "/", StringComparison.Ordinal);

    internal static BlockId New() => BlockId.OfUuid(Folder, Guid.NewGuid());
}
