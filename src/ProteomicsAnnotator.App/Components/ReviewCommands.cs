using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Components;

/// <summary>Leads from the Review to the viewer, where keys then set final labels.</summary>
internal sealed class ReviewCommands(Workspace page, AnnotationSession session)
{
    /// <summary>An adjudication has begun, or goes on.</summary>
    public Task AdjudicateAsync()
    {
        session.BeginAdjudication();
        return page.ShowViewAsync(PageView.Annotate);
    }

    /// <summary>A row of the table was opened.</summary>
    public Task OpenAsync(BlockId id)
    {
        if (session.TrySelectReviewed(id))
        {
            return page.ShowViewAsync(PageView.Annotate);
        }

        session.Admin.Shown?.Adjudication.CloseFromTable();
        return Task.CompletedTask;
    }

    /// <summary>Where the address says that final labels are being set.</summary>
    public async Task ResumeAsync(AddressLink address)
    {
        if (await address.TryResumeFinalLabelsAsync(session))
        {
            await page.ShowViewAsync(PageView.Annotate);
        }
    }
}
