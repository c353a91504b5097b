using System.Globalization;
using Microsoft.Playwright;
using ProteomicsAnnotator.Core.Tests.Points;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Boxes that reach over the edge of their volume, or of which much was never written, as a person sees them.</summary>
public sealed class PointEdgesTests(Chromium chromium)
{
    [Fact]
    public async Task VoxelsOutside_AreHatchedAndLeftOutOfAuto()
    {
        using Campaign campaign = Volume("a,20,25,30\nb,0,0,0\n");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(1440, 900), program.Link, "alice");

        await alice.CompleteAsync("point_a");
        await Expect(alice.Canvas).ToHaveAttributeAsync("aria-label", "point_a, slice 8");
        Assert.Equal(0, await HatchedAsync(alice));
        await alice.SelectAsync("point_b");
        await alice.CompleteAsync("point_b");
        await Expect(alice.Canvas).ToHaveAttributeAsync("aria-label", "point_b, slice 8, outside of the volume");

        // Lines seven pixels apart, light with a dark edge: much is drawn over, but not all.
        Assert.InRange(await HatchedAsync(alice), 0.1, 0.9);
        // Inside lie z, y and x from 0 to 7 with 331 z + 17 y + x: rank 5.11 of 511 and rank 510.489.
        await Eventually.TrueAsync("the limits are those of the voxels inside", async () =>
            Math.Abs(await LimitAsync(alice, "channel-min") - 5.11) < 0.6 && Math.Abs(await LimitAsync(alice, "channel-max") - 2442.489) < 0.6);
    }

    [Fact]
    public async Task BoxThatWasNeverWritten_SaysSoAndAsksBeforeTheFirstLabel()
    {
        using Campaign campaign = Volume("m,24,24,24\nn,24,24,26\na,20,25,40\n");
        foreach (string store in new[] { "ch_488.zarr", "ch_561.zarr" })
        {
            string array = Path.Join(campaign.Data, store, "0");
            string metadata = Path.Join(array, ".zarray");
            await File.WriteAllBytesAsync(metadata, System.Text.Encoding.UTF8.GetBytes((await File.ReadAllTextAsync(metadata)).Replace("\"fill_value\":0", "\"fill_value\":60000", StringComparison.Ordinal)));
            File.Delete(Path.Join(array, "1.1.1"));
        }

        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(1440, 900), program.Link, "alice");
        ILocator empty = alice.Page.GetByTestId("empty-box");
        ILocator feedback = alice.Page.GetByTestId("label-feedback");

        await alice.SelectAsync("point_m");
        await alice.CompleteAsync("point_m");
        await Expect(alice.Canvas).ToHaveAttributeAsync("aria-label", "point_m, slice 8, never written, or nothing but the fill value");
        await Expect(empty).ToHaveTextAsync("100 % of this box was never written, or nothing but the fill value");
        await alice.PressAsync("2");
        await Expect(feedback).ToContainTextAsync("Press the key again to label it");
        Assert.Empty(campaign.DecisionsOf("alice"));
        await alice.LabelAsync("point_m", 2);

        // It has asked: the next such box takes its first key.
        await alice.SelectAsync("point_n");
        await alice.CompleteAsync("point_n");
        await Expect(empty).ToContainTextAsync("of this box was never written");
        await alice.PressAsync("1");
        await alice.ListedAsync("point_n", 1);

        await alice.SelectAsync("point_a");
        await alice.CompleteAsync("point_a");
        await Expect(empty).ToHaveTextAsync("");
    }

    [Fact]
    public async Task AroundTheBox_IsShownBesideThePictureOfTheBlockThatIsOpen()
    {
        using Campaign campaign = Volume("a,20,25,30\nb,0,0,0\n");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(1440, 900), program.Link, "alice");
        ILocator around = alice.Page.GetByTestId("context-view");
        ILocator words = alice.Page.GetByTestId("context-words");

        await alice.SelectAsync("point_a");
        await alice.CompleteAsync("point_a");
        await Expect(around).ToBeHiddenAsync();
        await alice.PressAsync("o");
        await Expect(around).ToHaveAttributeAsync("data-block-id", "point_a");

        // 8 x 16 voxels of 0.25 micrometres.
        await Expect(words).ToHaveTextAsync("8 boxes wide · level 0 · 32 µm");
        await alice.Page.GetByTestId("context-wider").ClickAsync();
        await alice.Page.GetByTestId("context-wider").ClickAsync();
        await Expect(words).ToHaveTextAsync("32 boxes wide · level 1 · 128 µm");
        await alice.SelectAsync("point_b");
        await alice.CompleteAsync("point_b");
        await Expect(around).ToHaveAttributeAsync("data-block-id", "point_b");

        // Keys are about the picture, whatever lies beside it.
        await alice.LabelAsync("point_b", 3);
        await alice.PressAsync("o");
        await Expect(around).ToBeHiddenAsync();
    }

    /// <summary>Two channels, boxes of 16 voxels.</summary>
    private static Campaign Volume(string rows)
    {
        var campaign = new Campaign(0);
        var folder = new PointsFolder(campaign.Data);
        folder.PutSource($"id,z,y,x\n{rows}");
        folder.PutStore("ch_561.zarr", 1);
        folder.PutText("source.json", """{"channels": "ch_{channel}.zarr", "box": [16, 16, 16], "points": {"file": "points.csv"}}""");
        return campaign;
    }

    private static async Task<double> LimitAsync(Annotator annotator, string limit) =>
        double.Parse(await annotator.Page.GetByTestId(limit).First.InputValueAsync(), CultureInfo.InvariantCulture);

    /// <summary>Share of the middle of the upper half of the stage that something is drawn over.</summary>
    private static Task<double> HatchedAsync(Annotator annotator) => annotator.Canvas.EvaluateAsync<double>("""
        canvas => {
            const over = canvas.parentElement.querySelector("canvas[aria-hidden]");
            const side = Math.round(over.height / 4);
            const pixels = over.getContext("2d").getImageData(over.width / 2 - side, side, 2 * side, side).data;
            let drawn = 0;
            for (let i = 3; i < pixels.length; i += 4) drawn += pixels[i] > 0 ? 1 : 0;
            return drawn / (pixels.length / 4);
        }
        """);
}
