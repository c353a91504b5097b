using ProteomicsAnnotator.App.Annotating.Undoing;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Certainty;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>
/// Sets final labels from the admin's table: asks where it must, decides, and says what happened. A press keeps the meaning
/// it has when it is made, and runs when its turn comes.
/// </summary>
internal sealed class FinalLabelDecisions(ReviewSession review, ReviewList list, CancellationToken closing)
{
    /// <summary>For what other admins have decided, before many blocks are decided at once.</summary>
    private static readonly TimeSpan DecidedLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly string _page = Guid.NewGuid().ToString("N");
    private int _tickets;

    /// <summary>The result of the last action of the view.</summary>
    public string? Message { get; set; }

    /// <summary>The open question to the admin; null: none.</summary>
    public FinalLabelAsked? Question { get; private set; }

    /// <summary>Sets or, with null, clears the final label of the rows that are selected now.</summary>
    public Func<Task<bool>> Set(int? label)
    {
        BlockId[] blocks = [.. list.Selected.Order()];
        DecisionTicket ticket = NextTicket();
        return () => AskFirstAsync(new Asked(
            [.. blocks.Select(block => (block, label))], label is null ? "Clear" : "Set", () => SetAsync(blocks, label, ticket)));
    }

    /// <summary>The consensus of the selected blocks becomes their final label, where there is one without a tie.</summary>
    public Func<Task<bool>> AcceptConsensus()
    {
        // Takes what the table shows at the click, whatever changes before it is written.
        ReviewTable shown = list.Table ?? review.Table;
        ReviewRow[] rows = [.. list.Selected.Order().Select(shown.Find).OfType<ReviewRow>()];
        Dictionary<BlockId, int> consensus = rows
            .Where(row => row.Consensus is { Label: not null, IsTie: false } && row.FinalLabel?.Label != row.Consensus.Label)
            .ToDictionary(row => row.Block, row => row.Consensus.Label!.Value);
        int open = rows.Count(row => row.Consensus is { Label: null } or { IsTie: true });
        DecisionTicket ticket = NextTicket();
        string left = open == 0 ? "" : $" {Blocks(open)} without votes or with a tie {(open == 1 ? "is" : "are")} left as before.";
        return async () =>
        {
            if (consensus.Count == 0)
            {
                Message = open == rows.Length
                    ? $"Nothing to accept: {Blocks(open)} without votes or with a tie {(open == 1 ? "has" : "have")} no consensus."
                    : "Nothing to accept: the final labels already are the consensus." + left;
                return false;
            }

            return await AskFirstAsync(new Asked(
                [.. consensus.Select(item => (item.Key, (int?)item.Value))], "Accept", () => AcceptAsync(consensus, left, Acceptance.ReasonFromTable, ticket)));
        };
    }

    /// <summary>A consensus that was shown with its counts becomes the final label, except where another admin has set one since.</summary>
    public Func<Task<bool>> Accept(Acceptance shown)
    {
        DecisionTicket ticket = NextTicket();
        return () => AcceptShownAsync(shown, ticket);
    }

    private async Task<bool> AcceptShownAsync(Acceptance shown, DecisionTicket ticket)
    {
        if (!await review.SyncFinalsAsync(closing, DecidedLimit))
        {
            Message = "Nothing is set, as it could not be read what other admins have decided since: the share does not answer. Try again when it does.";
            return false;
        }

        await review.RebuildFinalsAsync(closing);
        if (review.Table.Annotators.FirstOrDefault(annotator => annotator.Fault is not null) is { } unread)
        {
            Message = $"Nothing is set, as labels of {unread.Username} are missing: {unread.Fault}";
            return false;
        }

        var open = shown.Labels.Where(item => review.Table.Find(item.Key) is { FinalLabel: null }).ToDictionary();
        int since = shown.Labels.Count - open.Count;
        string left = since == 0 ? "" : $" {Counted.Of(since, "block", "has", "have")} got a final label since, which stays.";
        if (open.Count == 0)
        {
            Message = "Nothing to accept." + left;
            return false;
        }

        return await AcceptAsync(open, left, shown.Reason, ticket);
    }

    /// <summary>Labels of points that stand elsewhere by now count nowhere. False: it is not known which have moved, and the message says why.</summary>
    private async Task<bool> KnowsMovedAsync()
    {
        // A search that was under way may have begun before the last labels came.
        int least = !review.ChangedFiles.IsOfPoints ? 0 : review.ChangedFiles.IsUnderWay ? 2 : 1;
        for (int search = 0; search < least || (search < 2 && review.ChangedFiles.IsOverdue); search++)
        {
            await review.SearchChangedFilesAsync(closing);
        }

        if (!review.ChangedFiles.IsOverdue && (least == 0 || review.ChangedFiles.Fault is null))
        {
            return true;
        }

        Message = $"Nothing is set, as it is not known which points have moved: {review.ChangedFiles.Fault ?? "the list is being read again"}";
        return false;
    }

    /// <summary>Without what was said of another place: where a label was, the block has to have that consensus without it.</summary>
    private (Dictionary<BlockId, int> Labels, string Left) Standing(Dictionary<BlockId, int> consensus)
    {
        HashSet<BlockId> moved = [.. (review.ChangedFiles.Found ?? []).Where(label => label.IsMoved).Select(label => label.Block)];
        var standing = consensus.Where(item => !moved.Contains(item.Key) || (review.Table.Find(item.Key) is { Consensus: { IsTie: false } now } && now.Label == item.Value)).ToDictionary();
        int left = consensus.Count - standing.Count;
        return (standing, left == 0 ? "" : $" {Counted.Of(left, "block", "stands", "stand")} elsewhere now than where it was labelled, and {(left == 1 ? "is" : "are")} left as before.");
    }

    private async Task<bool> AcceptAsync(Dictionary<BlockId, int> consensus, string left, string reason, DecisionTicket ticket)
    {
        if (!await KnowsMovedAsync())
        {
            return false;
        }

        (Dictionary<BlockId, int> standing, string moved) = Standing(consensus);
        if (standing.Count == 0)
        {
            Message = $"Nothing to accept.{left}{moved}";
            return false;
        }

        LabelResult result = Followed(await review.AcceptAsync(standing, closing, reason, ticket), Blocks(standing.Count));
        Message = result switch
        {
            { Accepted: false } => result.Explain("what was accepted", "NOT SET"),
            { Reason: { } trouble } => $"{Blocks(standing.Count)}: kept on this machine until the share is back ({trouble}).",
            _ => $"{Blocks(standing.Count)}: the final label is the consensus now.{left}{moved}",
        };
        return result.Accepted;
    }

    private static string Blocks(int count) => Counted.Of(count, "block");

    /// <summary>
    /// Decides at once where there is nothing to ask, else when the admin answers yes. Asks again when other admins have decided
    /// since, because the question did not name that.
    /// </summary>
    private async Task<bool> AskFirstAsync(Asked asked, IReadOnlySet<(BlockId Block, FinalLabel Final)>? agreedTo = null)
    {
        await review.SyncFinalsAsync(closing);
        await review.RebuildFinalsAsync(closing);
        IReadOnlySet<(BlockId Block, FinalLabel Final)> replaced = FinalLabelQuestion.Replaced(review.Table, asked.Decisions, review.Admin);
        bool isAnswered = agreedTo?.IsSupersetOf(replaced) == true;
        if (isAnswered || FinalLabelQuestion.Of(review.Table, asked.Decisions, review) is not { } text)
        {
            return await asked.Decide();
        }

        Question = new FinalLabelAsked(text, asked, replaced);
        return false;
    }

    /// <summary>Closes the question.</summary>
    /// <returns>What a yes decides; null after a no.</returns>
    public Func<Task<bool>>? Answer(bool yes)
    {
        FinalLabelAsked? question = Question;
        Question = null;
        return yes && question is not null ? () => AskFirstAsync(question.Asked, question.Replaced) : null;
    }

    public Func<Task<bool>> Undo(bool redo)
    {
        DecisionTicket ticket = NextTicket();
        return () => UndoAsync(redo, ticket);
    }

    private async Task<bool> UndoAsync(bool redo, DecisionTicket ticket)
    {
        UndoResult result = redo ? await review.Adjudication.RedoAsync(closing, ticket) : await review.Adjudication.UndoAsync(closing, ticket);
        _ = result.Saved is { } saved ? Followed(saved, redo ? "the redo" : "the undo") : null;
        Message = UndoText.Of(result, redo, review.Classes);
        return result.Outcome == UndoOutcome.Done;
    }

    private async Task<bool> SetAsync(BlockId[] blocks, int? label, DecisionTicket ticket)
    {
        string what = blocks.Length == 1 ? blocks[0].Value : Blocks(blocks.Length);
        LabelResult result = Followed(await review.SetFinalLabelAsync(blocks, label, closing, null, ticket), what);
        Message = (result, label) switch
        {
            ({ Accepted: false }, _) => result.Explain($"the final label of {what}", "NOT SET"),
            ({ Reason: { } reason }, _) => $"{what}: kept on this machine: {reason}.",
            (_, { } number) => $"{what}: final label {number} – {review.Classes.Find(number)?.Name}.",
            _ => $"{what}: final label cleared.",
        };
        return result.Accepted;
    }

    /// <summary>A decision is known from the click on: a repetition is the same one.</summary>
    private DecisionTicket NextTicket() => DecisionTicket.Of(_page, ++_tickets);

    private LabelResult Followed(LabelResult result, string what)
    {
        if (result.Place == LabelPlace.Unknown)
        {
            _ = FollowAsync(result, what);
        }

        return result;
    }

    /// <summary>What nobody confirmed is asked for until it is known.</summary>
    private async Task FollowAsync(LabelResult result, string what)
    {
        bool? isStored = result.IsStored();
        while (isStored is null)
        {
            await Task.Delay(Pause, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (closing.IsCancellationRequested)
            {
                return;
            }

            isStored = result.IsStored();
        }

        Message = isStored is true ? $"{what}: what was not confirmed is stored." : $"NOT SET: {what}: {result.WhyNotStored()}.";
        await review.ShowDecidedAsync(closing);
    }
}

/// <summary>A question that waits for an answer.</summary>
/// <param name="Text">What is asked.</param>
/// <param name="Asked">What a yes decides.</param>
/// <param name="Replaced">Other admins' final labels that the text names.</param>
internal sealed record FinalLabelAsked(string Text, Asked Asked, IReadOnlySet<(BlockId Block, FinalLabel Final)> Replaced);

/// <summary>What is to be decided, and the word that says yes to it.</summary>
internal sealed record Asked(IReadOnlyCollection<(BlockId Block, int? Label)> Decisions, string Yes, Func<Task<bool>> Decide);
