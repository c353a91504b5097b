using System.Globalization;
using Microsoft.Playwright;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// From the click on the Admin View's tab to its rows on screen: the real program with 10,000 blocks and ten users'
/// files in the page cache, in a real browser.
/// </summary>
public static class ReviewPaintBenchmark
{
    private static readonly int Starts = Bench.Repeats(5);
    private const int Blocks = 10_000;
    private const int Users = 10;

    // Clicks as soon as there is a tab; ends behind the frame that has the first row and its cells.
    private const string OpenAdmin = """
        async () => {
          const frame = () => new Promise((done) => requestAnimationFrame(done));
          const find = (id) => document.querySelector(`[data-testid=${id}]`);
          while (find("tab-admin") === null) await frame();
          const start = performance.now();
          find("tab-admin").click();
          while (find("admin-row") === null) await frame();
          await frame();
          return performance.now() - start;
        }
        """;

    // No volume was asked for since a second: the neighbours are there.
    private const string Rest = """
        async () => {
          const volumes = () => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/api/volumes/")).length;
          for (let count = -1; count !== volumes(); ) {
            count = volumes();
            await new Promise((done) => setTimeout(done, 1000));
          }
        }
        """;

    public static async Task<int> RunAsync()
    {
        var data = new ViewerData();
        await data.EnsureAsync();
        await ViewerProgram.BuildAsync();
        ViewerReport.Begin("The Admin View", "admin-view", "Milliseconds in a headless Chromium without a GPU; a mouse click to the frame behind the one with the first rows.");
        using IPlaywright playwright = await Playwright.CreateAsync();
        List<double> atOnce = [];
        List<double> first = [];
        List<double> later = [];
        for (int start = -1; start < Starts; start++)
        {
            double[] times = [await AtOnceAsync(playwright, data), .. await WhenReadAsync(playwright, data)];
            if (start >= 0)
            {
                atOnce.Add(times[0]);
                first.Add(times[1]);
                later.Add(times[2]);
            }
        }

        ViewerReport.Print(
            $"Click on the Admin View -> rows painted, {Blocks} blocks x {Users} users",
            [
                new ViewerFigure("a page that stands, first opening since the program began", first, 300),
                new ViewerFigure("the same in the next page of that program", later, 300),
                new ViewerFigure("clicked while the page and the program still start", atOnce),
            ]);
        ViewerReport.End();
        return 0;
    }

    private static async Task<double> AtOnceAsync(IPlaywright playwright, ViewerData data)
    {
        await using ViewerProgram program = await StartAsync(data);
        await using ViewerBrowser browser = await ViewerBrowser.LaunchAsync(playwright);
        await browser.SignInAsync(program);
        await browser.Page.GotoAsync(program.Link.AbsoluteUri);
        return await browser.Page.EvaluateAsync<double>(OpenAdmin);
    }

    private static async Task<double[]> WhenReadAsync(IPlaywright playwright, ViewerData data)
    {
        await using ViewerProgram program = await StartAsync(data);
        await using ViewerBrowser browser = await ViewerBrowser.LaunchAsync(playwright);
        await browser.SignInAsync(program);
        await browser.Page.GotoAsync(program.Link.AbsoluteUri);
        double first = await OpenAtRestAsync(browser);

        // As a new window: the page would show the Admin View again by itself.
        await browser.Page.EvaluateAsync("() => sessionStorage.clear()");
        await browser.Page.ReloadAsync();
        return [first, await OpenAtRestAsync(browser)];
    }

    private static async Task<double> OpenAtRestAsync(ViewerBrowser browser)
    {
        await browser.WaitForAsync("document.querySelector('[data-testid=viewer-canvas]')?.dataset.complete === 'true'");
        await browser.Page.EvaluateAsync(Rest);
        return await browser.Page.EvaluateAsync<double>(OpenAdmin);
    }

    private static async Task<ViewerProgram> StartAsync(ViewerData data)
    {
        string folder = Directory.CreateTempSubdirectory("annotator-bench-").FullName;
        string annotations = Path.Join(folder, "annotations");
        for (int user = 0; user < Users; user++)
        {
            ViewerData.WriteLabels(annotations, string.Create(CultureInfo.InvariantCulture, $"user{user:00}"), Blocks - (user * 100));
        }

        ViewerProgram.WriteRoles(folder, ViewerProgram.Username);
        return await ViewerProgram.StartInAsync(folder, data.Many(Blocks));
    }
}
