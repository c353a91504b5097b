using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

public sealed class DamagedBlockTests(Chromium chromium)
{
    [Fact]
    public async Task DamagedChannel_WalkedPastBothWays_LeavesNoErrorInTheConsole()
    {
        using var campaign = new Campaign(8);
        TestStack.CutShort(campaign.Below("blocks", "block_0004", "561.tif"));
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        var errors = new ConcurrentQueue<string>();
        var asked = new ConcurrentQueue<string>();
        alice.Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Enqueue(message.Text);
            }
        };
        alice.Page.Request += (_, request) => asked.Enqueue(new Uri(request.Url).AbsolutePath);

        // Loaded ahead as a neighbour, left far behind and reached again, then opened out of the list.
        await alice.CompleteAsync("block_0001");
        await StepAsync(alice, "ArrowDown", [2, 3, 4, 5, 6, 7, 8]);
        await StepAsync(alice, "ArrowUp", [7, 6, 5, 4, 3]);
        await alice.SelectAsync("block_0008");
        await alice.CompleteAsync("block_0008");
        await alice.SelectAsync("block_0004");
        await alice.CompleteAsync("block_0004");

        Assert.Contains("/api/volumes/2/block_0004", asked);
        Assert.DoesNotContain("/api/volumes/1/block_0004", asked);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task ChannelDamagedOutsideTheOpeningSlice_AndRetried_LeavesNoErrorInTheConsole()
    {
        using var campaign = new Campaign(2);
        string file = campaign.Below("blocks", "block_0001", "561.tif");
        byte[] whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        TestStack.CutShort(file, 0.9);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        var errors = new ConcurrentQueue<string>();
        alice.Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Enqueue(message.Text);
            }
        };
        await alice.PaintedAsync("block_0001");
        ILocator failed = alice.Page.GetByTestId("channel-badge").Filter(new LocatorFilterOptions { HasText = "failed" });
        await Expect(failed).ToHaveCountAsync(1);

        ILocator retries = alice.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Retry" });
        await retries.First.ClickAsync();
        await Expect(failed).ToHaveCountAsync(1);
        await File.WriteAllBytesAsync(file, whole, TestContext.Current.CancellationToken);

        // The program may have seen that the file is another one, and read it again by itself; a click that comes while the last reading is under way gets what that one found.
        await Eventually.TrueAsync("the channel is read", async () =>
        {
            _ = await retries.EvaluateAllAsync<int>("buttons => { buttons.forEach(button => button.click()); return buttons.length; }");
            await Task.Delay(500, TestContext.Current.CancellationToken);
            return await failed.CountAsync() == 0;
        });
        await alice.LabelAsync("block_0001", 2);
        Assert.Empty(errors);
    }

    private static async Task StepAsync(Annotator annotator, string key, int[] blocks)
    {
        foreach (int block in blocks)
        {
            await annotator.PressAsync(key);
            await annotator.CompleteAsync($"block_{block:0000}");
        }
    }
}
