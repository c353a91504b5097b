using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Components.Dialogs;

namespace ProteomicsAnnotator.App.Components;

/// <summary>The campaign's display: an admin publishes it, everyone can show it.</summary>
internal sealed class CampaignDisplay(ViewerLink viewer, PageDialogs dialogs, PageSettings settings)
{
    public async Task PublishAsync()
    {
        if (await viewer.DisplayAsync() is { } display
            && await dialogs.MayPublishAsync(await settings.PublishQuestionAsync(display))
            && await settings.PublishDisplayAsync(display))
        {
            await viewer.TellCampaignAsync(display, isShown: false);
        }
    }

    /// <summary>Runs when the key is pressed and the page knows no display: one may be published since.</summary>
    public async Task ShowPublishedAsync()
    {
        if (await settings.FindCampaignDisplayAsync() is { } display)
        {
            await viewer.TellCampaignAsync(display, isShown: true);
        }
    }
}
