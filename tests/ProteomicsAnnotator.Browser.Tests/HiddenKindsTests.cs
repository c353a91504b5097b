using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>An annotator's page has the same to say of gold, decoys and ordinary blocks: list, header, viewer, gallery and history.</summary>
public sealed partial class HiddenKindsTests(Chromium chromium)
{
    private const int RepeatBlocks = 60;

    /// <summary>All of the page but the list, whose rows stand in their order, and the gallery, whose tiles are compared one by one.</summary>
    private const string Page = """
        () => {
          const page = document.documentElement.cloneNode(true);
          for (const gone of page.querySelectorAll('script, style, link, [data-testid=block-item], .pv-gallery')) gone.remove();
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

    /// <summary>
    /// While a hidden repeat of the plan is open and once it is answered, its block has no place that other labelled blocks do not have: not on
    /// the page, in the gallery, in a history, in what the page asks, nor in what the program answers over HTTP.
    /// </summary>
    [Fact]
    public async Task OpenRepeat_SetsItsBlockApartNowhere()
    {
        using var campaign = new Campaign(RepeatBlocks, "488");
        await File.WriteAllBytesAsync(Path.Join(campaign.Annotations, ".annotator-root"), "00112233445566778899aabbccddeeff\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await RunAsync(campaign, ["plan", "--annotators", "alice,bob", "--votes", "2", "--repeats", "10%"]);
        string folder = Assert.Single(Directory.GetDirectories(Path.Join(campaign.Annotations, "campaign", "plans")));
        string[] queue = Ids(JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(folder, "queues", "alice.json"), TestContext.Current.CancellationToken))!["blocks"]!);
        string[] repeated = [.. queue.GroupBy(block => block, StringComparer.Ordinal).Where(block => block.Count() > 1).Select(block => block.Key)];
        string[] others = [.. queue.Except(repeated).Take(3)];
        string[] walk = [.. queue.Distinct(StringComparer.Ordinal)];
        Assert.Equal((RepeatBlocks, 6), (walk.Length, repeated.Length));

        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        // So tall that the gallery has all its tiles at once.
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(1600, 3000), program.Link, "alice");
        await alice.SetAutoAdvanceAsync(true);
        foreach (string block in walk[..^4])
        {
            Assert.Equal("200", await alice.Page.EvaluateAsync<string>("block => fetch(`/api/labels/${block}`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{\"label\":1}' }).then(answer => `${answer.status}`)", block));
        }

        await Expect(alice.Page.GetByTestId("progress-text")).ToHaveTextAsync($"{walk.Length - 4} / {walk.Length} annotated");
        var asked = new List<string>();
        alice.Page.Response += (_, answer) => asked.Add(answer.Url + string.Join(' ', answer.Headers.Select(header => header.Value)));
        string alias = await GoOnToARepeatAsync(alice, walk[^4..]);
        await IsApartNowhereAsync(alice, repeated, others);
        await Expect(alice.Page.GetByTestId("overlay-label")).ToHaveAttributeAsync("data-block-id", alias);

        await alice.PressUntilAsync(() => alice.PressAsync("2"), alias, limit => Expect(alice.Canvas).Not.ToHaveAttributeAsync("data-block-id", alias, new() { Timeout = limit }));
        await alice.SaveStateAsync("Saved");
        await IsApartNowhereAsync(alice, repeated, others);
        JsonNode repeat = Assert.Single(Directory.EnumerateFiles(Path.Join(campaign.Annotations, "history", "users", "alice"), "*.jsonl").SelectMany(File.ReadLines)
            .Select(line => JsonNode.Parse(line)?["repeat"]).OfType<JsonNode>());
        Assert.Contains((string?)repeat["block"], repeated);
        await HasTheSameHistoryAsync(alice, (string)repeat["block"]!, others);
        Assert.Contains(asked, text => text.Contains(alias, StringComparison.Ordinal));
        Assert.DoesNotContain(asked, text => text.Contains(".self-check", StringComparison.Ordinal) && repeated.Any(block => text.Contains(block, StringComparison.Ordinal)));
    }

    /// <summary>Labels the last blocks of the queue until one that is labelled already is asked for without its name.</summary>
    private static async Task<string> GoOnToARepeatAsync(Annotator alice, string[] last)
    {
        string id = last[0];
        await alice.RunCommandAsync(id);
        while (!id.StartsWith('.'))
        {
            await alice.CompleteAsync(id);
            await alice.PressUntilAsync(() => alice.PressAsync("1"), id, limit => Expect(alice.Canvas).Not.ToHaveAttributeAsync("data-block-id", id, new() { Timeout = limit }));
            await Expect(alice.Canvas).ToHaveAttributeAsync("data-block-id", AnyBlock());
            id = (await alice.Canvas.GetAttributeAsync("data-block-id"))!;
        }

        Assert.StartsWith(".self-check/", id, StringComparison.Ordinal);
        return id;
    }

    private static async Task IsApartNowhereAsync(Annotator alice, string[] repeated, string[] others)
    {
        string[] blocks = [.. repeated, .. others];
        string around = await alice.Page.EvaluateAsync<string>($"() => [({Page})(), document.title, location.href, JSON.stringify(history.state)].join('\\n')");
        Assert.DoesNotContain(repeated, block => around.Contains(block, StringComparison.Ordinal));
        foreach (string path in new[] { "/api/blocks", "/api/labels", "/api/queue", "/api/repeats", "/api/marks", "/api/calibration", "/api/session" })
        {
            var answer = JsonNode.Parse(await alice.Page.EvaluateAsync<string>("path => fetch(path).then(answer => answer.text())", path));
            string[] said = [.. blocks.Select(block => Digit().Replace(string.Join('\n', ElementsOf(answer, block)), "0"))];
            Assert.True(said.Distinct(StringComparer.Ordinal).Count() == 1, $"{path}: {string.Join('\n', said)}");
        }

        // Rows that are labelled and not the current one: the list has those that are in sight.
        string[] rows = await alice.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[data-testid=block-item]:not([aria-selected=true])')].filter(row => !row.querySelector('.class-dot.none')).map(row => row.outerHTML.replaceAll(row.dataset.blockId, 'BLOCK'))");
        Assert.NotEmpty(rows);
        string[] ofRows = [.. rows.Select(row => string.Join(' ', WordsOf(row, "BLOCK").Order(StringComparer.Ordinal))).Distinct(StringComparer.Ordinal)];
        Assert.True(ofRows.Length == 1, string.Join('\n', ofRows));

        await alice.PressAsync("g");
        await Expect(alice.Page.GetByTestId("gallery-tile").First).ToBeVisibleAsync();
        var tiles = new List<string>();
        foreach (string block in blocks)
        {
            ILocator tile = alice.Page.Locator($"[data-testid=gallery-tile][data-block-id='{block}']");
            await Expect(tile).ToHaveAttributeAsync("data-state", "shown");
            tiles.Add(string.Join(' ', WordsOf(await tile.EvaluateAsync<string>("tile => tile.outerHTML"), block).Order(StringComparer.Ordinal)));
        }

        Assert.Single(tiles.Distinct(StringComparer.Ordinal));
        await alice.PressAsync("g");
        await Expect(alice.Canvas).ToBeVisibleAsync();
    }

    /// <summary>The histories of the repeat that was answered and of other blocks say the same.</summary>
    private static async Task HasTheSameHistoryAsync(Annotator alice, string answered, string[] others)
    {
        var histories = new List<string>();
        foreach (string block in others.Prepend(answered))
        {
            await alice.RunCommandAsync(block);
            await alice.CompleteAsync(block);
            await alice.RunCommandAsync("history");
            ILocator history = alice.Page.GetByTestId("history");
            await Expect(history).ToBeVisibleAsync();
            histories.Add(Digit().Replace((await history.EvaluateAsync<string>("table => table.outerHTML")).Replace(block, "BLOCK", StringComparison.Ordinal), "0"));
            await alice.CloseDialogAsync();
        }

        Assert.Single(histories.Distinct(StringComparer.Ordinal));
    }

    /// <summary>The innermost objects and texts of an answer that name the block, without its name.</summary>
    private static IEnumerable<string> ElementsOf(JsonNode? node, string block) => node switch
    {
        JsonArray array => array.SelectMany(item => ElementsOf(item, block)),
        JsonObject item when item.Any(member => IsNamed(member.Value, block)) => [item.ToJsonString().Replace(block, "BLOCK", StringComparison.Ordinal)],
        JsonObject item => item.SelectMany(member => ElementsOf(member.Value, block).Append(member.Key == block ? member.Value?.ToJsonString() ?? "null" : "").Where(text => text.Length > 0)),
        _ => IsNamed(node, block) ? ["BLOCK"] : [],
    };

    private static bool IsNamed(JsonNode? node, string block) => node is JsonValue value && value.TryGetValue(out string? text) && text == block;

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

    [GeneratedRegex("^block_\\d{4}$|^\\.self-check/", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex AnyBlock();

    [GeneratedRegex("\\d[\\d.]*", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Digit();

    [GeneratedRegex("[A-Za-z][A-Za-z_-]+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Word();

    [GeneratedRegex("^(?:gold|decoys?|ordinary)$", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Telling();
}
