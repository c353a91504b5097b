using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Components.Dialogs;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Components;

/// <summary>The page's commands that open a dialog and do what is answered there.</summary>
internal sealed class DialogCommands(Workspace page, AnnotationSession session, ViewerLink viewer, PageDialogs dialogs)
{
    public Task ShowKeysAsync() => Begin(ChooseKeysAsync);

    public Task ShowFiguresAsync() => Begin(async () =>
    {
        object? wish = await dialogs.ShowFiguresAsync(session);
        await (wish is true ? ShowSelfCheckAsync() : page.OpenOwnAsync(wish as BlockId?));
    });

    public Task ShowSelfCheckAsync() => Begin(async () =>
    {
        session.Viewer.SelfCheck.HasNews = false;
        object? wish = await dialogs.ShowSelfCheckAsync(session);
        await (wish is true ? page.ShowAgainAsync() : page.OpenOwnAsync(wish as BlockId?));
    });

    public Task StopSelfCheckAsync()
    {
        session.Viewer.SelfCheck.Stop();
        return page.ShowAgainAsync();
    }

    /// <summary>Of the block that is painted, as its source says.</summary>
    public async Task CopyNeuroglancerLinkAsync()
    {
        if (session.Place.Painted is { IsBlind: false, Point: { Grid.Neuroglancer: { } links } point } block)
        {
            session.Notices.Notify(await viewer.CopyAsync(links.LinkTo(point))
                ? $"A link that opens {block.Id} in Neuroglancer is copied."
                : $"The browser does not let the page copy. GET /api/blocks/{block.Id} has the link as \"neuroglancer\".");
            page.Render();
        }
    }

    public Task ShowPublishedDisplayAsync() => Begin(new CampaignDisplay(viewer, dialogs, session.Settings).ShowPublishedAsync);

    public Task ShowPaletteAsync() => Begin(async () =>
    {
        if (page.View is PageView.Annotate or PageView.Review
            && await dialogs.ChooseAsync(session, new PageCommands(page, this, session, viewer).All, OpenAsync) is { } chosen)
        {
            await chosen.RunAsync();
        }
    });

    private async Task OpenAsync(Block block)
    {
        await page.SelectAsync(block);
        if (page.View != PageView.Annotate)
        {
            await page.ShowViewAsync(PageView.Annotate);
        }
    }

    public Task ShowHistoryAsync()
    {
        if (session.Place.Current is { IsBlind: true })
        {
            session.Notices.Notify("The history of a block of the self-check would tell its label, so it is not shown.");
            return Task.CompletedTask;
        }

        return session.Place.Current is { } block ? dialogs.ShowHistoryAsync(session, block) : Task.CompletedTask;
    }

    public Task ShowGuideAsync() => Begin(OpenGuideAsync);

    private async Task OpenGuideAsync()
    {
        if (await dialogs.ShowGuideAsync(session) is not { } chosen)
        {
            return;
        }

        if (chosen.IsToLabel && session.Place.Catalog.TryGet(chosen.Example, out Block? block))
        {
            await page.SelectAsync(block);
        }
        else if (!chosen.IsToLabel)
        {
            await ShowExampleAsync(chosen.Example, chosen.Label);
        }
        else
        {
            TellGone(chosen.Example);
        }
    }

    /// <summary>A block that shows what a class means stands beside the one that is labelled.</summary>
    public async Task ShowExampleAsync(BlockId block, int label)
    {
        if (await session.Viewer.ExampleAsync(block, label) is { } example)
        {
            await viewer.PinAsync(example);
        }
        else
        {
            TellGone(block);
        }
    }

    private void TellGone(BlockId block) => session.Notices.Notify($"{block.Shown} is not in the open folder any more.", NoticeSeverity.Warning);

    private async Task ChooseKeysAsync()
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

    /// <summary>Returns at once: a dialog stays open behind.</summary>
    private Task Begin(Func<Task> open)
    {
        _ = page.RunAsync(() => InWordsAsync(open));
        return Task.CompletedTask;
    }

    private async Task InWordsAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault)
        {
            page.OnNoticed(new Notice(fault.Message, NoticeSeverity.Error));
        }
    }
}
