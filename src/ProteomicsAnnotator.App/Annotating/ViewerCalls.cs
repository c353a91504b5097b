using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Annotating.Undoing;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The calls between one page's viewer and the program (src/viewer/src/page/contract.ts).</summary>
public sealed class ViewerCalls
{
    private readonly AnnotationSession _session;
    private readonly TimeSpan _autoplay;
    private readonly BlockRoute _route;
    private readonly ShowRequests _requests;
    private readonly LabelPresses _presses;
    private readonly UndoPresses _undo;
    private readonly PageEvidence _evidence;

    internal ViewerCalls(AnnotationSession session, UserLabels labels, BlockRoute route, AnnotationSessionFactory parts)
    {
        _session = session;
        _autoplay = parts.Options.AutoplayInterval;
        _route = route;
        _requests = new ShowRequests(session, route, parts.Volumes);
        var ledger = new PressLedger();
        _evidence = new PageEvidence(parts.Evidence, session.Owner.SignIn.Username);
        _presses = new LabelPresses(session, labels, _evidence, route, _requests, ledger);
        _undo = new UndoPresses(session, labels, route, _requests, ledger);
        Gallery = new GalleryPresses(session, labels, _evidence, ledger);
        SelfCheck = new PageSelfCheck(session, labels, route);
    }

    public PageSelfCheck SelfCheck { get; }

    public GalleryPresses Gallery { get; }

    private PagePlace Place => _session.Place;

    /// <summary><see cref="DecidedLabelOf"/> the painted block.</summary>
    public int? PaintedLabel => Place.Painted is { } block ? DecidedLabelOf(block) : null;

    /// <summary>The annotator's own label, or the final one while adjudicating.</summary>
    public int? DecidedLabelOf(Block block) => _requests.DecidedLabelOf(block);

    /// <summary>The current block and what comes around it.</summary>
    public ShowRequest Show() => _requests.Current();

    /// <summary>A block to look at beside the current one; null: it is not in the open folder any more.</summary>
    public Task<PinnedExample?> ExampleAsync(BlockId id, int label) => _requests.ExampleAsync(id, label);

    /// <summary>A scan has come to what <see cref="Show"/> had to leave out.</summary>
    public bool IsShowDue => _requests.IsDue;

    /// <summary>The words about the current block and its neighbours.</summary>
    public IReadOnlyList<WordsOfBlock> WordsAround() => _requests.WordsAround();

    /// <summary>Where the first picture of a block of the open root comes from.</summary>
    public string SliceUrlOf(Block block) => BlockRef.SliceUrlOf(Place.Root, block.Id);

    /// <summary>Twin of ViewerOptions in src/viewer/src/page/contract.ts.</summary>
    public ViewerOptions Options() => new(
        _session.Owner.SignIn.Username,
        [.. _session.Classes.Items.Select(item => new ViewerClass(item.Name, ClassStyle.Of(_session.Classes, item.Number)))],
        _session.Settings.Display,
        _autoplay.TotalSeconds,
        _session.Settings.CampaignDisplay,
        _session.Settings.Keys.InForce.Bindings,
        _evidence.IsOn);

    /// <summary>The viewer went to a block by itself, at a key.</summary>
    public ShowRequest? OnNavigated(int navigation, string root, string id)
    {
        Place.Hear(navigation);
        if (!Place.TryFindShown(root, id, out Block? block))
        {
            // Of a self-check that another window has stopped: the page goes back to where the program has it.
            return BlockId.TryParse(id, out BlockId alias) && SelfCheckId.Is(alias) ? Show() : null;
        }

        _route.GoTo(block);
        return Show();
    }

    /// <summary>The voxels of a block are on screen; the report tells which files in which state.</summary>
    public void OnPainted(PaintedReport report)
    {
        if (!Place.TryFindShown(report.Root, report.Id, out Block? block))
        {
            return;
        }

        _presses.OnPainted(report);
        if (Place.Current?.Key == block.Key)
        {
            _requests.PrefetchAround(block);
        }

        Place.MarkPainted(block, report);
        if (block.IsBlind)
        {
            SelfCheck.OnPainted(block, report.Seen);
            return;
        }

        _session.Channels.NotifyOf(block);
        _session.Files.OnPainted(block, report.Seen);
    }

    /// <summary>Labels (or clears) the block that was painted when the key was pressed, as the page meant it then.</summary>
    public Task<LabelOutcome> LabelAsync(LabelPress press) => _presses.LabelAsync(press);

    /// <summary>Takes back (or redoes) the user's last decision and goes to the block it concerned.</summary>
    public Task<LabelOutcome> UndoAsync(UndoPress press) => _undo.UndoAsync(press);

    /// <summary>The outcomes of keys whose answer did not reach the page.</summary>
    public async Task<IReadOnlyList<PressOutcome>> OutcomesAsync(IReadOnlyList<int> presses)
    {
        var outcomes = new List<PressOutcome>();
        foreach (int press in presses)
        {
            outcomes.Add(await _presses.SettleAsync(press));
        }

        return outcomes;
    }

    /// <summary>
    /// Takes over where the page is after its connection broke or was silent, whatever either side said before. A key may
    /// have led to another block that the page did not hear of: the page then shows that block.
    /// </summary>
    public async Task<PageTaken> ReturnAsync(PageState state)
    {
        Place.Hear(state.Navigation);
        if (Place.TryFindShown(state.Root, state.Id, out Block? block))
        {
            _route.GoTo(block);
        }

        if (state.Painted is { } painted)
        {
            OnPainted(painted);
        }

        var outcomes = new List<PressOutcome>();
        foreach (OpenPress press in state.Presses)
        {
            PressOutcome settled = await _presses.SettleAsync(press.Press);
            if (press.IsStill && settled.Outcome?.Show?.Block is { } next && Place.TryFindShown(next.Root, next.Id, out Block? target))
            {
                _route.GoTo(target);
            }

            outcomes.Add(settled with { Outcome = settled.Outcome is { } outcome ? outcome with { Show = null } : null });
        }

        return new PageTaken(outcomes, Show());
    }

    /// <summary>The page is gone: nothing is read ahead for it.</summary>
    internal void Close() => _requests.Close();

    /// <summary>The block of the queue that waits for a decision becomes current.</summary>
    internal ShowRequest? GoToAdjudicated()
    {
        if (_session.Admin.Shown?.Adjudication.Current is not { } id)
        {
            return null;
        }

        if (!Place.Catalog.TryGet(id, out Block? block))
        {
            _session.Notices.Notify($"{id} is not in the data folder any more.", NoticeSeverity.Warning);
            return null;
        }

        _route.GoTo(block);
        return Show();
    }
}
