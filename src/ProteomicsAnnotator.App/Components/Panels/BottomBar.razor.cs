using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Annotating;

namespace ProteomicsAnnotator.App.Components.Panels;

public partial class BottomBar
{
    private ElementReference _place;

    [Parameter]
    [EditorRequired]
    public required AnnotationSession Session { get; set; }

    /// <summary>The Admin View hides the viewer: label keys do nothing, and no block is named.</summary>
    [Parameter]
    public bool IsReviewOpen { get; set; }

    /// <summary>The viewer writes the current block's name here, in step with the picture.</summary>
    public ElementReference Place => _place;

    private string Keys => !Session.Admin.IsAdjudicating
        ? $"1-{Session.Classes.Count} label · ↑↓ block · ←→ slice · Space play · ? keys"
        : $"1-{Session.Classes.Count} final label · Esc leave";

    private string SaveClass => Session.Saving.IsSaved ? "ok" : "bad";
}
