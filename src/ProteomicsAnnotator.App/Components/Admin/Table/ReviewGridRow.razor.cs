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
    private (ReviewRow Row, bool IsSelected, bool IsCursor, AnnotatorPair? Pair)? _drawn;
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

    /// <summary>The row is on the page.</summary>
    [Parameter]
    public Action<ReviewRow> OnShown { get; set; } = _ => { };

    /// <summary>The two who are compared stand beside the consensus.</summary>
    [Parameter]
    public AnnotatorPair? Pair { get; set; }

    public static IEnumerable<AnnotatorColumn> ComparedOf(ReviewTable table, AnnotatorPair? pair) =>
        pair is null ? [] : new[] { pair.First, pair.Second }.Select(table.FindAnnotator).OfType<AnnotatorColumn>();

    /// <summary>The other annotators who have a label, and those whose labels could not be read.</summary>
    public static IEnumerable<AnnotatorColumn> ColumnsOf(ReviewTable table, AnnotatorPair? pair) =>
        table.Annotators.Where(column => (column.LabelCount > 0 || column.Fault is not null) && column.Username != pair?.First && column.Username != pair?.Second);

    protected override void OnParametersSet()
    {
        _isChanged = _drawn != (Row, IsSelected, IsCursor, Pair);
        _drawn = (Row, IsSelected, IsCursor, Pair);
    }

    protected override bool ShouldRender() => _isChanged;

    protected override void OnAfterRender(bool firstRender) => OnShown(Row);

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

    private string NameOf(int label, DateTimeOffset at) => Row.Table.Input.Campaign.ClassChanges.Awaited(label, at)?.Words ?? NameOf(label);

    private string NameOf(int label) => Classes.Find(label)?.Name ?? "no such class";

    private string TitleOf(AnnotatorColumn column, Vote? vote) => vote is { } given
        ? $"{column.Username}: {given.Label} – {NameOf(given.Label, given.At)}, {Local(given.At)}{(given.IsNotBlind ? ", not blind: others' votes or the final label could be seen before" : "")}" + (EvidenceText.Of(Row.EvidenceOf(column.Username)?.Measured) is { Length: > 0 } evidence ? $"\n{evidence}" : "")
        : column.MarkOf(Row.Block).Unusable is { } why ? $"{column.Username} cannot judge it: {why}"
        : $"{column.Username}: no label";

    private string NotBlindTitle => $"Given after others' votes or the final label could be seen: {string.Join(", ", Row.NotBlind)}";

    private string MarksText
    {
        get
        {
            string[] parts = [Counted("⊘", Row.UnusableCount), Counted("?", Row.Marks.Count(mark => mark.Value.IsUnsure)), Row.HasNote ? "✎" : ""];
            return string.Join(' ', parts.Where(part => part.Length > 0));

            static string Counted(string sign, int count) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{sign} {count}");
        }
    }

    private string MarksTitle => string.Join("\n", Row.Marks.Select(mark =>
        $"{mark.Key}: {MarkText.Of(MarkChange.Of(mark.Value))}"));

    private string ChangedTitle => string.Join("\n", Row.ChangedLabels.Select(label =>
        label.IsMoved ? $"{label.Username} labelled another place: {label.Subject} was {label.Seen}, is {label.Now}; that counts nowhere" : $"{label.File} {(label.Now is null ? "is gone" : "is another file")} since {label.Username} labelled it"));

    private string? FinalTitle => Row.FinalLabel is { } final ? $"Set by {final.SetBy}, {Local(final.SetAt)}{(final.Reason is { } reason ? $": {reason}" : "")}" : null;

    private static string Local(DateTimeOffset time) =>
        LabelTime.Known(time)?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "at an unknown time";
}
