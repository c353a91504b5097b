using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The folders of the original program as a page: many data sets, blocks named by UUIDs.</summary>
public sealed class DataSetsTests(Chromium chromium)
{
    private const int Sets = 200;
    private const string FirstUuid = "block_7c9e6679-7425-40de-944b-e07fc1f90ae7";

    [Fact]
    public async Task ListOfDataSets_ShowsHowFarEachIs_AndDGoesToTheNextUnfinishedOne()
    {
        using var campaign = new Campaign(0);
        for (int i = 0; i < Sets; i++)
        {
            foreach (string name in i < 2 ? [FirstUuid, "block_7C9E6679-7425-40DE-944B-E07FC1F90AE8"] : new[] { "block_0000", "block_0001" })
            {
                TestStack.WriteBlock(Path.Join(campaign.Data, FolderOf(i), name), "channel_0");
            }
        }

        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(1440, 900), program.Link, "boss");
        string first = $"{FolderOf(0)}/block_7C9E6679-7425-40DE-944B-E07FC1F90AE8";
        string second = $"{FolderOf(1)}/block_7C9E6679-7425-40DE-944B-E07FC1F90AE8";
        await boss.CompleteAsync(first);
        await boss.SetAutoAdvanceAsync(true);
        await boss.LabelAsync(first, 2);
        await Expect(Head(boss, 0)).ToContainTextAsync("1/2");
        await Expect(Head(boss, 1)).ToContainTextAsync("0/2");
        await boss.CompleteAsync($"{FolderOf(0)}/{FirstUuid}");

        await boss.PressAsync("d");
        await boss.CompleteAsync(second);
        await boss.LabelAsync(second, 1);
        await boss.LabelAsync($"{FolderOf(1)}/{FirstUuid}", 3);
        await Expect(Head(boss, 1)).ToContainTextAsync("2/2");
        await boss.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, "data-sets-1440x900.png") });
        AxeResult result = await boss.Page.RunAxe();
        Assert.Empty(result.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(violation => $"{violation.Id}: {violation.Help}"));

        await boss.Page.GetByTestId("next-data-set").ClickAsync();
        await boss.CompleteAsync($"{FolderOf(3)}/block_0000");
        Assert.InRange(await boss.Page.GetByTestId("block-list").Locator("> *").CountAsync(), 20, 250);

        await boss.PressAsync("End");
        await boss.CompleteAsync($"{FolderOf(Sets - 1)}/block_0001");
        await Expect(boss.Item($"{FolderOf(Sets - 1)}/block_0001")).ToBeInViewportAsync();
        await Expect(Head(boss, Sets - 1)).ToBeInViewportAsync();
        await Head(boss, Sets - 2).ClickAsync();
        await boss.CompleteAsync($"{FolderOf(Sets - 2)}/block_0000");
        await Eventually.TrueAsync("the share has all labels", () => campaign.LabelsOf("boss").Count == 3);
    }

    [Fact]
    public async Task DataRootThatIsOneExperiment_IsAskedAboutBesideTheControls_AndConfirmedInTwoSteps()
    {
        using var campaign = new Campaign(0);
        foreach (string brain in (string[])["brain_1", "brain_2"])
        {
            TestStack.WriteBlock(Path.Join(campaign.Data, brain, "Tile_X_0001", "ch_561", "blocks", "block_0000"), "488");
            TestStack.WriteBlock(Path.Join(campaign.Data, brain, "Tile_X_0001", "ch_561", "blocks", "block_0001"), "488");
        }

        await using RunningProgram program = await RunningProgram.StartAsync(campaign, ["--no-browser"], ("ANNOTATOR_DATA_ROOT", Path.Join(campaign.Data, "brain_1")));
        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(1100, 700), program.Link, "boss");
        string block = "Tile_X_0001/ch_561/blocks/block_0000";
        await boss.CompleteAsync(block);
        ILocator question = boss.Page.GetByTestId("data-root-question");
        await Expect(question).ToContainTextAsync("brain_1");
        await boss.Page.GetByTestId("z-slider").ClickAsync();
        await boss.Page.GetByTestId("label-3").ClickAsync();
        await Expect(boss.Page.GetByTestId("label-feedback")).ToHaveAttributeAsync("data-refused", "1");

        await boss.Page.GetByTestId("ask-data-root").ClickAsync();
        await boss.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, "data-root-question-1100x700.png") });
        await boss.Page.GetByTestId("keep-data-root-open").ClickAsync();
        Assert.False(Directory.Exists(Path.Join(campaign.Annotations, "campaign")));
        await boss.Page.GetByTestId("ask-data-root").ClickAsync();
        await boss.Page.GetByTestId("confirm-data-root").ClickAsync();
        await Expect(question).ToHaveCountAsync(0);
        await boss.LabelAsync(block, 3);
    }

    private static string FolderOf(int set) => $"HCR_000000-s{set / 20:00}-ls1_2026-01-23_00-00-00/Tile_X_{set % 20:0000}_Y_0003_Z_0000/ch_561/blocks";

    private static ILocator Head(Annotator annotator, int set) => annotator.Page.Locator($"[data-testid=data-set][data-folder='{FolderOf(set)}']");
}
