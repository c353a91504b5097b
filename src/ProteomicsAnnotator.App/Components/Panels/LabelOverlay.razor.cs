using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Sessions;

namespace ProteomicsAnnotator.App.Components.Panels;

public partial class LabelOverlay
{
    [Parameter]
    [EditorRequired]
    public required AnnotationSession Session { get; set; }
}
