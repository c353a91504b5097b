using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Annotating;

namespace ProteomicsAnnotator.App.Components.Panels;

/// <summary>Says why labels are not taken below a data root that is one experiment; an admin may confirm it.</summary>
public sealed partial class DataRootQuestion
{
    private bool _isAsking;

    [Parameter]
    [EditorRequired]
    public required AnnotationSession Session { get; set; }

    protected override Task OnParametersSetAsync() => Session.AskDataRootAsync();

    private async Task ConfirmAsync()
    {
        await Session.ConfirmDataRootAsync();
        _isAsking = false;
    }
}
