using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.App.Annotating;

/// <content>What only admins have: the consensus beside their own label, and adjudication.</content>
public sealed partial class AnnotationSession
{
    private ReviewSession? _review;

    /// <summary>What only admins see is shown: not while the browser is signed in as someone else, or as nobody.</summary>
    public bool IsAdmin => SignIn.IsAdmin && !_signIns.IsSuperseded(SignIn.SessionId);

    /// <summary>For admins, once <see cref="OpenReviewAsync"/> has returned; null while <see cref="IsAdmin"/> is false.</summary>
    public ReviewSession? Review => IsAdmin ? _review : null;

    /// <summary>Shown as such: keys set final labels.</summary>
    public bool IsAdjudicating => Review is { IsAdjudicating: true };

    /// <summary>What label keys decide, whoever the browser is signed in as: what they may do is another question.</summary>
    public DecisionMode Mode => GoesAlongQueue ? DecisionMode.Final : DecisionMode.Own;

    private bool GoesAlongQueue => _review is { IsAdjudicating: true };

    /// <summary>For admins: what all annotators together say of a block.</summary>
    private ReviewLine? ReviewLineOf(Block block)
    {
        if (IsAdjudicating || ReviewRowOf(block) is not { Consensus.Label: { } consensus } row)
        {
            return null;
        }

        string status = row.Status switch
        {
            ReviewStatus.Disagree => "disagree",
            ReviewStatus.SingleVote => "1 vote",
            _ => "agree",
        };
        bool isAgreed = row.Status is not (ReviewStatus.Disagree or ReviewStatus.SingleVote);
        return new ReviewLine(isAgreed, row.Consensus.HasDisagreement, $"Consensus {consensus} – {NameOf(consensus)} · {status}");
    }

    /// <summary>Reads everyone's labels; in the background, after the page is up.</summary>
    public async Task OpenReviewAsync()
    {
        if (SignIn.IsAdmin && _review is null)
        {
            _review = await ReviewSession.OpenAsync(
                new ReviewSources(_share, _roots.Configured.Catalog, Classes, TimeProvider.System)
                {
                    Excluded = _choices.ExcludedAnnotators ?? [],
                    KeepExcluded = KeepExcludedAsync,
                },
                SignIn.Username,
                _closing.Token);
            _review.Changed += OnChanged;
            _review.Noticed += notice => Noticed?.Invoke(notice);
            OnChanged();
        }
    }

    /// <summary>The adjudication has begun: its first block becomes current, in the configured root.</summary>
    public void BeginAdjudication()
    {
        OpenConfigured();
        Filter = new BlockFilter();
        GoToAdjudicated();
    }

    /// <summary>A row of the Admin View becomes current: it is of the configured root, whatever is open now.</summary>
    /// <returns>False when the block is there no more.</returns>
    public bool TrySelectReviewed(BlockId id)
    {
        if (!_roots.Configured.Catalog.Current.TryGet(id, out Block? block))
        {
            Notify($"{id} is not in the data folder any more.", NoticeSeverity.Warning);
            return false;
        }

        OpenConfigured();
        Select(block);
        return true;
    }

    /// <returns>False when there was none to leave.</returns>
    public bool LeaveAdjudication()
    {
        if (_review is not { IsAdjudicating: true } review)
        {
            return false;
        }

        review.Stop();
        return true;
    }

    private Task KeepExcludedAsync(IReadOnlyCollection<string> usernames)
    {
        _choices = _choices with { ExcludedAnnotators = [.. usernames] };
        return KeepChoicesAsync();
    }

    private void OpenConfigured()
    {
        if (Root != _roots.Configured)
        {
            Open(_roots.Configured);
        }
    }

    private ReviewRow? ReviewRowOf(Block block) => block.Key.Root is null ? Review?.Table.Find(block.Key.Block) : null;

    private int? FinalLabelOf(Block block) => ReviewRowOf(block)?.FinalLabel?.Label;

    private async Task<LabelOutcome> DecideAsync(Block block, int? label)
    {
        if (block.Key.Root is not null)
        {
            return LabelOutcome.Refused("it is not in the configured data folder and has no final label");
        }

        LabelResult result = label is { } number
            ? await _review!.DecideAsync(block.Id, number, CancellationToken.None)
            : await _review!.ClearDecisionAsync(block.Id, CancellationToken.None);
        if (!result.Accepted)
        {
            string sentence = result.Explain($"the final label of {block.Id}", $"The final label of {block.Id} is NOT set");
            Notify(sentence, NoticeSeverity.Error);
            return LabelOutcome.Refused(result.Reason ?? "it could be kept nowhere") with { Sentence = sentence };
        }

        if (label is not null && _review!.IsQueueDone)
        {
            Notify("Every block of the queue is decided. Esc leaves.");
        }

        bool stays = label is null || _review!.Current == block.Id;
        bool isAtEnd = stays && label is not null && !_review!.IsFromTable;
        return new LabelOutcome(true, stays ? null : GoToAdjudicated()) { IsAtEnd = isAtEnd };
    }

    private async Task<UndoResult> UndoDecisionAsync(bool redo) => redo
        ? await _review!.RedoAsync(CancellationToken.None)
        : await _review!.UndoAsync(CancellationToken.None);

    private ShowRequest? GoToAdjudicated()
    {
        if (Review?.Current is not { } id)
        {
            return null;
        }

        if (!Root.Catalog.Current.TryGet(id, out Block? block))
        {
            Notify($"{id} is not in the data folder any more.", NoticeSeverity.Warning);
            return null;
        }

        Select(block);
        return Show();
    }

    /// <summary>The way Up and Down go: the queue while adjudicating, else the list.</summary>
    private (List<Block> Next, Block? Previous) Around(Block current)
    {
        if (!GoesAlongQueue)
        {
            return ([.. Walk.After(current.Id, SkipAnnotated).Take(NeighboursAhead)],
                Walk.Before(current.Id, SkipAnnotated).FirstOrDefault());
        }

        var next = new List<Block>();
        BlockId? id = current.Id;
        while (next.Count < NeighboursAhead && (id = _review!.After(id.Value)) is { } after)
        {
            if (Root.Catalog.Current.TryGet(after, out Block? block))
            {
                next.Add(block);
            }
        }

        return (next, _review!.Before(current.Id) is { } before && Root.Catalog.Current.TryGet(before, out Block? previous) ? previous : null);
    }
}
