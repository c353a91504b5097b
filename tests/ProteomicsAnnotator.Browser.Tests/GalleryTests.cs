using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The gallery as an annotator uses it: looking, selecting, labelling many at once.</summary>
public sealed class GalleryTests(Chromium chromium)
{
    [Fact]
    public async Task Key_LabelsWhatIsSelected_AsOneStepOfUndo()
    {
        using var campaign = new Campaign(6);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await OpenAsync(program);

        await Tile(alice, "block_0002").ClickAsync();
        await Tile(alice, "block_0004").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Tile(alice, "block_0003").ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await Expect(alice.Page.GetByTestId("gallery-count")).ToHaveTextAsync("2 blocks selected");
        await alice.PressAsync("2");
        await Expect(alice.Page.GetByTestId("gallery-words")).ToContainTextAsync("2 blocks: 2 – ");
        await LabelledAsync(alice, "block_0002", "2");
        await LabelledAsync(alice, "block_0004", "2");
        await LabelledAsync(alice, "block_0003", "");

        Assert.Equal([("block_0002", 2), ("block_0004", 2)], campaign.DecisionsOf("alice"));
        Assert.Single(Lines(campaign).Select(line => line.GetProperty("at").GetString()).Distinct());
        Assert.All(Lines(campaign), line => Assert.Equal("gallery", line.GetProperty("via").GetString()));
        Assert.All(Lines(campaign), line => Assert.Equal(3, line.GetProperty("seen").GetArrayLength()));
        await alice.PressAsync("Control+z");
        await LabelledAsync(alice, "block_0002", "");
        await LabelledAsync(alice, "block_0004", "");
        await Expect(alice.Page.GetByText("2 blocks are as they were")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Key_PressedAgain_CorrectsTheSameBlock_ThoughItsTileHasMoved()
    {
        using var campaign = new Campaign(4, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await OpenAsync(program);

        await Tile(alice, "block_0002").ClickAsync();
        await alice.PressAsync("2");
        await Expect(alice.Page.GetByTestId("gallery-words")).ToContainTextAsync("block_0002: 2 – ");
        await LabelledAsync(alice, "block_0002", "2");
        await Expect(Tile(alice, "block_0002")).ToHaveAttributeAsync("data-cursor", "true");
        await alice.PressAsync("1");
        await LabelledAsync(alice, "block_0002", "1");
        await alice.PressAsync("ArrowRight");

        await Expect(Tile(alice, "block_0003")).ToHaveAttributeAsync("data-cursor", "true");
        Assert.Equal([("block_0002", 2), ("block_0002", 1)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task Keyboard_MovesSelectsLabelsFlagsAndOpens()
    {
        using var campaign = new Campaign(5);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await OpenAsync(program);

        await alice.PressAsync("ArrowRight");
        await Expect(Tile(alice, "block_0002")).ToHaveAttributeAsync("data-cursor", "true");
        await alice.PressAsync("3");
        await LabelledAsync(alice, "block_0002", "3");
        await alice.PressAsync("End");
        await alice.PressAsync("Shift+ArrowLeft");
        await Expect(alice.Page.GetByTestId("gallery-count")).ToHaveTextAsync("2 blocks selected");
        await alice.PressAsync("u");
        await Expect(alice.Page.GetByTestId("gallery-words")).ToHaveTextAsync("2 blocks flagged as unsure");
        await alice.PressAsync("Control+a");
        await Expect(alice.Page.GetByTestId("gallery-count")).ToHaveTextAsync("4 blocks selected");
        await alice.PressAsync("Escape");
        await Expect(alice.Page.GetByTestId("gallery-count")).ToHaveTextAsync("No block selected");
        await alice.PressAsync("9");
        await Expect(alice.Page.GetByTestId("gallery-words")).ToContainTextAsync("No class 9");
        await alice.PressAsync("End");
        ILocator grid = alice.Page.GetByTestId("gallery-grid");

        // The picture is painted while the gallery still covers it: keys are the gallery's until then.
        await alice.PressAsync("Enter");
        await Expect(grid).ToBeHiddenAsync();
        await alice.PaintedAsync("block_0005");
        await alice.PressAsync("g");
        await Expect(grid).ToBeVisibleAsync();
        await alice.PressAsync("g");
        await Expect(grid).ToBeHiddenAsync();
        await alice.PaintedAsync("block_0005");

        // G leads to the block under the cursor, and back to it.
        await alice.PressAsync("g");
        await Expect(grid).ToBeVisibleAsync();
        await Expect(Tile(alice, "block_0005")).ToHaveAttributeAsync("data-cursor", "true");
        await alice.PressAsync("ArrowLeft");
        await Expect(Tile(alice, "block_0004")).ToHaveAttributeAsync("data-cursor", "true");
        await alice.PressAsync("ArrowLeft");
        await Expect(Tile(alice, "block_0003")).ToHaveAttributeAsync("data-cursor", "true");
        await alice.PressAsync("g");
        await Expect(grid).ToBeHiddenAsync();
        await alice.PaintedAsync("block_0003");
        await alice.PressAsync("ArrowUp");
        await alice.PaintedAsync("block_0002");
        await alice.PressAsync("g");
        await Expect(grid).ToBeVisibleAsync();
        await Expect(Tile(alice, "block_0002")).ToHaveAttributeAsync("data-cursor", "true");
        Assert.Equal([("block_0002", 3)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task Filter_DropsWhatIsNoLongerShownFromTheSelection()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await OpenAsync(program);
        await Tile(alice, "block_0001").ClickAsync();
        await alice.PressAsync("1");
        await LabelledAsync(alice, "block_0001", "1");

        await alice.Page.GetByTestId("gallery-group").SelectOptionAsync("none");
        await Tile(alice, "block_0001").ClickAsync();
        await Tile(alice, "block_0004").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(alice.Page.GetByTestId("gallery-count")).ToHaveTextAsync("4 blocks selected");
        await alice.Page.GetByTestId("filter-unlabelled").ClickAsync();
        await Expect(Tile(alice, "block_0001")).ToHaveCountAsync(0);
        await Expect(alice.Page.GetByTestId("gallery-count")).ToHaveTextAsync("3 blocks selected");
        await Expect(alice.Page.GetByTestId("gallery-label-2")).ToContainTextAsync("3");
        await alice.Page.GetByTestId("gallery-label-2").ClickAsync();
        await Expect(alice.Page.GetByTestId("gallery-words")).ToContainTextAsync("3 blocks: 2 – ");

        Assert.Equal([("block_0001", 1), ("block_0002", 2), ("block_0003", 2), ("block_0004", 2)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task FileThatChanged_IsNotLabelledUntilItsNewThumbnailIsShown()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await OpenAsync(program);
        await Tile(alice, "block_0002").ClickAsync();
        string file = Path.Combine(campaign.Data, "block_0002", "561.tif");
        File.SetLastWriteTimeUtc(file, new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc));

        await alice.PressAsync("1");
        await Expect(alice.Page.GetByTestId("gallery-words")).ToContainTextAsync("561.tif of block_0002 has changed since its thumbnail was made");
        Assert.Empty(campaign.DecisionsOf("alice"));
        await Expect(Tile(alice, "block_0002")).ToHaveAttributeAsync("data-state", "shown");
        await alice.PressAsync("1");
        await LabelledAsync(alice, "block_0002", "1");
    }

    /// <summary>Every tile of the first screen, pixel by pixel, from the files that the test wrote.</summary>
    [Fact]
    public async Task FirstScreen_IsTheMaximumAroundTheMiddle_InTheColoursAndOneSetOfLimits()
    {
        using var campaign = new Campaign(3, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await OpenAsync(program);
        foreach (string id in (string[])["block_0001", "block_0002", "block_0003"])
        {
            await Expect(Tile(alice, id)).ToHaveAttributeAsync("data-state", "shown");
        }

        // Of 16 slices the maximum takes 0 to 15 around the middle, 8; values rise with z.
        int[] values = [.. from y in Enumerable.Range(0, TestStack.Height)
                           from x in Enumerable.Range(0, TestStack.Width)
                           select 100 + (x * 2) + (15 * 3) + (y / 5 == 1 && x is > 8 and < 56 ? 2000 : 0)];
        int[] sorted = [.. values.Order()];
        await Eventually.TrueAsync("all tiles are drawn with the limits of all", async () =>
        {
            int[] reds = await alice.Page.EvaluateAsync<int[]>(Greens);
            double low = sorted[(int)(sorted.Length * 0.01)];
            double high = sorted[(int)(sorted.Length * 0.999)];
            int[] expected = [.. values.Select(value => (int)Math.Round(Math.Clamp((value - low) / (high - low), 0, 1) * 255))];
            return reds.Length == expected.Length && reds.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) <= 2);
        });
    }

    /// <summary>The brightest part of each pixel, whatever the colour of the channel.</summary>
    private const string Greens = """
        () => {
          const canvas = document.querySelector("[data-testid=gallery-tile][data-block-id=block_0002] canvas");
          const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          return Array.from({ length: canvas.width * canvas.height }, (_, i) => Math.max(...pixels.slice(4 * i, 4 * i + 3)));
        }
        """;

    [Fact]
    public async Task Thousands_AreInTheGallery_AndOnlyThoseOnScreenInThePage()
    {
        using var campaign = new Campaign(3, "488");
        for (int i = 4; i <= 3000; i++)
        {
            string folder = Directory.CreateDirectory(Path.Combine(campaign.Data, $"block_{i:0000}")).FullName;
            File.CreateSymbolicLink(Path.Combine(folder, "488.tif"), Path.Combine(campaign.Data, "block_0001", "488.tif"));
        }

        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await OpenAsync(program);

        await alice.PressAsync("End");
        await Expect(Tile(alice, "block_3000")).ToHaveAttributeAsync("data-state", "shown");
        await Expect(Tile(alice, "block_3000")).ToBeInViewportAsync();
        Assert.InRange(await alice.Page.GetByTestId("gallery-tile").CountAsync(), 10, 200);
        await alice.PressAsync("Control+a");
        await Expect(alice.Page.GetByTestId("gallery-count")).ToHaveTextAsync("3,000 blocks selected");
        await alice.PressAsync("1");
        await Expect(alice.Page.GetByTestId("gallery-words")).ToContainTextAsync("thumbnails were not on screen yet");
        Assert.Empty(campaign.DecisionsOf("alice"));
    }

    private async Task<Annotator> OpenAsync(RunningProgram program)
    {
        Annotator alice = await Annotator.OpenAsync(chromium, program, "alice");
        await alice.PressAsync("g");
        await Expect(Tile(alice, "block_0001")).ToHaveAttributeAsync("data-state", "shown");
        return alice;
    }

    private static ILocator Tile(Annotator alice, string id) => alice.Page.Locator($"[data-testid=gallery-tile][data-block-id='{id}']");

    private static Task LabelledAsync(Annotator alice, string id, string label) => Expect(Tile(alice, id)).ToHaveAttributeAsync("data-label", label);

    private static List<JsonElement> Lines(Campaign campaign) =>
        [.. Directory.EnumerateFiles(campaign.Below("annotations", "history", "users", "alice"), "*.jsonl")
            .SelectMany(File.ReadLines)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("block", out _))];
}
