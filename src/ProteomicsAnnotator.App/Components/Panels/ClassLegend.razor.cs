using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Sessions;

namespace ProteomicsAnnotator.App.Components.Panels;

public partial class ClassLegend
{
    [Parameter]
    [EditorRequired]
    public required AnnotationSession Session { get; set; }

    /// <summary>A class was clicked: the number, as its key would give it.</summary>
    [Parameter]
    public EventCallback<int> OnPick { get; set; }

    private bool Final => Session.IsAdjudicating;

    private string Title => Final ? "FINAL LABEL" : "Label";
}
