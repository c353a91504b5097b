using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>
/// A day's work in one page: label after label over two thousand blocks, with undo, a lost connection and a lost GPU context.
/// Only <c>./test.sh --long</c> runs it.
/// </summary>
public sealed class SoakTests(Chromium chromium)
{
    /// <summary>The last one is not labelled: there is nothing to go on to.</summary>
    private const int Blocks = 2_001;
    private const int WarmUp = 200;
    private const int UndoEvery = 40;
    private const int CutAt = 700;
    private static readonly int[] ContextLossAt = [600, 1_400];

    /// <summary>As a person who looks before the next key: one pressed right behind a change of the picture is not taken.</summary>
    private const int Look = 120;

    private const double MostGrowthOfPage = 16;
    private const double MostGrowthOfServer = 48;

    [Fact(Explicit = true)]
    public async Task Page_OverADaysWork_KeepsEveryDecisionAndItsMemory()
    {
        using var campaign = new Campaign(1);
        await Shell.RunAsync("sh", "-c", $"cd '{campaign.Data}' && for i in $(seq 2 {Number(Blocks)}); do cp -al block_0001 block_$(printf %04d $i); done");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using var network = new NetworkProxy(program.Link);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(network), program.Link, "alice");
        using var errors = new ConsoleErrors(alice.Page);
        await alice.SetAutoAdvanceAsync(true);
        var expected = new Dictionary<string, int>(StringComparer.Ordinal);
        List<(string Block, int Label)> decisions = [];
        (double page, double server) = (0, 0);

        for (int i = 1; i < Blocks; i++)
        {
            string block = Name(i);
            int label = 1 + (i % 3);
            if (i == CutAt)
            {
                await CutAsync(alice, network, errors);
            }

            if (ContextLossAt.Contains(i))
            {
                await LoseContextAsync(alice, block);
            }

            await LabelAsync(alice, block, label);
            decisions.Add((block, label));
            if (i % UndoEvery == 0)
            {
                label = 1 + ((i + 1) % 3);
                await UndoAsync(alice, block);
                await alice.SelectAsync(block);
                await LabelAsync(alice, block, label);
                decisions.Add((block, 0));
                decisions.Add((block, label));
            }

            expected[block] = label;
            if (i == WarmUp)
            {
                (page, server) = await MemoryAsync(alice, program);
            }
        }

        (double pageAtEnd, double serverAtEnd) = await MemoryAsync(alice, program);
        await alice.SaveStateAsync("Saved");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"page {page:0.0} MiB after {WarmUp} blocks, {pageAtEnd:0.0} at the end; server {server:0} and {serverAtEnd:0}"));
        Assert.Empty(errors.Seen);
        Assert.Equal(decisions, campaign.DecisionsOf("alice"));
        await Eventually.TrueAsync("the file has them", () => expected.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .SequenceEqual(campaign.LabelsOf("alice").OrderBy(pair => pair.Key, StringComparer.Ordinal)));
        Assert.InRange(pageAtEnd, 0, page + MostGrowthOfPage);
        Assert.InRange(serverAtEnd, 0, server + MostGrowthOfServer);
    }

    /// <summary>The key counts once; a press that was not taken is pressed again.</summary>
    private static async Task LabelAsync(Annotator alice, string block, int label)
    {
        await alice.PaintedAsync(block);
        await alice.Page.WaitForTimeoutAsync(Look);
        await alice.PressUntilAsync(
            () => alice.PressAsync(Number(label)),
            block,
            limit => Expect(alice.Canvas).Not.ToHaveAttributeAsync("data-block-id", block, new() { Timeout = limit }));
    }

    private static async Task UndoAsync(Annotator alice, string block)
    {
        await alice.PressAsync("Control+z");
        await Expect(alice.Page.GetByText($"Undone: {block}").First).ToBeVisibleAsync();
    }

    private static async Task CutAsync(Annotator alice, NetworkProxy network, ConsoleErrors errors)
    {
        errors.IsOffline = true;
        network.Cut();
        await Expect(alice.Banner).ToBeVisibleAsync();
        network.Restore();
        await Expect(alice.Banner).ToBeHiddenAsync();
        errors.IsOffline = false;
    }

    private static async Task LoseContextAsync(Annotator alice, string block)
    {
        await alice.CompleteAsync(block);
        await alice.Canvas.EvaluateAsync("""
            canvas => {
              const lose = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
              return new Promise((done) => {
                canvas.addEventListener("webglcontextlost", () => setTimeout(() => { lose.restoreContext(); done(); }), { once: true });
                lose.loseContext();
              });
            }
            """);
        await alice.CompleteAsync(block);
    }

    /// <summary>MiB that the page's scripts hold after a collection, and the program's resident memory.</summary>
    private static async Task<(double Page, double Server)> MemoryAsync(Annotator alice, RunningProgram program)
    {
        ICDPSession session = await alice.Page.Context.NewCDPSessionAsync(alice.Page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        JsonElement heap = (await session.SendAsync("Runtime.getHeapUsage"))!.Value;
        await session.DetachAsync();
        double page = heap.GetProperty("usedSize").GetDouble()
            + (heap.TryGetProperty("backingStorageSize", out JsonElement buffers) ? buffers.GetDouble() : 0);
        using Process server = Process.GetProcessById(program.Process.Id);
        return (page / (1 << 20), server.WorkingSet64 / (double)(1 << 20));
    }

    private static string Name(int block) => string.Create(CultureInfo.InvariantCulture, $"block_{block:0000}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the page's console calls an error, save for a network that is away: browser and framework log that by themselves.</summary>
    private sealed class ConsoleErrors : IDisposable
    {
        private readonly IPage _page;
        private readonly List<string> _seen = [];

        public ConsoleErrors(IPage page)
        {
            _page = page;
            page.Console += OnConsole;
            page.PageError += OnPageError;
        }

        public IReadOnlyList<string> Seen => _seen;

        public bool IsOffline { get; set; }

        public void Dispose()
        {
            _page.Console -= OnConsole;
            _page.PageError -= OnPageError;
        }

        private void OnConsole(object? sender, IConsoleMessage message)
        {
            if (message.Type == "error" && !IsOffline)
            {
                _seen.Add(message.Text);
            }
        }

        private void OnPageError(object? sender, string error) => _seen.Add(error);
    }
}
