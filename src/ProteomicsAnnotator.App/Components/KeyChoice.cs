using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Components.Dialogs;

namespace ProteomicsAnnotator.App.Components;

/// <summary>Shows the keys in force, and puts others in force when they are chosen there.</summary>
internal sealed class KeyChoice(Workspace page, AnnotationSession session, ViewerLink viewer, PageDialogs dialogs)
{
    public async Task ShowAsync()
    {
        if (await dialogs.ShowKeysAsync(session) is not { } draft)
        {
            return;
        }

        Task keeping = session.Settings.Keys.UseAsync(draft);
        await viewer.TellKeysAsync(session.Settings.Keys.InForce.Bindings);
        page.Render();
        await keeping;
    }
}
