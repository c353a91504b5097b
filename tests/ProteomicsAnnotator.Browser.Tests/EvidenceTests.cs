using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>
/// What the journal says of real keys, compared with what was done: slices exactly, time only from above by the test's own clock.
/// The campaign's folder is for one account only, so that evidence is recorded.
/// </summary>
public sealed class EvidenceTests(Chromium chromium)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Decision_SaysWhichSlicesWereSeen_AndHowItWasGiven_AndAdminsFindIt()
    {
        using Campaign campaign = Measured(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        var clock = Stopwatch.StartNew();
        IPage page = await chromium.NewPageAsync();
        await page.GotoAsync(program.Link);
        await Expect(page.GetByTestId("evidence")).ToContainTextAsync("the admins (boss)");
        await using (Annotator alice = await Annotator.SignInAsync(page, "alice"))
        {
            await alice.CompleteAsync("block_0001");
            int first = await SliceAsync(alice);
            foreach (int step in (int[])[1, 2, 3])
            {
                await alice.PressAsync("ArrowRight");
                await Expect(alice.Canvas).ToHaveAttributeAsync("data-slice", $"{first + step}");
            }

            await alice.PressAsync("ArrowLeft");
            await Expect(alice.Canvas).ToHaveAttributeAsync("data-slice", $"{first + 2}");
            await alice.PressAsync("2");
            await alice.ListedAsync("block_0001", 2);
            long limit = clock.ElapsedMilliseconds;
            await alice.SelectAsync("block_0002");
            await alice.CompleteAsync("block_0002");
            await alice.PressAsync("v");
            await alice.PressAsync("v");
            await alice.Page.GetByTestId("label-1").ClickAsync();
            await alice.ListedAsync("block_0002", 1);

            JsonElement[] lines = Lines(campaign, "alice");
            JsonElement key = lines[0].GetProperty("ev");
            Assert.Equal(("key", "click"), (lines[0].GetProperty("via").GetString(), lines[1].GetProperty("via").GetString()));
            Assert.Equal(Math.Round(4.0 / TestStack.Depth, 4), key.GetProperty("slices").GetDouble());
            Assert.Equal(("slice", "auto", false), (key.GetProperty("view").GetString(), key.GetProperty("limits").GetString(), key.GetProperty("projected").GetBoolean()));
            Assert.InRange(key.GetProperty("active_ms").GetInt64(), 1, limit);
            Assert.Equal(["488", "561", "638"], key.GetProperty("display").GetProperty("channels").EnumerateArray().Select(channel => channel.GetProperty("key").GetString()));
            JsonElement click = lines[1].GetProperty("ev");
            Assert.Equal(("volume", true), (click.GetProperty("view").GetString(), click.GetProperty("projected").GetBoolean()));
            Assert.InRange(click.GetProperty("active_ms").GetInt64(), 0, clock.ElapsedMilliseconds);
        }

        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "boss");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await Expect(boss.Page.GetByTestId("admin-row")).ToHaveCountAsync(3);
        await boss.Page.GetByTestId("filter-more").ClickAsync();
        await boss.Page.GetByTestId("filter-view").SelectOptionAsync("volume");
        await Expect(boss.Page.GetByTestId("admin-row")).ToHaveCountAsync(1);
        await Expect(boss.Page.Locator("[data-testid=admin-row][data-block-id=block_0002] td.rater").First).ToHaveAttributeAsync("title", new Regex("% of slices and a projection, 3D, limits auto, click", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await boss.Page.GetByTestId("filter-view").SelectOptionAsync("");
        await boss.Page.GetByTestId("filter-active").FillAsync("86400");
        await boss.Page.GetByTestId("filter-active").PressAsync("Tab");
        await Expect(boss.Page.GetByTestId("admin-row")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Time_OfAWindowWithoutFocus_AndBeyondHalfAMinuteWithoutInput_IsNotCounted()
    {
        using Campaign campaign = Measured(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        var clock = Stopwatch.StartNew();
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.SetAutoAdvanceAsync(false);
        await alice.CompleteAsync("block_0001");

        // Chromium that a program drives always says that it has the focus.
        await FocusAsync(alice, false);
        long untilBlur = clock.ElapsedMilliseconds;
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await alice.PressAsync("1");
        await alice.ListedAsync("block_0001", 1);
        await FocusAsync(alice, true);
        await alice.SelectAsync("block_0002");
        await alice.CompleteAsync("block_0002");
        long untilIdle = clock.ElapsedMilliseconds;
        await Task.Delay(Idle + TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        var typing = Stopwatch.StartNew();
        await alice.PressAsync("2");
        await alice.ListedAsync("block_0002", 2);
        long afterIdle = typing.ElapsedMilliseconds;

        long[] active = [.. Lines(campaign, "alice").Select(line => line.GetProperty("ev").GetProperty("active_ms").GetInt64())];
        Assert.InRange(active[0], 0, untilBlur);
        Assert.InRange(active[1], 0, Math.Min(untilIdle - untilBlur + (long)Idle.TotalMilliseconds + afterIdle, clock.ElapsedMilliseconds - 3000));
    }

    [Fact]
    public async Task TwoWindowsOfOnePerson_CountEachSecondOnce()
    {
        using Campaign campaign = Measured(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        var clock = Stopwatch.StartNew();
        await using Annotator one = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await one.CompleteAsync("block_0001");
        IPage page = await one.Page.Context.NewPageAsync();
        await page.GotoAsync(new Uri(one.Page.Url).GetLeftPart(UriPartial.Authority));
        Annotator two = Annotator.On(page, "alice");
        await two.CompleteAsync("block_0001");
        await one.SetAutoAdvanceAsync(false);
        await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(clock.ElapsedMilliseconds + 2000, 20_000)), TestContext.Current.CancellationToken);
        await one.PressAsync("1");
        await one.ListedAsync("block_0001", 1);
        await two.PressAsync("2");
        await two.ListedAsync("block_0001", 2);

        long[] active = [.. Lines(campaign, "alice").Select(line => line.GetProperty("ev").GetProperty("active_ms").GetInt64())];
        Assert.Equal(2, active.Length);
        Assert.InRange(active.Sum(), 1, clock.ElapsedMilliseconds);
    }

    [Fact]
    public async Task Evidence_ThatNobodyAsksFor_IsNotMeasuredAndNotWritten()
    {
        using var campaign = new Campaign(2);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync();
        await page.GotoAsync(program.Link);
        await Expect(page.GetByTestId("evidence")).ToBeHiddenAsync();
        await using Annotator alice = await Annotator.SignInAsync(page, "alice");
        await alice.LabelAsync("block_0001", 2);
        await alice.Page.GetByTestId("label-1").ClickAsync();
        await Eventually.TrueAsync("two labels are stored", () => campaign.DecisionsOf("alice").Count == 2);

        string all = string.Concat(Directory.EnumerateFiles(campaign.Folder, "*.jsonl", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.DoesNotContain("\"ev\"", all, StringComparison.Ordinal);
        Assert.DoesNotContain("\"via\"", all, StringComparison.Ordinal);
    }

    private static Campaign Measured(int blocks)
    {
        var campaign = new Campaign(blocks);
        File.WriteAllBytes(campaign.Below("classes.json"), """{"classes":["One","Two","Three"],"evidence":true}"""u8.ToArray());
        return campaign;
    }

    private static async Task FocusAsync(Annotator annotator, bool has) => await annotator.Page.EvaluateAsync(
        "has => { document.hasFocus = () => has; window.dispatchEvent(new Event(has ? 'focus' : 'blur')); }", has);

    private static async Task<int> SliceAsync(Annotator annotator) =>
        int.Parse((await annotator.Canvas.GetAttributeAsync("data-slice"))!, CultureInfo.InvariantCulture);

    private static JsonElement[] Lines(Campaign campaign, string username) =>
    [
        .. Directory.EnumerateFiles(Path.Join(campaign.Annotations, "history", "users", username), "*.jsonl").SelectMany(File.ReadLines)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("block", out _)),
    ];
}
