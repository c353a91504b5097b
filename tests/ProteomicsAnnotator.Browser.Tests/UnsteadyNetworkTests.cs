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

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

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

        int Stored() => campaign.DecisionsOf("alice").Count;
        await WorkAsync(alice, "the first labels are stored", keys: 4, () => Task.FromResult(Stored() >= 4));
        (Action Break, Action Mend)[] faults =
        [
            (network.Cut, network.Restore),
            (network.Cut, network.Restore),
            (() => network.HoldCircuit(up: true, down: true), network.Release),
        ];
        foreach ((Action breakIt, Action mend) in faults)
        {
            breakIt();
            await WorkAsync(alice, "the page says that the connection is away", keys: 2, () => alice.Banner.IsVisibleAsync());
            await WorkAsync(alice, "keys meet the page without a connection", keys: 3, () => Task.FromResult(true));
            mend();
            int before = Stored();
            await WorkAsync(
                alice,
                "labels are stored again",
                keys: 3,
                async () => !await alice.Banner.IsVisibleAsync() && Stored() >= before + 3);
        }

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

    /// <summary>Works on until it is so, and for at least so many label keys.</summary>
    private async Task WorkAsync(Annotator alice, string what, int keys, Func<Task<bool>> isSo)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (keys > 0 || !await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, what);
            int choice = _random.Next(10);
            if (choice < 7)
            {
                keys--;
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
