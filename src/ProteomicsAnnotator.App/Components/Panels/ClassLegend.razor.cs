using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;

namespace ProteomicsAnnotator.App.Components.Panels;

/// <summary>The page handles a click on a class as it handles its key: src/viewer/src/input/rowPresses.ts.</summary>
public partial class ClassLegend
{
    [Parameter]
    [EditorRequired]
    public required AnnotationSession Session { get; set; }

    /// <summary>The guide to the classes is asked for.</summary>
    [Parameter]
    public EventCallback OnGuide { get; set; }

    private bool Final => Session.Admin.IsAdjudicating;

    private string Title => Session.Mode switch
    {
        DecisionMode.Second => "Second opinion",
        _ when Final => "Final label",
        _ => "Label",
    };
}
