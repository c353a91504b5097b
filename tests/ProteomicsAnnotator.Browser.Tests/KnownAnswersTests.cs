using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>An admin decides of known answers and of the calibration round on the page: counts first, then the decision, and one step back.</summary>
public sealed class KnownAnswersTests(Chromium chromium)
{
    private const string Doubtful = "block_0006";

    [Fact]
    public async Task Answers_AreShownFirst_LeadToTheirBlock_AndAreTakenBackInOneStep()
    {
        using Campaign campaign = await CampaignWithADoubtAsync();
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        await boss.Page.GetByTestId("review-campaign").ClickAsync();
        ILocator ask = boss.Page.GetByTestId("gold-ask");
        ILocator doubt = boss.Page.GetByTestId("gold-doubtful");
        await Expect(doubt).ToContainTextAsync($"{Doubtful} is known as Class 1, but 2 good annotators say Class 2: alice 2, bob 2.");

        await doubt.Locator($"[data-block-id={Doubtful}]").ClickAsync();
        await Expect(boss.Page.GetByTestId("admin-row")).ToHaveCountAsync(1);
        await Expect(boss.Row(Doubtful)).ToBeVisibleAsync();
        await boss.Page.GetByTestId("review-campaign").ClickAsync();

        int steps = Steps(campaign, "admin", "decisions");
        await doubt.GetByTestId("gold-withdraw").ClickAsync();
        await Expect(ask).ToContainTextAsync("Known answers: 0 new, 0 changed, 1 withdrawn; 5 then. Everybody's figures are counted again: 2 labels are on this block.");
        await ask.GetByTestId("answer-cancel").ClickAsync();
        await Expect(ask).ToHaveCountAsync(0);
        Assert.Equal(steps, Steps(campaign, "admin", "decisions"));
        await doubt.GetByTestId("gold-instead").ClickAsync();
        await Expect(ask).ToContainTextAsync("Known answers: 0 new, 1 changed, 0 withdrawn; 6 then.");
        await boss.Page.GetByTestId("gold-known").Locator("summary").ClickAsync();
        await LooksTests.NothingSeriousAsync(boss.Page, "known answers");
        await boss.Page.Locator("#campaign-gold").ScrollIntoViewIfNeededAsync();
        await boss.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, "known-answers.png") });
        await ask.GetByTestId("answer-decide").ClickAsync();
        await Expect(boss.Page.GetByTestId("campaign-done")).ToHaveTextAsync("Decided. Known answers: 0 new, 1 changed, 0 withdrawn; 6 then. Everybody's figures are counted again: 2 labels are on this block.");
        await Expect(doubt).ToHaveCountAsync(0);
        await Expect(boss.Page.GetByTestId("gold-table").Locator("tr[data-username=alice]")).ToContainTextAsync("6 of 6");

        await boss.Page.GetByTestId("gold-undo").ClickAsync();
        await Expect(ask).ToContainTextAsync("of 1 block is taken back. Known answers: 0 new, 1 changed, 0 withdrawn; 6 then.");
        await ask.GetByTestId("answer-decide").ClickAsync();
        await Expect(doubt).ToHaveCountAsync(1);
        await SetAsync(boss);
        await LeftOutOfTheExportAsync(boss);
    }

    [Fact]
    public async Task CalibrationRound_IsShownFirst_AndTakenBackInOneStep()
    {
        using var campaign = new Campaign(4, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        await boss.Page.GetByTestId("review-campaign").ClickAsync();
        await boss.Page.GetByTestId("calibration-block").FillAsync("block_0002");
        await boss.Page.GetByTestId("calibration-answer").SelectOptionAsync("2");
        await boss.Page.GetByTestId("calibration-set").ClickAsync();
        ILocator ask = boss.Page.GetByTestId("calibration-ask");
        await Expect(ask).ToContainTextAsync("Calibration: 1 new, 0 changed, 0 withdrawn; 1 block then.");
        Assert.Equal(0, Steps(campaign, "campaign", "calibration"));
        await ask.ScrollIntoViewIfNeededAsync();
        await boss.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, "calibration-ask.png") });
        await ask.GetByTestId("answer-decide").ClickAsync();
        ILocator row = boss.Page.GetByTestId("calibration-blocks").Locator("tr[data-block-id=block_0002]");
        await Expect(row).ToBeVisibleAsync();
        Assert.Equal(1, Steps(campaign, "campaign", "calibration"));

        await row.GetByTestId("calibration-withdraw").ClickAsync();
        await Expect(ask).ToContainTextAsync("0 new, 0 changed, 1 withdrawn; 0 blocks then.");
        await ask.GetByTestId("answer-cancel").ClickAsync();
        await boss.Page.GetByTestId("calibration-undo").ClickAsync();
        await Expect(ask).ToContainTextAsync("of 1 block is taken back. Calibration: 0 new, 0 changed, 1 withdrawn; 0 blocks then.");
        await ask.GetByTestId("answer-decide").ClickAsync();
        await Expect(row).ToHaveCountAsync(0);

        await boss.Page.GetByTestId("plan-annotators").FillAsync("alice, bob");
        await boss.Page.GetByTestId("plan-votes").FillAsync("2");
        await boss.Page.GetByTestId("plan-preview").ClickAsync();
        await Expect(boss.Page.GetByTestId("plan-intervals")).ToContainTextAsync("Intervals to expect: 95 %, if two annotators agree on 80 % and classes are equally frequent: agreement ± 0.3920, alpha ± ");
        await boss.Page.GetByTestId("plan-intervals").ScrollIntoViewIfNeededAsync();
        await boss.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, "plan-intervals.png") });
    }

    private static async Task SetAsync(Annotator boss)
    {
        await boss.Page.GetByTestId("gold-block").FillAsync("block_0077");
        await boss.Page.GetByTestId("gold-set").ClickAsync();
        await Expect(boss.Page.GetByTestId("campaign-fault")).ToHaveTextAsync("Nothing is decided: the data root has no such block.");
        await boss.Page.GetByTestId("gold-block").FillAsync("block_0007");
        await boss.Page.GetByTestId("gold-answer").SelectOptionAsync("3");
        await boss.Page.GetByTestId("gold-set").ClickAsync();
        await Expect(boss.Page.GetByTestId("gold-ask")).ToContainTextAsync("Known answers: 1 new, 0 changed, 0 withdrawn; 7 then. Everybody's figures are counted again: 0 labels are on this block.");
        await boss.Page.GetByTestId("gold-ask").GetByTestId("answer-decide").ClickAsync();
        await Expect(boss.Page.GetByTestId("gold-known").Locator("tr[data-block-id=block_0007]")).ToContainTextAsync("3 – Class 3");
    }

    /// <summary>The same choice as the command's --gold.</summary>
    private static async Task LeftOutOfTheExportAsync(Annotator boss)
    {
        await boss.Page.GetByTestId("review-export").ClickAsync();
        ILocator file = boss.Page.Locator("a[download='annotations.csv'][href^='/api/export.csv']").Last;
        await Expect(file).ToHaveAttributeAsync("href", "/api/export.csv");
        await boss.Page.GetByTestId("export-gold").SelectOptionAsync("LeaveOut");
        await Expect(file).ToHaveAttributeAsync("href", "/api/export.csv?gold=leave-out");
        await LooksTests.NothingSeriousAsync(boss.Page, "export");
        await boss.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, "export-gold.png") });
        string table = await file.EvaluateAsync<string>("link => fetch(link.href).then(answer => answer.text())");
        Assert.Equal(["block_0008"], table.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0]));
        await boss.Page.GetByTestId("export-gold").SelectOptionAsync("Mark");
        await Expect(file).ToHaveAttributeAsync("href", "/api/export.csv?gold=mark");
    }

    private static int Steps(Campaign campaign, params string[] folder) =>
        Directory.Exists(Path.Join([campaign.Annotations, .. folder])) ? Directory.GetFiles(Path.Join([campaign.Annotations, .. folder])).Length : 0;

    /// <summary>Two people answer five of six as they are known, and the sixth otherwise.</summary>
    private static async Task<Campaign> CampaignWithADoubtAsync()
    {
        var campaign = new Campaign(8, "488");
        await Shell.RunAsync("mkdir", "-m", "700", Path.Join(campaign.Annotations, "admin"));
        Directory.CreateDirectory(Path.Join(campaign.Annotations, "users"));
        foreach (string name in new[] { "alice", "bob" })
        {
            string labels = string.Join(", ", Enumerable.Range(1, 6).Select(i => $$"""  "block_{{i:0000}}": { "label": {{(i == 6 ? 2 : 1)}}, "annotated_at": "2024-01-02T10:30:00+00:00" }"""));
            await File.WriteAllBytesAsync(Path.Join(campaign.Annotations, "users", name + ".json"), Encoding.UTF8.GetBytes($$"""{ "username": "{{name}}", "annotations": { {{labels}} } }"""), TestContext.Current.CancellationToken);
        }

        await Shell.RunAsync("env", [.. campaign.Environment.Select(variable => $"{variable.Key}={variable.Value}"), "sh", Checkout.Launcher, "gold", .. Enumerable.Range(1, 6).Select(i => $"--set=block_{i:0000}=1"), "--as", "lead"]);
        return campaign;
    }
}
