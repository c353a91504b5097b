using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Playwright;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// From <c>launch.sh</c> to the whole list: the program opens a browser that has never run before, the sign-in page is
/// painted, a name is typed, the list is there. The person's time at the sign-in page does not count.
/// </summary>
public static class StartBenchmark
{
    private static readonly int Rounds = Bench.Repeats(9);
    private const int TypingMilliseconds = 1500;

    private const string Painted =
        "performance.getEntriesByName('first-contentful-paint')[0]?.startTime";

    /// <summary>Notes when the page shows the list and the first picture, in milliseconds since 1970.</summary>
    private const string Watch =
        """
        const seen = (window.startSeen = {});
        const note = (name, there) => { if (there && !(name in seen)) seen[name] = performance.timeOrigin + performance.now(); };
        new MutationObserver(() => {
          const blocks = document.querySelector("[data-testid=block-item]");
          const progress = document.querySelector("[data-testid=progress-text]");
          note("list", blocks && progress?.textContent.includes("ALL"));
          note("picture", document.querySelector("[data-testid=viewer-canvas]")?.dataset.blockId);
        }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
        """;

    public static async Task<int> RunAsync()
    {
        var data = new ViewerData();
        await data.EnsureAsync();
        await ViewerProgram.BuildAsync();
        ViewerReport.Begin(
            "The start",
            "start",
            "Milliseconds, program built before; one start before these does not count. Half of the blocks are labelled. Files are in the page cache. The program opens the browser itself, with an empty profile; the graphics driver's compiled shaders are those of this account, as they are for every browser. A name is typed into the sign-in page, and the person's time there (here 1.5 s) does not count.");
        using IPlaywright playwright = await Playwright.CreateAsync();
        ViewerReport.Print("No program: the same browser opens a static page of one word", [await MeasureFloorAsync(playwright)]);
        ViewerReport.Print("200 blocks", await MeasureAsync(playwright, data, 200, (1300, 2600)));
        ViewerReport.Print("10,000 blocks", await MeasureAsync(playwright, data, 10_000, (3100, 6200)));
        ViewerReport.End();
        return 0;
    }

    private static async Task<IReadOnlyList<ViewerFigure>> MeasureAsync(
        IPlaywright playwright, ViewerData data, int blocks, (double Target, double Original) list)
    {
        List<double[]> rounds = [];
        for (int round = -1; round < Rounds; round++)
        {
            double[] times = await StartAsync(playwright, data.Many(blocks), blocks);
            if (round >= 0)
            {
                rounds.Add(times);
            }
        }

        IReadOnlyList<double> Of(Func<double[], double> time) => [.. rounds.Select(time)];
        return
        [
            new ViewerFigure("launch.sh to the ready line", Of(times => times[0])),
            new ViewerFigure("launch.sh to the painted sign-in page", Of(times => times[1])),
            new ViewerFigure("sign-in to the list with all blocks", Of(times => times[2])),
            new ViewerFigure("sign-in to the first picture", Of(times => times[3])),
            new ViewerFigure("launch.sh to the list, both together", Of(times => times[1] + times[2]), list.Target, list.Original),
        ];
    }

    private static async Task<double[]> StartAsync(IPlaywright playwright, string dataRoot, int blocks)
    {
        string folder = Directory.CreateTempSubdirectory("annotator-bench-").FullName;
        ViewerData.WriteLabels(Path.Join(folder, "annotations"), ViewerProgram.Username, blocks / 2);
        var window = new StartWindow(folder);
        double begin = Now();
        await using ViewerProgram program = await ViewerProgram.StartInAsync(folder, dataRoot, window.Folder);
        double ready = Now() - begin;
        IPage page = await window.PageAsync(playwright);
        await page.WaitForFunctionAsync($"() => {Painted} !== undefined && document.querySelector('[data-testid=login-submit]') !== null");
        double signIn = await page.EvaluateAsync<double>($"() => performance.timeOrigin + {Painted}") - begin;
        await page.GetByTestId("login-username").FillAsync(ViewerProgram.Username);

        // Here, where the page behind the form is put in place, and there, should it be loaded instead.
        string watch = Watch.Replace(
            "ALL", $"/ {blocks.ToString("N0", CultureInfo.InvariantCulture)} annotated", StringComparison.Ordinal);
        await page.AddInitScriptAsync(watch);
        await page.EvaluateAsync($"() => {{ {watch} }}");
        await page.WaitForTimeoutAsync(TypingMilliseconds);
        double pressed = await page.EvaluateAsync<double>(
            "() => { document.querySelector('[data-testid=login-submit]').click(); return performance.timeOrigin + performance.now(); }");
        await page.WaitForFunctionAsync("() => window.startSeen?.list !== undefined && window.startSeen.picture !== undefined");
        double list = await page.EvaluateAsync<double>("() => startSeen.list") - pressed;
        double picture = await page.EvaluateAsync<double>("() => startSeen.picture") - pressed;
        return [ready, signIn, list, picture];
    }

    private static async Task<ViewerFigure> MeasureFloorAsync(IPlaywright playwright)
    {
        using var server = new HttpListener();
        server.Prefixes.Add("http://127.0.0.1:47123/");
        server.Start();
        _ = AnswerAsync(server);
        List<double> times = [];
        for (int round = -1; round < Rounds; round++)
        {
            string folder = Directory.CreateTempSubdirectory("annotator-bench-").FullName;
            var window = new StartWindow(folder);
            double begin = Now();
            using Process browser = window.Open("http://127.0.0.1:47123/", Path.Join(folder, "profile"));
            IPage page = await window.PageAsync(playwright);
            await page.WaitForFunctionAsync($"() => {Painted} !== undefined");
            double painted = await page.EvaluateAsync<double>($"() => performance.timeOrigin + {Painted}") - begin;
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync();
            if (round >= 0)
            {
                times.Add(painted);
            }
        }

        return new ViewerFigure("starting the browser to the painted word", times);
    }

    private static async Task AnswerAsync(HttpListener server)
    {
        while (server.IsListening)
        {
            HttpListenerContext context = await server.GetContextAsync();
            context.Response.ContentType = "text/html";
            await context.Response.OutputStream.WriteAsync(Encoding.ASCII.GetBytes("<p>word</p>"));
            context.Response.Close();
        }
    }

    /// <summary>Milliseconds since 1970, as the page counts them.</summary>
    private static double Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
}
