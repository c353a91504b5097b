using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Annotating;

namespace ProteomicsAnnotator.App.Components.Panels;

/// <summary>A click on a class is met in the page, as its key is: src/viewer/src/input/rowPresses.ts.</summary>
public partial class ClassLegend
{
    [Parameter]
    [EditorRequired]
    public required AnnotationSession Session { get; set; }

    private bool Final => Session.Admin.IsAdjudicating;

    private string Title => Final ? "FINAL LABEL" : "Label";
}
