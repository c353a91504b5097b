using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>A campaign from its plan to its release: one lead, three people, one of whom is wrong on everything.</summary>
public sealed class CampaignWalkTests(Chromium chromium)
{
    private const int Blocks = 7;
    private const string Gold = "block_0002";
    private static readonly string[] People = ["alice", "bob", "carol"];

    [Fact]
    public async Task Lead_Plans_PeopleLabel_DisagreementsAreSettled_AReleaseIsMade_AndALateLabelIsADifference()
    {
        using var campaign = new Campaign(Blocks, "488");
        await Shell.RunAsync("mkdir", "-m", "700", Path.Join(campaign.Annotations, "admin"));
        await RunAsync(campaign, "gold", "--set", $"{Gold}={Truth(Gold)}");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        await PlanAsync(boss);
        Dictionary<string, string[]> queues = QueuesOf(campaign);
        Assert.Equal(People, queues.Keys.Order(StringComparer.Ordinal));
        Assert.All(queues.Values, queue => Assert.Contains(Gold, queue));
        int labels = queues.Values.Sum(queue => queue.Length);

        await Task.WhenAll(WorkAsync(program, "alice", queues["alice"], Truth), WorkAsync(program, "bob", queues["bob"], Truth), WorkAsync(program, "carol", queues["carol"], Wrong));
        await GoldIsToldAsync(boss);
        await SettleAsync(boss, queues["carol"]);
        (string, int, string)[] settled = [.. queues["carol"].Order(StringComparer.Ordinal).Select(block => (block, Truth(block), "boss"))];
        await Eventually.TrueAsync("final labels are in the file", () => campaign.FinalLabels().Order().SequenceEqual(settled));

        await boss.Page.GetByTestId("review-export").ClickAsync();
        await ReleaseAsync(boss, $"{Blocks} blocks, {labels} labels on {Blocks} blocks by 3 annotators, {queues["carol"].Length} final labels");
        string manifest = Path.Join(campaign.Annotations, "admin", "releases", "paper-1", "manifest.json");
        string hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(manifest, TestContext.Current.CancellationToken)));
        await Expect(boss.Page.GetByTestId("release-hash")).ToHaveTextAsync(hash);
        await LooksTests.NothingSeriousAsync(boss.Page, "releases");

        string late = queues["alice"].First(block => block != Gold);
        await using (Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice"))
        {
            await alice.SelectAsync(late);
            await alice.CompleteAsync(late);
            await alice.LabelAsync(late, 3);
        }

        await LateLabelIsADifferenceAsync(boss, late);
    }

    private static int Truth(string block) => 1 + (int.Parse(block[^4..], CultureInfo.InvariantCulture) % 2);

    private static int Wrong(string block) => 3;

    private static async Task PlanAsync(Annotator boss)
    {
        await boss.Page.GetByTestId("review-campaign").ClickAsync();
        await boss.Page.GetByTestId("plan-annotators").FillAsync(string.Join(", ", People));
        await boss.Page.GetByTestId("plan-votes").FillAsync("2");
        await boss.Page.GetByTestId("plan-gold").FillAsync("15");
        await boss.Page.GetByTestId("plan-preview").ClickAsync();
        await Expect(boss.Page.GetByTestId("plan-draft")).ToContainTextAsync("On top 1 gold block and 1 decoy: ");
        await boss.Page.GetByTestId("plan-store").ClickAsync();
        await Expect(boss.Page.GetByTestId("campaign-done")).ToContainTextAsync("Version 1 is stored.");
    }

    private async Task WorkAsync(RunningProgram program, string username, string[] queue, Func<string, int> label)
    {
        await using Annotator person = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, username);
        await Expect(person.Page.GetByTestId("filter-mine")).ToHaveTextAsync($"Mine {queue.Length}");
        await person.SetAutoAdvanceAsync(false);
        foreach (string block in queue)
        {
            await person.SelectAsync(block);
            await person.CompleteAsync(block);
            await person.LabelAsync(block, label(block));
        }

        await Expect(person.Page.GetByTestId("progress-text")).ToHaveTextAsync($"{queue.Length} / {queue.Length} annotated");
        await person.SaveStateAsync("Saved");
    }

    private static async Task GoldIsToldAsync(Annotator boss)
    {
        await boss.Page.ReloadAsync();
        ILocator table = boss.Page.GetByTestId("gold-table");
        await Expect(table.Locator("tr[data-username=alice]")).ToContainTextAsync("1 of 1");
        await Expect(table.Locator("tr[data-username=bob]")).ToContainTextAsync("1 of 1");
        await Expect(table.Locator("tr[data-username=carol]")).ToContainTextAsync("0 of 1");
        await Expect(boss.Page.GetByTestId("plan-facts")).ToContainTextAsync($"{Blocks - 2} of {Blocks - 2} blocks have them all");
    }

    private static async Task SettleAsync(Annotator boss, string[] contested)
    {
        await Expect(boss.Page.GetByTestId("fact-to-adjudicate")).ToHaveTextAsync($"{contested.Length}");
        await boss.Page.GetByTestId("start-adjudication").ClickAsync();

        // Until then the picture is the one from before, and a key labels it.
        await Expect(boss.Page.GetByTestId("adjudication")).ToBeVisibleAsync();
        HashSet<string> left = [.. contested];
        while (left.Count > 0)
        {
            await Expect(boss.Canvas).ToHaveAttributeAsync("data-complete", "true");
            string block = (await boss.Canvas.GetAttributeAsync("data-block-id"))!;
            if (left.Remove(block))
            {
                string decided = $"{contested.Length - left.Count} / {contested.Length} of the queue decided";
                await boss.PressUntilAsync(
                    () => boss.PressAsync($"{Truth(block)}"), block, limit => Expect(boss.Page.GetByTestId("progress-text")).ToHaveTextAsync(decided, new() { Timeout = limit }));
            }
            else
            {
                await boss.SelectAsync(left.First());
                await boss.CompleteAsync(left.First());
            }
        }

        await boss.PressAsync("Escape");
        await Expect(boss.Page.GetByTestId("fact-to-adjudicate")).ToHaveTextAsync("0");
    }

    private static async Task ReleaseAsync(Annotator boss, string counts)
    {
        await Expect(boss.Page.GetByTestId("no-release")).ToBeVisibleAsync();
        await boss.Page.GetByTestId("release-name").FillAsync("paper 1");
        await boss.Page.GetByTestId("release-preview").ClickAsync();
        await Expect(boss.Page.GetByTestId("release-fault")).ToContainTextAsync("found paper 1; expected a name of ASCII letters");
        await boss.Page.GetByTestId("release-name").FillAsync("paper-1");
        await boss.Page.GetByTestId("release-preview").ClickAsync();
        await Expect(boss.Page.GetByTestId("release-offer")).ToContainTextAsync($"paper-1 would hold {counts}.");
        await boss.Page.GetByTestId("release-make").ClickAsync();
        await Expect(boss.Page.GetByTestId("release-made")).ToContainTextAsync($"paper-1 is made: {counts}.");
    }

    private static async Task LateLabelIsADifferenceAsync(Annotator boss, string late)
    {
        ILocator row = boss.Page.Locator("tr[data-release=paper-1]");
        await row.GetByTestId("release-verify").ClickAsync();
        await Expect(boss.Page.GetByTestId("release-verdict")).ToContainTextAsync("paper-1 is as it was frozen");
        await row.GetByTestId("release-since").ClickAsync();
        ILocator difference = boss.Page.GetByTestId("release-difference");
        await Expect(difference).ToContainTextAsync("Since paper-1: 0 labels new, 1 changed, 0 cleared, 0 final labels changed.");
        await Expect(difference.Locator("li")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex($@"{late}\s*alice {Truth(late)} .* → 3 ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await difference.Locator($"[data-block-id={late}]").ClickAsync();
        await Expect(boss.Page.GetByTestId("admin-row")).ToHaveCountAsync(1);
        await Expect(boss.Row(late)).ToBeVisibleAsync();
    }

    /// <summary>As the files say them that annotators' programs read.</summary>
    private static Dictionary<string, string[]> QueuesOf(Campaign campaign) => Directory
        .EnumerateFiles(Path.Join(campaign.Annotations, "campaign", "plans"), "*.json", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "queues")
        .ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.GetProperty("blocks").EnumerateArray().Select(block => block.GetString()!).ToArray(),
            StringComparer.Ordinal);

    private static Task<string> RunAsync(Campaign campaign, params string[] arguments) =>
        Shell.RunAsync("env", [.. campaign.Environment.Select(variable => $"{variable.Key}={variable.Value}"), "sh", Checkout.Launcher, .. arguments]);
}
