using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating.SelfChecks;

/// <summary>
/// When one page shows a block of the self-check instead of the queue's next one: after every two to four others. Used on the
/// page's synchronization context only.
/// </summary>
public sealed class PageRepeats(OpenSelfChecks checks, string username)
{
    private const int LeastBetween = 2;
    private const int MostBetween = 4;
    private int _left = Gap();
    private SelfCheck? _told;

    /// <summary>The one that was begun last; null: none in this run.</summary>
    public SelfCheck? Check => checks.Of(username);

    /// <summary>Null: no such block, or its self-check was stopped.</summary>
    public Block? Find(BlockId alias) => checks.Find(username, alias);

    /// <summary>The block of the self-check that comes next; null: another block of the queue does, or there is none.</summary>
    /// <param name="current">Where the page is.</param>
    /// <param name="isAlone">The queue has nothing that could come between.</param>
    public Block? Next(Block current, bool isAlone) => !isAlone && _left > 0
        ? null
        : Check?.Waiting().Where(alias => alias != current.Id).Select(Find).FirstOrDefault(block => block is not null);

    /// <summary>The page goes to a block.</summary>
    public void GoTo(Block block)
    {
        if (block.IsBlind)
        {
            Check?.Show(block.Id);
            _left = Gap();
        }
        else
        {
            _left--;
        }
    }

    public SelfCheck Begin(IEnumerable<BlockId> blocks)
    {
        _left = Gap();
        return checks.Begin(username, blocks);
    }

    /// <summary>True, once for each self-check of this page: its last block has been answered.</summary>
    public bool TakeEnd()
    {
        if (Check is not { IsStopped: false, IsUnderWay: false } check || ReferenceEquals(check, _told))
        {
            return false;
        }

        _told = check;
        return true;
    }

    private static int Gap() => Random.Shared.Next(LeastBetween, MostBetween + 1);
}
