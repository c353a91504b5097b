using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>Brings a session to where an address leads.</summary>
public static class AddressSteps
{
    /// <summary>What an address asks for, as far as this person can have it; the rest is said.</summary>
    public static PageAddress Read(AnnotationSession session, string search)
    {
        List<string> faults = [];
        PageAddress asked = PageAddress.Read(search, session.Classes.Count, faults);
        if (asked.IsOfAdmins && !session.Owner.HasAdminRole)
        {
            faults.Add("The address asks for the Review, which only admins have.");
            asked = asked with { View = PageAddress.Annotate };
        }

        foreach (string fault in faults)
        {
            session.Notices.Notify(fault, NoticeSeverity.Warning);
        }

        return asked;
    }

    /// <summary>Before the list has begun: its folder and its filter.</summary>
    public static void Prepare(AnnotationSession session, PageAddress asked, string? root)
    {
        if (!session.Place.TryEnter(root))
        {
            session.Notices.Notify("The folder that this page was at is not open any more. Browse opens it again.", NoticeSeverity.Warning);
        }

        session.Place.SetFilter(asked.Filter);
    }

    /// <summary>Later: its block too. While final labels are decided, the queue says what is shown.</summary>
    /// <param name="session">Of the page.</param>
    /// <param name="asked">What the address asks for.</param>
    /// <param name="root">The block's folder; null: the campaign's.</param>
    /// <param name="id">The block; null: the one on screen stays.</param>
    public static void Go(AnnotationSession session, PageAddress asked, string? root, string? id)
    {
        if (session.Admin.IsAdjudicating)
        {
            if (asked.Filter.IsActive)
            {
                session.Notices.Notify("While final labels are set, the list has no filter.");
            }

            return;
        }

        Prepare(session, asked, root);
        if (session.Place.TryFindShown(root ?? session.Place.Root.Id, id, out Block? block))
        {
            session.Select(block);
        }
        else
        {
            SayMissing(session, id);
        }
    }

    /// <summary>
    /// Goes on setting final labels, as the page did before it was loaded again. The queue is made anew: what is settled by now is
    /// not in it.
    /// </summary>
    /// <returns>False: no block waits for a final label any more, which is said, or an address without one.</returns>
    public static async Task<bool> TryResumeFinalLabelsAsync(AnnotationSession session, PageAddress asked, string? id)
    {
        if (session.Admin.Shown is not { } review || !asked.SetsFinalLabels)
        {
            return false;
        }

        bool isSecond = PageAddress.IsSecond(asked.View);
        review.Adjudication.ChooseSecondOpinion(isSecond);
        bool isBlock = BlockId.TryParse(id, out BlockId block) && review.Table.Find(block) is not null;
        if (asked.View == PageAddress.Final)
        {
            if (isBlock)
            {
                review.Adjudication.OpenFromTable(block, review.Table.Blocks);
            }
        }
        else if (!await review.Adjudication.StartAsync(
            PageAddress.OrderOf(asked.View) ?? AdjudicationOrder.VoteEntropy, CancellationToken.None))
        {
            session.Notices.Notify(isSecond ? "No block waits for a second opinion any more." : "No block waits for a final label any more.");
        }
        else
        {
            session.Notices.Notify($"You go on {(isSecond ? "giving second opinions" : "setting final labels, not your own")}: {Counted.Of(review.Adjudication.Queue.Count, "block")} to decide.");
            if (isBlock && review.Adjudication.Queue.Contains(block))
            {
                review.Adjudication.GoTo(block);
            }
        }

        if (session.Admin.IsAdjudicating)
        {
            session.BeginAdjudication();
        }

        return session.Admin.IsAdjudicating;
    }

    /// <summary>The block of an address is not the one that is shown.</summary>
    public static void SayMissing(AnnotationSession session, string? id)
    {
        if (BlockId.TryParse(id, out BlockId missing) && missing != session.Place.Current?.Id)
        {
            session.Notices.Notify(
                SelfCheckId.Is(missing)
                    ? "The self-check that this page was at has ended: the answers that were given count, and My figures has them."
                    : $"{missing.Shown} is not in this folder.",
                NoticeSeverity.Warning);
        }
    }
}
