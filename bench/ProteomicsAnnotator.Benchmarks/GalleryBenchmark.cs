using System.Diagnostics;
using Microsoft.Playwright;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>The gallery over 10,000 blocks of 3 x 128^3, raw, in the page cache: its first screen, new thumbnails, and relabelling.</summary>
public static class GalleryBenchmark
{
    private static readonly int Runs = Bench.Repeats(7);
    private const int Blocks = 10_000;
    private const int Screens = 8;
    private const int AtOnce = 10;

    /// <summary>Presses G; ends behind the frame in which every tile on screen has its picture.</summary>
    private const string Open = """
        async () => {
          const start = performance.now();
          document.dispatchEvent(new KeyboardEvent("keydown", { key: "g", code: "KeyG", bubbles: true }));
          await window.tilesThere();
          return performance.now() - start;
        }
        """;

    /// <summary>The number of tiles on screen, once all of them have their pictures.</summary>
    private const string Wait = """
        window.tilesThere = async () => {
          const frame = () => new Promise((done) => requestAnimationFrame(done));
          const find = () => document.querySelector("[data-testid=gallery-grid]");
          for (;;) {
            await frame();
            const area = find()?.getBoundingClientRect();
            if (area === undefined || area.height === 0) continue;
            const tiles = [...document.querySelectorAll("[data-testid=gallery-tile]")].filter((tile) => {
              const { top, bottom } = tile.getBoundingClientRect();
              return bottom > area.top && top < area.bottom;
            });
            if (tiles.length > 0 && tiles.every((tile) => tile.dataset.state === "shown")) {
              await frame();
              return tiles.length;
            }
          }
        };
        """;

    /// <summary>Scrolls by so many pixels a frame for two seconds: the longest and the median time between frames.</summary>
    private const string Scroll = """
        async () => {
          const grid = document.querySelector("[data-testid=gallery-grid]");
          grid.scrollTop = 0;
          const times = [];
          let last = performance.now();
          for (let i = 0; i < 120; i++) {
            grid.scrollTop += 60;
            await new Promise((done) => requestAnimationFrame(done));
            const now = performance.now();
            times.push(now - last);
            last = now;
          }
          times.sort((a, b) => a - b);
          return [times[60], times.at(-1)];
        }
        """;

    public static async Task<int> RunAsync()
    {
        var data = new ViewerData();
        await data.EnsureAsync();
        await ViewerProgram.BuildAsync();
        ViewerReport.Begin("The gallery", "gallery", "Milliseconds in a headless Chromium without a GPU, 1560 x 830, tiles of 128 pixels; from the key to the frame behind the one in which every tile on screen has its picture.");
        using IPlaywright playwright = await Playwright.CreateAsync();
        List<double> rates = [];
        List<double> warm = [];
        List<double> frames = [];
        List<double> longest = [];
        List<double> relabelled = [];
        for (int run = 0; run < Runs; run++)
        {
            await using ViewerProgram program = await ViewerProgram.StartAsync(data.Many(Blocks));
            await using ViewerBrowser browser = await ViewerBrowser.LaunchAsync(playwright);
            await browser.SignInAsync(program);
            await browser.Page.AddInitScriptAsync(Wait);
            await browser.Page.GotoAsync(program.Link.AbsoluteUri);
            await RestAsync(browser);
            rates.Add(await ColdAsync(browser));

            // A reload would show the gallery again, as its address says.
            await browser.Page.GotoAsync(program.Link.AbsoluteUri);
            await RestAsync(browser);
            warm.Add(await browser.Page.EvaluateAsync<double>(Open));
            double[] scrolled = await browser.Page.EvaluateAsync<double[]>(Scroll);
            frames.Add(scrolled[0]);
            longest.Add(scrolled[1]);
            relabelled.Add(await RelabelAsync(browser));
        }

        ViewerReport.Print(
            $"The gallery of {Blocks} blocks",
            [
                new ViewerFigure("G to the first screen, thumbnails on this machine's disk", warm, 1000),
                new ViewerFigure("a frame while it scrolls by half a line each, median of 120", frames),
                new ViewerFigure("the longest of these frames", longest),
                new ViewerFigure($"100 blocks labelled, {AtOnce} at a time: click, Shift+click, key, stored", relabelled, 60_000),
            ]);
        ViewerReport.Print("Thumbnails never made before, a second (more is better)", [new ViewerFigure($"{Screens + 1} screens one after the other", rates)]);
        ViewerReport.End();
        return 0;
    }

    private static async Task RestAsync(ViewerBrowser browser)
    {
        await browser.WaitForAsync("document.querySelector('[data-testid=viewer-canvas]')?.dataset.complete === 'true'");
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    /// <returns>Tiles a second.</returns>
    private static async Task<double> ColdAsync(ViewerBrowser browser)
    {
        long start = Stopwatch.GetTimestamp();
        await browser.Page.EvaluateAsync<double>(Open);
        int tiles = await browser.Page.EvaluateAsync<int>("() => window.tilesThere()");
        int count = tiles;
        for (int screen = 0; screen < Screens; screen++)
        {
            await browser.Page.EvaluateAsync("() => { const grid = document.querySelector('[data-testid=gallery-grid]'); grid.scrollTop += grid.clientHeight; }");
            count += await browser.Page.EvaluateAsync<int>("() => window.tilesThere()");
        }

        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> RelabelAsync(ViewerBrowser browser)
    {
        ILocator words = browser.Page.GetByTestId("gallery-words");
        await browser.Page.GetByTestId("gallery-group").SelectOptionAsync("none");
        await browser.Page.EvaluateAsync("() => { document.querySelector('[data-testid=gallery-grid]').scrollTop = 0; }");
        await browser.Page.EvaluateAsync<int>("() => window.tilesThere()");
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 100 / AtOnce; i++)
        {
            ILocator tiles = browser.Page.GetByTestId("gallery-tile");
            int first = i % 2 * AtOnce;
            await tiles.Nth(first).ClickAsync();
            await tiles.Nth(first + AtOnce - 1).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
            await browser.Page.Keyboard.PressAsync(i % 3 == 0 ? "1" : i % 3 == 1 ? "2" : "3");
            await Assertions.Expect(words).ToHaveAttributeAsync("data-accepted", $"{i + 1}");
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
