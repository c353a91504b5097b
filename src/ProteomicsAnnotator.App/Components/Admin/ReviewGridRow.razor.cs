using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.App.Components.Admin;

public sealed partial class ReviewGridRow
{
    [Parameter]
    [EditorRequired]
    public required ReviewRow Row { get; set; }

    [Parameter]
    [EditorRequired]
    public required LabelClasses Classes { get; set; }

    [Parameter]
    public bool IsSelected { get; set; }

    [Parameter]
    public bool IsCursor { get; set; }

    [Parameter]
    public EventCallback<MouseEventArgs> OnClick { get; set; }

    [Parameter]
    public EventCallback OnOpen { get; set; }

    private string StatusText => Row.Status switch
    {
        ReviewStatus.Agree => "Agree",
        ReviewStatus.Disagree => "Disagree",
        _ => "Not annotated",
    };

    private string StatusClass => Row.Status switch
    {
        ReviewStatus.Agree => "agree",
        ReviewStatus.Disagree => "disagree",
        _ => "open",
    };

    private string? FinalTitle => Row.FinalLabel is { } final ? $"Set by {final.SetBy}, {Local(final.SetAt)}" : null;

    private static string? TimeOf(Vote? vote) => vote is { } given ? Local(given.At) : null;

    private static string Local(DateTimeOffset time) =>
        time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
