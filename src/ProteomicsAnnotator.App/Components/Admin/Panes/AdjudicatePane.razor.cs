using System.Globalization;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Certainty;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Components.Admin.Panes;

/// <summary>The blocks that wait for a decision, in the order in which an adjudication would take them.</summary>
public sealed partial class AdjudicatePane
{
    private const int MostShown = 200;
    private (ReviewTable Table, AdjudicationOrder Order, AdjudicationShare Part, bool IsSecond)? _order;
    private IReadOnlyList<BlockId> _queue = [];
    private ConsensusCertainty? _certainty;
    private string? _fault;
    private string? _wrongPercent;
    private string? _wrongPart;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    [Parameter]
    [EditorRequired]
    public required ReviewPlace Place { get; set; }

    /// <summary>Begin at this block.</summary>
    [Parameter]
    public EventCallback<BlockId> OnOpen { get; set; }

    /// <summary>Make the consensus of these blocks their final label.</summary>
    [Parameter]
    public EventCallback<Acceptance> OnAccept { get; set; }

    /// <summary>What the address says of the next adjudication changed.</summary>
    [Parameter]
    public EventCallback OnMoved { get; set; }

    /// <summary>Settle what two adjudicators differ on.</summary>
    [Parameter]
    public EventCallback OnSettle { get; set; }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!Review.Adjudication.Blinding.HidesVotes)
        {
            Review.NoteShown(_queue.Take(MostShown));
        }
    }

    private LabelErrorReading Errors => Review.Adjudication.LabelErrors;

    private bool IsOfErrors => Place.Order is AdjudicationOrder.LikelyErrors or AdjudicationOrder.ModelDiffers;

    private string OrderText => Place.Order switch
    {
        AdjudicationOrder.AdjudicatorsDiffer => "Each needs a reason.",
        AdjudicationOrder.LeastCertain => "Ties come first, and blocks whose majority the error rates contradict.",
        AdjudicationOrder.LikelyErrors => "The least likely vote first, also where all agree.",
        AdjudicationOrder.ModelDiffers => "The surest first.",
        _ => "Ties come first, then blocks flagged as unsure.",
    };

    private string EmptyText
    {
        get
        {
            string part = Review.Adjudication.Part.Of > 1 ? " of your part" : "";
            return Place.Order == AdjudicationOrder.AdjudicatorsDiffer ? $"Two adjudicators differ on no block{part}, or a final label has settled it."
                : IsOfErrors ? $"Nothing of it waits{part}."
                : Review.Table.Statistics.Disagreements == 0 ? "No two annotators disagree on a block."
                : Review.Adjudication.Seconds.IsChosen ? $"Every disagreement{part} has your second opinion, or a final label of yours."
                : $"Every disagreement{part} has a final label.";
        }
    }

    private string Percent => ReviewAddress.PercentOf(Place.CertainFrom);

    private string PartText => Review.Adjudication.Part.Part.ToString(CultureInfo.InvariantCulture);

    private string PartsText => Review.Adjudication.Part.Of.ToString(CultureInfo.InvariantCulture);

    private string HiddenText => Review.Adjudication.Blinding switch
    {
        { HidesVotes: true } => "Names and votes are hidden until you decide.",
        { HidesNames: true } => "Names are hidden until you decide.",
        _ => "",
    };

    protected override Task OnParametersSetAsync() => OrderAsync();

    private async Task OrderAsync()
    {
        (ReviewTable Table, AdjudicationOrder Order, AdjudicationShare Part, bool IsSecond) asked = (Review.Table, Place.Order, Review.Adjudication.Part, Review.Adjudication.Seconds.IsChosen);
        if (_order is { } known && ReferenceEquals(known.Table, asked.Table) && (known.Order, known.Part, known.IsSecond) == (asked.Order, asked.Part, asked.IsSecond))
        {
            return;
        }

        try
        {
            IReadOnlyList<BlockId> queue = await Review.Adjudication.QueueOfAsync(asked.Order, CancellationToken.None);
            ConsensusCertainty certainty = await Review.Adjudication.Certainty.OfAsync(asked.Table);
            if ((Place.Order, Review.Adjudication.Part, Review.Adjudication.Seconds.IsChosen) == (asked.Order, asked.Part, asked.IsSecond))
            {
                (_order, _queue, _certainty, _fault) = (asked, queue, certainty, null);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _fault = $"The order could not be computed: {fault.Message}";
        }
    }

    private Task ChooseSecondAsync(bool chosen)
    {
        Review.Adjudication.ChooseSecondOpinion(chosen);
        return OrderAsync();
    }

    private Task ChooseModelAsync()
    {
        _order = null;
        return OrderAsync();
    }

    private Task ChooseThresholdAsync(string? text)
    {
        double? chosen = ReviewAddress.CertainOf(text);
        _wrongPercent = chosen is null ? $"Certain enough: found {text} %; expected 50 to 100 %. It stays {Percent} %." : null;
        Place.CertainFrom = chosen ?? Place.CertainFrom;
        return OnMoved.InvokeAsync();
    }

    private async Task ChooseOrderAsync()
    {
        await OnMoved.InvokeAsync();
        await OrderAsync();
    }

    private async Task ChoosePartAsync(string? part, string? of)
    {
        AdjudicationShare now = Review.Adjudication.Part;
        AdjudicationShare chosen = part is not null ? now with { Part = NumberIn(part) } : new AdjudicationShare(Math.Min(now.Part, Math.Max(1, NumberIn(of))), NumberIn(of));
        _wrongPart = chosen.IsSound ? null : $"Part: found {chosen.Part} of {chosen.Of}; expected 1 to {AdjudicationShare.Most} parts, and one of them. It stays {now.Part} of {now.Of}.";
        if (chosen.IsSound)
        {
            await Review.Adjudication.SetPartAsync(chosen);
            await OrderAsync();
        }
    }

    private static int NumberIn(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private string WhyOf(BlockId block, ReviewRow row)
    {
        string?[] words = [WhyErrorOf(block), row.UnsureCount > 0 ? "unsure" : null, row.HasNewVotes ? "new votes" : null, row.HasNote ? "with note" : null];
        return string.Join(", ", words.OfType<string>());
    }

    /// <summary>Without names or classes while votes are hidden: they would tell.</summary>
    private string? WhyErrorOf(BlockId block) => (Place.Order, Review.Adjudication.Blinding.HidesVotes) switch
    {
        (AdjudicationOrder.ModelDiffers, false) when Errors.Doubts?.Of(block) is { } doubt => string.Create(CultureInfo.InvariantCulture, $"the model says {doubt.Said} – {Review.Classes.NameOf(doubt.Said)} ({doubt.Score:0.00})"),
        (AdjudicationOrder.LikelyErrors, false) when Errors.Votes?.Of(block) is { } vote => string.Create(CultureInfo.InvariantCulture, $"{vote.Label} – {Review.Classes.NameOf(vote.Label)} is surprising ({vote.Surprise:0.0})"),
        _ => null,
    };
}
