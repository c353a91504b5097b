using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>An annotator's page has the same to say of gold, decoys and ordinary blocks: list, header, viewer, gallery and history.</summary>
public sealed partial class HiddenKindsTests(Chromium chromium)
{
    /// <summary>All of the page but the list, whose rows stand in their order.</summary>
    private const string Page = """
        () => {
          const page = document.documentElement.cloneNode(true);
          for (const gone of page.querySelectorAll('script, style, link, [data-testid=block-item]')) gone.remove();
          return page.outerHTML;
        }
        """;

    [Fact]
    public async Task Page_SaysTheSameOfEveryKindOfBlock()
    {
        using var campaign = new Campaign(24, "488");
        Dictionary<string, string[]> kinds = await PlanAsync(campaign);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.SetAutoAdvanceAsync(false);
        var said = kinds.Keys.ToDictionary(kind => kind, _ => new List<HashSet<string>>(), StringComparer.Ordinal);
        foreach ((string kind, string[] blocks) in kinds)
        {
            foreach (string block in blocks)
            {
                said[kind].Add(await VisitAsync(alice, block));
            }
        }

        await alice.PressAsync("g");
        await Expect(alice.Page.GetByTestId("gallery-tile").First).ToBeVisibleAsync();
        foreach ((string kind, string[] blocks) in kinds)
        {
            foreach (string block in blocks)
            {
                ILocator tile = alice.Page.Locator($"[data-testid=gallery-tile][data-block-id='{block}']");
                await tile.ScrollIntoViewIfNeededAsync();
                await Expect(tile).ToHaveAttributeAsync("data-state", "shown");
                said[kind].Add(WordsOf(await tile.EvaluateAsync<string>("tile => tile.outerHTML"), block));
            }
        }

        // What stands beside both blocks of one kind, and beside none of another.
        foreach ((string kind, List<HashSet<string>> pages) in said)
        {
            string[] others = [.. said.Where(other => other.Key != kind).SelectMany(other => other.Value).SelectMany(words => words)];
            Assert.Empty(pages[0].Intersect(pages[1]).Except(others));
            Assert.Empty(pages[2].Intersect(pages[3]).Except(others));
        }

        Assert.DoesNotContain(said.Values.SelectMany(pages => pages).SelectMany(words => words), word => Telling().IsMatch(word));
    }

    /// <summary>The page with the block on it, before and after its label, and its history.</summary>
    private static async Task<HashSet<string>> VisitAsync(Annotator alice, string block)
    {
        await alice.SelectAsync(block);
        await alice.CompleteAsync(block);
        HashSet<string> words = WordsOf(await alice.Page.EvaluateAsync<string>(Page), block);
        await alice.LabelAsync(block, 1);
        await alice.SaveStateAsync("Saved");
        words.UnionWith(WordsOf(await alice.Page.EvaluateAsync<string>(Page), block));
        words.UnionWith(WordsOf(await alice.Item(block).EvaluateAsync<string>("row => row.outerHTML"), block));
        await alice.RunCommandAsync("history");
        await Expect(alice.Page.GetByTestId("history")).ToBeVisibleAsync();
        words.UnionWith(WordsOf(await alice.Page.GetByTestId("history").EvaluateAsync<string>("table => table.outerHTML"), block));
        await alice.CloseDialogAsync();
        return words;
    }

    /// <summary>Words and names of attributes, without numbers.</summary>
    private static HashSet<string> WordsOf(string html, string block) =>
        [.. Word().Matches(html.Replace(block, "BLOCK", StringComparison.Ordinal)).Select(word => word.Value)];

    /// <summary>By the commands; two blocks of each kind in the queue of alice.</summary>
    private static async Task<Dictionary<string, string[]>> PlanAsync(Campaign campaign)
    {
        await File.WriteAllBytesAsync(Path.Join(campaign.Annotations, ".annotator-root"), "00112233445566778899aabbccddeeff\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Join(campaign.Annotations, "admin"));
        string[] known = [.. Enumerable.Range(1, 24).Where(i => i % 3 == 0).Select(i => $"--set=block_{i:0000}=1")];
        await Shell.RunAsync("chmod", "700", Path.Join(campaign.Annotations, "admin"));
        await RunAsync(campaign, ["gold", .. known]);
        await RunAsync(campaign, ["plan", "--annotators", "alice,bob", "--votes", "1", "--gold", "15%"]);
        string folder = Assert.Single(Directory.GetDirectories(Path.Join(campaign.Annotations, "campaign", "plans")));
        JsonNode queue = JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(folder, "queues", "alice.json"), TestContext.Current.CancellationToken))!;
        JsonNode design = JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(campaign.Annotations, "admin", "plans", Path.GetFileName(folder) + ".json"), TestContext.Current.CancellationToken))!;
        string[] mine = Ids(queue["blocks"]!);
        var kinds = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["ordinary"] = [.. Ids(design["ordinary"]!["alice"]!).Take(2)],
            ["gold"] = [.. Ids(design["gold"]!).Intersect(mine).Take(2)],
            ["decoy"] = [.. Ids(design["decoys"]!).Intersect(mine).Take(2)],
        };
        Assert.All(kinds.Values, blocks => Assert.Equal(2, blocks.Length));
        return kinds;
    }

    private static string[] Ids(JsonNode list) => [.. list.AsArray().Select(block => (string)block!)];

    private static Task<string> RunAsync(Campaign campaign, string[] arguments) =>
        Shell.RunAsync("env", [.. campaign.Environment.Select(variable => $"{variable.Key}={variable.Value}"), "sh", Checkout.Launcher, .. arguments, "--as", "boss"]);

    [GeneratedRegex("[A-Za-z][A-Za-z_-]+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Word();

    [GeneratedRegex("^(?:gold|decoys?|ordinary)$", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Telling();
}
