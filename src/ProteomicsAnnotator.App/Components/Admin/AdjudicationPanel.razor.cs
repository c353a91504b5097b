using System.Globalization;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>Stands beside the viewer during an adjudication: the position in the queue, and the votes on this block.</summary>
public sealed partial class AdjudicationPanel : IDisposable
{
    private ReviewWatch? _watch;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    /// <summary>The admin left the adjudication here.</summary>
    [Parameter]
    public EventCallback OnStop { get; set; }

    private string Position => Review.Adjudication.IsFromTable
        ? "opened from the table"
        : string.Create(CultureInfo.InvariantCulture, $"{Review.Adjudication.QueueIndex + 1:N0} of {Review.Adjudication.Queue.Count:N0}, {Review.Adjudication.DecidedCount:N0} decided")
            + (Review.Adjudication.SettledByOthersCount is > 0 and int others ? string.Create(CultureInfo.InvariantCulture, $", {others:N0} by others meanwhile") : "");

    private string Said(FinalLabel final) => OthersFinal.Of(final.SetBy, final.Label, final.SetAt, Review.Classes, Review.Now);

    public void Dispose() => _watch?.Dispose();

    protected override void OnParametersSet()
    {
        _watch ??= new ReviewWatch(InvokeAsync, StateHasChanged);
        _watch.Follow(Review);
    }

    /// <summary>While names are hidden, the order must not reveal them either: by label, then time.</summary>
    private IEnumerable<KeyValuePair<string, Vote>> VotesOf(ReviewRow row) => Review.Adjudication.ShowsNamesOf(row.Block)
        ? row.Votes
        : row.Votes.OrderBy(vote => vote.Value.Label).ThenBy(vote => vote.Value.At);

    /// <summary>Flags and notes; while names are hidden, in the order of their words.</summary>
    private IEnumerable<(string Who, string Said)> MarksOf(ReviewRow row)
    {
        IEnumerable<(string Who, string Said)> marks = row.Marks
            .Select(mark => (mark.Key, MarkText.Of(new MarkChange(mark.Value.IsUnsure ? true : null, mark.Value.Note))));
        return Review.Adjudication.ShowsNamesOf(row.Block) ? marks : marks.Select(mark => ("hidden", mark.Said)).OrderBy(mark => mark.Said, StringComparer.Ordinal);
    }

    private Task StopAsync()
    {
        Review.Adjudication.Stop();
        return OnStop.InvokeAsync();
    }
}
