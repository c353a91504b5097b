using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>A quick annotator on a network that breaks twice and is silent once.</summary>
public sealed class UnsteadyNetworkTests(Chromium chromium, ITestOutputHelper output)
{
    /// <summary>Notes in the page itself what is on screen when a label key arrives, ahead of the viewer.</summary>
    private const string Witness = """
        () => {
          window.witness = [];
          document.addEventListener("keydown", (event) => {
            if (/^[1-9]$/.test(event.key) && !event.repeat) {
              const painted = document.querySelector("[data-testid=viewer-canvas]").dataset.blockId;
              const words = document.querySelector("[data-testid=overlay-label]").dataset.blockId;
              window.witness.push({ painted, words, label: Number(event.key) });
            }
          }, { capture: true });
        }
        """;

    private readonly Random _random = new(20261129);

    [Fact]
    public async Task Keys_ThroughTwoCutsAndASilence_AreStoredAsShownOrRefused()
    {
        using var campaign = new Campaign(60);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using var network = new NetworkProxy(program.Link);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(network), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.SetAutoAdvanceAsync(true);
        await alice.Page.EvaluateAsync(Witness);

        await WorkAsync(alice, TimeSpan.FromSeconds(6));
        for (int i = 0; i < 2; i++)
        {
            network.Cut();
            await WorkAsync(alice, TimeSpan.FromSeconds(5));
            network.Restore();
            await WorkAsync(alice, TimeSpan.FromSeconds(8));
        }

        network.HoldCircuit(up: true, down: true);
        await WorkAsync(alice, TimeSpan.FromSeconds(20));
        network.Release();
        await WorkAsync(alice, TimeSpan.FromSeconds(8));

        await Expect(alice.Banner).ToBeHiddenAsync();
        Pressed[] pressed = (await alice.Page.EvaluateAsync<JsonElement>("() => window.witness")).Deserialize<Pressed[]>(JsonSerializerOptions.Web)!;
        ILocator feedback = alice.Page.GetByTestId("label-feedback");
        await Eventually.TrueAsync(
            "each key is known to be accepted or refused",
            async () => await CountAsync(feedback, "data-accepted") + await CountAsync(feedback, "data-refused") == pressed.Length);
        IReadOnlyList<(string Block, int Label)> stored = campaign.DecisionsOf("alice");
        output.WriteLine($"{pressed.Length} pressed, {stored.Count} stored");
        Assert.Equal(stored.Count, await CountAsync(feedback, "data-accepted"));
        Assert.NotEmpty(stored);
        AssertInOrder(stored, pressed);
        Assert.DoesNotContain(pressed, press => press.Words != press.Painted);
    }

    private async Task WorkAsync(Annotator alice, TimeSpan duration)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < duration)
        {
            int choice = _random.Next(10);
            if (choice < 7)
            {
                await alice.PressAsync($"{_random.Next(1, 4)}");
            }
            else if (choice < 9)
            {
                await alice.PressAsync(choice == 7 ? "ArrowDown" : "ArrowUp");
            }
            else
            {
                await alice.Item($"block_{_random.Next(1, 15):0000}").EvaluateAsync("row => row.click()");
            }

            await Task.Delay(_random.Next(100, 1000), TestContext.Current.CancellationToken);
        }
    }

    private static async Task<int> CountAsync(ILocator feedback, string name) =>
        int.Parse(await feedback.GetAttributeAsync(name) ?? "", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Each decision is a key's, of the block that was painted at the press, one behind the other.</summary>
    private static void AssertInOrder(IReadOnlyList<(string Block, int Label)> stored, Pressed[] pressed)
    {
        int at = 0;
        foreach ((string block, int label) in stored)
        {
            int found = Array.FindIndex(pressed, at, press => press.Painted == block && press.Label == label);
            Assert.True(found >= 0, $"{block}={label} is stored, but no such key follows key {at}");
            at = found + 1;
        }
    }

    private sealed record Pressed(string Painted, string Words, int Label);
}
