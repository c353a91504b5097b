using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// What an admin makes of disagreements that another admin decides, without seeing the final labels: whether two independent
/// adjudicators agree is told by these.
/// </summary>
public sealed class SecondOpinions
{
    private readonly ReviewSession _review;
    private readonly FinalLabels _finals;
    private readonly ReviewSources _sources;

    internal SecondOpinions(ReviewSession review, FinalLabels finals, ReviewSources sources) => (_review, _finals, _sources) = (review, finals, sources);

    /// <summary>Of the next queue.</summary>
    public bool IsChosen { get; internal set; }

    /// <summary>Of the queue that was made last.</summary>
    public bool IsUnderWay { get; internal set; }

    /// <summary>This admin's; null: none.</summary>
    public int? Of(BlockId block) => _finals.SecondOf(new LabelKey(null, block));

    /// <summary>It has one, or needs none of this admin.</summary>
    internal bool IsDone(BlockId block) => Of(block) is not null || IsOwn(block);

    /// <summary>A disagreement that this admin has neither settled nor given a second opinion on.</summary>
    internal bool IsListed(ReviewRow row) => row.Status == ReviewStatus.Disagree && !IsDone(row.Block);

    /// <summary>Keeps it, or with null takes it back; the table has it when this returns.</summary>
    /// <param name="block">Which.</param>
    /// <param name="label">Number of the class.</param>
    /// <param name="reason">Why, in the admin's words; null: nothing is said.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="ticket">What a database knows it by; null: nothing.</param>
    internal async Task<LabelResult> GiveAsync(BlockId block, int? label, string? reason, CancellationToken cancellationToken, DecisionTicket? ticket = null)
    {
        await _review.SyncFinalsAsync(cancellationToken);
        string? refusal = label is null ? null : _sources.WhyNoTableHas(block) ?? (IsOwn(block) ? FinalLabels.OwnFinalLabel : null);
        LabelResult result = refusal is not null
            ? new LabelResult(LabelPlace.Refused, refusal)
            : await _finals.SecondAsync(new LabelKey(null, block), label, cancellationToken, reason, key => _review.Table.Input.Points(key.Block), ticket);
        await _review.ShowDecidedAsync(cancellationToken);
        return result;
    }

    /// <summary>The final label is this person's, under whichever name.</summary>
    private bool IsOwn(BlockId block) => _finals.Find(new LabelKey(null, block))?.By is { } by
        && _review.Table.Input.People.PersonOf(by) == _review.Table.Input.People.PersonOf(_review.Admin);
}
