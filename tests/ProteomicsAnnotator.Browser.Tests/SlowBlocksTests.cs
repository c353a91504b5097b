using System.Text.Json;
using Microsoft.Playwright;
using ProteomicsAnnotator.Core.Tests.Storage;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Blocks on a disk that takes 400 ms for each reading, which a person switches faster than it gives them.</summary>
public sealed class SlowBlocksTests(Chromium chromium)
{
    private const int Blocks = 9;

    /// <summary>
    /// Notes, for every label key, what was painted and what the words were about when it was pressed. Also presses one
    /// whenever the picture changes or goes, in that very moment. The digit is that of the block painted last: blocks beside
    /// each other have different ones, so that a label tells which block its key was meant for.
    /// </summary>
    private const string Watch = """
        () => {
          const canvas = document.querySelector("[data-testid=viewer-canvas]");
          const presses = [];
          let last = canvas.dataset.blockId;
          const digit = () => String(Number(last.slice(-1)) % 3 + 1);
          addEventListener("keydown", (event) => {
            if (/^[1-9]$/.test(event.key)) {
              presses.push({ key: event.key, painted: canvas.dataset.blockId, words: document.querySelector("[data-testid=overlay-label]").dataset.blockId ?? "" });
            }
          }, true);
          const press = () => document.body.dispatchEvent(
            new KeyboardEvent("keydown", { key: digit(), code: `Digit${digit()}`, bubbles: true, cancelable: true }));
          new MutationObserver(() => {
            last = canvas.dataset.blockId || last;
            press();
          }).observe(canvas, { attributeFilter: ["data-block-id"] });
          globalThis.watched = { presses, press };
        }
        """;

    [Fact]
    public async Task Digits_WhileSlowBlocksAreSwitched_AreStoredForTheBlockPainted_AndNoneIsSilent()
    {
        using var campaign = new Campaign(Blocks);
        await using RunningProgram program = await RunningProgram.StartAsync(
            campaign, ["--no-browser"], ("ANNOTATOR_MAX_CACHED_BLOCKS", "1"));
        await using FailingCalls slow = await FailingCalls.AttachAsync(
            program.Process, campaign.Below("strace"), "pread64", "delay_enter=400000", Directory.GetFiles(campaign.Data, "*.tif", SearchOption.AllDirectories));
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.PaintedAsync("block_0001");
        await alice.SetAutoAdvanceAsync(false);
        await alice.Page.EvaluateAsync(Watch);

        foreach (string[] keys in (string[][])[["End"], ["ArrowUp", "ArrowUp", "ArrowUp"], ["Home", "ArrowDown", "ArrowDown"], ["ArrowDown", "ArrowDown", "ArrowUp"], ["End", "Home"]])
        {
            foreach (string key in keys)
            {
                await alice.PressAsync(key);
                await alice.Page.EvaluateAsync("watched.press()");
            }

            await Expect(alice.Canvas).ToHaveAttributeAsync("data-complete", "true");
            await alice.Page.EvaluateAsync("watched.press()");
        }

        ILocator feedback = alice.Page.GetByTestId("label-feedback");
        JsonElement[] presses = [];
        int accepted = 0;
        await Eventually.TrueAsync("every key is counted", async () =>
        {
            presses = [.. (await alice.Page.EvaluateAsync<JsonElement>("watched.presses")).EnumerateArray()];
            accepted = int.Parse((await feedback.GetAttributeAsync("data-accepted"))!, System.Globalization.CultureInfo.InvariantCulture);
            return accepted + int.Parse((await feedback.GetAttributeAsync("data-refused"))!, System.Globalization.CultureInfo.InvariantCulture) == presses.Length;
        });
        Assert.NotEmpty(slow.Delayed);
        Assert.Contains(presses, press => Of(press, "painted").Length == 0);
        IReadOnlyList<(string Block, int Label)> stored = campaign.DecisionsOf("alice");
        Assert.Equal(accepted, stored.Count);
        Assert.True(accepted >= 3, $"{accepted} of {presses.Length} keys were accepted");
        Assert.All(stored, decision => Assert.Equal(LabelOf(decision.Block), decision.Label));
        AssertAreAmong(stored, presses);
    }

    private static int LabelOf(string block) => (int.Parse(block[^1..], System.Globalization.CultureInfo.InvariantCulture) % 3) + 1;

    private static string Of(JsonElement press, string what) => press.GetProperty(what).GetString()!;

    /// <summary>Each is of a press of its own, in their order, at which picture and words were of that block.</summary>
    private static void AssertAreAmong(IReadOnlyList<(string Block, int Label)> stored, JsonElement[] presses)
    {
        int next = 0;
        foreach ((string block, int label) in stored)
        {
            int found = Array.FindIndex(presses, next, press => Of(press, "painted") == block && Of(press, "words") == block && Of(press, "key") == $"{label}");
            Assert.True(found >= 0, $"{block} = {label} has no press behind the {next} before: {string.Join(", ", presses.Select(press => press.ToString()))}");
            next = found + 1;
        }
    }
}
