namespace ProteomicsAnnotator.Benchmarks;

/// <summary>Switching blocks: to a neighbour that is there, and by a click in the list to one that is not.</summary>
internal static class SwitchBenchmark
{
    /// <summary>Coprime to the number of blocks, and past all neighbours that are loaded ahead.</summary>
    private const int Jump = 7;
    private const int Count = ViewerData.BlocksPerCodec;

    public static async Task<IReadOnlyList<ViewerFigure>> MeasureAsync(ViewerBrowser browser, ViewerProgram program, ViewerData data)
    {
        List<ViewerFigure> figures = [.. await PrefetchedAsync(browser), await FromServerAsync(browser, program)];
        figures.AddRange(await FromDiskAsync(browser, data, isDropped: false));
        figures.AddRange(await FromDiskAsync(browser, data, isDropped: true));
        return figures;
    }

    /// <summary>Down and Up through blocks of equal shape, once everything around has arrived.</summary>
    private static async Task<IReadOnlyList<ViewerFigure>> PrefetchedAsync(ViewerBrowser browser)
    {
        List<ViewerStep> steps = [];
        List<double> lived = [];
        await browser.GoToAsync(ViewerData.Raw(0));
        for (int i = 1; i < Count - 3; i++)
        {
            steps.Add(await browser.StepAsync("key", "ArrowDown"));
            await CheckAsync(browser, ViewerData.Raw(i));
            await browser.QuietAsync();
        }

        for (int i = Count - 5; i >= 0; i--)
        {
            lived.Add(await browser.LiveAsync("key", ["ArrowUp"], "complete", ViewerData.Raw(i)));
            await browser.QuietAsync();
        }

        return
        [
            ViewerFigure.Of("switch to a prefetched neighbour", steps, 20, 102),
            new ViewerFigure("the same, with the wait for the display's next frame", lived),
        ];
    }

    private static async Task<ViewerFigure> FromServerAsync(ViewerBrowser browser, ViewerProgram program)
    {
        (string name, string value) = await program.SignInAsync();
        List<double> times = [];
        for (int i = 0; i < 15; i++)
        {
            string block = ViewerData.Raw((i + 1) * Jump % Count);
            await program.DecodeAsync(block, $"{name}={value}");
            times.Add(await browser.LiveAsync("block", [block], "painted", block));
            await browser.QuietAsync();
        }

        return new ViewerFigure("switch, decoded in the server only (click in the list)", times, 51, 102);
    }

    private static async Task<IReadOnlyList<ViewerFigure>> FromDiskAsync(ViewerBrowser browser, ViewerData data, bool isDropped)
    {
        List<double> raw = [];
        List<double> deflate = [];
        for (int i = 0; i < Count; i++)
        {
            raw.Add(await FromDiskAsync(browser, data, ViewerData.Raw(i * Jump % Count), isDropped));
            deflate.Add(await FromDiskAsync(browser, data, ViewerData.Deflate(i * Jump % Count), isDropped));
        }

        string where = isDropped ? "dropped from the page cache" : "in the page cache";
        return
        [
            new ViewerFigure($"switch from disk, raw, {where} (click in the list)", raw, 60, 120),
            new ViewerFigure($"switch from disk, Deflate, {where} (click in the list)", deflate, 97.5, 195),
        ];
    }

    private static async Task<double> FromDiskAsync(ViewerBrowser browser, ViewerData data, string block, bool isDropped)
    {
        if (isDropped)
        {
            foreach (string file in ViewerData.FilesOf(data.Mixed, block))
            {
                ViewerDisk.Forget(file);
            }
        }

        double time = await browser.LiveAsync("block", [block], "painted", block);
        await browser.QuietAsync();
        return time;
    }

    private static async Task CheckAsync(ViewerBrowser browser, string block)
    {
        string painted = await browser.PaintedAsync();
        if (painted != block || !await browser.IsCompleteAsync())
        {
            throw new InvalidOperationException($"{painted} is painted instead of {block}, or its volume is not there.");
        }
    }
}
