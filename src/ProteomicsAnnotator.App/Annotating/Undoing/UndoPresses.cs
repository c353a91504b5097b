using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.App.Annotating.Undoing;

/// <summary>One page's undo and redo: of the annotator's own decisions or, while adjudicating, of the final labels and second opinions.</summary>
internal sealed class UndoPresses(AnnotationSession session, UserLabels labels, BlockRoute route, ShowRequests requests, PressLedger ledger)
{
    /// <summary>Takes back (or redoes) the user's last decision and goes to the block it concerned.</summary>
    public Task<LabelOutcome> UndoAsync(UndoPress press) => ledger.OnceAsync(press.Press, () => CarryOutAsync(press));

    private async Task<LabelOutcome> CarryOutAsync(UndoPress press)
    {
        if ((session.Owner.BlockedReason ?? session.Owner.WhyTooFast() ?? DecisionModeText.WhyNot(press.Mode, session.Mode, session.Owner.IsAdmin) ?? (press.Mode == DecisionMode.Own ? labels.WhyClosed : null)) is { } reason)
        {
            return LabelOutcome.Refused(reason);
        }

        DecisionTicket ticket = ledger.TicketOf(press.Press);
        UndoResult result = session.Mode != DecisionMode.Own ? await session.Admin.UndoAsync(press.Redo, ticket) : press.Redo
            ? await labels.RedoAsync(CancellationToken.None, ticket)
            : await labels.UndoAsync(CancellationToken.None, ticket);
        string sentence = UndoText.Of(result, press.Redo, session.Classes);
        session.Notices.Notify(sentence, result.Outcome is UndoOutcome.Done or UndoOutcome.Nothing ? NoticeSeverity.Info : NoticeSeverity.Warning);
        if (result.Saved is { Place: LabelPlace.Unknown } inDoubt)
        {
            return LabelOutcome.Unknown(sentence) with { Later = () => StepLater(result, inDoubt, press.Redo) };
        }

        if (result.Kind == DecisionKind.Repeat)
        {
            return new LabelOutcome(result.Outcome == UndoOutcome.Done, session.Viewer.SelfCheck.TryGoBack(result, press.Redo) ? requests.Current() : null);
        }

        return new LabelOutcome(result.Outcome == UndoOutcome.Done, result.Key is { } key ? GoTo(key) : null);
    }

    /// <summary>What became of a step that nobody confirmed; null: still not known. It leads nowhere: its annotator went on meanwhile.</summary>
    private LabelOutcome? StepLater(UndoResult step, LabelResult saved, bool isRedo)
    {
        switch (saved.IsStored())
        {
            case true:
                UndoResult stored = step with { Outcome = UndoOutcome.Done, Current = step.Restored };
                session.Notices.Notify(UndoText.Of(stored, isRedo, session.Classes));
                _ = stored.Kind == DecisionKind.Repeat && session.Viewer.SelfCheck.TryGoBack(stored, isRedo);
                return new LabelOutcome(true, null);
            case false:
                return LabelOutcome.Refused(saved.WhyNotStored());
            default:
                return null;
        }
    }

    private ShowRequest? GoTo(LabelKey key)
    {
        Block? block = session.Place.Catalog.Blocks.FirstOrDefault(candidate => candidate.Key == key);
        if (block is null)
        {
            session.Notices.Notify($"{key.Block} belongs to {key.Root ?? session.ConfiguredRoot}, which is not open in this window.");
            return null;
        }

        route.GoTo(block);
        return requests.Current();
    }
}
