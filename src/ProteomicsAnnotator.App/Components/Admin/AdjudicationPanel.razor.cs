using System.Globalization;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>Stands beside the viewer during an adjudication: the position in the queue, and the votes on this block.</summary>
public sealed partial class AdjudicationPanel : IDisposable
{
    private ReviewWatch? _watch;
    private bool _isSwitching;
    private string? _refusal;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    /// <summary>The admin left the adjudication here.</summary>
    [Parameter]
    public EventCallback OnStop { get; set; }

    /// <summary>What keys decide has changed, and so has the queue.</summary>
    [Parameter]
    public EventCallback OnAgain { get; set; }

    private bool IsSecond => Review.Adjudication.IsSecondOpinion;

    private string ReasonHint => Review.Adjudication.IsOfDifferences ? "needed here, then Enter" : "optional, then Enter";

    private string Position => Review.Adjudication.IsFromTable
        ? "opened from the table"
        : string.Create(CultureInfo.InvariantCulture, $"{Review.Adjudication.QueueIndex + 1:N0} of {Review.Adjudication.Queue.Count:N0}, {Review.Adjudication.DecidedCount:N0} decided")
            + (Review.Adjudication.SettledByOthersCount is > 0 and int others ? string.Create(CultureInfo.InvariantCulture, $", {others:N0} by others meanwhile") : "");

    private string Said(FinalLabel final) => OthersFinal.Of(final.SetBy, final.Label, final.SetAt, Review.Classes, Review.Now);

    private string Hidden => Review.Adjudication.Blinding switch
    {
        { HidesVotes: true } => "votes",
        { HidesNames: true } => "names",
        _ => "",
    };

    private string NameOf(int label) => Review.Classes.Find(label)?.Name ?? "no such class";

    public void Dispose() => _watch?.Dispose();

    protected override void OnParametersSet()
    {
        _watch ??= new ReviewWatch(InvokeAsync, StateHasChanged);
        _watch.Follow(Review);
    }

    /// <summary>A final label is shown whatever else is hidden, but to whoever gives a second opinion.</summary>
    protected override void OnAfterRender(bool firstRender)
    {
        if (Review.Adjudication is { IsUnderWay: true, Current: { } block } adjudication && Review.Table.Find(block) is { } row
            && ((row.FinalLabel is not null && !adjudication.Seconds.IsChosen) || adjudication.ShowsVotesOf(block)))
        {
            Review.NoteShown(row);
        }
    }

    /// <summary>Flags and notes; while names are hidden, in the order of their words.</summary>
    private IEnumerable<(string Who, string Said)> MarksOf(ReviewRow row)
    {
        IEnumerable<(string Who, string Said)> marks = row.Marks
            .Select(mark => (mark.Key, MarkText.Of(MarkChange.Of(mark.Value))));
        return Review.Adjudication.ShowsNamesOf(row.Block) ? marks : marks.Select(mark => ("hidden", mark.Said)).OrderBy(mark => mark.Said, StringComparer.Ordinal);
    }

    private IEnumerable<SecondLabel> DifferencesOn(ReviewRow row) => Review.Adjudication.IsOfDifferences
        ? AdjudicatorAgreement.Of(Review.Table).Open.Where(second => second.Key.Block == row.Block)
        : [];

    private string DifferenceText(SecondLabel second) =>
        $"{second.First!.Value.By}: {Said(second.First.Value.Label, second.First.Value.Reason)}. {second.By}, second opinion: {Said(second.Label, null)}.";

    private string Said(int label, string? reason) => $"{label} – {NameOf(label)}{(reason is null ? "" : $" ({reason})")}";

    /// <summary>Begins the same queue with the other meaning of keys; stays as it is where no block waits.</summary>
    private async Task SwitchAsync(ChangeEventArgs e)
    {
        bool chosen = e.Value is true;
        (_isSwitching, _refusal) = (true, null);
        try
        {
            Review.Adjudication.ChooseSecondOpinion(chosen);
            if (await Review.Adjudication.StartAsync(Review.Adjudication.Order, CancellationToken.None))
            {
                await OnAgain.InvokeAsync();
                return;
            }

            Review.Adjudication.ChooseSecondOpinion(IsSecond);
            _refusal = chosen ? "No block waits for a second opinion of yours." : "No block waits for a final label.";
        }
        finally
        {
            _isSwitching = false;
        }
    }

    private Task HideAsync(ChangeEventArgs e) =>
        Review.Adjudication.SetBlindingAsync(new Blinding(HidesNames: e.Value is "names" or "votes", HidesVotes: e.Value is "votes"));

    private Task StopAsync()
    {
        Review.Adjudication.Stop();
        return OnStop.InvokeAsync();
    }
}
