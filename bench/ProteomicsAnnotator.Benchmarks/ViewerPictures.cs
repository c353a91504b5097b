namespace ProteomicsAnnotator.Benchmarks;

/// <summary>Pictures of one block: slices, contrast and 3D, on three channels of one size.</summary>
internal sealed class ViewerPictures
{
    private static readonly int Steps = Bench.Repeats(31);
    private static readonly int Turns = Bench.Repeats(25);
    private static readonly int Refinements = Bench.Repeats(7);

    private readonly ViewerBrowser _browser;
    private readonly IReadOnlyList<string> _blocks;

    /// <param name="browser">Shows the slice view.</param>
    /// <param name="blocks">In the order of the list.</param>
    public ViewerPictures(ViewerBrowser browser, IReadOnlyList<string> blocks)
    {
        _browser = browser;
        _blocks = blocks;
    }

    public async Task<IReadOnlyList<ViewerStep>> SliceStepsAsync(bool isBurst)
    {
        await _browser.GoToAsync(_blocks[0]);
        List<ViewerStep> steps = [];
        for (int i = 0; i < Steps; i++)
        {
            steps.Add(isBurst ? await _browser.BurstAsync("key", "ArrowLeft") : await _browser.StepAsync("key", "ArrowRight"));
        }

        return steps;
    }

    /// <summary>The upper handle of the first channel's histogram, dragged a little further each time.</summary>
    public async Task<IReadOnlyList<ViewerStep>> ContrastStepsAsync()
    {
        (double x, double y, _) = await _browser.GrabAsync("[data-testid=channel-handle-high]");
        List<ViewerStep> steps = [];
        for (int i = 0; i < Steps; i++)
        {
            steps.Add(await _browser.StepAsync("contrast", x - 4 - (2 * i), y));
        }

        await _browser.LetGoAsync();
        return steps;
    }

    /// <summary>Key A on limits that were set otherwise by hand.</summary>
    public async Task<IReadOnlyList<ViewerStep>> AutoStepsAsync()
    {
        List<ViewerStep> steps = [];
        for (int i = 0; i < Bench.Repeats(15); i++)
        {
            (double x, double y, _) = await _browser.GrabAsync("[data-testid=channel-handle-high]");
            await _browser.StepAsync("contrast", x - 30, y);
            await _browser.LetGoAsync();
            await _browser.QuietAsync();
            steps.Add(await _browser.StepAsync("key", "a", "KeyA"));
        }

        return steps;
    }

    /// <summary>From the slice view, each time in another block, so that no picture is kept from before.</summary>
    public async Task<IReadOnlyList<ViewerStep>> FirstVolumeFramesAsync()
    {
        List<ViewerStep> steps = [];
        foreach (string block in _blocks)
        {
            await _browser.GoToAsync(block);
            steps.Add(await _browser.StepAsync("mode", "3D"));
            await _browser.WaitForAsync("probe.state().refined === 'true'");
            await _browser.StepAsync("mode", "Slice");
        }

        return steps;
    }

    /// <summary>From the slice view to 3D at full resolution, as it comes, each time in another block.</summary>
    public async Task<IReadOnlyList<double>> WholeVolumeFramesAsync()
    {
        List<double> times = [];
        foreach (string block in _blocks.Take(6))
        {
            await _browser.GoToAsync(block);
            times.Add(await _browser.LiveAsync("mode", ["3D"], "refined"));
            await _browser.StepAsync("mode", "Slice");
        }

        return times;
    }

    /// <summary>Frames of a drag in the 3D view.</summary>
    public async Task<IReadOnlyList<ViewerStep>> TurnsAsync()
    {
        await _browser.StepAsync("mode", "3D");
        (double x, double y, _) = await _browser.GrabAsync("[data-testid=viewer-canvas]", 0.3);
        List<ViewerStep> steps = [];
        for (int i = 1; i <= Turns; i++)
        {
            steps.Add(await _browser.BurstAsync("turn", x + (8 * i), y + (4 * i)));
        }

        await _browser.LetGoAsync();
        return steps;
    }

    /// <summary>From the last move of a drag to the picture at full resolution, the wait for rest included.</summary>
    public async Task<IReadOnlyList<double>> RefinementsAsync()
    {
        (double x, double y, _) = await _browser.GrabAsync("[data-testid=viewer-canvas]", 0.3);
        List<double> times = [];
        for (int i = 1; i <= Refinements; i++)
        {
            times.Add(await _browser.LiveAsync("turn", [x + (20 * i), y + (10 * i)], "refined"));
        }

        await _browser.LetGoAsync();
        await _browser.StepAsync("mode", "Slice");
        return times;
    }
}
