using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

public sealed class MissingChannelTests(Chromium chromium)
{
    [Fact]
    public async Task BlockThatLacksAChannel_SaysSo_AndTheOthersKeepTheirColours()
    {
        using var campaign = new Campaign(4, "488", "561", "638");
        File.Delete(Path.Join(campaign.Data, "block_0002", "561.tif"));
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        Dictionary<string, string> usual = await ColoursAsync(alice);
        Assert.Equal(["488", "561", "638"], usual.Keys.Order());
        await Expect(alice.Page.GetByTestId("missing-channels")).ToBeHiddenAsync();
        await Expect(alice.Item("block_0002")).ToContainTextAsync("1 missing");

        await alice.SelectAsync("block_0002");
        await alice.CompleteAsync("block_0002");

        await Expect(alice.Page.GetByTestId("missing-channels")).ToHaveTextAsync("2 of 3 channels: 561 (561.tif) is not in this block's folder");
        Dictionary<string, string> left = await ColoursAsync(alice);
        Assert.Equal(["488", "638"], left.Keys.Order());
        Assert.All(left, channel => Assert.Equal(usual[channel.Key], channel.Value));

        // A preset gives colours by place, and the place of the missing one stays free.
        await alice.Page.GetByTestId("channel-presets").SelectOptionAsync("Red / Green / Blue");
        await Eventually.TrueAsync(
            "the channels have the colours of their places",
            async () => await ColoursAsync(alice) is var now && (now["488"], now["638"]) == ("#ff0000", "#0066ff"));
    }

    private static async Task<Dictionary<string, string>> ColoursAsync(Annotator annotator)
    {
        var colours = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Microsoft.Playwright.ILocator channel in await annotator.Page.GetByTestId("channel").AllAsync())
        {
            colours[(await channel.GetAttributeAsync("data-channel"))!] =
                await channel.GetByTestId("channel-color").EvaluateAsync<string>("e => e.value ?? getComputedStyle(e).backgroundColor");
        }

        return colours;
    }
}
