using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The way Up and Down go: the queue while adjudicating, else the list.</summary>
public sealed class BlockRoute(PagePlace place, AdminReview review, PageSettings settings, OwnLabels labels)
{
    private const int NeighboursAhead = 3;

    /// <summary>Makes a block current, also in the queue of an adjudication.</summary>
    public void GoTo(Block block)
    {
        if (block.Key != place.Current?.Key)
        {
            place.Repeats.GoTo(block);
        }

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

        int from = queue?.QueueIndex ?? place.Sequence.IndexOf(StandOf(current).Id);
        int to = (int)Math.Clamp((from < 0 ? ~from : from) + (long)by, 0, count - 1);
        BlockId target = queue?.Queue[to] ?? place.Sequence.Visible[to].Id;
        if (target == current.Id || !place.Catalog.TryGet(target, out Block? block))
        {
            return false;
        }

        GoTo(block);
        return true;
    }

    /// <summary>Goes to the first unlabelled block of the next data set that has one; behind the last comes the first.</summary>
    /// <returns>False when there is none, or a queue decides where one goes.</returns>
    public bool TryNextDataSet()
    {
        BlockFolders folders = place.Folders;
        if (review.Queue is not null || !folders.HasDataSets || place.Current is not { } current || NextUnfinished(current) is not { } folder)
        {
            return false;
        }

        GoTo(folders.BlocksOf(folder).First(block => !labels.IsDone(block)));
        return true;
    }

    /// <summary>Goes to the next block of the list without a label; behind the last comes the first.</summary>
    /// <returns>False when there is no other one, or a queue decides where one goes.</returns>
    public bool TryNextUnlabelled()
    {
        if (review.Queue is not null || place.Current is not { } current
            || (place.Sequence.After(StandOf(current).Id, skipAnnotated: true).FirstOrDefault() ?? place.Sequence.FirstUnlabelled()) is not { } next
            || next.Id == current.Id)
        {
            return false;
        }

        GoTo(next);
        return true;
    }

    /// <summary>Goes to the next block of the list that is flagged as unsure; behind the last comes the first.</summary>
    /// <returns>False when there is no other one, or a queue decides where one goes.</returns>
    public bool TryNextUnsure()
    {
        if (review.Queue is not null || place.Current is not { } current
            || place.Sequence.AfterAndFromTheFirst(StandOf(current).Id).FirstOrDefault(block => labels.MarkOf(block).IsUnsure) is not { } next)
        {
            return false;
        }

        GoTo(next);
        return true;
    }

    /// <summary>Position of the next folder with an unlabelled block, the block's own left out; null: there is none.</summary>
    public int? NextUnfinished(Block from)
    {
        BlockFolders folders = place.Folders;
        IReadOnlyList<int> counts = labels.CountsIn(folders);
        int own = folders.IndexOf(DataSet.FolderOf(from.Id));
        for (int step = 1; step <= folders.Names.Count; step++)
        {
            int folder = (own + step) % folders.Names.Count;
            if (folder != own && counts[folder] < folders.TotalOf(folder))
            {
                return folder;
            }
        }

        return null;
    }

    /// <summary>How far the data set of a block is, at its end, and where to go on, in words; null: it goes on, or there are no data sets.</summary>
    /// <param name="from">Labelled just now.</param>
    /// <param name="next">What comes after it; null: nothing.</param>
    public string? EndOfDataSet(Block from, Block? next)
    {
        BlockFolders folders = place.Folders;
        string folder = DataSet.FolderOf(from.Id);
        if (!folders.HasDataSets || folders.IndexOf(folder) is not (>= 0 and var index) || (next is not null && BlockFolders.LiesIn(next, folder)))
        {
            return null;
        }

        string onward = NextUnfinished(from) is { } there
            ? $"{settings.Keys.InForce.HintOf("nextDataSet") ?? "Ctrl+K"} goes to the next unfinished data set, {DataSet.TitleOf(folders.Names[there])}."
            : "No other data set has a block without a label.";
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"End of {DataSet.TitleOf(folder)}: {labels.CountsIn(folders)[index]:N0} of {folders.TotalOf(index):N0} annotated. {onward}");
    }

    /// <summary>What Down and Up will really reach, nearest first.</summary>
    public (List<Block> Next, Block? Previous) Around(Block current)
    {
        if (review.Queue is not { } queue)
        {
            Block stand = StandOf(current);
            List<Block> ahead = [.. place.Sequence.After(stand.Id, settings.SkipAnnotated).Take(NeighboursAhead)];
            if (RepeatAfter(current, ahead.Count == 0) is { } repeat)
            {
                ahead.Insert(0, repeat);
            }

            return (ahead, current.IsBlind ? stand : place.Sequence.Before(stand.Id, settings.SkipAnnotated).FirstOrDefault());
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
    public Block? After(Block block) => Around(block).Next.FirstOrDefault();

    /// <summary>The same without those of the self-check.</summary>
    public Block? AfterInList(Block block) => place.Sequence.After(StandOf(block).Id, settings.SkipAnnotated).FirstOrDefault();

    /// <summary>A block of the self-check is in no list: the list stands where it was before.</summary>
    private Block StandOf(Block block) => block.IsBlind ? place.Standing ?? block : block;

    /// <summary>The repeat of the plan, or the block of the self-check, that comes next, if one does. The latter come one after another where nothing is left to label.</summary>
    private Block? RepeatAfter(Block current, bool isEnd) => place.IsConfigured
        ? place.Repeats.NextPlanned(current, place.Queue.PlaceOf(StandOf(current).Id)) ?? place.Repeats.Next(current, isAlone: isEnd || labels.CountIn(place.Folders) == place.TotalCount)
        : null;
}
