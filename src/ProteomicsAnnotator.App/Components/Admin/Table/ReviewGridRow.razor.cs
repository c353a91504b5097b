using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Components.Admin.Table;

/// <summary>Redraws only when its content changed: a key press in the table leaves all other rows alone.</summary>
public sealed partial class ReviewGridRow
{
    private (ReviewRow Row, bool IsSelected, bool IsCursor)? _drawn;
    private bool _isChanged;

    [Parameter]
    [EditorRequired]
    public required ReviewRow Row { get; set; }

    /// <summary>The campaign's classes, which stay the same while the program runs.</summary>
    [Parameter]
    [EditorRequired]
    public required LabelClasses Classes { get; set; }

    [Parameter]
    public bool IsSelected { get; set; }

    [Parameter]
    public bool IsCursor { get; set; }

    [Parameter]
    public EventCallback<(BlockId Block, MouseEventArgs Press)> OnChoose { get; set; }

    [Parameter]
    public EventCallback<BlockId> OnOpen { get; set; }

    /// <summary>The annotators who have a label, and those whose labels could not be read.</summary>
    public static IEnumerable<AnnotatorColumn> ColumnsOf(ReviewTable table) =>
        table.Annotators.Where(column => column.LabelCount > 0 || column.Fault is not null);

    protected override void OnParametersSet()
    {
        _isChanged = _drawn != (Row, IsSelected, IsCursor);
        _drawn = (Row, IsSelected, IsCursor);
    }

    protected override bool ShouldRender() => _isChanged;

    private Task ChooseAsync(MouseEventArgs press) => OnChoose.InvokeAsync((Row.Block, press));

    private Task OpenAsync() => OnOpen.InvokeAsync(Row.Block);

    private string StatusText => Row.Status switch
    {
        ReviewStatus.Agree => "Agree",
        ReviewStatus.Disagree => "Disagree",
        ReviewStatus.SingleVote => "1 vote",
        _ => "Not annotated",
    };

    private string StatusClass => Row.Status switch
    {
        ReviewStatus.Agree => "agree",
        ReviewStatus.Disagree => Row.Consensus.IsTie ? "disagree tie" : "disagree",
        _ => "open",
    };

    /// <summary>Labels with counted votes, in the order of the classes.</summary>
    private (int Label, int Count)[] VoteCounts =>
        [.. Row.Votes.Select(vote => vote.Value.Label).CountBy(label => label).OrderBy(count => count.Key).Select(count => (count.Key, count.Value))];

    /// <summary>Of the votes, how many the consensus has.</summary>
    private string VotesText
    {
        get
        {
            (int Label, int Count)[] counts = VoteCounts;
            int most = counts.Length == 0 ? 0 : counts.Max(count => count.Count);
            return Row.Consensus switch
            {
                { VoteCount: <= 1 } few => few.VoteCount.ToString(CultureInfo.InvariantCulture),
                { IsTie: true } => "tie " + string.Join(" : ", counts.Where(count => count.Count == most).Select(count => count.Count)),
                var all => string.Create(CultureInfo.InvariantCulture, $"{most} of {all.VoteCount}"),
            };
        }
    }

    private string VotesTitle => string.Join(", ", VoteCounts.Select(count => $"{count.Count} for {count.Label} – {NameOf(count.Label)}"));

    private string NameOf(int label) => Classes.Find(label)?.Name ?? "no such class";

    private string TitleOf(AnnotatorColumn column, Vote? vote) => vote is { } given
        ? $"{column.Username}: {given.Label} – {NameOf(given.Label)}, {Local(given.At)}" + (EvidenceText.Of(Row.EvidenceOf(column.Username)?.Measured) is { Length: > 0 } evidence ? $"\n{evidence}" : "")
        : $"{column.Username}: no label";

    private string MarksText
    {
        get
        {
            int unsure = Row.Marks.Count(mark => mark.Value.IsUnsure);
            return (unsure == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"? {unsure}")) + (Row.HasNote ? unsure == 0 ? "✎" : " ✎" : "");
        }
    }

    private string MarksTitle => string.Join("\n", Row.Marks.Select(mark =>
        $"{mark.Key}: {MarkText.Of(new MarkChange(mark.Value.IsUnsure ? true : null, mark.Value.Note))}"));

    private string ChangedTitle => string.Join("\n", Row.ChangedLabels.Select(label =>
        $"{label.File} {(label.Now is null ? "is gone" : "is another file")} since {label.Username} labelled it"));

    private string? FinalTitle => Row.FinalLabel is { } final ? $"Set by {final.SetBy}, {Local(final.SetAt)}" : null;

    private static string Local(DateTimeOffset time) =>
        LabelTime.Known(time)?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "at an unknown time";
}
