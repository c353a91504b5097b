using System.Globalization;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <content>What the viewer is told and what it tells.</content>
public sealed partial class AnnotationSession
{
    /// <summary>The current block and what comes around it.</summary>
    public ShowRequest Show()
    {
        if (Current is not { } current)
        {
            return new ShowRequest(_navigation, null, [], null, EmptyText, Mode);
        }

        (List<Block> next, Block? previous) = Around(current);
        if (Painted?.Key == current.Key)
        {
            Prefetch(current, next, previous);
        }

        return new ShowRequest(
            _navigation, Describe(current), next.ConvertAll(Describe), previous is null ? null : Describe(previous), EmptyText, Mode);
    }

    /// <summary>What is said now of the current block and those around it.</summary>
    public IReadOnlyList<WordsOfBlock> WordsAround()
    {
        if (Current is not { } current)
        {
            return [];
        }

        (List<Block> next, Block? previous) = Around(current);
        IEnumerable<Block> blocks = previous is null ? [current, .. next] : [current, .. next, previous];
        return [.. blocks.Select(block => new WordsOfBlock(Root.Id, block.Id.Value, WordsOf(block)))];
    }

    private BlockWords WordsOf(Block block) => new(DecidedLabelOf(block), PositionOf(block), ReviewLineOf(block));

    private string PositionOf(Block block) => Root.Catalog.Current.IndexOf(block.Id) is >= 0 and int index
        ? string.Create(CultureInfo.InvariantCulture, $"block {index + 1:N0} of {TotalCount:N0}")
        : "";

    /// <summary>Where the first picture of a block of the open root comes from.</summary>
    public string SliceUrlOf(Block block) => BlockRef.SliceUrlOf(Root, block.Id);

    /// <summary>Makes a block current because the annotator chose it in the page.</summary>
    public void Select(Block block)
    {
        if (Current?.Key != block.Key)
        {
            Painted = null;
        }

        Current = block;
        if (GoesAlongQueue)
        {
            _review!.GoTo(block.Id);
        }

        UpdateWalk();
    }

    /// <summary>Goes that many blocks along the list, or the queue while adjudicating; at most to its first or last.</summary>
    /// <returns>False when that is nowhere else.</returns>
    public bool TryJump(int by)
    {
        ReviewSession? queue = GoesAlongQueue ? _review : null;
        int count = queue?.Queue.Count ?? Walk.Visible.Length;
        if (Current is not { } current || count == 0)
        {
            return false;
        }

        int from = queue?.QueueIndex ?? Walk.IndexOf(current.Id);
        int to = (int)Math.Clamp((from < 0 ? ~from : from) + (long)by, 0, count - 1);
        BlockId target = queue?.Queue[to] ?? Walk.Visible[to].Id;
        if (target == current.Id || !Root.Catalog.Current.TryGet(target, out Block? block))
        {
            return false;
        }

        Select(block);
        return true;
    }

    /// <summary>Where to begin: where this window was before a reload, else the first unlabelled block.</summary>
    /// <returns>False while the list is still too short to say.</returns>
    public bool TryBegin(string? resumeRoot, string? resumeBlock)
    {
        if (resumeRoot is not null && _roots.TryGet(resumeRoot, out OpenRoot? root) && root != Root)
        {
            Open(_roots.Enter(root));
        }

        UpdateWalk();
        if (BlockId.TryParse(resumeBlock, out BlockId id) && Root.Id == resumeRoot
            && Root.Catalog.Current.TryGet(id, out Block? resumed))
        {
            Select(resumed);
            return true;
        }

        if (IsScanning)
        {
            return false;
        }

        Current = Walk.FirstUnlabelled() ?? (Walk.Visible.Length > 0 ? Walk.Visible[0] : null);
        return true;
    }

    /// <summary>The viewer went to a block by itself, at a key.</summary>
    public ShowRequest? OnNavigated(int navigation, string root, string id)
    {
        _navigation = Math.Max(_navigation, navigation);
        if (!TryFind(root, id, out Block? block))
        {
            return null;
        }

        Select(block);
        return Show();
    }

    /// <summary>
    /// Takes over where the page is after its connection broke or was silent, whatever it was told or told before. Where a
    /// key led to another block while the page could not hear of it, the page is shown that one.
    /// </summary>
    public async Task<PageTaken> ReturnAsync(PageState state)
    {
        _navigation = Math.Max(_navigation, state.Navigation);
        if (TryFind(state.Root, state.Id, out Block? block))
        {
            Select(block);
        }

        if (state.Painted is { } painted)
        {
            OnPainted(painted);
        }

        var outcomes = new List<PressOutcome>();
        foreach (OpenPress press in state.Presses)
        {
            PressOutcome settled = await _presses.SettleAsync(press.Press);
            if (press.IsStill && settled.Outcome?.Show?.Block is { } next && TryFind(next.Root, next.Id, out Block? target))
            {
                Select(target);
            }

            outcomes.Add(settled with { Outcome = settled.Outcome is { } outcome ? outcome with { Show = null } : null });
        }

        return new PageTaken(outcomes, Show());
    }

    /// <summary>
    /// The voxels of a block are on screen; the report tells which files in which state. With nothing but failures there
    /// are none, and the block is not painted.
    /// </summary>
    public void OnPainted(PaintedReport report)
    {
        IReadOnlyList<SeenChannel> seen = report.Seen;
        if (!TryFind(report.Root, report.Id, out Block? block))
        {
            return;
        }

        _reports.Add(report);

        if (Current?.Key == block.Key)
        {
            (List<Block> next, Block? previous) = Around(block);
            Prefetch(block, next, previous);
        }

        bool isReadable = seen.Any(channel => channel.Failure is null);
        Painted = isReadable ? block : null;
        _unreadable = isReadable ? null : block.Id;
        SayChannels(block);
        int failed = seen.Count(channel => channel.Failure is not null);
        if (failed > 0)
        {
            _failedChannels[block.Id] = failed;
        }
        else
        {
            _failedChannels.Remove(block.Id);
        }

        WarnOfChangedFiles(block, seen);
        _ = _fileChecks.AddAsync(new FileCheck(block, seen, IsLabelled: false));
    }

    /// <summary>
    /// Decodes what comes next, once the block itself is on screen: before, its planes have the processor to themselves.
    /// </summary>
    private void Prefetch(Block current, List<Block> next, Block? previous) =>
        _volumes.Prefetch(previous is null ? [current, .. next] : [current, .. next, previous]);

    private bool TryFind(string? root, string? id, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Block? block)
    {
        block = null;
        return Root.Id == root && BlockId.TryParse(id, out BlockId parsed) && Root.Catalog.Current.TryGet(parsed, out block);
    }
}
