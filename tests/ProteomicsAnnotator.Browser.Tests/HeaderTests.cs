using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The row above the picture with all that it ever says at once, in every width.</summary>
public sealed class HeaderTests(Chromium chromium)
{
    private const string Long = "cortex_layer_5_animal_0412_section_021/tile_00";

    [Theory]
    [InlineData(1920, 1080)]
    [InlineData(1440, 900)]
    [InlineData(1100, 700)]
    [InlineData(720, 450)]
    public async Task Header_WithAllItsWords_KeepsThemApartAndInItsRow(int width, int height)
    {
        string block = Long + "/block_0001";
        using var campaign = new Campaign(0);
        TestStack.WriteBlock(Path.Join(campaign.Data, block), ["488", "561"]);
        TestStack.KeepSlices(Path.Join(campaign.Data, block, "561.tif"), 12);
        string classes = campaign.Below("classes.json");
        await File.WriteAllBytesAsync(
            classes, JsonSerializer.SerializeToUtf8Bytes(new[] { "Vessel wall with endothelium", "Fibre" }), TestContext.Current.CancellationToken);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign, ["--no-browser"], ("ANNOTATOR_CLASSES_FILE", classes));
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(width, height), program.Link, "alice");
        await alice.CompleteAsync(block);
        await alice.SetAutoAdvanceAsync(false);
        await alice.LabelAsync(block, 1);
        await alice.PressUntilAsync(
            () => alice.PressAsync("u"),
            block,
            limit => Expect(alice.Page.GetByTestId("flag-unsure")).ToHaveAttributeAsync("aria-pressed", "true", new() { Timeout = limit }));

        string[] faults = await alice.Page.EvaluateAsync<string[]>(
            """
            () => {
              const head = document.querySelector("[data-block-head]");
              const parts = [...head.querySelectorAll(".pv-header > *, .pv-header-aside > *, .actions > *")]
                .filter((e) => e.getClientRects().length > 0 && !e.matches(".pv-label-feedback"))
                .map((e) => ({ name: e.dataset.testid || e.className, box: e.getBoundingClientRect() }))
                .filter(({ box }) => box.width > 1)
                .sort((a, b) => a.box.left - b.box.left);
              const row = head.getBoundingClientRect();
              const over = parts.slice(1).filter((part, i) => part.box.left < parts[i].box.right - 1).map((part) => `${part.name} lies over what is before it`);
              const out = parts.filter(({ box }) => box.right > row.right + 1 || box.left < row.left - 1).map((part) => `${part.name} lies outside`);
              return [...over, ...out];
            }
            """);
        Assert.Empty(faults);
        LocatorBoundingBoxResult bar = (await alice.Page.Locator(".slice-bar .pv-bar").BoundingBoxAsync())!;
        Assert.True(bar.Height <= (width < 1100 ? 80 : 40.5), $"The tools take {bar.Height} px.");
        if (width >= 1440)
        {
            await Expect(alice.Page.GetByTestId("flag-unsure").Locator(".tool-word")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Channels_OfDifferentSizes_AreMarkedInHeaderAndList()
    {
        using var campaign = new Campaign(2, "488", "561");
        TestStack.KeepSlices(Path.Join(campaign.Data, "block_0002", "561.tif"), 12);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await Expect(alice.Page.GetByTestId("failure-notes")).ToBeHiddenAsync();

        await alice.SelectAsync("block_0002");
        await alice.CompleteAsync("block_0002");

        await Expect(alice.Page.GetByTestId("failure-notes")).ToContainTextAsync("sizes differ");
        await Expect(alice.Item("block_0002")).ToContainTextAsync("sizes differ");
        await Expect(alice.Item("block_0001")).Not.ToContainTextAsync("sizes differ");
    }
}
