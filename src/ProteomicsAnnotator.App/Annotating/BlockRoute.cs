using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The way Up and Down go: the queue while adjudicating, else the list.</summary>
public sealed class BlockRoute(PagePlace place, AdminReview review, PageSettings settings)
{
    private const int NeighboursAhead = 3;

    /// <summary>Makes a block current, also in the queue of an adjudication.</summary>
    public void GoTo(Block block)
    {
        place.Select(block);
        review.Queue?.GoTo(block.Id);
    }

    /// <summary>Goes that many blocks along, at most to the first or the last.</summary>
    /// <returns>False when it stays on the same block.</returns>
    public bool TryJump(int by)
    {
        Adjudication? queue = review.Queue;
        int count = queue?.Queue.Count ?? place.Sequence.Visible.Length;
        if (place.Current is not { } current || count == 0)
        {
            return false;
        }

        int from = queue?.QueueIndex ?? place.Sequence.IndexOf(current.Id);
        int to = (int)Math.Clamp((from < 0 ? ~from : from) + (long)by, 0, count - 1);
        BlockId target = queue?.Queue[to] ?? place.Sequence.Visible[to].Id;
        if (target == current.Id || !place.Catalog.TryGet(target, out Block? block))
        {
            return false;
        }

        GoTo(block);
        return true;
    }

    /// <summary>What Down and Up will really reach, nearest first.</summary>
    public (List<Block> Next, Block? Previous) Around(Block current)
    {
        if (review.Queue is not { } queue)
        {
            return ([.. place.Sequence.After(current.Id, settings.SkipAnnotated).Take(NeighboursAhead)],
                place.Sequence.Before(current.Id, settings.SkipAnnotated).FirstOrDefault());
        }

        var next = new List<Block>();
        BlockId? id = current.Id;
        while (next.Count < NeighboursAhead && (id = queue.After(id.Value)) is { } after)
        {
            if (place.Catalog.TryGet(after, out Block? block))
            {
                next.Add(block);
            }
        }

        return (next, queue.Before(current.Id) is { } before && place.Catalog.TryGet(before, out Block? previous) ? previous : null);
    }

    /// <summary>The block that auto-advance opens after a label; null at the end.</summary>
    public Block? After(Block block) => place.Sequence.After(block.Id, settings.SkipAnnotated).FirstOrDefault();
}
