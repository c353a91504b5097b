using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>An example of the guide beside the block: looked at as the block is, and never what a key is about.</summary>
public sealed class ExampleTests(Chromium chromium)
{
    /// <summary>Colour in the middle of a picture of the page, red, green and blue.</summary>
    private const string MiddleOf = """
        async (png) => {
          const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
          const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
          const canvas = new OffscreenCanvas(picture.width, picture.height);
          const context = canvas.getContext('2d');
          context.drawImage(picture, 0, 0);
          const { data } = context.getImageData(picture.width / 2, picture.height / 2, 1, 1);
          return [...data.slice(0, 3)];
        }
        """;

    /// <summary>What of the example's caption and picture does not lie inside of the window, or is cut off.</summary>
    private const string Clipped = """
        () => {
          const faults = [];
          const parts = document.querySelectorAll('[data-testid=example], [data-testid=example] *');
          for (const part of parts) {
            const { left, top, right, bottom } = part.getBoundingClientRect();
            const isOutside = left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
            const isCut = part.matches('h2, p, button') && part.scrollWidth > part.clientWidth + 1;
            if (isOutside || isCut) faults.push(part.outerHTML.slice(0, 120));
          }
          const { width, height } = document.querySelector('[data-testid=example-canvas]').getBoundingClientRect();
          if (width < 150 || height < 150) faults.push(`the picture is ${width} x ${height}`);
          return faults;
        }
        """;

    [Fact]
    public async Task Example_BesideTheBlock_ShowsItsOwnVoxelsAsTheBlockIsShown()
    {
        using Campaign campaign = CampaignWithExamples();
        await using RunningProgram program = await StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        Assert.Empty(await alice.Page.Locator("[data-testid=example-canvas]").AllAsync());

        await PinAsync(alice, "block_0003");
        await Expect(alice.Page.GetByTestId("example-caption")).ToHaveTextAsync("Example of Puncta: block_0003");
        await alice.PaintedAsync("block_0001");
        await Expect(alice.Page.GetByTestId("overlay-label")).ToHaveAttributeAsync("data-block-id", "block_0001");

        // Only the example is full of the third channel, whose colour is yellow.
        await Eventually.TrueAsync("the example is yellow", async () =>
            await MiddleAsync(alice, "example-canvas") is [> 240, > 240, < 15]);
        Assert.False(await MiddleAsync(alice, "viewer-canvas") is [> 240, > 240, < 15]);

        ILocator most = alice.Page.GetByTestId("channel-max").Nth(2);
        await most.FillAsync("6000");
        await alice.PressAsync("Enter");
        await Eventually.TrueAsync("the example is half as bright", async () =>
            await MiddleAsync(alice, "example-canvas") is [> 90 and < 160, > 90 and < 160, < 15]);

        await alice.PressAsync("Alt+3");
        await Eventually.TrueAsync("the example's channel is off as the block's is", async () =>
            await MiddleAsync(alice, "example-canvas") is [< 15, < 15, < 15]);

        string slice = (await alice.Canvas.GetAttributeAsync("data-slice"))!;
        await Expect(Example(alice)).ToHaveAttributeAsync("data-slice", slice);
        await alice.PressAsync("ArrowRight");
        await Expect(alice.Canvas).Not.ToHaveAttributeAsync("data-slice", slice);
        await Expect(Example(alice)).ToHaveAttributeAsync("data-slice", (await alice.Canvas.GetAttributeAsync("data-slice"))!);
        foreach (string view in (string[])["quad", "volume", "slice"])
        {
            await alice.PressAsync("v");
            await Expect(alice.Canvas).ToHaveAttributeAsync("data-view", view);
            await Expect(Example(alice)).ToHaveAttributeAsync("data-view", view);
        }
    }

    [Fact]
    public async Task Keys_BesideAnExample_AreAboutTheBlock_AndItStaysUntilItIsClosed()
    {
        using Campaign campaign = CampaignWithExamples();
        await using RunningProgram program = await StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await PinAsync(alice, "block_0003");

        await alice.LabelAsync("block_0001", 2);
        await alice.PressAsync("ArrowDown");
        await alice.CompleteAsync("block_0002");
        await Expect(Example(alice)).ToHaveAttributeAsync("data-block-id", "block_0003");
        await alice.LabelAsync("block_0002", 1);
        Assert.Equal([("block_0001", 2), ("block_0002", 1)], campaign.DecisionsOf("alice"));

        // The filter is left first: that is what Escape means without an example.
        await alice.Page.GetByTestId("block-search").FillAsync("0002");
        await alice.PressAsync("Enter");
        await Expect(alice.Item("block_0001")).ToHaveCountAsync(0);
        await alice.PressAsync("Escape");
        await Expect(alice.Item("block_0001")).ToBeVisibleAsync();
        await Expect(Example(alice)).ToBeVisibleAsync();
        await alice.PressAsync("Escape");
        await Expect(Example(alice)).ToHaveCountAsync(0);

        await PinAsync(alice, "block_0003");
        await alice.Page.GetByTestId("close-example").ClickAsync();
        await Expect(Example(alice)).ToHaveCountAsync(0);
        await alice.LabelAsync("block_0002", 2);

        await PinAsync(alice, "block_0003");
        await alice.RunCommandAsync("close the example");
        await Expect(Example(alice)).ToHaveCountAsync(0);
        await alice.PressUntilAsync(
            () => alice.PressAsync("Control+z"), "block_0002", limit => Expect(alice.Item("block_0002")).ToHaveAttributeAsync("data-label", "1", new() { Timeout = limit }));
    }

    [Fact]
    public async Task Example_ThatCannotBeRead_SaysWhyInItsPane_AndTheBlockIsLabelledAllTheSame()
    {
        using Campaign campaign = CampaignWithExamples();
        foreach (string channel in (string[])["488", "561", "638"])
        {
            TestStack.CutShort(campaign.Below("blocks", "block_0004", channel + ".tif"));
        }

        await using RunningProgram program = await StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await ChooseAsync(alice, "block_0004");

        await Expect(alice.Page.GetByTestId("example-words")).ToContainTextAsync("488 (488.tif)");
        await Expect(alice.Page.GetByTestId("example-loading")).ToContainTextAsync("No channel of this block can be read");
        await Expect(alice.Page.GetByTestId("failure-notes")).ToBeHiddenAsync();
        await alice.LabelAsync("block_0001", 1);

        // Pinning another one takes its place.
        await PinAsync(alice, "block_0003");
        await Expect(alice.Page.GetByTestId("example-words")).ToBeHiddenAsync();
        await Expect(alice.Page.GetByTestId("example")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Example_WhileFinalLabelsAreSet_StandsBesideTheAdjudicatedBlock()
    {
        using Campaign campaign = CampaignWithExamples();
        await using RunningProgram program = await StartAsync(campaign);
        foreach ((string name, int label) in ((string, int)[])[("alice", 1), ("bob", 2)])
        {
            await using Annotator voter = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, name);
            await voter.LabelAsync("block_0001", label);
        }

        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(1100, 700), program.Link, "boss");
        await boss.CompleteAsync("block_0001");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await boss.Page.GetByTestId("start-adjudication").ClickAsync();
        await Expect(boss.Page.GetByTestId("adjudication")).ToContainTextAsync("FINAL LABEL");
        await boss.CompleteAsync("block_0001");
        await PinAsync(boss, "block_0003");
        await LooksTests.NothingSeriousAsync(boss.Page, "example beside an adjudicated block");
        Assert.Empty(await boss.Page.EvaluateAsync<string[]>(Clipped));
        await boss.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, "example-adjudicating-1100x700.png") });

        await boss.PressAsync("2");
        await Expect(boss.Page.GetByTestId("label-feedback")).ToHaveAttributeAsync("data-accepted", "1");
        await Eventually.TrueAsync("the final label is on the share", () =>
            Task.FromResult(FinalLabels(campaign) is { } file && Regex.IsMatch(file, "\"block_0001\"[^}]*\"final_label\": 2", RegexOptions.None, TimeSpan.FromSeconds(1))));
        Assert.DoesNotContain("block_0003", FinalLabels(campaign), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1100, 700, ColorScheme.Dark, ForcedColors.None)]
    [InlineData(1100, 700, ColorScheme.Light, ForcedColors.Active)]
    [InlineData(1920, 1080, ColorScheme.Light, ForcedColors.None)]
    [InlineData(800, 700, ColorScheme.Dark, ForcedColors.None)]
    public async Task Example_AtItsSizes_ClipsNothing(int width, int height, ColorScheme theme, ForcedColors forced)
    {
        using Campaign campaign = CampaignWithExamples();
        await using RunningProgram program = await StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(width, height, theme), program.Link, "alice");

        // A colour on its way to another one is not judged.
        await alice.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce, ForcedColors = forced });
        await alice.CompleteAsync("block_0001");
        await alice.Page.GetByTestId("open-guide").ClickAsync();
        await Expect(alice.Page.GetByTestId("guide")).ToBeVisibleAsync();
        await LooksTests.NothingSeriousAsync(alice.Page, "guide");
        await alice.CloseDialogAsync();
        await PinAsync(alice, "block_0003");
        foreach (string view in (string[])["slice", "quad", "volume"])
        {
            await Expect(Example(alice)).ToHaveAttributeAsync("data-view", view);
            await Expect(Example(alice)).ToHaveAttributeAsync("data-refined", "true");
            Assert.Empty(await alice.Page.EvaluateAsync<string[]>(Clipped));
            await LooksTests.NothingSeriousAsync(alice.Page, $"example, {view}");
            await alice.Page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Path.Join(Checkout.Screenshots, $"example-{view}-{width}x{height}-{theme}-{forced}.png"),
            });
            await alice.PressAsync("v");
        }
    }

    private static Campaign CampaignWithExamples()
    {
        var campaign = new Campaign(4);
        File.WriteAllBytes(
            campaign.Below("classes.json"),
            """{"classes": [{"name": "Puncta", "examples": ["block_0003", "block_0004"]}, "Fibre"]}"""u8.ToArray());
        TestStack.Fill(campaign.Below("blocks", "block_0003", "488.tif"), 0);
        TestStack.Fill(campaign.Below("blocks", "block_0003", "561.tif"), 0);
        TestStack.Fill(campaign.Below("blocks", "block_0003", "638.tif"), 3000);
        return campaign;
    }

    private static Task<RunningProgram> StartAsync(Campaign campaign) =>
        RunningProgram.StartAsync(campaign, ["--no-browser"], ("ANNOTATOR_CLASSES_FILE", campaign.Below("classes.json")));

    private static ILocator Example(Annotator annotator) => annotator.Page.GetByTestId("example-canvas");

    private static async Task ChooseAsync(Annotator annotator, string blockId)
    {
        ILocator guide = annotator.Page.GetByTestId("guide");
        await annotator.Page.GetByTestId("open-guide").ClickAsync();
        await Expect(guide).ToBeVisibleAsync();

        // The library takes the dialog over one round trip after it is on screen.
        await annotator.Page.WaitForFunctionAsync("() => document.querySelector('.rz-dialog-content')?.options !== undefined");
        await guide.Locator($"[data-testid=guide-example][data-block-id={blockId}]").ClickAsync();
        await Expect(guide).ToHaveCountAsync(0);
    }

    private static async Task PinAsync(Annotator annotator, string blockId)
    {
        await ChooseAsync(annotator, blockId);
        await Expect(Example(annotator)).ToHaveAttributeAsync("data-block-id", blockId);
        await Expect(Example(annotator)).ToHaveAttributeAsync("data-complete", "true");
    }

    private static async Task<int[]> MiddleAsync(Annotator annotator, string canvas)
    {
        byte[] png = await annotator.Page.GetByTestId(canvas).ScreenshotAsync();
        return await annotator.Page.EvaluateAsync<int[]>(MiddleOf, Convert.ToBase64String(png));
    }

    private static string? FinalLabels(Campaign campaign)
    {
        string path = Path.Join(campaign.Annotations, "admin", "final_labels.json");
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }
}
