using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>What only admins have beside their own labels: the consensus, the final labels and adjudication.</summary>
public sealed class AdminReview(PageOwner owner, Func<CancellationToken, Task<ReviewSession>> open) : IAsyncDisposable
{
    public const string NobodyVotedForIt = "Nobody voted for this";

    private ReviewSession? _review;

    /// <summary>The review has news. Raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>Where this page is in the Review.</summary>
    public ReviewPlace Place { get; } = new();

    /// <summary>Null until <see cref="OpenAsync"/> has returned, and while the page shows nothing that only admins see.</summary>
    public ReviewSession? Shown => owner.IsAdmin ? _review : null;

    /// <summary>The page shows that keys set final labels.</summary>
    public bool IsAdjudicating => Shown is { Adjudication.IsUnderWay: true };

    /// <summary>What label keys decide. It does not depend on the browser's sign-in, which decides what they may do.</summary>
    public DecisionMode Mode => Queue is not { } queue ? DecisionMode.Own : queue.IsSecondOpinion ? DecisionMode.Second : DecisionMode.Final;

    /// <summary>The adjudication under way, whoever the browser is signed in as; null when there is none.</summary>
    public Adjudication? Queue => _review?.Adjudication is { IsUnderWay: true } queue ? queue : null;

    /// <summary>Reads everyone's labels; in the background, after the page is up.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (owner.HasAdminRole && _review is null)
        {
            _review = await open(cancellationToken);
            _review.Changed += OnChanged;
            OnChanged();
        }
    }

    /// <summary>
    /// The consensus of all annotators about a block, for admins. While an adjudication hides it: only that the final label is
    /// one that nobody voted for.
    /// </summary>
    public ReviewLine? LineOf(Block block)
    {
        if (IsAdjudicating)
        {
            return Mode == DecisionMode.Final && Queue!.ShowsVotesOf(block.Id) && IsFinalWithoutVote(block) ? new ReviewLine(false, true, NobodyVotedForIt) : null;
        }

        if (RowOf(block) is not { Consensus.Label: { } consensus } row)
        {
            return null;
        }

        _review!.NoteShown(row);

        string status = row.Status switch
        {
            ReviewStatus.Disagree => "disagree",
            ReviewStatus.SingleVote => "1 vote",
            _ => "agree",
        };
        bool isAgreed = row.Status is not (ReviewStatus.Disagree or ReviewStatus.SingleVote);
        string name = _review!.Classes.NameOf(consensus);
        return new ReviewLine(isAgreed, row.Consensus.HasDisagreement, $"Consensus {consensus} – {name} · {status}");
    }

    /// <summary>There are votes, and none of them is for the final label.</summary>
    public bool IsFinalWithoutVote(Block block) =>
        RowOf(block) is { FinalLabel: { } final, Consensus.VoteCount: > 0 } row && row.CountOf(final.Label) == 0;

    /// <summary>The change of its class since the final label was set; null: there is none.</summary>
    public ClassChange? AwaitedOf(Block block) =>
        RowOf(block) is { FinalLabel: { } final } row ? row.Table.Input.Campaign.ClassChanges.Awaited(final.Label, final.SetAt) : null;

    /// <summary>What keys decide in an adjudication: the final label or, while that is hidden, this admin's second opinion.</summary>
    public int? DecidedLabelOf(Block block)
    {
        if (Mode == DecisionMode.Second)
        {
            return block.Key.Root is null ? Shown?.Adjudication.Seconds.Of(block.Id) : null;
        }

        if (RowOf(block) is not { FinalLabel: { } final } row)
        {
            return null;
        }

        _review!.NoteShown(row);
        return final.Label;
    }

    /// <summary>The admin is shown these decisions about a block.</summary>
    public void NoteShown(Block block, BlockHistory history)
    {
        if (block.Key.Root is null && Shown is { } review
            && history.Entries.Any(entry => entry is { IsMark: false, Label: not null } && (entry.IsFinalLabel || !review.IsOwn(entry.By))))
        {
            review.NoteShown([block.Key.Block]);
        }
    }

    /// <summary>A block's history without what the adjudication hides: final labels, the votes, or who gave them, when and where.</summary>
    public BlockHistory Blinded(Block block, BlockHistory all) => Mode == DecisionMode.Second
        ? WithoutVotes(block, all with { Entries = [.. all.Entries.Where(entry => !entry.IsFinalLabel)] })
        : WithoutVotes(block, all);

    private BlockHistory WithoutVotes(Block block, BlockHistory all) => Shown?.Adjudication switch
    {
        { IsUnderWay: true } queue when !queue.ShowsVotesOf(block.Id) => all with { Entries = [.. all.Entries.Where(entry => entry.IsFinalLabel)] },
        { IsUnderWay: true } queue when !queue.ShowsNamesOf(block.Id) =>
            all with { Entries = [.. all.Entries.Select(entry => entry.IsFinalLabel ? entry : entry with { By = "hidden", Host = "hidden", At = LabelTime.Unknown, Evidence = null })] },
        _ => all,
    };

    /// <summary>Sets or, with null, clears the final label of a block while adjudicating, or the second opinion.</summary>
    public Task<LabelResult> DecideAsync(Block block, int? label, DecisionTicket? ticket = null) => label is { } number
        ? _review!.Adjudication.DecideAsync(block.Id, number, CancellationToken.None, ticket)
        : _review!.Adjudication.ClearDecisionAsync(block.Id, CancellationToken.None, ticket);

    /// <summary>A decision that nobody had confirmed turns out to be stored.</summary>
    public void NoteStored(Block block, int? label) => _review?.Adjudication.NoteStored(block.Id, label);

    public Task<UndoResult> UndoAsync(bool redo, DecisionTicket? ticket = null) =>
        redo ? _review!.Adjudication.RedoAsync(CancellationToken.None, ticket) : _review!.Adjudication.UndoAsync(CancellationToken.None, ticket);

    /// <returns>False when there was no adjudication to leave.</returns>
    public bool Leave()
    {
        if (Queue is not { } queue)
        {
            return false;
        }

        queue.Stop();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_review is not null)
        {
            _review.Changed -= OnChanged;
            await _review.DisposeAsync();
        }
    }

    private ReviewRow? RowOf(Block block) => block.Key.Root is null ? Shown?.Table.Find(block.Key.Block) : null;

    private void OnChanged() => Changed?.Invoke();
}
