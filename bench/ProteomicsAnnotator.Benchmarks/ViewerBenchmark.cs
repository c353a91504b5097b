using Microsoft.Playwright;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>What an annotator waits for, in the real program in a real browser.</summary>
public static class ViewerBenchmark
{
    private const int LabelCount = 9_990;

    public static async Task<int> RunAsync()
    {
        var data = new ViewerData();
        await data.EnsureAsync();
        await ViewerProgram.BuildAsync();
        using IPlaywright playwright = await Playwright.CreateAsync();
        await MeasureSmallAsync(playwright, data);
        await MeasureLargeAsync(playwright, data);
        ViewerReport.End();
        return 0;
    }

    private static async Task MeasureSmallAsync(IPlaywright playwright, ViewerData data)
    {
        await using ViewerProgram program = await ViewerProgram.StartAsync(data.Mixed);
        await using ViewerBrowser browser = await ViewerBrowser.LaunchAsync(playwright);
        await browser.OpenAsync(program);
        System.Text.Json.JsonElement state = await browser.StateAsync();
        ViewerReport.Begin(
            "The viewer",
            "viewer",
            $"Chromium {browser.Version}, headless, WebGL2 by {await browser.RendererAsync()}; canvas {state.GetProperty("width")} x {state.GetProperty("height")}; 3 channels, uint16.");
        Explain();
        ViewerReport.Print("Another block, 128^3", await SwitchBenchmark.MeasureAsync(browser, program, data));
        var pictures = new ViewerPictures(browser, [.. Enumerable.Range(0, 12).Select(ViewerData.Raw)]);
        ViewerReport.Print("One block, 128^3",
        [
            ViewerFigure.Of("slice step", await pictures.SliceStepsAsync(isBurst: false), 8, 39),
            ViewerFigure.Of("slice steps in a burst, the browser still composing the frame before", await pictures.SliceStepsAsync(isBurst: true)),
            ViewerFigure.Of("contrast step (histogram handle)", await pictures.ContrastStepsAsync(), 8, 25),
            ViewerFigure.Of("Auto, all channels", await pictures.AutoStepsAsync(), 10, 21),
            ViewerFigure.Of("first 3D frame from 2D (half resolution per axis)", await pictures.FirstVolumeFramesAsync(), 100, 1009),
            new ViewerFigure("from 2D to 3D at full resolution (120 ms of rest included)", await pictures.WholeVolumeFramesAsync(), null, 1009),
            ViewerFigure.Of("3D frame while rotating (half resolution per axis)", await pictures.TurnsAsync(), 90, 898),
            new ViewerFigure("3D at full resolution, from the last move (120 ms of rest included)", await pictures.RefinementsAsync()),
        ]);
    }

    private static async Task MeasureLargeAsync(IPlaywright playwright, ViewerData data)
    {
        await using ViewerProgram program = await ViewerProgram.StartAsync(data.Large);
        await using ViewerBrowser browser = await ViewerBrowser.LaunchAsync(playwright);
        await browser.OpenAsync(program);
        var pictures = new ViewerPictures(
            browser, [.. Enumerable.Range(1, ViewerData.LargeBlocks).Select(index => $"block_000{index}")]);
        ViewerReport.Print("One block, 256^3",
        [
            ViewerFigure.Of("slice step", await pictures.SliceStepsAsync(isBurst: false), null, 41),
            ViewerFigure.Of("contrast step (histogram handle)", await pictures.ContrastStepsAsync(), null, 25),
            ViewerFigure.Of("Auto, all channels", await pictures.AutoStepsAsync(), null, 167),
            ViewerFigure.Of("first 3D frame from 2D (half resolution per axis)", await pictures.FirstVolumeFramesAsync(), null, 1714),
            new ViewerFigure("from 2D to 3D at full resolution (120 ms of rest included)", await pictures.WholeVolumeFramesAsync(), null, 1714),
            ViewerFigure.Of("3D frame while rotating (half resolution per axis)", await pictures.TurnsAsync(), 190, 1882),
            new ViewerFigure("3D at full resolution, from the last move (120 ms of rest included)", await pictures.RefinementsAsync()),
        ]);
    }

    /// <summary>Only the switches of <see cref="RunAsync"/>.</summary>
    public static async Task<int> MeasureSwitchesAsync()
    {
        var data = new ViewerData();
        await data.EnsureAsync();
        await ViewerProgram.BuildAsync();
        using IPlaywright playwright = await Playwright.CreateAsync();
        ViewerReport.Begin("Switching blocks", "switch", "Milliseconds in the real page, headless Chromium without a GPU; 3 channels, uint16.");
        await using ViewerProgram program = await ViewerProgram.StartAsync(data.Mixed);
        await using ViewerBrowser browser = await ViewerBrowser.LaunchAsync(playwright);
        await browser.OpenAsync(program);
        ViewerReport.Print("Another block, 128^3", await SwitchBenchmark.MeasureAsync(browser, program, data));
        ViewerReport.End();
        return 0;
    }

    public static async Task<int> MeasureLabelsAsync()
    {
        var data = new ViewerData();
        await data.EnsureAsync();
        await ViewerProgram.BuildAsync();
        using IPlaywright playwright = await Playwright.CreateAsync();
        ViewerReport.Begin("The label key", "label-key", "Milliseconds in the real page, 10,000 blocks, headless Chromium without a GPU: from the key until the list shows the label, which it does once it is on disk, and the page says so.");
        ViewerReport.Print(
            "A label",
            [
                new ViewerFigure("label key until it is on disk and shown, among 10,000 labels", await LabelsAsync(playwright, data, isCampaign: false), 27, 54),
                new ViewerFigure("the same with a plan of two people, and evidence recorded", await LabelsAsync(playwright, data, isCampaign: true), 27, 54),
            ]);
        ViewerReport.End();
        return 0;
    }

    private static async Task<IReadOnlyList<double>> LabelsAsync(IPlaywright playwright, ViewerData data, bool isCampaign)
    {
        string blocks = data.Many(10_000);
        string folder = Directory.CreateTempSubdirectory("annotator-bench-").FullName;
        ViewerData.WriteLabels(Path.Join(folder, "annotations"), ViewerProgram.Username, LabelCount);
        if (isCampaign)
        {
            await ViewerProgram.RunVerbAsync(folder, blocks, "settings", "--set", "evidence=true", "--as", "lead");
            await ViewerProgram.RunVerbAsync(folder, blocks, "plan", "--annotators", $"{ViewerProgram.Username},other", "--votes", "2", "--seed", "7", "--repeats", "5%");
        }

        await using ViewerProgram program = await ViewerProgram.StartInAsync(folder, blocks);
        await using ViewerBrowser browser = await ViewerBrowser.LaunchAsync(playwright);
        await browser.OpenAsync(program);
        List<double> times = [];
        for (int i = 0; i < 41; i++)
        {
            double time = await browser.LabelAsync(1 + (i % 2));
            if (i > 0)
            {
                times.Add(time);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        if (isCampaign != Directory.EnumerateFiles(Path.Join(folder, "annotations", "history", "users", ViewerProgram.Username)).Any(journal => File.ReadAllText(journal).Contains("\"ev\":", StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"{folder}: evidence is recorded just where there is a campaign, and that is not so.");
        }

        return times;
    }

    private static void Explain() => Console.WriteLine(
        """
        - Milliseconds; the verdict compares the median. A time to picture is the event's handlers + the frame they make
          due, with the panels beside it + a pixel read back, which waits for all drawing; the wait for the display's next
          frame (up to 17 ms) is left out, as there is none in the definition. Events are real DOM events in the real page,
          60 ms after the frame before, save where a burst is named and while rotating.
        - Switches to a block that must be fetched begin with a click in the list (pointerdown and click at once; the time
          a finger takes to rise is not there), which goes through the server, and end when the right plane of every
          channel is painted; frames are drawn as soon as they are due, where the row does not say otherwise.
        """);
}
