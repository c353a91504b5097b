using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>Blocks of a data root on the real page, from the click or key to the painted frame, and lists of many points.</summary>
internal static class PointsPage
{
    /// <summary>So many rows of the list are gone through.</summary>
    public const int Listed = 20;

    /// <summary>Shares no divisor with them, and goes past all neighbours that are loaded ahead.</summary>
    private const int Jump = 7;

    private const int Unmeasured = 4;
    private const int Runs = 30;

    /// <param name="playwright">Drives a headless browser without a GPU.</param>
    /// <param name="what">Is in the folder.</param>
    /// <param name="folder">The data root.</param>
    /// <param name="hasTargets">The targets are for these blocks.</param>
    public static async Task<IReadOnlyList<ViewerFigure>> MeasureAsync(IPlaywright playwright, string what, string folder, bool hasTargets)
    {
        await using ViewerProgram program = await ViewerProgram.StartAsync(folder);
        await using ViewerBrowser browser = await ViewerBrowser.LaunchAsync(playwright);
        await browser.OpenAsync(program);
        string[] ids = await browser.Page.EvaluateAsync<string[]>($"() => [...document.querySelectorAll('[data-testid=block-item]')].slice(0, {Listed.ToString(CultureInfo.InvariantCulture)}).map((row) => row.dataset.blockId)");
        List<double> painted = [];
        List<double> complete = [];
        for (int i = 1 - Unmeasured; i <= Runs; i++)
        {
            string id = ids[(i + Unmeasured) * Jump % Listed];
            bool isPainted = i % 2 == 0;
            double time = await browser.PromptAsync("block", [id], isPainted ? "painted" : "complete", id);
            if (i > 0)
            {
                (isPainted ? painted : complete).Add(time);
            }

            await browser.QuietAsync();
        }

        List<ViewerStep> steps = [];
        await browser.GoToAsync(ids[0]);
        for (int i = 1; i < Listed / 2; i++)
        {
            steps.Add(await browser.StepAsync("key", "ArrowDown"));
            await browser.QuietAsync();
        }

        return
        [
            new ViewerFigure($"click in the list to the painted opening slice, {what}", painted, hasTargets ? 60 : null),
            new ViewerFigure($"click in the list to the whole block, {what}", complete, hasTargets ? 150 : null),
            ViewerFigure.Of($"switch to a prefetched neighbour, {what}", steps, hasTargets ? 20 : null),
        ];
    }

    /// <summary>A list of many points: until it is there, to its middle, and a search for one of them.</summary>
    public static async Task<IReadOnlyList<ViewerFigure>> MeasureListAsync(IPlaywright playwright, string folder, int points)
    {
        string count = points.ToString("N0", CultureInfo.InvariantCulture);
        long start = Stopwatch.GetTimestamp();
        await using ViewerProgram program = await ViewerProgram.StartAsync(folder);
        (string name, string value) = await program.SignInAsync();
        while (await TotalAsync(program, $"{name}={value}") < points)
        {
            await Task.Delay(50);
        }

        double listed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await using ViewerBrowser browser = await ViewerBrowser.LaunchAsync(playwright);
        await browser.OpenAsync(program);
        List<double> scrolled = [];
        List<double> found = [];
        for (int i = -1; i < 15; i++)
        {
            double share = (i + 2) / 20.0;
            double scroll = await browser.Page.EvaluateAsync<double>(ScrollScript, share);
            string wanted = (points / 20 * (i + 3)).ToString(CultureInfo.InvariantCulture);
            double search = await browser.Page.EvaluateAsync<double>(SearchScript, new object[] { wanted, $"point_{wanted}" });
            await browser.Page.EvaluateAsync<double>(SearchScript, new object[] { "", "" });
            await browser.QuietAsync();
            if (i >= 0)
            {
                scrolled.Add(scroll);
                found.Add(search);
            }
        }

        return
        [
            new ViewerFigure($"start of the program until {count} points are listed", [listed]),
            new ViewerFigure($"scroll to another part of {count} points, until rows are there", scrolled),
            new ViewerFigure($"search among {count} points, until the row is there", found),
        ];
    }

    /// <summary>Rows behind the one on top are there, and others than before.</summary>
    private const string ScrollScript =
        """
        (share) => new Promise((resolve) => {
          const list = document.querySelector('[data-testid=block-list]');
          const first = () => list.querySelector('[data-testid=block-item]')?.dataset.blockId;
          const before = first();
          const begin = performance.now();
          const watcher = new MutationObserver(() => {
            const box = list.getBoundingClientRect();
            const rows = [...list.querySelectorAll('[data-testid=block-item]')].map((row) => row.getBoundingClientRect());
            if (first() !== before && rows.some((row) => row.top >= box.top && row.top < box.bottom)) {
              watcher.disconnect();
              resolve(performance.now() - begin);
            }
          });
          watcher.observe(list, { subtree: true, childList: true, attributes: true });
          list.scrollTop = share * list.scrollHeight;
        })
        """;

    private const string SearchScript =
        """
        ([text, id]) => new Promise((resolve) => {
          const list = document.querySelector('[data-testid=block-list]');
          const field = document.querySelector('[data-testid=block-search]');
          const rows = () => [...list.querySelectorAll('[data-testid=block-item]')].map((row) => row.dataset.blockId);
          const before = rows().join();
          const begin = performance.now();
          const watcher = new MutationObserver(() => {
            if (id === '' ? rows().join() !== before : rows()[0] === id || (rows().includes(id) && rows().join() !== before)) {
              watcher.disconnect();
              resolve(performance.now() - begin);
            }
          });
          watcher.observe(list, { subtree: true, childList: true, attributes: true });
          field.value = text;
          field.dispatchEvent(new Event('input', { bubbles: true }));
        })
        """;

    private static async Task<int> TotalAsync(ViewerProgram program, string session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/blocks?limit=1");
        request.Headers.Add("Cookie", session);
        using HttpResponseMessage answer = await program.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return int.Parse(answer.Headers.GetValues("X-Blocks-Total").Single(), CultureInfo.InvariantCulture);
    }
}
