using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Dialogs;

/// <summary>What ending now means, for as long as the question is open.</summary>
public sealed partial class QuitQuestion : IDisposable
{
    [Parameter]
    [EditorRequired]
    public required AnnotationSession Session { get; set; }

    private string Text => Session.Saving.PendingCount switch
    {
        0 when Session.Saving.IsSaved => "All labels are saved.",
        0 => $"{Session.Saving.Text}.",
        int pending => $"{Counted.Of(pending, "label", "is", "are")} not on the share yet. {(pending == 1 ? "It is" : "They are")} kept on this machine and delivered at the next start.",
    };

    public void Dispose() => Session.Changed -= OnSessionChanged;

    protected override void OnInitialized() => Session.Changed += OnSessionChanged;

    private void OnSessionChanged() => _ = InvokeAsync(StateHasChanged);
}
