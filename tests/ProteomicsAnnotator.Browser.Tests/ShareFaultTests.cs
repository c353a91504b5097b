using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

public sealed class ShareFaultTests(Chromium chromium)
{
    [Fact]
    public async Task LabelKey_OnAReadOnlyShare_IsSaidNotSavedAndSavedLater()
    {
        using var campaign = new Campaign(3);
        (int mounted, string why) = await Shell.TryAsync("mount", "-t", "tmpfs", "tmpfs", campaign.Annotations);
        Assert.SkipUnless(mounted == 0, "A read-only mount needs root: " + why);
        try
        {
            await OnceAsync(campaign);
            await Shell.RunAsync("mount", "-o", "remount,ro", campaign.Annotations);
            await using RunningProgram program = await RunningProgram.StartAsync(campaign);
            await using Annotator alice = await Annotator.SignInAsync(
                await chromium.NewPageAsync(), program.Link, "alice");
            await alice.PaintedAsync("block_0001");

            await alice.PressUntilAsync(
                () => alice.PressAsync("1"),
                "block_0001",
                limit => Expect(alice.Page.GetByTestId("save-state")).ToContainTextAsync("NOT SAVED", new() { Timeout = limit }));
            Assert.DoesNotContain("block_0001", campaign.LabelsOf("alice").Keys);

            await Shell.RunAsync("mount", "-o", "remount,rw", campaign.Annotations);
            await alice.SaveStateAsync("Saved ");
            await Eventually.TrueAsync(
                "the share has it", () => campaign.LabelsOf("alice").GetValueOrDefault("block_0001") == 1);
        }
        finally
        {
            await Shell.RunAsync("umount", "-l", campaign.Annotations);
        }
    }

    [Fact]
    public async Task FrozenProgram_IsSaidAndRefusesLabels_ThenGoesOnByItself()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");

        await program.FreezeAsync();
        try
        {
            await Expect(alice.Page.GetByTestId("connection-banner")).ToBeVisibleAsync();
            await alice.PressAsync("2");
        }
        finally
        {
            await program.ThawAsync();
        }

        await Expect(alice.Page.GetByTestId("connection-banner")).ToBeHiddenAsync();
        await alice.LabelAsync("block_0001", 3);
        await Eventually.TrueAsync("the share has it", () => campaign.LabelsOf("alice").Count > 0);
        Assert.Equal([new("block_0001", 3)], campaign.LabelsOf("alice"));
    }

    /// <summary>The share is known and the user's file exists, as on the day before.</summary>
    private async Task OnceAsync(Campaign campaign)
    {
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.PaintedAsync("block_0001");
    }
}
