namespace ProteomicsAnnotator.Benchmarks;

/// <summary>Switching blocks: to a neighbour that is there, and by a click in the list to one that is not.</summary>
internal static class SwitchBenchmark
{
    /// <summary>Coprime to the number of blocks, and past all neighbours that are loaded ahead.</summary>
    private const int Jump = 7;
    private static readonly int Runs = Bench.Repeats(10);
    private const int Unmeasured = 3;
    private const string Dropped = "dropped from the page cache";
    private const string Lived = "in the page cache, with the waits for the display";
    private const int Count = ViewerData.BlocksPerCodec;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(0.3);

    public static async Task<IReadOnlyList<ViewerFigure>> MeasureAsync(ViewerBrowser browser, ViewerProgram program, ViewerData data)
    {
        List<ViewerFigure> figures = [.. await PrefetchedAsync(browser), .. await FromServerAsync(browser, program)];
        figures.AddRange(await FromDiskAsync(browser, data, 0, "in the page cache"));
        figures.AddRange(await FromDiskAsync(browser, data, 1, Dropped));
        figures.AddRange(await FromDiskAsync(browser, data, 2, Lived));
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

    /// <summary>The first clicks, which compile, do not count; the transfer that had a block decoded is over and at rest.</summary>
    private static async Task<IReadOnlyList<ViewerFigure>> FromServerAsync(ViewerBrowser browser, ViewerProgram program)
    {
        (string name, string value) = await program.SignInAsync();
        List<double> prompt = [];
        List<double> lived = [];
        for (int i = -Unmeasured; i < 2 * Runs; i++)
        {
            string block = ViewerData.Raw((i + Unmeasured + 1) * Jump % Count);
            await program.DecodeAsync(block, $"{name}={value}");
            await Task.Delay(Rest);
            bool isPrompt = i < Runs;
            double time = await ToAsync(browser, block, isPrompt);
            if (i >= 0)
            {
                (isPrompt ? prompt : lived).Add(time);
            }
        }

        return
        [
            new ViewerFigure("switch, decoded in the server only (click in the list)", prompt, 51, 102),
            new ViewerFigure("the same, with the waits for the display", lived),
        ];
    }

    /// <param name="browser">Shows the program.</param>
    /// <param name="data">Whose files the server has not read for long.</param>
    /// <param name="series">Two in a row meet other blocks.</param>
    /// <param name="how"><see cref="Dropped"/>, <see cref="Lived"/> or neither.</param>
    private static async Task<IReadOnlyList<ViewerFigure>> FromDiskAsync(ViewerBrowser browser, ViewerData data, int series, string how)
    {
        List<double> raw = [];
        List<double> deflate = [];
        for (int i = 0; i < Runs; i++)
        {
            int index = (i + (series * Runs) + 1) * Jump % Count;
            foreach ((string block, List<double> times) in new[] { (ViewerData.Raw(index), raw), (ViewerData.Deflate(index), deflate) })
            {
                foreach (string file in how == Dropped ? ViewerData.FilesOf(data.Mixed, block) : [])
                {
                    ViewerDisk.Forget(file);
                }

                times.Add(await ToAsync(browser, block, how != Lived));
            }
        }

        bool isCompared = how != Lived;
        return
        [
            new ViewerFigure($"switch from disk, raw, {how}", raw, isCompared ? 60 : null, isCompared ? 120 : null),
            new ViewerFigure($"switch from disk, Deflate, {how}", deflate, isCompared ? 97.5 : null, isCompared ? 195 : null),
        ];
    }

    private static async Task<double> ToAsync(ViewerBrowser browser, string block, bool isPrompt)
    {
        double time = isPrompt
            ? await browser.PromptAsync("block", [block], "painted", block)
            : await browser.LiveAsync("block", [block], "painted", block);
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
